-- An integration's address is sealed when it is one of the network; what of it may be shown (scheme
-- and host) stands beside it, so that a list of calendars needs no key.
ALTER TABLE calendar_integrations ADD COLUMN shown_address TEXT;
