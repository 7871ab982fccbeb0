//! Questions that may never be answered, each on a thread that nobody waits for longer than they
//! like; one at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(not(target_os = "linux"))]
use keyring::{Error, Result as Answer};
#[cfg(target_os = "linux")]
use keyring_core::error::{Error, Result as Answer};
use storytime_core::vault::HolderError;
use tokio::sync::oneshot;

/// Whether a question is still out.
#[derive(Clone, Debug, Default)]
pub(super) struct Throwaway(Arc<AtomicBool>);

/// Why there is no answer.
pub(super) enum Fault {
    /// There is no such entry.
    Nothing,
    Holder(HolderError),
}

impl Fault {
    /// An absent entry is an answer, too.
    pub(super) fn or_nothing<T>(self) -> Result<Option<T>, HolderError> {
        match self {
            Self::Nothing => Ok(None),
            Self::Holder(error) => Err(error),
        }
    }
}

impl From<Fault> for HolderError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Nothing => Self::Denied("it has no such entry".into()),
            Fault::Holder(error) => error,
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error {
            Error::NoEntry => Self::Nothing,
            Error::NoStorageAccess(_) => Self::Holder(HolderError::Locked),
            // These carry what is kept; their text must not.
            Error::BadEncoding(_) | Error::BadDataFormat(..) => {
                Self::Holder(HolderError::Denied("what it keeps is not a key".into()))
            }
            other => Self::Holder(HolderError::Denied(other.to_string())),
        }
    }
}

/// The question is out as long as this lives.
struct Out(Arc<AtomicBool>);

impl Drop for Out {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Throwaway {
    /// Asks on a thread of its own.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        question: impl FnOnce() -> Answer<T> + Send + 'static,
    ) -> Result<T, Fault> {
        if self.0.swap(true, Ordering::AcqRel) {
            return Err(Fault::Holder(HolderError::Slow));
        }
        let out = Out(Arc::clone(&self.0));
        let (tell, told) = oneshot::channel();
        let begun = std::thread::Builder::new()
            .name("keyring".into())
            .spawn(move || {
                let answer = question();
                drop(out);
                // Whoever asked may have given up.
                let _ = tell.send(answer);
            });
        if let Err(error) = begun {
            return Err(Fault::Holder(HolderError::Denied(error.to_string())));
        }
        match told.await {
            Ok(answer) => answer.map_err(Fault::from),
            Err(_) => Err(Fault::Holder(HolderError::Denied("it broke off".into()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[tokio::test]
    async fn while_a_question_is_out_the_next_one_is_answered_with_slow() {
        let throwaway = Throwaway::default();
        let (answer, wait) = mpsc::channel::<()>();
        let first = throwaway.clone();
        let first = tokio::spawn(async move {
            let asked = first.run(move || {
                let _ = wait.recv();
                Ok(1)
            });
            asked.await.ok()
        });
        while !throwaway.0.load(Ordering::Acquire) {
            tokio::task::yield_now().await;
        }

        let second = throwaway.run(|| Ok(2)).await;
        assert!(matches!(second, Err(Fault::Holder(HolderError::Slow))));

        answer.send(()).unwrap();
        assert_eq!(first.await.unwrap(), Some(1));
        assert_eq!(throwaway.run(|| Ok(3)).await.ok(), Some(3));
    }

    #[tokio::test]
    async fn an_entry_that_is_not_there_is_an_answer() {
        let asked = Throwaway::default()
            .run(|| Err::<(), _>(Error::NoEntry))
            .await;
        let fault = asked.err().unwrap();
        assert_eq!(fault.or_nothing::<()>(), Ok(None));
    }

    #[tokio::test]
    async fn what_is_kept_never_shows_in_an_error() {
        let error = Error::BadEncoding(b"canary".to_vec());
        let fault = HolderError::from(Fault::from(error));
        assert!(!format!("{fault:?}").contains("99, 97"), "{fault:?}");
    }
}
