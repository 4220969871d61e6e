-- Schema version 9: organisations have a past. What one was called, below which it stood and where among its neighbours,
-- over spans that are over; what it is called now stands with the organisation. Without a row it was so from the
-- beginning of the book. None of it belongs to a month: no figure of a report stands on it.

CREATE TABLE organisation_past (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  organisation_id INTEGER NOT NULL REFERENCES organisation(id),
  parent_id INTEGER REFERENCES organisation(id),
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  from_on TEXT,                          -- NULL: since the beginning of the book
  to_on TEXT NOT NULL
) STRICT;
CREATE INDEX organisation_past_organisation ON organisation_past(organisation_id, to_on);
CREATE INDEX organisation_past_parent ON organisation_past(parent_id) WHERE parent_id IS NOT NULL;
