//! The API on 127.0.0.1 as the app offers it: there is no listener until the person switches it on,
//! and none from the moment on at which it is switched off.

use std::io;
use std::sync::Arc;

use axum::Router;
use storytime_core::api::Api;
use storytime_types::rest::{LocalApi, LocalApiChange, LocalApiChoice, RegistrationChoice};
use storytime_types::{ApiError, ErrorCode};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use crate::access::{Access, Comings};
use crate::listen::Loopback;
use crate::router::routed;
use crate::secret::OneTimeCode;
use crate::stop::{Stop, Stopper};

/// Opens and closes the listener. Every copy is the same switch.
#[derive(Clone)]
pub struct LocalApiSwitch {
    api: Api,
    window: Access,
    listening: Arc<Mutex<Listening>>,
}

/// Whether there is a listener.
#[derive(Default)]
enum Listening {
    #[default]
    Off,
    On(Open),
    /// It is wanted, and could not be opened for this reason.
    Broken(String),
}

struct Open {
    port: u16,
    stopper: Stopper,
    serving: JoinHandle<io::Result<()>>,
}

impl Open {
    /// Nobody new comes in; answers under way are finished (5 s at most).
    fn close(self) -> JoinHandle<io::Result<()>> {
        self.stopper.stop();
        self.serving
    }
}

impl LocalApiSwitch {
    /// A switch that is off until [`Self::as_chosen`].
    #[must_use]
    pub fn new(api: Api) -> Self {
        Self {
            api,
            window: Access::owner(),
            listening: Arc::default(),
        }
    }

    /// The router for the window, in which the person can switch.
    pub fn window_router(&self, stop: Stop) -> Router {
        let api = self.api.clone();
        let access = self.window.clone();
        routed(api, access, Offer::Switched(self.clone()), stop)
    }

    /// The window was closed: where a password is set, the next one asks for it.
    pub async fn window_closed(&self) {
        self.window.end(&self.api).await;
    }

    /// Whether a password is set and the window is in no session.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn is_locked(&self) -> Result<bool, ApiError> {
        self.window.is_locked(&self.api).await
    }

    /// When [`Self::is_locked`] may have changed because the window signed in or out.
    #[must_use]
    pub fn comings(&self) -> Comings {
        self.window.comings()
    }

    /// Opens the listener if the person chose so before. What is in the way is logged, and shown in
    /// Settings.
    pub async fn as_chosen(&self) {
        let mut listening = self.listening.lock().await;
        match self.api.local_api().await {
            Ok(choice) if choice.on => {
                *listening = match self.open(choice.port).await {
                    Ok(open) => Listening::On(open),
                    Err(error) => Listening::Broken(in_the_way(choice.port, &error)),
                };
            }
            Ok(_) => {}
            Err(error) => *listening = Listening::Broken(error.message),
        }
        if let Listening::Broken(problem) = &*listening {
            tracing::warn!(problem, "the local API is switched on and not there");
        }
    }

    /// Closes the listener if it is chosen no longer, as after everything was deleted.
    async fn follow(&self) -> Result<(), ApiError> {
        let mut listening = self.listening.lock().await;
        if !self.api.local_api().await?.on
            && let Listening::On(open) = std::mem::take(&mut *listening)
        {
            // The answer to this very call may still have to go out there.
            drop(open.close());
        }
        Ok(())
    }

    /// Closes the listener and waits until answers under way are finished (5 s at most).
    pub async fn close(&self) {
        let before = std::mem::take(&mut *self.listening.lock().await);
        if let Listening::On(open) = before
            && let Err(error) = open.close().await
        {
            tracing::error!(%error, "the local API ended badly");
        }
    }

    async fn state(&self) -> Result<LocalApi, ApiError> {
        let choice = self.api.local_api().await?;
        Ok(state(choice, &*self.listening.lock().await))
    }

    /// Does as asked, and only then keeps the choice: a port that is taken changes nothing.
    async fn change(&self, caller: &Api, change: LocalApiChange) -> Result<LocalApi, ApiError> {
        let mut listening = self.listening.lock().await;
        let choice = caller.local_api_with(change).await?;
        let there = matches!(&*listening, Listening::On(open) if open.port == choice.port);
        let opened = match choice.on && !there {
            true => Some(self.open(choice.port).await.map_err(|error| {
                ApiError::new(ErrorCode::Conflict, in_the_way(choice.port, &error))
            })?),
            false => None,
        };
        caller.choose_local_api(choice).await?;
        if !(choice.on && there) {
            let after = opened.map_or(Listening::Off, Listening::On);
            if let Listening::On(open) = std::mem::replace(&mut *listening, after) {
                // The answer to this very call may still have to go out there.
                drop(open.close());
            }
        }
        Ok(state(choice, &listening))
    }

    async fn open(&self, port: u16) -> io::Result<Open> {
        let loopback = Loopback::bind(port).await?;
        let (stopper, stop) = Stop::channel();
        let access = Access::Loopback {
            port,
            // None is ever issued: whoever comes here brings a token.
            code: Arc::new(OneTimeCode::default()),
        };
        let offer = Offer::Switched(self.clone());
        let app = routed(self.api.clone(), access, offer, stop.clone());
        let serving = tokio::spawn(loopback.serve(app, stop));
        tracing::info!(port, "the local API is open");
        Ok(Open {
            port,
            stopper,
            serving,
        })
    }
}

