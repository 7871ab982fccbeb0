-- Of which integration something is told that went wrong, so that it goes with it. What was written
-- until now does not say.
ALTER TABLE problems ADD COLUMN integration_id TEXT;
ALTER TABLE sync_jobs ADD COLUMN failures TEXT; -- JSON [[integration's id or null, sentence], …]
DELETE FROM problems WHERE kind = 'SYNC';
DELETE FROM sync_jobs WHERE error_message IS NOT NULL AND status != 'running';
