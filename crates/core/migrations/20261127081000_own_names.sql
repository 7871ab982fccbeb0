-- What a person calls a calendar; its source's name for it stays beside that.
ALTER TABLE calendars ADD COLUMN own_name TEXT;
