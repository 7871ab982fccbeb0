//! What every provider answers when it lists its calendars, and what it is told when it is asked for
//! one of them.

use storytime_types::Instant;

use super::{LastBody, Validators};

/// The most calendars of an account that are looked at: more than anybody has, and few enough to be
/// asked for one by one.
pub(crate) const MOST_CALENDARS: usize = 500;
/// So many are listed at most: one more tells that there are more.
pub(super) const MOST_LISTED: usize = MOST_CALENDARS + 1;

/// What the owner of an account is told that has more; none of one that was listed to its end.
pub(crate) fn cut_off<P>(listed: &[Found<P>]) -> Option<String> {
    (listed.len() > MOST_CALENDARS).then(|| {
        format!(
            "This account has more than {MOST_CALENDARS} calendars, of which the first \
             {MOST_CALENDARS} are taken: remove those there that you do not look at."
        )
    })
}

/// One calendar of an integration. A provider says where among its own it is; for the engine that is
/// one place among all of them.
#[derive(Clone, Debug)]
pub struct Found<P> {
    /// Tells it apart within its integration.
    pub provider_id: String,
    /// What to call it.
    pub name: String,
    /// How it is shown elsewhere, `#rrggbb`.
    pub color: Option<String>,
    /// The IANA name of its zone.
    pub zone: Option<String>,
    /// Whether it is the account's own.
    pub is_primary: bool,
    /// Whether it reminds before the person has chosen.
    pub is_on_at_first: bool,
    /// Where it is.
    pub location: P,
}

impl<P> Found<P> {
    /// The same calendar in a wider world.
    pub(super) fn placed<Q>(self, place: impl FnOnce(P) -> Q) -> Found<Q> {
        Found {
            provider_id: self.provider_id,
            name: self.name,
            color: self.color,
            zone: self.zone,
            is_primary: self.is_primary,
            is_on_at_first: self.is_on_at_first,
            location: place(self.location),
        }
    }
}

/// The calendars of an integration, as its source lists them.
#[derive(Clone, Debug)]
pub struct Listing<C> {
    /// Those that it names.
    pub calendars: Vec<C>,
    /// Whether it is known to name all of them: nothing of it was unreadable, refused or cut off.
    pub is_complete: bool,
}

impl<C> Listing<C> {
    /// The same list in a wider world.
    pub(super) fn map<D>(self, change: impl FnMut(C) -> D) -> Listing<D> {
        Listing {
            calendars: self.calendars.into_iter().map(change).collect(),
            is_complete: self.is_complete,
        }
    }
}

/// Whether a calendar's own word that nothing changed is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// As every few minutes.
    Quick,
    /// As once a day: everything is compared, since some servers say "unchanged" too often.
    Thorough,
}

/// What is to be known of a calendar, and what is known.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// What the last answer said of itself.
    pub known: Option<&'a Validators>,
    /// The last answer.
    pub last: LastBody<'a>,
    /// How closely to look.
    pub look: Look,
    /// The beginning of the time that has to be known.
    pub from: Instant,
    /// Its end.
    pub to: Instant,
}
