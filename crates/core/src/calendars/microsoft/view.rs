//! What a calendar holds within a stretch of time
//! (<https://learn.microsoft.com/graph/api/calendar-list-calendarview>).

use storytime_types::Instant;

use super::event::{Element, Event};
use super::{Collection, Copy, pages};
use crate::calendars::error::Asked;
use crate::calendars::found::{Look, Wanted};
use crate::calendars::http::HttpFetcher;
use crate::calendars::redacted::redacted;
use crate::calendars::{BODY_LIMIT, FetchError, Fetched, MicrosoftState, Validators};

/// The most events of a calendar that are taken in.
const MOST_EVENTS: usize = 20_000;

/// What a quick look asks of each event: all that is short. Whether the rest changed, the change key
/// tells.
const LIGHT: &str = "id,changeKey,iCalUId,seriesMasterId,type,originalStart,\
    originalStartTimeZone,start,end,isAllDay,isCancelled,isOrganizer,subject,location,\
    onlineMeeting,onlineMeetingUrl,organizer,showAs,responseStatus,sensitivity,isReminderOn,\
    reminderMinutesBeforeStart";

/// What else is asked once something changed.
const HEAVY: &str = "body,attendees";

/// How much is asked about each event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    Light,
    Full,
}

/// What a calendar holds now, or that it is as it was.
///
/// All of it is listed each time: what Graph tells of changes (`delta`) leaves out nearly everything
/// of an occurrence.
pub(super) async fn fetch(
    http: &HttpFetcher,
    collection: &Collection,
    wanted: Wanted<'_>,
) -> Result<Fetched, FetchError> {
    let reader = Reader {
        http,
        collection,
        stretch: Stretch::around(wanted.from, wanted.to),
    };
    let known = match wanted.known {
        Some(Validators::Microsoft(state)) => state.digest.as_deref(),
        _ => None,
    };
    if let (Look::Quick, Some(known), true) = (wanted.look, known, wanted.last.exists().await) {
        let now = reader.list(Detail::Light).await?;
        if now.digest() == known {
            return Ok(Fetched::Unchanged);
        }
    }
    let copy = reader.list(Detail::Full).await?;
    Ok(Fetched::Body {
        bytes: copy.to_bytes(),
        validators: Validators::Microsoft(MicrosoftState {
            digest: Some(copy.digest()),
        }),
    })
}

struct Reader<'a> {
    http: &'a HttpFetcher,
    collection: &'a Collection,
    stretch: Stretch,
}

impl Reader<'_> {
    async fn list(&self, detail: Detail) -> Result<Copy, FetchError> {
        let Collection { account, id } = self.collection;
        let mut url = account
            .bearer
            .below(&["me", "calendars", id, "calendarView"]);
        let (fields, at_once) = match detail {
            Detail::Light => (LIGHT.to_owned(), "500"),
            Detail::Full => ([LIGHT, HEAVY].join(","), "100"),
        };
        url.query_pairs_mut()
            .append_pair("startDateTime", &self.stretch.from.to_string())
            .append_pair("endDateTime", &self.stretch.to.to_string())
            .append_pair("$select", &fields)
            .append_pair("$top", at_once);
        let mut events = Gathered {
            place: redacted(&account.bearer.api),
            events: Vec::new(),
            bytes: 0,
        };
        pages::each(self.http, account, url, |page| events.take(page)).await?;
        Ok(Copy::of(events.events))
    }
}

/// The events so far, within limits.
struct Gathered {
    place: String,
    events: Vec<Event>,
    bytes: u64,
}

impl Gathered {
    fn take(&mut self, page: Vec<Element>) -> Result<(), FetchError> {
        for event in page.into_iter().map(Event::from) {
            self.bytes += serde_json::to_vec(&event).map_or(0, |text| text.len() as u64);
            self.events.push(event);
        }
        if self.events.len() > MOST_EVENTS {
            return Err(FetchError::TooManyEvents {
                place: self.place.clone(),
                limit: MOST_EVENTS,
            });
        }
        if self.bytes > BODY_LIMIT {
            return Err(FetchError::TooLarge {
                place: self.place.clone(),
                limit: BODY_LIMIT,
                asked: Asked::Account,
            });
        }
        Ok(())
    }
}

/// From a moment up to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    from: Instant,
    to: Instant,
}

impl Stretch {
    /// Whole days of UTC, so that the same is asked all day long; with a day more at both ends, since
    /// all-day events belong to other moments in other zones.
    fn around(from: Instant, to: Instant) -> Self {
        let day = |at: Instant| at.plus_ms(-at.ms().rem_euclid(Instant::DAY));
        Self {
            from: day(from).plus_ms(-Instant::DAY),
            to: day(to).plus_ms(2 * Instant::DAY),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_stretch_is_asked_for_all_day_long() {
        let at = |text: &str| Instant::parse(text).unwrap();
        let stretch = |text| Stretch::around(at(text), at(text).plus_ms(14 * Instant::DAY));
        let morning = stretch("2026-11-23T00:00:00Z");
        assert_eq!(morning.from, at("2026-11-22T00:00:00Z"));
        assert_eq!(morning.to, at("2026-12-09T00:00:00Z"));
        assert_eq!(morning, stretch("2026-11-23T23:59:59.999Z"));
        assert_ne!(morning, stretch("2026-11-24T00:00:00Z"));
    }
}
