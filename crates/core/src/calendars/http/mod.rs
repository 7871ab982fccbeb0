//! Questions to servers, with limits of size and time, and redirects that are looked at before they
//! are followed. A subscription address is asked with a conditional GET (RFC 9110, 13); what else is
//! asked is a [`Question`].

pub(super) mod reach;
mod retry_after;
mod shared;
mod validators;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::dns::Resolve;
use reqwest::header;
use reqwest::{Certificate, Client, ClientBuilder, RequestBuilder, Response, StatusCode};
use url::{Host, Url};

use super::client::{IDLE_LIMIT, http_client};
use super::error::{Asked, RedirectFault};
use super::redacted::redacted;
use super::{BODY_LIMIT, FetchError, Fetched, HttpValidators};
use reach::{LeadsInside, PublicOnly, SystemResolver, is_private};
pub(super) use shared::SharedFetcher;
use validators::validators_of;

/// How much a server may ask of us.
#[derive(Clone, Copy, Debug)]
pub struct HttpLimits {
    /// The largest body, in bytes, after decompression.
    pub body: u64,
    /// How long everything may take, redirects included.
    pub total: Duration,
    /// How long a connection, and then each next piece of the answer, may take.
    pub idle: Duration,
    /// How many redirects are followed.
    pub redirects: usize,
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self {
            body: BODY_LIMIT,
            total: Duration::from_secs(30),
            idle: IDLE_LIMIT,
            redirects: 5,
        }
    }
}

/// What is asked, wherever the redirects lead.
pub(super) trait Question: Sync {
    /// The request, for this address.
    fn at(&self, client: &Client, url: &Url) -> RequestBuilder;

    /// Whether it may be put to the address that a redirect leads to.
    fn may_follow(&self, _to: &Url) -> Result<(), RedirectFault> {
        Ok(())
    }
}

/// A server's answer that is no redirect.
#[derive(Debug)]
pub(super) struct Answer {
    /// Where it came from in the end.
    pub(super) url: Url,
    /// Its status.
    pub(super) status: StatusCode,
    /// How long it wants to be left alone, where it says so.
    pub(super) retry_after: Option<Duration>,
    /// Its body, whole.
    pub(super) body: Bytes,
}

/// Puts questions to servers.
///
/// The first address is the person's own and may lie anywhere. From the moment an answer has come
/// from the internet, redirects are followed with a client that connects to nothing inside a private
/// network.
pub struct HttpFetcher {
    anywhere: Client,
    public_only: Client,
    limits: HttpLimits,
    is_private: fn(IpAddr) -> bool,
}

/// Where the chain of redirects stands.
struct Hop {
    url: Url,
    /// An answer has come from the internet already.
    seen_public: bool,
}

impl HttpFetcher {
    /// With the limits of the product and the system's resolver.
    ///
    /// # Errors
    /// [`FetchError::NoClient`] where no secure connection can be made on this computer.
    pub fn new() -> Result<Self, FetchError> {
        Self::with(HttpLimits::default(), Arc::new(SystemResolver), is_private)
    }

