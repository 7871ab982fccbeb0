//! Calendar sources: where events come from.
