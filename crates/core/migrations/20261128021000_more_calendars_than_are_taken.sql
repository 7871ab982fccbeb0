-- What of an integration as a whole had to be left out, in one sentence.
ALTER TABLE calendar_integrations ADD COLUMN notice TEXT;