    /// One that trusts servers of this authority besides those that the system trusts.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn trusting(authority: &Certificate) -> Result<Self, FetchError> {
        let client = || http_client().tls_certs_merge([authority.clone()]);
        let (limits, resolver) = (HttpLimits::default(), Arc::new(SystemResolver));
        Self::of_clients(client, limits, resolver, is_private)
    }

    fn with(
        limits: HttpLimits,
        resolver: Arc<dyn Resolve>,
        is_private: fn(IpAddr) -> bool,
    ) -> Result<Self, FetchError> {
        Self::of_clients(http_client, limits, resolver, is_private)
    }

    fn of_clients(
        client: impl Fn() -> ClientBuilder,
        limits: HttpLimits,
        resolver: Arc<dyn Resolve>,
        is_private: fn(IpAddr) -> bool,
    ) -> Result<Self, FetchError> {
        let builder = || {
            client()
                .connect_timeout(limits.idle)
                .read_timeout(limits.idle)
        };
        let no_client = |source| FetchError::NoClient { source };
        let public = PublicOnly {
            inner: Arc::clone(&resolver),
            is_private,
        };
        Ok(Self {
            anywhere: builder()
                .dns_resolver(resolver)
                .build()
                .map_err(no_client)?,
            public_only: builder()
                .dns_resolver(Arc::new(public))
                .build()
                .map_err(no_client)?,
            limits,
            is_private,
        })
    }

    /// The body at an address, or that it has not changed since `known`. What the body is, is not
    /// looked at.
    ///
    /// # Errors
    /// What the server, the network, a redirect or a limit stood in the way with.
    pub async fn fetch(
        &self,
        url: &Url,
        known: Option<&HttpValidators>,
    ) -> Result<Fetched, FetchError> {
        let place = redacted(url);
        let fetching = async {
            let (response, _) = self.follow(url, &ConditionalGet(known), &place).await?;
            self.take(response, known, &place).await
        };
        self.in_time(fetching, &place).await
    }

    /// What a server answers to a question of an account, whatever its status.
    pub(super) async fn ask(
        &self,
        url: &Url,
        question: &impl Question,
    ) -> Result<Answer, FetchError> {
        let place = redacted(url);
        let asking = async {
            let (response, url) = self.follow(url, question, &place).await?;
            let status = response.status();
            let retry_after = retry_after::retry_after(response.headers());
            let body = self.body(response, &place).await?;
            Ok(Answer {
                url,
                status,
                retry_after,
                body,
            })
        };
        let answer = self.in_time(asking, &place).await;
        answer.map_err(FetchError::of_an_account)
    }

    async fn in_time<T>(
        &self,
        work: impl Future<Output = Result<T, FetchError>>,
        place: &str,
    ) -> Result<T, FetchError> {
        let done = tokio::time::timeout(self.limits.total, work).await;
        done.unwrap_or_else(|_| {
            Err(FetchError::TooSlow {
                place: place.to_owned(),
                limit: self.limits.total,
            })
        })
    }

    /// The first answer that is no redirect, and where it came from.
    async fn follow(
        &self,
        url: &Url,
        question: &impl Question,
        place: &str,
    ) -> Result<(Response, Url), FetchError> {
        let mut hop = Hop {
            url: url.clone(),
            seen_public: false,
        };
        for _ in 0..=self.limits.redirects {
            let response = self.put(question, &hop, place).await?;
            match target(&response) {
                Some(location) => {
                    hop = self.next(&hop, &response, &location, place)?;
                    question
                        .may_follow(&hop.url)
                        .map_err(|fault| refused(place, &hop.url, fault))?;
                }
                None => return Ok((response, hop.url)),
            }
        }
        Err(FetchError::TooManyRedirects {
            place: place.to_owned(),
            limit: self.limits.redirects,
            asked: Asked::Given,
        })
    }

    async fn put(
        &self,
        question: &impl Question,
        hop: &Hop,
        place: &str,
    ) -> Result<Response, FetchError> {
        let client = if hop.seen_public {
            &self.public_only
        } else {
            &self.anywhere
        };
        let asked = question.at(client, &hop.url).send().await;
        asked.map_err(|error| self.no_answer(error, hop, place))
    }

    /// Where a redirect leads, unless it must not be followed.
    fn next(
        &self,
        from: &Hop,
        response: &Response,
        location: &[u8],
        place: &str,
    ) -> Result<Hop, FetchError> {
        let not_an_address = || FetchError::RedirectRefused {
            place: place.to_owned(),
            to: "something unreadable".to_owned(),
            reason: RedirectFault::NotAnAddress,
        };
        let location = std::str::from_utf8(location).map_err(|_| not_an_address())?;
        let mut url = from.url.join(location).map_err(|_| not_an_address())?;
        let seen_public = from.seen_public || self.came_from_public(response);
        let fault = match url.scheme() {
            "https" => None,
            "http" if from.url.scheme() == "https" => Some(RedirectFault::Downgrade),
            "http" => None,
            _ => Some(RedirectFault::Scheme),
        };
        // Names are checked when they are resolved; an IP address never is.
        let inside = seen_public && ip_of(&url).is_some_and(self.is_private);
        if let Some(fault) = fault.or(inside.then_some(RedirectFault::IntoPrivateNetwork)) {
            return Err(refused(place, &url, fault));
        }
        keep_credentials(&from.url, &mut url);
        Ok(Hop { url, seen_public })
    }

    /// An answer whose origin is not known counts as the internet's: the stricter of the two.
    fn came_from_public(&self, response: &Response) -> bool {
        !response
            .remote_addr()
            .is_some_and(|at| (self.is_private)(at.ip()))
    }

    async fn take(
        &self,
        response: Response,
        known: Option<&HttpValidators>,
        place: &str,
    ) -> Result<Fetched, FetchError> {
        match response.status() {
            StatusCode::OK => {
                let validators = validators_of(&response);
                let bytes = self.body(response, place).await?;
                Ok(Fetched::Body { bytes, validators })
            }
            StatusCode::NOT_MODIFIED if known.is_some() => Ok(Fetched::Unchanged),
            status => {
                let retry_after = retry_after::retry_after(response.headers());
                Err(refusal(status, retry_after, place.to_owned()))
            }
        }
    }

    async fn body(&self, mut response: Response, place: &str) -> Result<Bytes, FetchError> {
        let too_large = || FetchError::TooLarge {
            place: place.to_owned(),
            limit: self.limits.body,
            asked: Asked::Given,
        };
        if response
            .content_length()
            .is_some_and(|length| length > self.limits.body)
        {
            return Err(too_large());
        }
        let mut body = BytesMut::new();
        while let Some(piece) = response
            .chunk()
            .await
            .map_err(|error| self.broken_off(error, place))?
        {
            if (body.len() + piece.len()) as u64 > self.limits.body {
                return Err(too_large());
            }
            body.extend_from_slice(&piece);
        }
        Ok(body.freeze())
    }

    fn no_answer(&self, error: reqwest::Error, hop: &Hop, place: &str) -> FetchError {
        let (place, source) = (place.to_owned(), error.without_url());
        if has_cause::<LeadsInside>(&source) {
            FetchError::RedirectRefused {
                place,
                to: redacted(&hop.url),
                reason: RedirectFault::IntoPrivateNetwork,
            }
        } else if source.is_timeout() {
            self.too_slow(place)
        } else if source.is_dns() {
            FetchError::UnknownHost { place, source }
        } else {
            FetchError::Unreachable { place, source }
        }
    }

    fn broken_off(&self, error: reqwest::Error, place: &str) -> FetchError {
        let (place, source) = (place.to_owned(), error.without_url());
        if source.is_timeout() {
            self.too_slow(place)
        } else {
            FetchError::Interrupted { place, source }
        }
    }

    fn too_slow(&self, place: String) -> FetchError {
        FetchError::TooSlow {
            place,
            limit: self.limits.idle,
        }
    }
}

