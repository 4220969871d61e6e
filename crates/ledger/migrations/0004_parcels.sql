-- Schema version 4: the offices that this one exchanges parcels with, what went out and what came in, and what a street
-- keeps of its communities. Exchanged files themselves lie sealed under files/.

-- The keys of this office. Made once; the public half is what an invitation carries.
CREATE TABLE office_key (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  secret BLOB NOT NULL,                  -- 64 bytes: Ed25519 seed, X25519 scalar
  made_at INTEGER NOT NULL
) STRICT;

-- An office whose keys are trusted. `name` and `uid` stand in its invitation.
CREATE TABLE partner (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,                    -- community, street
  public BLOB NOT NULL,                  -- 64 bytes: Ed25519 and X25519 public keys
  trusted_at INTEGER NOT NULL,
  position INTEGER NOT NULL,             -- order in lists and reports
  contact TEXT,                          -- who answers for its reports, with phone, as its last parcel stated it
  closed_to TEXT,                        -- the last month that it has closed, as far as its parcels say
  seen_epoch INTEGER, seen_count INTEGER,   -- how far its history had come in the newest parcel
  register_month TEXT,                   -- the month of the register that is held of it
  last_received_id INTEGER,              -- the parcel that was counted last
  to_on TEXT                             -- the first day on which it reports no longer
) STRICT;

-- What went out. A parcel stays until its receipt is taken and after.
CREATE TABLE parcel_sent (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  partner_id INTEGER REFERENCES partner(id),       -- NULL: a publication to all
  kind TEXT NOT NULL,                    -- month, receipt, publication
  month TEXT,
  epoch INTEGER NOT NULL, sequence INTEGER NOT NULL,
  sha256 BLOB NOT NULL UNIQUE,           -- of the whole file
  content BLOB NOT NULL,                 -- hash of what it says: equal for a parcel that says the same
  file_id INTEGER NOT NULL,              -- `file` is outside the undo
  file_name TEXT NOT NULL,
  sealed_at INTEGER NOT NULL,
  replaces INTEGER,
  chain_count INTEGER NOT NULL, chain_head BLOB NOT NULL,   -- this book's history as it was stated
  state TEXT NOT NULL,                   -- waiting, replaced, received, returned
  answered_at INTEGER,
  reasons TEXT                           -- JSON: why it was returned, row by row
) STRICT;
CREATE INDEX parcel_sent_month ON parcel_sent(kind, month);
CREATE INDEX parcel_sent_partner ON parcel_sent(partner_id);

-- What came in and was proven. Each with its verdict; the newest of a month is the one that holds.
CREATE TABLE parcel_received (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  partner_id INTEGER NOT NULL REFERENCES partner(id),
  kind TEXT NOT NULL,
  month TEXT,
  epoch INTEGER NOT NULL, sequence INTEGER NOT NULL,
  sha256 BLOB NOT NULL UNIQUE,
  file_id INTEGER NOT NULL,
  sender BLOB NOT NULL,                  -- the public keys that it was proven with
  received_at INTEGER NOT NULL,
  chain_count INTEGER NOT NULL, chain_head BLOB NOT NULL,   -- the sender's history as it was stated
  verdict TEXT NOT NULL,                 -- taken_in, replaced, returned, receipted
  receipt_id INTEGER REFERENCES parcel_sent(id),            -- the receipt that answers it
  reasons TEXT,                          -- JSON
  findings TEXT                          -- JSON: sentences about the parcel as a whole
) STRICT;
CREATE INDEX parcel_received_month ON parcel_received(kind, month);
CREATE INDEX parcel_received_due ON parcel_received(kind, verdict) WHERE verdict IN ('taken_in', 'returned');
CREATE INDEX parcel_received_receipt ON parcel_received(receipt_id);
CREATE INDEX parcel_received_partner ON parcel_received(partner_id, kind, month);

