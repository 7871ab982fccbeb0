-- A source that answered badly, or said for how long it wants no questions, is left alone across a
-- restart, too.
ALTER TABLE calendar_integrations ADD COLUMN backoff TEXT; -- JSON: failures in a row, since, until, asked by the source; NULL: may be asked
