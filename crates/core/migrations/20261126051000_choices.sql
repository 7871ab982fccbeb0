-- What a person chooses for a calendar, and what its source tells of it.
ALTER TABLE calendars ADD COLUMN color TEXT;                          -- #rrggbb
ALTER TABLE calendars ADD COLUMN privacy TEXT NOT NULL DEFAULT 'FULL'; -- FULL, NO_AI, TITLE_ONLY or BUSY_ONLY
ALTER TABLE calendars ADD COLUMN lead_times TEXT;                     -- JSON array of minutes; NULL: the profile's
ALTER TABLE calendars ADD COLUMN use_provider_reminders INTEGER NOT NULL DEFAULT 0 CHECK (use_provider_reminders IN (0, 1));
-- A zone that no source told is none.
UPDATE calendars SET timezone = '';

-- What does not remind.
ALTER TABLE users ADD COLUMN title_filters TEXT NOT NULL DEFAULT '[]'; -- JSON array of words and /regular expressions/
ALTER TABLE users ADD COLUMN remind_of_tentative INTEGER NOT NULL DEFAULT 1 CHECK (remind_of_tentative IN (0, 1));
ALTER TABLE users ADD COLUMN remind_of_free INTEGER NOT NULL DEFAULT 0 CHECK (remind_of_free IN (0, 1));
CREATE TABLE mutes (
    user_id           TEXT    NOT NULL,
    calendar_id       TEXT    NOT NULL,
    provider_event_id TEXT    NOT NULL,
    instance          TEXT    NOT NULL, -- as in events; '*' for every instance of the series
    created_at        INTEGER NOT NULL,
    PRIMARY KEY (user_id, calendar_id, provider_event_id, instance)
) STRICT;
