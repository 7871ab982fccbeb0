-- The seed's tables and the desktop's own. Ids are TEXT (UUIDv7), instants INTEGER (UTC
-- milliseconds), all-day dates TEXT (YYYY-MM-DD). No foreign keys: every query is scoped by
-- user_id, and deleting a profile, integration or calendar is one transaction.

CREATE TABLE users (
    id                   TEXT    NOT NULL PRIMARY KEY,
    email                TEXT    UNIQUE,               -- absent for a local profile
    password_hash        TEXT,
    name                 TEXT,
    age                  INTEGER,
    gender               TEXT,
    ai_api_key           TEXT,                         -- sealed
    ai_provider          TEXT    NOT NULL DEFAULT 'GEMINI',
    ai_model             TEXT,
    selected_theme       TEXT    NOT NULL DEFAULT 'FANTASY',
    timezone             TEXT    NOT NULL DEFAULT 'UTC',
    notification_minutes INTEGER NOT NULL DEFAULT 15,
    lead_times           TEXT    NOT NULL DEFAULT '[15]', -- JSON array of minutes; the first is notification_minutes
    all_day_time         TEXT    NOT NULL DEFAULT '09:00',
    is_active            INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    last_sync_at         INTEGER,
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_users_active ON users (is_active) WHERE is_active = 1;

CREATE TABLE notification_channels (
    id         TEXT    NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    identifier TEXT    NOT NULL DEFAULT '',
    name       TEXT,
    is_active  INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    is_primary INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
    routing    TEXT    NOT NULL DEFAULT 'primary',
    metadata   TEXT,                                   -- JSON; secrets in it are sealed
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_channels_user ON notification_channels (user_id, is_active);

CREATE TABLE calendar_integrations (
    id            TEXT    NOT NULL PRIMARY KEY,
    user_id       TEXT    NOT NULL,
    provider      TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    address       TEXT,                                -- where a calendar file or subscription is
    access_token  TEXT,                                -- sealed
    refresh_token TEXT,                                -- sealed
    token_expiry  INTEGER,
    status        TEXT    NOT NULL DEFAULT 'ACTIVE'
                  CHECK (status IN ('ACTIVE', 'ERROR', 'EXPIRED', 'INACTIVE')),
    error_message TEXT,
    last_sync_at  INTEGER,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_integrations_user ON calendar_integrations (user_id);
CREATE INDEX idx_integrations_status ON calendar_integrations (status, last_sync_at);

CREATE TABLE calendars (
    id                   TEXT    NOT NULL PRIMARY KEY,
    user_id              TEXT    NOT NULL,
    integration_id       TEXT    NOT NULL,
    provider_calendar_id TEXT    NOT NULL,
    name                 TEXT    NOT NULL,
    timezone             TEXT    NOT NULL DEFAULT 'UTC',
    is_primary           INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
    is_active            INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    sync_token           TEXT,                         -- what tells the source that nothing changed
    window_until         INTEGER,                      -- how far its series are expanded
    last_sync_at         INTEGER,
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX idx_calendars_provider ON calendars (integration_id, provider_calendar_id);
CREATE INDEX idx_calendars_user ON calendars (user_id);

CREATE TABLE events (
    id                TEXT    NOT NULL PRIMARY KEY,
    user_id           TEXT    NOT NULL,
    calendar_id       TEXT    NOT NULL,
    provider_event_id TEXT    NOT NULL,
    instance          TEXT    NOT NULL DEFAULT '',     -- the original start within a series, else ''
    title             TEXT    NOT NULL,
    description       TEXT,
    start_time        INTEGER NOT NULL,
    end_time          INTEGER NOT NULL,
    is_all_day        INTEGER NOT NULL CHECK (is_all_day IN (0, 1)),
    start_date        TEXT,
    end_date          TEXT,
    location          TEXT,
    meeting_link      TEXT,
    attendee_count    INTEGER NOT NULL DEFAULT 0,
    status            TEXT    NOT NULL DEFAULT 'ACTIVE'
                      CHECK (status IN ('ACTIVE', 'CANCELLED', 'RESCHEDULED')),
    is_tentative      INTEGER NOT NULL DEFAULT 0 CHECK (is_tentative IN (0, 1)),
    is_busy           INTEGER NOT NULL DEFAULT 1 CHECK (is_busy IN (0, 1)),
    own_response      TEXT    NOT NULL DEFAULT 'ATTENDING',
    data_hash         TEXT    NOT NULL,
    found_at          INTEGER NOT NULL,                -- when this start was first seen
    last_updated_at   INTEGER NOT NULL,
    created_at        INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX idx_events_provider ON events (calendar_id, provider_event_id, instance);
CREATE INDEX idx_events_user_time ON events (user_id, start_time);
CREATE INDEX idx_events_user_end ON events (user_id, end_time);

CREATE TABLE storylines (
    id          TEXT    NOT NULL PRIMARY KEY,
    user_id     TEXT    NOT NULL,
    event_id    TEXT    NOT NULL,
    theme       TEXT    NOT NULL,
    story_text  TEXT    NOT NULL,
    plain_text  TEXT    NOT NULL,
    emoji       TEXT,
    ai_provider TEXT,
    tokens_used INTEGER,
    data_hash   TEXT    NOT NULL,                      -- the event's hash it was written for
    rewrites    INTEGER NOT NULL DEFAULT 0,            -- how often "write again" was asked
    is_active   INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    expires_at  INTEGER NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX idx_storylines_event_theme ON storylines (event_id, theme);
CREATE INDEX idx_storylines_expiry ON storylines (expires_at);
CREATE INDEX idx_storylines_user ON storylines (user_id, created_at);

CREATE TABLE notification_logs (
    id              TEXT    NOT NULL PRIMARY KEY,
    user_id         TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    event_id        TEXT,
    storyline_id    TEXT,
    channel_id      TEXT,
    idempotency_key TEXT    NOT NULL UNIQUE,
    title           TEXT    NOT NULL DEFAULT '',
    event_start     INTEGER,                           -- the start it reminds of
    scheduled_for   INTEGER NOT NULL,
    useless_after   INTEGER NOT NULL,
    lead_minutes    INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER NOT NULL,                  -- when the delivery loop looks at it
    attempt_begun   INTEGER,                           -- set while an attempt is in flight
    attempts        INTEGER NOT NULL DEFAULT 0,
    retry_count     INTEGER NOT NULL DEFAULT 0,
    status          TEXT    NOT NULL DEFAULT 'PENDING'
                    CHECK (status IN ('PENDING', 'SENT', 'FAILED', 'MISSED', 'CANCELLED')),
    message         TEXT,                              -- JSON, frozen from the first attempt on
    message_text    TEXT    NOT NULL DEFAULT '',
    error_message   TEXT,                              -- the reason for a state other than SENT
    sent_at         INTEGER,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_notifications_due ON notification_logs (next_attempt_at) WHERE status = 'PENDING';
CREATE INDEX idx_notifications_user_time ON notification_logs (user_id, scheduled_for);
CREATE INDEX idx_notifications_event ON notification_logs (event_id);

CREATE TABLE sync_jobs (
    id               TEXT    NOT NULL PRIMARY KEY,
    user_id          TEXT    NOT NULL,
    job_type         TEXT    NOT NULL,
    status           TEXT    NOT NULL CHECK (status IN ('running', 'completed', 'failed')),
    events_processed INTEGER NOT NULL DEFAULT 0,
    calendars_done   INTEGER NOT NULL DEFAULT 0,
    calendars_total  INTEGER NOT NULL DEFAULT 0,
    started_at       INTEGER NOT NULL,
    completed_at     INTEGER,
    error_message    TEXT
) STRICT;
CREATE INDEX idx_sync_jobs_user ON sync_jobs (user_id, started_at);

CREATE TABLE sessions (
    token_hash TEXT    NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL,
    name       TEXT,
    created_at INTEGER NOT NULL,
    last_used  INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idx_sessions_user ON sessions (user_id);

CREATE TABLE oauth_states (
    state         TEXT    NOT NULL PRIMARY KEY,
    user_id       TEXT    NOT NULL,
    provider      TEXT    NOT NULL,
    code_verifier TEXT    NOT NULL,                    -- sealed
    redirect_uri  TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE ai_usage_logs (
    user_id        TEXT    NOT NULL,
    provider       TEXT    NOT NULL,
    date           TEXT    NOT NULL,
    request_count  INTEGER NOT NULL DEFAULT 0,
    tokens_used    INTEGER NOT NULL DEFAULT 0,
    estimated_cost REAL,
    PRIMARY KEY (user_id, provider, date)
) STRICT;

CREATE TABLE settings (
    user_id TEXT NOT NULL,                             -- '' for what belongs to the whole app
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
) STRICT;
