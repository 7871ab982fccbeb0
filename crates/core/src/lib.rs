//! The product without a screen: calendars, events, stories, reminders, channels and the engine.
