-- Whether its source lists a calendar, since when not, and whether its events count.
ALTER TABLE calendars ADD COLUMN presence TEXT NOT NULL DEFAULT 'LISTED'
    CHECK (presence IN ('LISTED', 'MISSING', 'GONE'));
ALTER TABLE calendars ADD COLUMN missing_since INTEGER;
ALTER TABLE calendars ADD COLUMN counts INTEGER AS (is_active = 1 AND presence != 'GONE') VIRTUAL;