fn state(choice: LocalApiChoice, listening: &Listening) -> LocalApi {
    LocalApi {
        on: choice.on,
        port: choice.port,
        address: match listening {
            Listening::On(open) => Some(address(open.port)),
            Listening::Off | Listening::Broken(_) => None,
        },
        problem: match listening {
            Listening::Broken(problem) => Some(problem.clone()),
            Listening::Off | Listening::On(_) => None,
        },
        can_switch: true,
    }
}

fn address(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

fn in_the_way(port: u16, error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::AddrInUse => "is taken by another program",
        io::ErrorKind::PermissionDenied => "is not for everybody to take",
        _ => return format!("Port {port} cannot be opened ({error}): choose another one."),
    };
    format!("Port {port} {why}: choose another one, or end that program.")
}

/// How the API is offered on 127.0.0.1.
#[derive(Clone)]
pub(crate) enum Offer {
    /// As the person switches it.
    Switched(LocalApiSwitch),
    /// Always, on this port; or, where there is none, not at all.
    Fixed(Option<u16>),
}

impl Offer {
    /// How it stands.
    pub(crate) async fn state(&self) -> Result<LocalApi, ApiError> {
        match self {
            Self::Switched(switch) => switch.state().await,
            Self::Fixed(port) => Ok(LocalApi {
                on: port.is_some(),
                port: port.unwrap_or(LocalApiChoice::default().port),
                address: port.map(address),
                problem: None,
                can_switch: false,
            }),
        }
    }

    /// Does as is chosen now.
    pub(crate) async fn follow(&self) -> Result<(), ApiError> {
        match self {
            Self::Switched(switch) => switch.follow().await,
            Self::Fixed(_) => Ok(()),
        }
    }

    /// Whether strangers may register until the person has chosen: with `storytime serve`, which
    /// offers the API for that, they may; what the app offers is for the person's own scripts.
    pub(crate) fn registration(&self) -> RegistrationChoice {
        RegistrationChoice {
            open: matches!(self, Self::Fixed(_)),
        }
    }

    /// Switches it.
    pub(crate) async fn change(
        &self,
        caller: &Api,
        change: LocalApiChange,
    ) -> Result<LocalApi, ApiError> {
        caller.may_change_doors().await?;
        match self {
            Self::Switched(switch) => switch.change(caller, change).await,
            Self::Fixed(_) => {
                let now = self.state().await?;
                // What is so already needs no switch.
                let is_so = change.on.is_none_or(|on| on == now.on)
                    && change.port.is_none_or(|port| port == u32::from(now.port));
                is_so.then_some(now).ok_or_else(|| {
                    ApiError::new(
                        ErrorCode::Conflict,
                        "storytime serve always offers the API: choose its port with --port.",
                    )
                })
            }
        }
    }
}
