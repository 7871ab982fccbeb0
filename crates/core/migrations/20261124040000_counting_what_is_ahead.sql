-- The dashboard counts the events of a week from the index alone, however many are stored.
DROP INDEX idx_events_user_time;
CREATE INDEX idx_events_user_time ON events (user_id, start_time, status, calendar_id);
