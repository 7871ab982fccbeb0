//! One data folder from before, and copies of it on which a sync runs, disturbed or not.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;

use super::outcome::{Outcome, known_events};
use super::server::{QUESTIONS, Server};
use crate::support::command::storytime;
use crate::support::serving::Serving;

/// When the process is killed: so long after so many questions were asked.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    question: usize,
    later: Duration,
}

/// Twenty subscriptions and an account that have been read, and change at the next look. What opens them
/// is sealed, in a vault that a file opens.
pub struct Scene {
    home: TempDir,
    server: Server,
    known: Vec<String>,
}

impl Scene {
    pub async fn prepare() -> Self {
        let (home, server) = (TempDir::new().unwrap(), Server::start().await);
        let before = home.path().join("before");
        write_passphrase(&home.path().join("passphrase"));
        let serving = start(home.path(), &before).await;
        serving.raise_limits().await;
        for url in server.addresses() {
            let path = "/api/calendars/connect/ics";
            let (status, answer) = serving.call(Method::POST, path, json!({"url": url})).await;
            assert_eq!(status, 201, "{answer}");
        }
        server.stand_in(&before);
        sign_in(&serving).await;
        serving.sync().await;
        assert!(serving.stop().await.success());
        server.change();
        let known = known_events(&before).await;
        Self {
            home,
            server,
            known,
        }
    }

    /// What a sync comes to that nobody disturbs.
    pub async fn undisturbed(&self) -> Outcome {
        let data = self.copy();
        self.synced(data.path()).await
    }

    /// When the process is killed the n-th time of so many: each time at another question, and of
    /// many times also a little later, while answers are being read into the database.
    pub fn moment(&self, number: usize, of: usize) -> Moment {
        let spread = number * (QUESTIONS - 1) / of.saturating_sub(1).max(1);
        let later = if of > QUESTIONS { number * 7 % 40 } else { 0 };
        Moment {
            question: 1 + spread,
            later: Duration::from_millis(u64::try_from(later).unwrap()),
        }
    }

    /// What the next sync comes to after the process was killed within one.
    pub async fn killed_at(&self, moment: Moment) -> Outcome {
        let data = self.copy();
        self.server.fall_silent_at(moment.question);
        let serving = start(self.home.path(), data.path()).await;
        // The subscriptions were read a moment ago: by itself it would ask them in a quarter of an
        // hour. The account is asked as soon as it runs, so that it may hang there already.
        let begun = async {
            serving.begin_sync().await;
            std::future::pending().await
        };
        tokio::select! {
            () = begun => {}
            () = self.server.asked(moment.question) => {}
        }
        // Nothing is waited for: this is where the knife falls.
        tokio::time::sleep(moment.later).await;
        serving.kill().await;
        self.server.answer_all();
        self.synced(data.path()).await
    }

    async fn synced(&self, data: &Path) -> Outcome {
        let serving = start(self.home.path(), data).await;
        serving.sync().await;
        assert!(serving.stop().await.success());
        Outcome::read(data, &self.known).await
    }

    fn copy(&self) -> TempDir {
        let copy = TempDir::new_in(self.home.path()).unwrap();
        copy_folder(&self.home.path().join("before"), copy.path());
        copy
    }
}

/// Starts it with the file that opens the vault.
async fn start(home: &Path, data: &Path) -> Serving {
    let mut command = storytime(home);
    command.env("STORYTIME_KEY_FILE", home.join("passphrase"));
    Serving::started_by(command, data).await
}

fn write_passphrase(file: &Path) {
    std::fs::write(file, "correct horse battery staple").unwrap();
    let only_mine = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(file, only_mine).unwrap();
}

/// Connects the account, as if a browser had brought a code.
async fn sign_in(serving: &Serving) {
    let path = "/api/calendars/connect/google";
    let (status, begun) = serving.call(Method::POST, path, json!({})).await;
    assert_eq!(status, 200, "{begun}");
    let brought = json!({"code": "a-code", "state": begun["state"]});
    let (status, answer) = serving.call(Method::POST, path, brought).await;
    assert_eq!(status, 201, "{answer}");
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let copy = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            std::fs::copy(&path, &copy).unwrap();
        }
    }
}
