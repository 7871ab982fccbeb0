-- What the pages of the window show and set beyond the first ones.
ALTER TABLE users ADD COLUMN own_addresses TEXT NOT NULL DEFAULT '[]'; -- JSON array of e-mail addresses, in lower case
ALTER TABLE users ADD COLUMN time_format TEXT NOT NULL DEFAULT 'AUTO'; -- AUTO, H12 or H24
ALTER TABLE events ADD COLUMN theme_override TEXT;                     -- the event's own style; else the profile's
ALTER TABLE calendars ADD COLUMN error_message TEXT;                   -- why it could not be read the last time
