//! The API, through the door.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use reqwest::{Client, Method, RequestBuilder, Response};
use serde::Serialize;
use serde_json::Value;

use crate::door::Door;

/// Connecting a calendar reads it whole, so a call may take a while.
const ANSWER_WITHIN: Duration = Duration::from_secs(120);
/// What Windows answers while the server puts up the pipe's next instance (ERROR_PIPE_BUSY).
const PIPE_BUSY: i32 = 231;
const BUSY_REST: Duration = Duration::from_millis(5);
const BUSY_TRIES: usize = 400;
/// The host in a request's address: the socket decides where it goes.
const HOST: &str = "http://localhost";

/// Why a call came back without an answer of the API.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// A page of ours never asks that.
    #[error("`{0}` is not a call of the API")]
    NotApi(String),
    /// The tray process is gone, or not ready.
    #[error("StoryTime is not answering. Start it again if it was closed, then try once more.")]
    NoAnswer(#[from] reqwest::Error),
}

impl Serialize for CallError {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// What the API answered.
#[derive(Debug, Serialize)]
pub struct Answer {
    status: u16,
    /// `null` when there was none.
    body: Value,
}

/// The way to the engine.
#[derive(Clone)]
pub struct Backend {
    door: Door,
}

impl Backend {
    /// Through this door; nothing is opened yet.
    pub fn behind(door: &Door) -> Self {
        Self { door: door.clone() }
    }

    /// Makes one call.
    ///
    /// # Errors
    /// When it is not one of the API, or nobody answers.
    pub async fn call(&self, method: &str, path: &str, body: Value) -> Result<Answer, CallError> {
        let (method, path) = checked(method, path)?;
        let mut request = self
            .client()?
            .request(method, format!("{HOST}{path}"))
            .timeout(ANSWER_WITHIN);
        if !body.is_null() {
            request = request.json(&body);
        }
        let answer = sent(request).await?;
        let status = answer.status().as_u16();
        let body = answer.bytes().await?;
        let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Ok(Answer { status, body })
    }

    /// Opens the stream of changes, which has no end of its own.
    ///
    /// # Errors
    /// When nobody answers, or not with a stream.
    pub async fn changes(&self) -> Result<Response, CallError> {
        let request = self.client()?.get(format!("{HOST}/api/changes"));
        Ok(sent(request).await?.error_for_status()?)
    }

    /// Everything the person owns, piece by piece.
    ///
    /// # Errors
    /// When nobody answers, or refuses.
    pub async fn export(
        &self,
    ) -> Result<impl Stream<Item = Result<Bytes, reqwest::Error>>, CallError> {
        let request = self.client()?.get(format!("{HOST}/api/user/export"));
        let answer = sent(request).await?.error_for_status()?;
        Ok(answer.bytes_stream())
    }

    /// A client is cheap where there is no TLS to set up, and a pooled connection would outlive a
    /// restart of the tray process.
    fn client(&self) -> Result<Client, reqwest::Error> {
        let builder = Client::builder().pool_max_idle_per_host(0);
        #[cfg(unix)]
        let builder = builder.unix_socket(self.door.path());
        #[cfg(windows)]
        let builder = builder.windows_named_pipe(self.door.path());
        builder.build()
    }
}

/// Sends it. Who finds a pipe busy is to try again (Windows, "Named Pipe Client"); a socket never is.
async fn sent(request: RequestBuilder) -> Result<Response, reqwest::Error> {
    for _ in 0..BUSY_TRIES {
        let Some(try_now) = request.try_clone() else {
            break;
        };
        match try_now.send().await {
            Err(error) if is_busy(&error) => tokio::time::sleep(BUSY_REST).await,
            answered => return answered,
        }
    }
    request.send().await
}

fn is_busy(error: &reqwest::Error) -> bool {
    std::iter::successors(error.source(), |&cause| cause.source())
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.raw_os_error() == Some(PIPE_BUSY))
}

fn checked<'p>(method: &str, path: &'p str) -> Result<(Method, &'p str), CallError> {
    let refused = || CallError::NotApi(format!("{method} {path}"));
    let method = match method {
        "GET" => Method::GET,
        "PUT" => Method::PUT,
        "POST" => Method::POST,
        "DELETE" => Method::DELETE,
        _ => return Err(refused()),
    };
    let is_api = path.starts_with("/api/") && !path.contains(['\r', '\n', '#', '\\']);
    is_api.then_some((method, path)).ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_calls_of_the_api_go_through() {
        assert!(checked("GET", "/api/status").is_ok());
        assert!(checked("PUT", "/api/events/1/theme?x=y").is_ok());
        for (method, path) in [
            ("GET", "/index.html"),
            ("GET", "@evil.example/api/"),
            ("GET", "/api/x\r\nHost: evil"),
            ("TRACE", "/api/status"),
        ] {
            assert!(checked(method, path).is_err(), "{method} {path}");
        }
    }

    #[tokio::test]
    async fn without_a_tray_process_the_window_says_what_to_do() {
        drop(rustls::crypto::ring::default_provider().install_default());
        let data_dir = tempfile::tempdir().unwrap();
        let backend = Backend::behind(&Door::of(data_dir.path()).unwrap());
        let refused = backend
            .call("GET", "/api/status", Value::Null)
            .await
            .unwrap_err();
        assert!(refused.to_string().contains("Start it again"), "{refused}");
    }
}
