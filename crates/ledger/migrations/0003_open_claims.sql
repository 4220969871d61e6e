-- Schema version 3: nobody holds the same post twice at a time. An undo that would bring a claim back beside a later
-- one is refused by these; doubles that stand from before were ended by the fills of version 2.
CREATE UNIQUE INDEX claim_open_person ON claim(offer_id, person_id) WHERE ended_on IS NULL AND person_id IS NOT NULL;
CREATE UNIQUE INDEX claim_open_unit ON claim(offer_id, unit_id) WHERE ended_on IS NULL AND unit_id IS NOT NULL;
