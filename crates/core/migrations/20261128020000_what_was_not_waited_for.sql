-- What a sync did not wait for because it takes long, in one sentence.
ALTER TABLE sync_jobs ADD COLUMN notice TEXT;
