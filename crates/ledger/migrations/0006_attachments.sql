-- Schema version 6: what is attached to a gathering: photos, scans, sign-in sheets, minutes. The bytes lie sealed under
-- files/. They belong to no month: an attachment may come after the close and changes no figure.

CREATE TABLE attachment (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  gathering_id INTEGER NOT NULL REFERENCES gathering(id),
  file_id INTEGER NOT NULL REFERENCES file(id),
  name TEXT NOT NULL,                    -- as it was called here: the same bytes have one row in `file`
  added_at INTEGER NOT NULL,
  removed_at INTEGER                     -- taken off the gathering; the file stays with the book
) STRICT;
-- The same file stands at a gathering only once.
CREATE UNIQUE INDEX attachment_once ON attachment(gathering_id, file_id) WHERE removed_at IS NULL;
CREATE INDEX attachment_gathering ON attachment(gathering_id);
CREATE INDEX attachment_file ON attachment(file_id);
