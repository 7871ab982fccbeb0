//! A subscription address: a conditional GET (RFC 9110, 13) with limits of size and time, and
//! redirects that are looked at before they are followed.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::dns::Resolve;
use reqwest::header::{self, HeaderName};
use reqwest::{Client, Response, StatusCode};
use url::{Host, Url};

use super::BODY_LIMIT;
use super::address::redacted;
use super::reach::{LeadsInside, PublicOnly, SystemResolver, is_private};
use crate::calendars::client::{IDLE_LIMIT, http_client};
use crate::calendars::error::RedirectFault;
use crate::calendars::{FetchError, Fetched, HttpValidators, Validators};

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

/// Reads subscription addresses.
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

    fn with(
        limits: HttpLimits,
        resolver: Arc<dyn Resolve>,
        is_private: fn(IpAddr) -> bool,
    ) -> Result<Self, FetchError> {
        let builder = || {
            http_client()
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
        let fetching = self.follow(url, known, &place);
        tokio::time::timeout(self.limits.total, fetching)
            .await
            .unwrap_or_else(|_| {
                Err(FetchError::TooSlow {
                    place: place.clone(),
                    limit: self.limits.total,
                })
            })
    }

    async fn follow(
        &self,
        url: &Url,
        known: Option<&HttpValidators>,
        place: &str,
    ) -> Result<Fetched, FetchError> {
        let mut hop = Hop {
            url: url.clone(),
            seen_public: false,
        };
        for _ in 0..=self.limits.redirects {
            let response = self.get(&hop, known, place).await?;
            match target(&response) {
                Some(location) => hop = self.next(&hop, &response, &location, place)?,
                None => return self.take(response, known, place).await,
            }
        }
        Err(FetchError::TooManyRedirects {
            place: place.to_owned(),
            limit: self.limits.redirects,
        })
    }

    async fn get(
        &self,
        hop: &Hop,
        known: Option<&HttpValidators>,
        place: &str,
    ) -> Result<Response, FetchError> {
        let client = if hop.seen_public {
            &self.public_only
        } else {
            &self.anywhere
        };
        // User info in the address is sent as Basic credentials by reqwest, and by nothing else.
        let mut request = client
            .get(hop.url.clone())
            .header(header::ACCEPT, "text/calendar, */*;q=0.5");
        if let Some(etag) = known.and_then(|known| known.etag.as_deref()) {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = known.and_then(|known| known.last_modified.as_deref()) {
            request = request.header(header::IF_MODIFIED_SINCE, date);
        }
        request
            .send()
            .await
            .map_err(|error| self.no_answer(error, hop, place))
    }

    /// Where a redirect leads, unless it must not be followed.
    fn next(
        &self,
        from: &Hop,
        response: &Response,
        location: &[u8],
        place: &str,
    ) -> Result<Hop, FetchError> {
        let refused = |to: String, reason| FetchError::RedirectRefused {
            place: place.to_owned(),
            to,
            reason,
        };
        let not_an_address = || {
            refused(
                "something unreadable".to_owned(),
                RedirectFault::NotAnAddress,
            )
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
            return Err(refused(redacted(&url), fault));
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
            status => Err(refusal(status, place.to_owned())),
        }
    }

    async fn body(&self, mut response: Response, place: &str) -> Result<Bytes, FetchError> {
        let too_large = || FetchError::TooLarge {
            place: place.to_owned(),
            limit: self.limits.body,
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

fn validators_of(response: &Response) -> Validators {
    let text = |name: HeaderName| {
        let value = response.headers().get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    Validators::Http(HttpValidators {
        etag: text(header::ETAG),
        last_modified: text(header::LAST_MODIFIED),
    })
}

fn refusal(status: StatusCode, place: String) -> FetchError {
    let status = status.as_u16();
    match status {
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
