-- Who owns tray, window and native channel is written down: "the oldest" would be another one once a
-- clock was set back.
ALTER TABLE users ADD COLUMN is_owner INTEGER NOT NULL DEFAULT 0 CHECK (is_owner IN (0, 1));
UPDATE users SET is_owner = 1 WHERE id =
    (SELECT id FROM users WHERE is_active = 1 ORDER BY created_at, id LIMIT 1);
CREATE UNIQUE INDEX idx_users_owner ON users (is_owner) WHERE is_owner = 1;

-- Sessions can be listed and ended one by one, and tokens made for scripts are told from sign-ins.
ALTER TABLE sessions ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'SIGNIN'; -- SIGNIN or TOKEN
UPDATE sessions SET id = lower(hex(randomblob(16)));
CREATE UNIQUE INDEX idx_sessions_id ON sessions (id);
