//! What is asked of a CalDAV server. libdav writes the requests.

use http::Uri;
use libdav::caldav::{CalendarComponent, GetCalendarResources, ListCalendarResources};
use libdav::dav::{ListResources, Propfind, SyncCollection};
use libdav::encoding::normalise_percent_encoded;
use libdav::requests::DavRequest;
use libdav::{Depth, PropertyName, names};
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use url::Url;

use super::account::Login;
use super::multistatus::{self, Multistatus};
use crate::calendars::FetchError;
use crate::calendars::error::RedirectFault;
use crate::calendars::http::{HttpFetcher, Question};
use crate::calendars::redacted::redacted;

/// What changes with everything in a calendar (an extension that nearly every server has).
const CTAG: PropertyName<'_, '_> = PropertyName::new(names::CALENDAR_SERVER, "getctag");

/// A calendar's zone: as a name, and as a VTIMEZONE.
const ZONE_ID: PropertyName<'_, '_> = PropertyName::new(names::CALDAV, "calendar-timezone-id");
const ZONE: PropertyName<'_, '_> = PropertyName::new(names::CALDAV, "calendar-timezone");

/// The addresses by which the signed-in person is invited (RFC 6638, 2.4.1).
const USER_ADDRESSES: PropertyName<'_, '_> =
    PropertyName::new(names::CALDAV, "calendar-user-address-set");

/// A request, and who asks.
pub(super) struct DavQuestion<'a> {
    login: &'a Login,
    method: Method,
    headers: HeaderMap,
    body: String,
}

impl<'a> DavQuestion<'a> {
    /// Who is signed in, where their calendars are, by which addresses they are invited, and what this
    /// resource itself is.
    pub(super) fn who(login: &'a Login) -> Self {
        let names = [
            &names::CURRENT_USER_PRINCIPAL,
            &names::CALENDAR_HOME_SET,
            &USER_ADDRESSES,
            &names::RESOURCETYPE,
        ];
        Self::of(login, &Propfind::new("/").with_properties(&names))
    }

    /// The calendars below a home set, how they look, and what tells whether each of them changed.
    pub(super) fn listing(login: &'a Login) -> Self {
        let names = [
            &names::RESOURCETYPE,
            &names::DISPLAY_NAME,
            &names::CALENDAR_COLOUR,
            &ZONE_ID,
            &ZONE,
            &names::SUPPORTED_CALENDAR_COMPONENT_SET,
            &names::SYNC_TOKEN,
            &CTAG,
        ];
        let propfind = Propfind::new("/").with_properties(&names);
        Self::of(login, &propfind.with_depth(Depth::One))
    }

    /// The entity tag of each event of a calendar.
    pub(super) fn events(login: &'a Login) -> Self {
        let all = ListCalendarResources::new("/");
        Self::of(login, &all.with_component(CalendarComponent::VEvent))
    }

    /// The entity tag of whatever lies in a calendar, for servers that know no query.
    pub(super) fn resources(login: &'a Login) -> Self {
        Self::of(login, &ListResources::new("/"))
    }

    /// What changed in a calendar since a token was given out.
    pub(super) fn changes_since(login: &'a Login, token: &str) -> Self {
        Self::of(login, &SyncCollection::new("/").with_sync_token(token))
    }

    /// The text of these resources, named as the server names them.
    pub(super) fn texts(login: &'a Login, hrefs: &[&str]) -> Self {
        Self::of(login, &GetCalendarResources::new("/").with_hrefs(hrefs))
    }

    fn of(login: &'a Login, request: &impl DavRequest) -> Self {
        // Method, headers and body do not depend on where it is sent.
        let anywhere = Uri::from_static("http://localhost/");
        let (parts, body) = request
            .prepare_request(anywhere)
            .unwrap_or_default()
            .into_parts();
        Self {
            login,
            method: parts.method,
            headers: parts.headers,
            body,
        }
    }
}

