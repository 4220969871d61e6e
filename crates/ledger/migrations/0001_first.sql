-- Schema version 1. Frozen once released: a later version adds a new file, never edits this one.
--
-- Shapes shared by all tables:
--   id        the key that foreign keys and cursors use; given out by `counter`, never used twice;
--   made_by   the change that inserted the row. No foreign key: `verify` replays the changes and proves it,
--             and a parent look-up per row would cost a tenth of every bulk insert;
--   uid       UUIDv7 as 16 bytes, only where a row is named outside this file;
--   *_on      a Beijing day `YYYY-MM-DD`; where the comment says partial, also `YYYY` or `YYYY-MM`;
--   *_at      UTC milliseconds;
--   from_on, to_on   half-open: to_on is the first day no longer so; NULL is unknown or open;
--   booked_month     `YYYY-MM`, the month whose report the fact belongs to; guarded by the write gate
--             against closed months. occurred_on beside it is the true day.
--   returned_on, ended_on, each followed by its month: the row ends in a later report than it began in. What stands
--             before the pair belongs to booked_month, the pair to its own month, what follows to none.

-- ── spine ─────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE change (
  id             INTEGER PRIMARY KEY,
  at             INTEGER NOT NULL,
  operator_id    INTEGER NOT NULL,
  operator_name  TEXT NOT NULL,
  kind           TEXT NOT NULL,
  title          TEXT NOT NULL,          -- the operation in words, as the undo list shows it
  undoes         INTEGER REFERENCES change(id),
  schema_version INTEGER NOT NULL,
  body           BLOB NOT NULL,          -- what happened to which rows, see change/body.rs
  previous       BLOB NOT NULL,          -- hash of the change before it, 32 zero bytes for the first
  hash           BLOB NOT NULL
) STRICT;
CREATE INDEX change_undoes ON change(undoes) WHERE undoes IS NOT NULL;

