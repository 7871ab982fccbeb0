-- What a profile calls a meeting link besides those that everybody knows.
ALTER TABLE users ADD COLUMN meeting_patterns TEXT NOT NULL DEFAULT '[]'; -- JSON array of regular expressions
