//! The machine's sleep, and that it woke up.

use futures_util::stream::{self, BoxStream, StreamExt as _};

use crate::session::SessionError;

/// One item each time the machine woke up from sleep.
///
/// On Linux logind says so on the system bus (`PrepareForSleep(false)`); where there is no logind,
/// and on other systems, the stream stays silent, and waits compare with the wall clock anyway.
/// It ends only when the system bus goes away.
///
/// # Errors
/// When the system bus refuses to pass the signal on.
pub async fn wake_ups() -> Result<BoxStream<'static, ()>, SessionError> {
    platform::wake_ups().await
}

fn silent() -> BoxStream<'static, ()> {
    stream::pending().boxed()
}

#[cfg(target_os = "linux")]
mod platform {
    use futures_util::future::ready;
    use futures_util::stream::{BoxStream, StreamExt as _};
    use zbus::message::Type;
    use zbus::{Connection, MatchRule, MessageStream};

    use super::silent;
    use crate::session::{ANSWER_WITHIN, SessionError};

    pub(super) async fn wake_ups() -> Result<BoxStream<'static, ()>, SessionError> {
        let bus = match tokio::time::timeout(ANSWER_WITHIN, Connection::system()).await {
            Ok(Ok(bus)) => bus,
            Ok(Err(_)) | Err(_) => return Ok(silent()),
        };
        let signals = subscribe(&bus).await.map_err(SessionError::refused)?;
        let woke = |signal: zbus::Result<zbus::Message>| signal.ok().as_ref().and_then(woke);
        Ok(signals
            .filter_map(move |signal| ready(woke(signal)))
            .boxed())
    }

    async fn subscribe(bus: &Connection) -> zbus::Result<MessageStream> {
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender("org.freedesktop.login1")?
            .path("/org/freedesktop/login1")?
            .interface("org.freedesktop.login1.Manager")?
            .member("PrepareForSleep")?
            .build();
        MessageStream::for_match_rule(rule, bus, None).await
    }

    /// The signal's argument is true before sleep and false after it.
    fn woke(signal: &zbus::Message) -> Option<()> {
        let going_to_sleep: bool = signal.body().deserialize().ok()?;
        (!going_to_sleep).then_some(())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn prepare_for_sleep(start: bool) -> zbus::Message {
            let (path, interface) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
            zbus::Message::signal(path, interface, "PrepareForSleep")
                .and_then(|signal| signal.build(&start))
                .unwrap()
        }

        #[test]
        fn only_the_end_of_a_sleep_counts() {
            assert_eq!(woke(&prepare_for_sleep(true)), None);
            assert_eq!(woke(&prepare_for_sleep(false)), Some(()));
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    use futures_util::stream::BoxStream;

    use crate::session::SessionError;

    pub(super) async fn wake_ups() -> Result<BoxStream<'static, ()>, SessionError> {
        Ok(super::silent())
    }
}
