-- Schema version 10: an import keeps the day that its file speaks of, so that an older file of the kind is told by it.

ALTER TABLE import_batch ADD COLUMN register_on TEXT;  -- NULL: the file states none, or it came before version 10
