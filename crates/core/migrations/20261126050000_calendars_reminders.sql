-- How many minutes before its start an event's own calendar reminds of it.
ALTER TABLE events ADD COLUMN reminders TEXT; -- JSON array, the nearest first; NULL where it does not
