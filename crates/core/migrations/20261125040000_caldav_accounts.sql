-- An account on a server: the name it is signed in to with, and its password. The name is no secret.
ALTER TABLE calendar_integrations ADD COLUMN username TEXT;
ALTER TABLE calendar_integrations ADD COLUMN password TEXT; -- sealed