CREATE TABLE change_row (
  table_number INTEGER NOT NULL,
  row_id       INTEGER NOT NULL,
  change_id    INTEGER NOT NULL REFERENCES change(id),
  PRIMARY KEY (table_number, row_id, change_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
  table_name TEXT PRIMARY KEY,
  next_id    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- ── office ────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE operator (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  name TEXT NOT NULL,
  from_on TEXT, to_on TEXT
) STRICT;

CREATE TABLE setting (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  value TEXT NOT NULL                    -- JSON
) STRICT;

CREATE TABLE code_value (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  family TEXT NOT NULL,                  -- e.g. service_post_category, list_kind
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  position INTEGER NOT NULL,
  from_on TEXT, to_on TEXT,
  UNIQUE (family, code)
) STRICT;

CREATE TABLE file (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  sha256 BLOB NOT NULL,                  -- of the plain content; the sealed file bears it as its name
  name TEXT NOT NULL,                    -- as the person knew it
  size INTEGER NOT NULL,
  purpose TEXT NOT NULL,                 -- imported_source, refused_rows, sent_workbook, attachment
  added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX file_sha256 ON file(sha256);

-- ── organisations, places ─────────────────────────────────────────────────────────────────────────

CREATE TABLE organisation (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  uid BLOB NOT NULL UNIQUE,
  parent_id INTEGER REFERENCES organisation(id),
  level TEXT NOT NULL,                   -- street, committee, general_branch, branch, temporary_branch, group
  name TEXT NOT NULL,
  position INTEGER NOT NULL,             -- order in lists and reports
  from_on TEXT, to_on TEXT,
  note TEXT
) STRICT;
CREATE INDEX organisation_parent ON organisation(parent_id);

CREATE TABLE place (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  parent_id INTEGER REFERENCES place(id),
  kind TEXT NOT NULL,                    -- grid, courtyard, building, stairwell
  name TEXT NOT NULL,
  organisation_id INTEGER REFERENCES organisation(id),
  from_on TEXT, to_on TEXT
) STRICT;
CREATE INDEX place_parent ON place(parent_id);
CREATE INDEX place_organisation ON place(organisation_id);

-- ── people ────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE person (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  uid BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  pinyin TEXT NOT NULL,                  -- full readings, alternatives separated by a space
  initials TEXT NOT NULL,
  sex TEXT,
  nation TEXT,
  birth_on TEXT,                         -- partial
  id_number TEXT,
  education TEXT,
  work_post TEXT,
  new_stratum TEXT,
  phone TEXT,
  other_phone TEXT,
  address TEXT,
  employer TEXT,                         -- work unit and duty in the office's own words
  place_id INTEGER REFERENCES place(id),
  joined_on TEXT,                        -- partial: admitted to the Party
  became_full_on TEXT,                   -- partial: end of probation
  note TEXT
) STRICT;
CREATE INDEX person_id_number ON person(id_number) WHERE id_number IS NOT NULL;
-- Every search runs over this index alone; a list joins only the rows of its page.
CREATE INDEX person_search ON person(name, pinyin, initials, phone, employer, id);
CREATE INDEX person_place ON person(place_id) WHERE place_id IS NOT NULL;

-- Membership of a branch (and group) of this community over a span of days. from_on NULL: before the book began.
CREATE TABLE membership (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id),
  branch_id INTEGER NOT NULL REFERENCES organisation(id),
  group_id INTEGER REFERENCES organisation(id),
  from_on TEXT, to_on TEXT
) STRICT;
CREATE INDEX membership_end ON membership(ifnull(to_on, '9999-12-31'));
CREATE INDEX membership_person ON membership(person_id);
CREATE INDEX membership_branch ON membership(branch_id, to_on);
CREATE INDEX membership_group ON membership(group_id) WHERE group_id IS NOT NULL;

-- What changes the count of members, or a member's class or branch, with its true day and its month.
CREATE TABLE movement (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id),
  kind TEXT NOT NULL,                    -- opening, admitted, transfer_in, restored, transfer_out, death, expelled, suspended, branch_move, became_full
  occurred_on TEXT,                      -- partial; NULL for opening
  booked_month TEXT NOT NULL,
  branch_id INTEGER NOT NULL REFERENCES organisation(id),
  from_branch_id INTEGER REFERENCES organisation(id),
  counterpart TEXT,                      -- where from, where to
  letter_number TEXT,
  corrects_id INTEGER REFERENCES movement(id),
  note TEXT
) STRICT;
CREATE INDEX movement_person ON movement(person_id);
CREATE INDEX movement_month ON movement(booked_month);
CREATE INDEX movement_branch ON movement(branch_id);
CREATE INDEX movement_from_branch ON movement(from_branch_id) WHERE from_branch_id IS NOT NULL;
CREATE INDEX movement_corrects ON movement(corrects_id) WHERE corrects_id IS NOT NULL;

-- Spans in which something special holds of a member: mobile, lost, hardship, exempt from quorum, on probation within the Party.
CREATE TABLE condition (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id),
  kind TEXT NOT NULL,                    -- mobile, lost, hardship, quorum_exempt, party_probation
  reason TEXT,
  from_on TEXT, to_on TEXT,
  approved_by TEXT, approved_on TEXT, reference TEXT,
  note TEXT
) STRICT;
CREATE INDEX condition_person ON condition(person_id);
CREATE INDEX condition_kind ON condition(kind, to_on);

CREATE TABLE post_held (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id),
  organisation_id INTEGER NOT NULL REFERENCES organisation(id),
  title TEXT NOT NULL,                   -- secretary, deputy_secretary, organisation_member, … or the office's own words
  is_full_time INTEGER NOT NULL,
  from_on TEXT, to_on TEXT,
  note TEXT
) STRICT;
CREATE INDEX post_held_person ON post_held(person_id);
CREATE INDEX post_held_organisation ON post_held(organisation_id);

-- ── units and reporting in ────────────────────────────────────────────────────────────────────────

CREATE TABLE unit (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  uid BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT,
  party_organisation TEXT,
  secretary TEXT,
  contact TEXT,
  phone TEXT,
  member_count INTEGER,
  is_paired INTEGER NOT NULL,
  from_on TEXT, to_on TEXT,
  note TEXT
) STRICT;
CREATE INDEX unit_name ON unit(name);

-- The unit's own number of members who owe a report-in, with the day and the source it was stated by.
CREATE TABLE unit_expectation (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  unit_id INTEGER NOT NULL REFERENCES unit(id),
  expected_count INTEGER NOT NULL,
  stated_on TEXT NOT NULL,
  booked_month TEXT NOT NULL,
  source TEXT NOT NULL
) STRICT;
CREATE INDEX unit_expectation_unit ON unit_expectation(unit_id, stated_on);

