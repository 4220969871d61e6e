-- Schema version 8: somebody who was expelled and is admitted anew has a day of joining and of 转正 for each period.
-- The person's own columns say those of the present period; what held before stands here, up to the day of the new one.

CREATE TABLE earlier_period (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id),
  joined_on TEXT,                        -- partial
  became_full_on TEXT,                   -- partial
  until_on TEXT NOT NULL                 -- the first day of the period that followed
) STRICT;
CREATE INDEX earlier_period_person ON earlier_period(person_id);
