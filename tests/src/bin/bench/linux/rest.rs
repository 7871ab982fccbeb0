//! What a call of the REST API takes, over HTTP, with many events stored.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant as Stopwatch;

use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use storytime_core::calendars::client::http_client;

use super::program::Program;
use super::stored::{self, EVENTS};
use crate::failure::Failure;
use crate::report::{Report, Row, Unit};

/// Where the command line is.
const CLI: &str = "STORYTIME_CLI";
const CALLS: usize = 1_000;
const LOGINS: usize = 10;
const DASHBOARD: &str = "/api/user/dashboard";
const EVENTS_PAGE: &str = "/api/events";

/// Measures it, if there is a program to measure.
pub async fn measure(report: &mut Report) -> Result<(), Failure> {
    let Some(cli) = std::env::var_os(CLI) else {
        eprintln!("{CLI} names no program: the REST API is not measured");
        return Ok(());
    };
    let folder = stored::events_ahead().await?;
    let data = folder.path().join("data");
    let mut program = Program::start(
        Command::new(cli)
            .args(["serve", "--data-dir"])
            .arg(&data)
            .stdout(Stdio::piped()),
    )?;
    let line = program.first_line()?;
    let address = line.strip_prefix("listening on ").unwrap_or_default();
    let script = Script::of(address, &data)?;
    script.raise_limits().await?;
    for (what, path) in [("dashboard", DASHBOARD), ("events", EVENTS_PAGE)] {
        let taken = script.many(path).await?;
        for (part, percent) in [("p50", 50), ("p99", 99)] {
            let what = format!("REST {what}, {EVENTS} events stored, {CALLS} calls: {part}");
            let figure = percentile(&taken, percent);
            report.add([Row::new(what, Unit::Milliseconds, figure)]);
        }
    }
    let login = script.login().await?;
    let what = "REST one login: p50 of 10";
    report.add([Row::new(what, Unit::Milliseconds, login)]);
    program.end()
}

/// What calls.
struct Script {
    client: Client,
    address: String,
    token: String,
}

impl Script {
    fn of(address: &str, data: &Path) -> Result<Self, Failure> {
        let file = data.join("serve.token");
        let token = std::fs::read_to_string(&file).map_err(Failure::file(&file))?;
        Ok(Self {
            client: http_client().build().map_err(failed)?,
            address: address.to_owned(),
            token,
        })
    }

    async fn raise_limits(&self) -> Result<(), Failure> {
        let limits = json!({"logins": 1_000, "calls": 1_000_000});
        self.call(Method::PUT, "/api/settings/limits", limits)
            .await?;
        Ok(())
    }

    /// What each of the calls took, in milliseconds, in order.
    async fn many(&self, path: &str) -> Result<Vec<f64>, Failure> {
        let mut taken = Vec::with_capacity(CALLS);
        for _ in 0..CALLS {
            taken.push(self.call(Method::GET, path, Value::Null).await?);
        }
        taken.sort_by(f64::total_cmp);
        Ok(taken)
    }

    /// What a sign-in takes, in milliseconds: most of it is the password's hash, on purpose.
    async fn login(&self) -> Result<f64, Failure> {
        let account = json!({"email": "bench@example.org", "password": "correct horse battery"});
        self.call(Method::POST, "/api/auth/register", account.clone())
            .await?;
        let mut taken = Vec::with_capacity(LOGINS);
        for _ in 0..LOGINS {
            let once = self.call(Method::POST, "/api/auth/login", account.clone());
            taken.push(once.await?);
        }
        taken.sort_by(f64::total_cmp);
        Ok(percentile(&taken, 50))
    }

    /// Until the whole answer is here, in milliseconds.
    async fn call(&self, method: Method, path: &str, body: Value) -> Result<f64, Failure> {
        let watch = Stopwatch::now();
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.address))
            .bearer_auth(&self.token);
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.map_err(failed)?;
        let status = response.status();
        let answer = response.bytes().await.map_err(failed)?;
        if status != StatusCode::OK && status != StatusCode::CREATED {
            let answer = String::from_utf8_lossy(&answer);
            return Err(failed(format!("{path}: {status} {answer}")));
        }
        Ok(watch.elapsed().as_secs_f64() * 1e3)
    }
}

fn failed(cause: impl std::fmt::Display) -> Failure {
    Failure::Peer {
        name: "storytime serve",
        cause: cause.to_string(),
    }
}

/// Of figures in order.
fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let index = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(index).copied().unwrap_or_default()
}
