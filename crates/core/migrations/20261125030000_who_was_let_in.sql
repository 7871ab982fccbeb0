-- Whoever can reach 127.0.0.1 may be another user of the computer. A profile that nobody inside asked
-- for reads no files here.
ALTER TABLE users ADD COLUMN is_invited INTEGER NOT NULL DEFAULT 1 CHECK (is_invited IN (0, 1));
