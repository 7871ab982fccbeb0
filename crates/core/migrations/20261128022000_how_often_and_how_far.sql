-- How often a profile's calendars are looked at, and how far ahead events are kept.
ALTER TABLE users ADD COLUMN poll_minutes INTEGER NOT NULL DEFAULT 5 CHECK (poll_minutes BETWEEN 1 AND 60);
ALTER TABLE users ADD COLUMN window_days INTEGER NOT NULL DEFAULT 14 CHECK (window_days BETWEEN 2 AND 60);
