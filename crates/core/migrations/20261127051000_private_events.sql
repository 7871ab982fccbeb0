-- What is marked private or confidential leaves this computer as "busy". Every calendar is read anew
-- once, to know it of the events that are stored already.
ALTER TABLE events ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0 CHECK (is_private IN (0, 1));
UPDATE calendars SET sync_token = NULL, window_until = NULL;
