-- Schema version 7: the register in time. Terms of office, letters, contacts, tags, roles, cases of becoming a member,
-- duties of posts with their results, fields of the office's own, saved views, and people found to be one.
-- None of it belongs to a month: no figure of a report stands on these tables.

ALTER TABLE movement ADD COLUMN reason TEXT;           -- code of movement_reason
ALTER TABLE organisation ADD COLUMN project TEXT;      -- what a temporary branch was set up for
ALTER TABLE organisation ADD COLUMN planned_end_on TEXT;
ALTER TABLE import_batch ADD COLUMN duplicate_count INTEGER;  -- NULL before version 7: counted among same_count

-- Somebody who stood in the book twice: everything of the one stands with the other, and this row says since when.
CREATE TABLE merged_person (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL UNIQUE REFERENCES person(id),
  into_id INTEGER NOT NULL REFERENCES person(id),
  merged_on TEXT NOT NULL
) STRICT;
CREATE INDEX merged_person_into ON merged_person(into_id);

-- Two records that look like one person and are two, as somebody has said. The lower key stands first.
CREATE TABLE distinct_person (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id),
  other_id INTEGER NOT NULL REFERENCES person(id),
  note TEXT,
  UNIQUE (person_id, other_id)
) STRICT;
CREATE INDEX distinct_person_other ON distinct_person(other_id);

-- What somebody is besides a member: part-time member of the joint committee, grid worker, volunteer, participant of
-- a temporary branch. The home branch stays where it is.
CREATE TABLE role (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id),
  kind TEXT NOT NULL,                    -- joint_committee, grid_worker, volunteer, building_head, participant, other
  organisation_id INTEGER REFERENCES organisation(id),
  unit_id INTEGER REFERENCES unit(id),
  place_id INTEGER REFERENCES place(id),
  title TEXT,
  from_on TEXT, to_on TEXT,
  note TEXT
) STRICT;
CREATE INDEX role_person ON role(person_id);
CREATE INDEX role_kind ON role(kind, to_on);
CREATE INDEX role_organisation ON role(organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX role_unit ON role(unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX role_place ON role(place_id) WHERE place_id IS NOT NULL;

-- A term of office of a committee or a secretary (届).
CREATE TABLE term (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  organisation_id INTEGER NOT NULL REFERENCES organisation(id),
  number INTEGER,                        -- 第几届
  elected_on TEXT NOT NULL,              -- partial
  years INTEGER NOT NULL,
  way TEXT,                              -- how it was elected, in the office's words
  extended_to TEXT, approved_by TEXT, approved_on TEXT,
  ended_by_on TEXT,                      -- the day the next one was elected, or the organisation ended
  note TEXT
) STRICT;
CREATE INDEX term_organisation ON term(organisation_id);

-- Transfer letters (组织关系介绍信), out and in.
CREATE TABLE transfer_letter (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id),
  way TEXT NOT NULL,                     -- out, in
  reach TEXT NOT NULL,                   -- in_city, out_of_city
  number TEXT,
  counterpart TEXT,
  issued_on TEXT NOT NULL,
  valid_until TEXT,
  dues_paid_to TEXT,                     -- YYYY-MM
  received_on TEXT,
  withdrawn_on TEXT,                     -- 作废
  movement_id INTEGER REFERENCES movement(id),
  note TEXT
) STRICT;
CREATE INDEX transfer_letter_person ON transfer_letter(person_id);
CREATE INDEX transfer_letter_open ON transfer_letter(valid_until) WHERE received_on IS NULL AND withdrawn_on IS NULL;
CREATE INDEX transfer_letter_movement ON transfer_letter(movement_id) WHERE movement_id IS NOT NULL;

-- Tries to reach somebody: calls to mobile members, searches for lost ones, visits of key people.
CREATE TABLE contact (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id),
  occurred_on TEXT NOT NULL,             -- partial
  is_reached INTEGER NOT NULL,
  way TEXT,                              -- phone, visit, message, letter, other
  by_whom TEXT,
  said TEXT,                             -- what was learnt, wished, brought
  note TEXT
) STRICT;
CREATE INDEX contact_person ON contact(person_id, occurred_on);

-- What an office calls somebody over a span: retired, infirm, solitary …; codes of the domain or of code_value.
CREATE TABLE tag_held (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id),
  tag TEXT NOT NULL,
  from_on TEXT, to_on TEXT,
  note TEXT
) STRICT;
CREATE INDEX tag_held_person ON tag_held(person_id);
CREATE INDEX tag_held_tag ON tag_held(tag, to_on);

-- Where a mobile member went or came from, beside the condition that says so.
CREATE TABLE mobility (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id),
  way TEXT NOT NULL,                     -- out, in, abroad
  where_to TEXT,                         -- place, and for those who came where they came from
  reason TEXT,
  other_organisation TEXT,
  other_contact TEXT,
  card_number TEXT,                      -- 流动党员活动证
  condition_id INTEGER REFERENCES condition(id),
  from_on TEXT, to_on TEXT,
  note TEXT
) STRICT;
CREATE INDEX mobility_person ON mobility(person_id);
CREATE INDEX mobility_condition ON mobility(condition_id) WHERE condition_id IS NOT NULL;

