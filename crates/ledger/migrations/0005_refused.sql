-- Schema version 5: files that were proven and yet not taken. Beside the book's own rows, outside the comparable dump:
-- what is refused changes nothing.

CREATE TABLE parcel_refused (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  partner_id INTEGER NOT NULL REFERENCES partner(id),
  kind TEXT NOT NULL,                    -- month, receipt, publication
  month TEXT,
  epoch INTEGER NOT NULL, sequence INTEGER NOT NULL,
  sha256 BLOB NOT NULL UNIQUE,
  file_id INTEGER NOT NULL,              -- `file` is outside the undo
  sender BLOB NOT NULL,                  -- the public keys that it was proven with
  received_at INTEGER NOT NULL,
  reason TEXT NOT NULL                   -- the sentence that the person was told
) STRICT;
CREATE INDEX parcel_refused_partner ON parcel_refused(partner_id);