CREATE TABLE report_in (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  uid BLOB NOT NULL UNIQUE,
  person_id INTEGER NOT NULL REFERENCES person(id),
  unit_id INTEGER NOT NULL REFERENCES unit(id),
  reported_on TEXT NOT NULL,             -- partial
  booked_month TEXT NOT NULL,
  returned_on TEXT,                      -- the day the report-in ended
  returned_month TEXT,
  return_reason TEXT,
  duty TEXT,
  residence TEXT,
  skills TEXT,                           -- separated by 、
  wanted_post TEXT,
  note TEXT
) STRICT;
CREATE UNIQUE INDEX report_in_person ON report_in(person_id) WHERE returned_on IS NULL;
CREATE INDEX report_in_person_all ON report_in(person_id);
CREATE INDEX report_in_unit ON report_in(unit_id, booked_month);
-- A month counts the open ones, those that came in it and those that ended in or after it: never the whole history.
CREATE INDEX report_in_open ON report_in(unit_id, booked_month) WHERE returned_on IS NULL;
CREATE INDEX report_in_month ON report_in(booked_month, unit_id);
CREATE INDEX report_in_returned ON report_in(returned_month, booked_month, unit_id) WHERE returned_month IS NOT NULL;

-- Anything offered for claiming. Version 1 uses kind service_post; lists, projects and wishes follow.
CREATE TABLE offer (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  uid BLOB NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  category TEXT,
  content TEXT,
  needed_count INTEGER,
  place TEXT,
  offered_by_unit_id INTEGER REFERENCES unit(id),
  from_on TEXT, to_on TEXT
) STRICT;
CREATE INDEX offer_kind ON offer(kind, title);
CREATE INDEX offer_unit ON offer(offered_by_unit_id) WHERE offered_by_unit_id IS NOT NULL;

CREATE TABLE claim (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  offer_id INTEGER NOT NULL REFERENCES offer(id),
  person_id INTEGER REFERENCES person(id),
  unit_id INTEGER REFERENCES unit(id),
  occurred_on TEXT NOT NULL,
  booked_month TEXT NOT NULL,
  ended_on TEXT,
  ended_month TEXT,
  state TEXT NOT NULL,                   -- claimed, confirmed, finished, withdrawn
  rating TEXT,
  note TEXT
) STRICT;
CREATE INDEX claim_offer ON claim(offer_id);
CREATE INDEX claim_open ON claim(person_id, unit_id, booked_month) WHERE ended_on IS NULL;
CREATE INDEX claim_month ON claim(booked_month);
CREATE INDEX claim_ended ON claim(ended_month) WHERE ended_month IS NOT NULL;
CREATE INDEX claim_person ON claim(person_id) WHERE person_id IS NOT NULL;
CREATE INDEX claim_unit ON claim(unit_id) WHERE unit_id IS NOT NULL;

