//! The built `storytime`: as a server, and on the command line.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::{Value, json};
use storytime_core::calendars::client::http_client;

use crate::failure::Failure;

/// `STORYTIME_CLI`, or the one beside this program.
fn storytime(home: &Path) -> Result<Command, Failure> {
    let beside =
        || -> std::io::Result<PathBuf> { Ok(std::env::current_exe()?.with_file_name("storytime")) };
    let program = std::env::var_os("STORYTIME_CLI").map_or_else(beside, |path| Ok(path.into()))?;
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("HOME", home)
        .env("TZ", "UTC")
        .env("XDG_RUNTIME_DIR", home)
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .current_dir(home)
        .stderr(Stdio::null());
    Ok(command)
}

/// Longer than the app waits for an address.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `storytime serve`, ended when it is dropped.
pub struct Serving {
    child: Child,
    address: String,
    token: String,
    client: Client,
}

impl Serving {
    /// Starts it and waits until it is ready.
    pub async fn start(home: &Path, data: &Path) -> Result<Self, Failure> {
        let mut command = storytime(home)?;
        command.arg("serve").arg("--data-dir").arg(data);
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        let address = line.trim().strip_prefix("listening on ");
        let address = address.ok_or_else(|| Failure::Odd(format!("it began with {line:?}")))?;
        Ok(Self {
            address: address.to_owned(),
            token: std::fs::read_to_string(data.join("serve.token"))?,
            client: http_client().read_timeout(PATIENCE).build()?,
            child,
        })
    }

    async fn call(&self, method: Method, path: &str, body: &Value) -> Result<Value, Failure> {
        let url = format!("{}{path}", self.address);
        let request = self.client.request(method, url).bearer_auth(&self.token);
        let request = if body.is_null() {
            request
        } else {
            request.json(body)
        };
        let text = request.send().await?.text().await?;
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }

    /// Connects a calendar and answers what the window says: why it was refused, or what of it is
    /// left out, or nothing.
    pub async fn connect(&self, field: &str, place: &str) -> Result<String, Failure> {
        let path = "/api/calendars/connect/ics";
        let answer = self
            .call(Method::POST, path, &json!({field: place}))
            .await?;
        let refused = answer["error"]["message"].as_str();
        let said = match refused {
            Some(said) => said.to_owned(),
            None => {
                let calendars = self
                    .call(Method::GET, "/api/calendars", &Value::Null)
                    .await?;
                let said = calendars[0]["errorMessage"].as_str();
                said.unwrap_or_default().to_owned()
            }
        };
        Ok(without(&said, place))
    }

    /// Removes whatever is connected.
    pub async fn disconnect_all(&self) -> Result<(), Failure> {
        let calendars = self
            .call(Method::GET, "/api/calendars", &Value::Null)
            .await?;
        for calendar in calendars.as_array().into_iter().flatten() {
            let path = format!(
                "/api/calendars/{}",
                calendar["id"].as_str().unwrap_or_default()
            );
            self.call(Method::DELETE, &path, &Value::Null).await?;
        }
        Ok(())
    }

    /// What the window says is wrong.
    pub async fn problems(&self) -> Result<String, Failure> {
        let status = self.call(Method::GET, "/api/status", &Value::Null).await?;
        let said = status["problems"][0]["text"].as_str();
        Ok(said.unwrap_or_default().to_owned())
    }

    /// From now on the most memory is counted anew (Linux: proc(5), `clear_refs`).
    pub fn forget_peak_memory(&self) -> Result<(), Failure> {
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5")?;
        Ok(())
    }

    /// The most memory since then, in megabytes.
    pub fn peak_memory_mb(&self) -> Result<u64, Failure> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        let kilobytes = kilobytes.ok_or_else(|| Failure::Odd("no VmHWM".to_owned()))?;
        Ok(kilobytes / 1024)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Ended already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What `storytime agenda` says: of a file in its first line, of a folder in all of them.
pub struct Agenda {
    pub said: String,
}

impl Agenda {
    /// Of a fortnight of a file.
    pub fn of(home: &Path, file: &Path) -> Result<Self, Failure> {
        let mut command = storytime(home)?;
        command.arg("agenda").arg(file);
        command.args(["--from", "2026-11-22", "--to", "2026-12-06"]);
        let said = if file.is_dir() {
            lines(&mut command)?.join("<br>")
        } else {
            first_line(&mut command)?
        };
        Ok(Self {
            said: without(&said, &file.to_string_lossy()),
        })
    }
}

/// What `storytime serve` says that cannot start on this data folder.
pub fn refused(home: &Path, data: &Path) -> Result<String, Failure> {
    let mut command = storytime(home)?;
    command.arg("serve").arg("--data-dir").arg(data);
    Ok(without(&first_line(&mut command)?, &data.to_string_lossy()))
}

fn first_line(command: &mut Command) -> Result<String, Failure> {
    Ok(lines(command)?.into_iter().next().unwrap_or_default())
}

fn lines(command: &mut Command) -> Result<Vec<String>, Failure> {
    let output = command.stderr(Stdio::piped()).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    Ok(said.lines().map(str::to_owned).collect())
}

/// The folder or host of one run is no part of the page.
fn without(said: &str, place: &str) -> String {
    match place.strip_suffix("/team.ics") {
        Some(folder) => said.replace(&format!("{folder}/"), "…/"),
        None => said.replace(place, "…"),
    }
}
