//! The `oauth2` crate's way to the network: our own client, with its limits, and without redirects,
//! since what is sent holds secrets (RFC 9700, 4.11.2).

use std::pin::Pin;

use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::header::HeaderMap;
use reqwest::{Client, RequestBuilder};
use url::Url;

use super::{OAuth, Registration};
use crate::calendars::FetchError;
use crate::calendars::error::{Asked, RedirectFault};
use crate::calendars::http::{HttpFetcher, Question};
use crate::calendars::redacted::redacted;

/// Far more than tokens take, in bytes.
const ANSWER_LIMIT: usize = 256 * 1024;

/// Sends what the `oauth2` crate wants sent.
pub(super) struct Sender<'a> {
    http: &'a HttpFetcher,
    /// The token endpoint.
    url: &'a Url,
}

impl OAuth {
    /// The way to an authority's token endpoint.
    pub(super) fn sender<'a>(
        &'a self,
        registration: &'a Registration,
    ) -> Result<Sender<'a>, FetchError> {
        Ok(Sender {
            http: self.http.get()?,
            url: &registration.token_url,
        })
    }
}

impl<'c> AsyncHttpClient<'c> for Sender<'_> {
    type Error = FetchError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, FetchError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let form = Form {
                headers: head.headers,
                body,
            };
            let (status, body) = post(self.http, self.url, &form).await?;
            let mut answer = HttpResponse::new(body);
            *answer.status_mut() = status;
            Ok(answer)
        })
    }
}

/// A form with secrets in it.
pub(super) struct Form {
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Question for Form {
    fn at(&self, client: &Client, url: &Url) -> RequestBuilder {
        let request = client.post(url.clone()).headers(self.headers.clone());
        request.body(self.body.clone())
    }

    fn may_follow(&self, _: &Url) -> Result<(), RedirectFault> {
        Err(RedirectFault::NotSignedInThere)
    }
}

/// Status and body of the answer, unless the server has trouble.
pub(super) async fn post(
    http: &HttpFetcher,
    url: &Url,
    form: &Form,
) -> Result<(http::StatusCode, Vec<u8>), FetchError> {
    let answer = http.ask(url, form).await?;
    let place = redacted(url);
    let retry_after = answer.retry_after;
    match answer.status.as_u16() {
        429 => Err(FetchError::Throttled { place, retry_after }),
        500.. if retry_after.is_some() => Err(FetchError::Throttled { place, retry_after }),
        status @ (408 | 500..) => Err(FetchError::Busy { place, status }),
        _ if answer.body.len() > ANSWER_LIMIT => Err(FetchError::TooLarge {
            place,
            limit: ANSWER_LIMIT as u64,
            asked: Asked::Account,
        }),
        _ => Ok((answer.status, answer.body.to_vec())),
    }
}