impl Question for DavQuestion<'_> {
    fn at(&self, client: &Client, url: &Url) -> RequestBuilder {
        let request = client
            .request(self.method.clone(), url.clone())
            .headers(self.headers.clone())
            .body(self.body.clone());
        self.login.sign(request)
    }

    fn may_follow(&self, to: &Url) -> Result<(), RedirectFault> {
        if self.login.is_for(to) {
            Ok(())
        } else {
            Err(RedirectFault::AnotherServer)
        }
    }
}

/// A multistatus answer, and where it came from.
pub(super) async fn ask(
    http: &HttpFetcher,
    url: &Url,
    question: &DavQuestion<'_>,
) -> Result<(Url, Multistatus), FetchError> {
    let answer = http.ask(url, question).await?;
    let place = redacted(&answer.url);
    match answer.status.as_u16() {
        200..300 => match multistatus::read(&answer.body) {
            Ok(read) => Ok((answer.url, read)),
            Err(multistatus::NoMultistatus) => Err(FetchError::NotCalDav { place }),
        },
        429 | 503 if answer.retry_after.is_some() => Err(FetchError::Throttled {
            place,
            retry_after: answer.retry_after,
        }),
        _ => Err(refusal(answer.status, place, question.login)),
    }
}

fn refusal(status: StatusCode, place: String, login: &Login) -> FetchError {
    let status = status.as_u16();
    match status {
        401 => FetchError::WrongPassword {
            place,
            advice: login.advice(),
        },
        408 | 429 | 500 | 502..=504 | 507.. => FetchError::Busy { place, status },
        _ => FetchError::CalDavRefused { place, status },
    }
}

/// What an href of an answer stands for, where it is on the server that answered. Behind a proxy a
/// server may believe in another scheme or port than those by which it is reached: the latter count.
pub(super) fn within(answered: &Url, href: &str) -> Option<Url> {
    let url = answered.join(href).ok()?;
    if url.origin() == answered.origin() {
        return Some(url);
    }
    let is_same_host = url.host() == answered.host();
    is_same_host.then(|| {
        let mut here = answered.clone();
        here.set_path(url.path());
        here.set_query(url.query());
        here
    })
}

/// Tells a resource apart on its server, however its address was encoded.
pub(super) fn key(url: &Url) -> String {
    normalise_percent_encoded(url.path())
        .map_or_else(|_| url.path().to_owned(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("/ann/work/a.ics")]
    #[case("a.ics")]
    #[case("https://example.org/ann/work/a.ics")]
    #[case("http://example.org:8080/ann/work/a.ics")]
    #[case("/ann/work/%61.ics")]
    #[case("/ann/work/../work/a.ics")]
    fn however_a_server_writes_a_place_it_is_the_same(#[case] href: &str) {
        let answered = "https://example.org/ann/work/".parse().unwrap();
        let url = within(&answered, href).unwrap();
        assert_eq!(url.origin(), answered.origin());
        assert_eq!(key(&url), "/ann/work/a.ics");
    }

    #[rstest]
    #[case("https://other.test/ann/work/a.ics")]
    #[case("//other.test/a.ics")]
    #[case("mailto:ann@example.org")]
    #[case("http://[")]
    fn a_place_on_another_server_is_none(#[case] href: &str) {
        let answered = "https://example.org/ann/work/".parse().unwrap();
        assert_eq!(within(&answered, href), None);
    }

    #[rstest]
    #[case("/a%7Eb@c d.ics", "/a~b%40c%20d.ics")]
    #[case("/%c3%bc.ics", "/ü.ics")]
    fn an_encoded_place_is_the_one_that_is_not(#[case] one: &str, #[case] other: &str) {
        let answered = "https://example.org/".parse().unwrap();
        let key_of = |href| key(&within(&answered, href).unwrap());
        assert_eq!(key_of(one), key_of(other));
    }
}
