-- The same meeting in two calendars: who called it helps to tell, and which event stands for a copy is
-- worked out with the plan.
ALTER TABLE events ADD COLUMN organizer TEXT; -- an address in lower case
ALTER TABLE events ADD COLUMN copy_of TEXT;   -- the event that reminds in its place
