-- What of a calendar could not be taken when it was last read, in one sentence for its owner.
ALTER TABLE calendars ADD COLUMN notice TEXT;
