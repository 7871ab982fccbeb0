-- What tells the meeting that a reminder spoke of, be its event still stored or not: so that one that
-- moves to another calendar after its reminder does not remind again. A JSON array of SHA-256 hashes.
ALTER TABLE notification_logs ADD COLUMN meeting TEXT;
CREATE INDEX idx_notifications_said ON notification_logs (user_id, event_start)
    WHERE meeting IS NOT NULL AND status <> 'PENDING';
