-- Whether what is marked private leaves this computer like the other events of its calendar.
ALTER TABLE calendars ADD COLUMN private_as_others INTEGER NOT NULL DEFAULT 0 CHECK (private_as_others IN (0, 1));