-- The duty that goes with a claimed post (一编三定): group, text, until when.
CREATE TABLE post_duty (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  claim_id INTEGER NOT NULL UNIQUE REFERENCES claim(id),
  group_id INTEGER REFERENCES organisation(id),
  duty TEXT NOT NULL,
  until_on TEXT
) STRICT;
CREATE INDEX post_duty_group ON post_duty(group_id) WHERE group_id IS NOT NULL;

-- How a post was fulfilled in a quarter.
CREATE TABLE post_result (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  claim_id INTEGER NOT NULL REFERENCES claim(id),
  quarter TEXT NOT NULL,                 -- YYYY-Qn
  result TEXT NOT NULL,                  -- good, fair, poor
  note TEXT,
  UNIQUE (claim_id, quarter)
) STRICT;

-- Somebody on the way into the Party. Not a person of the register before the last step.
CREATE TABLE development_case (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id),
  branch_id INTEGER NOT NULL REFERENCES organisation(id),
  training_days INTEGER, training_hours INTEGER,
  special_reason TEXT,
  put_off_until TEXT,
  ended_by_on TEXT,                      -- partial: ended before the last step
  end_reason TEXT,
  note TEXT,
  dropped_on TEXT                        -- opened by mistake
) STRICT;
CREATE INDEX development_case_person ON development_case(person_id);
CREATE INDEX development_case_branch ON development_case(branch_id);

-- A dated step of a case, or one of what comes again and again in it.
CREATE TABLE development_step (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  case_id INTEGER NOT NULL REFERENCES development_case(id),
  step TEXT NOT NULL,                    -- a step, `review`, `thought_report`, or `extension`
  done_on TEXT NOT NULL,                 -- partial
  months INTEGER,                        -- of an extension
  note TEXT,
  dropped_on TEXT                        -- entered by mistake: it counts nowhere
) STRICT;
CREATE INDEX development_step_case ON development_step(case_id, step);

-- Contacts and introducers of a case.
CREATE TABLE case_supporter (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  case_id INTEGER NOT NULL REFERENCES development_case(id),
  role TEXT NOT NULL,                    -- contact, introducer
  person_id INTEGER REFERENCES person(id),
  name TEXT NOT NULL,
  from_on TEXT, to_on TEXT,
  dropped_on TEXT                        -- entered by mistake
) STRICT;
CREATE INDEX case_supporter_case ON case_supporter(case_id);
CREATE INDEX case_supporter_person ON case_supporter(person_id) WHERE person_id IS NOT NULL;

-- Fields that the office adds to its register.
CREATE TABLE custom_field (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  label TEXT NOT NULL,
  kind TEXT NOT NULL,                    -- text, number, day, choice, yes
  choices TEXT,                          -- JSON list, of kind choice
  position INTEGER NOT NULL,
  from_on TEXT, to_on TEXT
) STRICT;

CREATE TABLE person_field (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id),
  field_id INTEGER NOT NULL REFERENCES custom_field(id),
  value TEXT,                            -- NULL: taken out again
  UNIQUE (person_id, field_id)
) STRICT;
CREATE INDEX person_field_field ON person_field(field_id, value);

-- Lists that somebody wants to see again: filter, order, columns.
CREATE TABLE saved_view (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  page TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,                   -- JSON
  dropped_on TEXT
) STRICT;

-- Where people live and how else they are reached, for the search; only of those of whom it is known.
CREATE INDEX person_reach ON person(address, other_phone) WHERE address IS NOT NULL OR other_phone IS NOT NULL;

-- The day since which two records are again open to be one person; NULL while they are said to be two.
ALTER TABLE distinct_person ADD COLUMN withdrawn_on TEXT;

-- Whom an operation showed with ID number, phones and address in full. No reference to the person: a look at somebody
-- must not hinder the undo of the import that brought them into the book; the name tells who it was even then.
CREATE TABLE revealed (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  way TEXT NOT NULL                      -- record, list, export, own
) STRICT;
CREATE INDEX revealed_person ON revealed(person_id);
CREATE INDEX revealed_made_by ON revealed(made_by);

-- Who looked after a place before: spans that are over. Who looks after it now stands with the place.
CREATE TABLE place_care (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  place_id INTEGER NOT NULL REFERENCES place(id),
  organisation_id INTEGER REFERENCES organisation(id),
  from_on TEXT,
  to_on TEXT NOT NULL
) STRICT;
CREATE INDEX place_care_place ON place_care(place_id);
CREATE INDEX place_care_organisation ON place_care(organisation_id) WHERE organisation_id IS NOT NULL;