-- The figures of a community's month, written when its parcel is applied.
CREATE TABLE roll_up (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  partner_id INTEGER NOT NULL REFERENCES partner(id),
  month TEXT NOT NULL,
  received_id INTEGER NOT NULL REFERENCES parcel_received(id),
  grades TEXT NOT NULL,                  -- JSON: grade of points → how many
  previous INTEGER NOT NULL, admitted INTEGER NOT NULL, transfer_in INTEGER NOT NULL, restored INTEGER NOT NULL,
  transfer_out INTEGER NOT NULL, death INTEGER NOT NULL, expelled INTEGER NOT NULL, suspended INTEGER NOT NULL,
  moved_in INTEGER NOT NULL, moved_out INTEGER NOT NULL, members INTEGER NOT NULL, full_members INTEGER NOT NULL,
  probationary INTEGER NOT NULL, women INTEGER NOT NULL, minority INTEGER NOT NULL, up_to_35 INTEGER NOT NULL,
  from_60 INTEGER NOT NULL, college INTEGER NOT NULL, mobile INTEGER NOT NULL, lost INTEGER NOT NULL,
  hardship INTEGER NOT NULL, branches INTEGER NOT NULL, assembly_owed INTEGER NOT NULL,
  assembly_held INTEGER NOT NULL, assembly_due INTEGER NOT NULL, assembly_present INTEGER NOT NULL,
  assembly_late INTEGER NOT NULL, committee_owed INTEGER NOT NULL, committee_held INTEGER NOT NULL,
  committee_due INTEGER NOT NULL, committee_present INTEGER NOT NULL, committee_late INTEGER NOT NULL,
  group_owed INTEGER NOT NULL, group_held INTEGER NOT NULL, group_due INTEGER NOT NULL,
  group_present INTEGER NOT NULL, group_late INTEGER NOT NULL, lecture_owed INTEGER NOT NULL,
  lecture_held INTEGER NOT NULL, lecture_due INTEGER NOT NULL, lecture_present INTEGER NOT NULL,
  lecture_late INTEGER NOT NULL, theme_owed INTEGER NOT NULL, theme_held INTEGER NOT NULL,
  theme_due INTEGER NOT NULL, theme_present INTEGER NOT NULL, theme_late INTEGER NOT NULL,
  life_owed INTEGER NOT NULL, life_held INTEGER NOT NULL, life_due INTEGER NOT NULL, life_present INTEGER NOT NULL,
  life_late INTEGER NOT NULL, appraisal_owed INTEGER NOT NULL, appraisal_held INTEGER NOT NULL,
  appraisal_due INTEGER NOT NULL, appraisal_present INTEGER NOT NULL, appraisal_late INTEGER NOT NULL,
  units INTEGER NOT NULL, expected INTEGER NOT NULL, stated_reported INTEGER NOT NULL, reported INTEGER NOT NULL,
  claims INTEGER NOT NULL, activities INTEGER NOT NULL, attendances INTEGER NOT NULL, people INTEGER NOT NULL,
  minutes INTEGER NOT NULL, service_activities INTEGER NOT NULL, service_attendances INTEGER NOT NULL,
  service_people INTEGER NOT NULL, service_minutes INTEGER NOT NULL, scored INTEGER NOT NULL,
  unscored INTEGER NOT NULL, score_sum INTEGER NOT NULL, must_findings INTEGER NOT NULL,
  should_findings INTEGER NOT NULL,
  UNIQUE (month, partner_id)
) STRICT;
CREATE INDEX roll_up_partner ON roll_up(partner_id);
CREATE INDEX roll_up_received ON roll_up(received_id);

-- The members of a community by its newest register. One who is no longer in it stays, marked as gone.
CREATE TABLE held_member (
  id INTEGER PRIMARY KEY, made_by INTEGER NOT NULL,
  partner_id INTEGER NOT NULL REFERENCES partner(id),
  uid TEXT NOT NULL,
  name TEXT NOT NULL,
  branch TEXT NOT NULL,
  mark BLOB,                             -- keyed hash of the ID number: the same in every community
  birth_month TEXT,
  row_hash BLOB NOT NULL,                -- of the row as it was reported
  month TEXT NOT NULL,                   -- the register that last said something new of the person
  is_present INTEGER NOT NULL,           -- whether the person is in the newest register
  UNIQUE (partner_id, uid)
) STRICT;
CREATE INDEX held_member_mark ON held_member(mark) WHERE is_present = 1 AND mark IS NOT NULL;
CREATE INDEX held_member_name ON held_member(name, birth_month) WHERE is_present = 1;
