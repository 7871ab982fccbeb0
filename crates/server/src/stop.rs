//! The word to whatever serves or streams that it is time to stop.

use tokio::sync::watch;

/// Says that it is time to stop.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

/// Makes every [`Stop`] that belongs to it say so.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

impl Stop {
    /// Both ends.
    #[must_use]
    pub fn channel() -> (Stopper, Self) {
        let (sender, receiver) = watch::channel(false);
        (Stopper(sender), Self(receiver))
    }

    /// Waits until it is time. Whoever could say so being gone means the same.
    pub async fn wait(&mut self) {
        let _ = self.0.wait_for(|stopping| *stopping).await;
    }
}

impl Stopper {
    /// It is time to stop.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}