/// A subscription address, asked for what has changed.
struct ConditionalGet<'a>(Option<&'a HttpValidators>);

impl Question for ConditionalGet<'_> {
    fn at(&self, client: &Client, url: &Url) -> RequestBuilder {
        // User info in the address is sent as Basic credentials by reqwest, and by nothing else.
        let mut request = client
            .get(url.clone())
            .header(header::ACCEPT, "text/calendar, */*;q=0.5");
        if let Some(etag) = self.0.and_then(|known| known.etag.as_deref()) {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = self.0.and_then(|known| known.last_modified.as_deref()) {
            request = request.header(header::IF_MODIFIED_SINCE, date);
        }
        request
    }
}

fn refused(place: &str, to: &Url, reason: RedirectFault) -> FetchError {
    FetchError::RedirectRefused {
        place: place.to_owned(),
        to: redacted(to),
        reason,
    }
}

/// Where a redirect leads, as the server wrote it (RFC 9110, 15.4).
fn target(response: &Response) -> Option<Vec<u8>> {
    let redirects = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let location = response.headers().get(header::LOCATION)?;
    redirects.then(|| location.as_bytes().to_vec())
}

/// Credentials follow a redirect only within the same origin.
fn keep_credentials(from: &Url, to: &mut Url) {
    let has_own = !to.username().is_empty() || to.password().is_some();
    if from.origin() == to.origin() && !has_own {
        // Refused only for addresses that cannot have user info; http(s) ones can.
        let _ = to.set_username(from.username());
        let _ = to.set_password(from.password());
    }
}

fn ip_of(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Domain(_) => None,
        Host::Ipv4(ip) => Some(ip.into()),
        Host::Ipv6(ip) => Some(ip.into()),
    }
}

fn refusal(status: StatusCode, retry_after: Option<Duration>, place: String) -> FetchError {
    let status = status.as_u16();
    match status {
        429 | 503 if retry_after.is_some() => FetchError::Throttled { place, retry_after },
        401 | 403 => FetchError::SignIn { place, status },
        404 | 410 => FetchError::Gone { place, status },
        408 | 429 | 500.. => FetchError::Busy { place, status },
        _ => FetchError::Status { place, status },
    }
}

fn has_cause<E: std::error::Error + 'static>(error: &reqwest::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        if inner.is::<E>() {
            return true;
        }
        cause = inner.source();
    }
    false
}

#[cfg(test)]
mod tests;