CREATE TABLE activity (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  uid BLOB NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  occurred_on TEXT NOT NULL,
  booked_month TEXT NOT NULL,
  start_minute INTEGER, end_minute INTEGER,  -- minutes since midnight
  place TEXT,
  organiser TEXT,
  organisation_id INTEGER REFERENCES organisation(id),
  unit_id INTEGER REFERENCES unit(id),
  beneficiary_count INTEGER,
  cancelled_on TEXT,
  note TEXT
) STRICT;
CREATE INDEX activity_month ON activity(booked_month);
CREATE INDEX activity_organisation ON activity(organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX activity_unit ON activity(unit_id) WHERE unit_id IS NOT NULL;

CREATE TABLE participation (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  activity_id INTEGER NOT NULL REFERENCES activity(id),
  person_id INTEGER NOT NULL REFERENCES person(id),
  minutes INTEGER NOT NULL,
  occurred_on TEXT NOT NULL,
  booked_month TEXT NOT NULL,
  cancelled_on TEXT,                     -- taken back, with the day
  note TEXT
) STRICT;
CREATE UNIQUE INDEX participation_activity ON participation(activity_id, person_id) WHERE cancelled_on IS NULL;
CREATE INDEX participation_activity_all ON participation(activity_id);
CREATE INDEX participation_person ON participation(person_id, occurred_on);
CREATE INDEX participation_month ON participation(booked_month);

-- ── organisational life ───────────────────────────────────────────────────────────────────────────

-- One coming-together: day, time, place, host, and who was there. What it counts as is in its records.
CREATE TABLE gathering (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  uid BLOB NOT NULL UNIQUE,
  occurred_on TEXT NOT NULL,
  booked_month TEXT NOT NULL,
  start_minute INTEGER, end_minute INTEGER,
  place TEXT,
  host_id INTEGER REFERENCES person(id), host_name TEXT,
  recorder_id INTEGER REFERENCES person(id), recorder_name TEXT,
  entered_at INTEGER NOT NULL,
  origin TEXT NOT NULL,                  -- typed, late, register: how it came into the book
  origin_note TEXT,                      -- reason of a late entry; date of the register
  is_numbers_only INTEGER NOT NULL,      -- stated numbers stand instead of names
  cancelled_on TEXT,                     -- a finished gathering is not edited: it is cancelled and recorded anew
  replaces_id INTEGER REFERENCES gathering(id),
  note TEXT
) STRICT;
CREATE INDEX gathering_month ON gathering(booked_month);
CREATE INDEX gathering_day ON gathering(occurred_on);
CREATE INDEX gathering_host ON gathering(host_id) WHERE host_id IS NOT NULL;
CREATE INDEX gathering_recorder ON gathering(recorder_id) WHERE recorder_id IS NOT NULL;
CREATE INDEX gathering_replaces ON gathering(replaces_id) WHERE replaces_id IS NOT NULL;

-- What a gathering counts as: one type for one organisation, with numbers due on that day.
CREATE TABLE meeting_record (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  uid BLOB NOT NULL UNIQUE,
  gathering_id INTEGER NOT NULL REFERENCES gathering(id),
  kind TEXT NOT NULL,
  organisation_id INTEGER NOT NULL REFERENCES organisation(id),   -- the branch, or the group
  occurred_on TEXT NOT NULL,
  booked_month TEXT NOT NULL,
  theme TEXT,
  lecturer TEXT,
  due_count INTEGER NOT NULL,
  due_voting_count INTEGER NOT NULL,
  present_count INTEGER NOT NULL,
  present_voting_count INTEGER NOT NULL,
  leave_count INTEGER NOT NULL,
  absent_count INTEGER NOT NULL,
  exempt_count INTEGER NOT NULL,
  cancelled_on TEXT,
  note TEXT
) STRICT;
CREATE INDEX meeting_record_gathering ON meeting_record(gathering_id);
CREATE INDEX meeting_record_month ON meeting_record(booked_month);
CREATE INDEX meeting_record_organisation ON meeting_record(organisation_id, kind, occurred_on);

CREATE TABLE topic (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  record_id INTEGER NOT NULL REFERENCES meeting_record(id),
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  discussion TEXT,
  resolution TEXT,
  owner TEXT,
  due_on TEXT
) STRICT;
CREATE INDEX topic_record ON topic(record_id);

CREATE TABLE vote (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  topic_id INTEGER NOT NULL REFERENCES topic(id),
  kind TEXT NOT NULL,                    -- ordinary, admit_member, become_full, election, committee_decision
  due_voting INTEGER NOT NULL,
  present_voting INTEGER NOT NULL,
  written_opinions INTEGER NOT NULL,
  ballots_issued INTEGER, ballots_returned INTEGER,
  yes_count INTEGER NOT NULL, no_count INTEGER NOT NULL, abstain_count INTEGER NOT NULL,
  is_passed INTEGER NOT NULL,
  rule_text TEXT NOT NULL                -- threshold and article as shown when it was entered
) STRICT;
CREATE INDEX vote_topic ON vote(topic_id);

CREATE TABLE attendance (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  gathering_id INTEGER NOT NULL REFERENCES gathering(id),
  person_id INTEGER NOT NULL REFERENCES person(id),
  state TEXT NOT NULL,                   -- present, leave, absent, observer, made_up
  reason TEXT,
  occurred_on TEXT NOT NULL,
  booked_month TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX attendance_gathering ON attendance(gathering_id, person_id);
CREATE INDEX attendance_person ON attendance(person_id, occurred_on);

-- ── points ────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE points_scheme (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  subject_kind TEXT NOT NULL,            -- person; later unit, activist, redeemable
  from_on TEXT, to_on TEXT,
  body TEXT NOT NULL                     -- JSON: base, floor, ceiling, grades, categories (items are rows)
) STRICT;

CREATE TABLE points_item (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  scheme_id INTEGER NOT NULL REFERENCES points_scheme(id),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  position INTEGER NOT NULL,
  body TEXT NOT NULL,                    -- JSON: points, unit, caps, automatic source, veto, aliases
  UNIQUE (scheme_id, code)
) STRICT;

CREATE TABLE points_account (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  scheme_id INTEGER NOT NULL REFERENCES points_scheme(id),
  subject_kind TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  opened_on TEXT,
  -- The account of a person stands on that person, so that a person with entries cannot be taken away.
  person_id INTEGER GENERATED ALWAYS AS (CASE subject_kind WHEN 'person' THEN subject_id END) VIRTUAL REFERENCES person(id),
  UNIQUE (subject_kind, subject_id, scheme_id)
) STRICT;
CREATE INDEX points_account_person ON points_account(person_id);
CREATE INDEX points_account_scheme ON points_account(scheme_id);

CREATE TABLE points_entry (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES points_account(id),
  item_id INTEGER REFERENCES points_item(id),   -- NULL for a cap adjustment
  kind TEXT NOT NULL,                    -- award, reversal, cap_adjustment
  occurred_on TEXT NOT NULL,
  booked_month TEXT NOT NULL,
  raw INTEGER NOT NULL,                  -- hundredths
  counted INTEGER NOT NULL,              -- hundredths, after caps as known when booked
  reverses_id INTEGER REFERENCES points_entry(id),
  source_kind TEXT NOT NULL,             -- hand, import, attendance, participation, caps
  source_id INTEGER,                     -- id of the attendance or participation row
  note TEXT
) STRICT;
CREATE INDEX points_entry_account ON points_entry(account_id, occurred_on);
CREATE INDEX points_entry_month ON points_entry(booked_month, account_id);
CREATE UNIQUE INDEX points_entry_reverses ON points_entry(reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX points_entry_source ON points_entry(source_kind, source_id) WHERE source_id IS NOT NULL;

-- ── months ────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE month (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  month TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,                   -- open, submitted, returned, received, closed
  from_on TEXT NOT NULL, to_on TEXT NOT NULL,   -- half-open
  due_on TEXT NOT NULL,
  filled_on TEXT,                        -- 填报日期: the day the workbook was first made
  sent_file_id INTEGER,                  -- the workbook as it was made; `file` is outside the undo
  submitted_change_id INTEGER,
  closed_at INTEGER
) STRICT;

-- The figures of a closed month by organisation: the opening numbers of the next.
CREATE TABLE month_figure (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  month TEXT NOT NULL,
  organisation_id INTEGER NOT NULL REFERENCES organisation(id),
  figure TEXT NOT NULL,
  value INTEGER NOT NULL,
  UNIQUE (month, organisation_id, figure)
) STRICT;
CREATE INDEX month_figure_organisation ON month_figure(organisation_id);

-- One row per account and closed month: month works read these, not the history.
CREATE TABLE points_closing (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES points_account(id),
  month TEXT NOT NULL,
  counted INTEGER NOT NULL,              -- hundredths counted since the start of the points year
  by_category TEXT NOT NULL,             -- JSON: category code → hundredths
  is_vetoed INTEGER NOT NULL,
  score INTEGER NOT NULL,
  grade TEXT NOT NULL,
  UNIQUE (month, account_id)
) STRICT;
CREATE INDEX points_closing_account ON points_closing(account_id, month);

-- ── imports ───────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE import_batch (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  kind TEXT NOT NULL,                    -- roster, units, report_ins, meetings, points
  file_sha256 BLOB NOT NULL,
  file_name TEXT NOT NULL,
  imported_at INTEGER NOT NULL,
  added_count INTEGER NOT NULL,
  updated_count INTEGER NOT NULL,
  same_count INTEGER NOT NULL,
  conflict_count INTEGER NOT NULL,
  refused_count INTEGER NOT NULL
) STRICT;

CREATE TABLE import_mapping (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  kind TEXT NOT NULL,
  header_key TEXT NOT NULL,              -- the folded header titles, so that the same form is known again
  mapping TEXT NOT NULL,                 -- JSON: column → field
  UNIQUE (kind, header_key)
) STRICT;
