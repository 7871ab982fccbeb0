//! Reminders: when what is due, and what becomes of what was not sent in time. No I/O, and never
//! asks for the time: it is passed in.
