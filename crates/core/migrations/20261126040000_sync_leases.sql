-- A sync that is under way has its row from the beginning, and a lease that it renews: what is left
-- of one that ended with the process is found and closed, and never keeps another one waiting.
ALTER TABLE sync_jobs ADD COLUMN lease_until INTEGER;
CREATE UNIQUE INDEX idx_sync_jobs_running ON sync_jobs (user_id) WHERE status = 'running';
