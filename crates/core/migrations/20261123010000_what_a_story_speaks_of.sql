-- A story that speaks of what stands around its event (the meeting before it, the free half hour
-- after it) keeps a key of that, and is told anew when it changes. NULL: it speaks of the event alone.
ALTER TABLE storylines ADD COLUMN surroundings TEXT;
