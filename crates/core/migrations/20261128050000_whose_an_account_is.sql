-- The e-mail addresses by which a server knows the person who signs in (RFC 6638, 2.4.1), as a JSON array:
-- their own answer to an invitation is found by them.
ALTER TABLE calendar_integrations ADD COLUMN own_addresses TEXT NOT NULL DEFAULT '[]';
