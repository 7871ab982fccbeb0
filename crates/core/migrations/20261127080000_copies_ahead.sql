-- Copies of a meeting are looked for in all that is kept, not only as far ahead as the plan is made; and
-- what lies ahead is counted without them.
DROP INDEX idx_events_user_time;
CREATE INDEX idx_events_user_time ON events (user_id, start_time, provider_event_id, status, calendar_id, copy_of);
CREATE INDEX idx_events_user_look ON events (user_id, start_time, end_time, title, organizer, calendar_id)
    WHERE organizer IS NOT NULL;
