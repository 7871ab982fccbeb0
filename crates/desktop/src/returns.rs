//! What is worth a look at once: the machine woke up from sleep, or its network is back.

use futures_util::stream::{self, BoxStream, StreamExt as _};

use crate::session::SessionError;

/// One item each time the machine woke up from sleep or its network came back.
///
/// On Linux the system bus says so: logind's `PrepareForSleep(false)`, NetworkManager's
/// `StateChanged` to "connected", systemd-networkd's `OnlineState`. Where there is none of them, and
/// on other systems, the stream stays silent, and waits compare with the wall clock anyway.
/// It ends only when the system bus goes away.
///
/// # Errors
/// When the system bus refuses to pass the signals on.
pub async fn returns() -> Result<BoxStream<'static, ()>, SessionError> {
    platform::returns().await
}

fn silent() -> BoxStream<'static, ()> {
    stream::pending().boxed()
}

#[cfg(target_os = "linux")]
mod platform {
    use std::collections::HashMap;

    use futures_util::future::ready;
    use futures_util::stream::{self, BoxStream, StreamExt as _};
    use zbus::message::Type;
    use zbus::zvariant::OwnedValue;
    use zbus::{Connection, MatchRule, MessageStream};

    use super::silent;
    use crate::session::{ANSWER_WITHIN, SessionError};

    /// Who says something, and whether what it says is a return.
    struct Teller {
        name: &'static str,
        path: &'static str,
        interface: &'static str,
        member: &'static str,
        is_return: fn(&zbus::Message) -> bool,
    }

    const TELLERS: [Teller; 3] = [
        Teller {
            name: "org.freedesktop.login1",
            path: "/org/freedesktop/login1",
            interface: "org.freedesktop.login1.Manager",
            member: "PrepareForSleep",
            is_return: woke_up,
        },
        Teller {
            name: "org.freedesktop.NetworkManager",
            path: "/org/freedesktop/NetworkManager",
            interface: "org.freedesktop.NetworkManager",
            member: "StateChanged",
            is_return: is_connected,
        },
        Teller {
            name: "org.freedesktop.network1",
            path: "/org/freedesktop/network1",
            interface: "org.freedesktop.DBus.Properties",
            member: "PropertiesChanged",
            is_return: is_online,
        },
    ];

    pub(super) async fn returns() -> Result<BoxStream<'static, ()>, SessionError> {
        let bus = match tokio::time::timeout(ANSWER_WITHIN, Connection::system()).await {
            Ok(Ok(bus)) => bus,
            Ok(Err(_)) | Err(_) => return Ok(silent()),
        };
        let mut told = Vec::with_capacity(TELLERS.len());
        for teller in &TELLERS {
            let signals = subscribe(&bus, teller).await;
            let signals = signals.map_err(SessionError::refused)?;
            let is_return = move |signal: zbus::Result<zbus::Message>| {
                ready(signal.ok().filter(teller.is_return).map(drop))
            };
            told.push(signals.filter_map(is_return));
        }
        Ok(stream::select_all(told).boxed())
    }

    async fn subscribe(bus: &Connection, teller: &Teller) -> zbus::Result<MessageStream> {
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender(teller.name)?
            .path(teller.path)?
            .interface(teller.interface)?
            .member(teller.member)?
            .build();
        MessageStream::for_match_rule(rule, bus, None).await
    }

    /// The signal's argument is true before sleep and false after it.
    fn woke_up(signal: &zbus::Message) -> bool {
        let going_to_sleep = signal.body().deserialize::<bool>();
        going_to_sleep.is_ok_and(|going| !going)
    }

    /// NM_STATE_CONNECTED_SITE and NM_STATE_CONNECTED_GLOBAL: more than this machine can be reached.
    fn is_connected(signal: &zbus::Message) -> bool {
        let state = signal.body().deserialize::<u32>();
        state.is_ok_and(|state| state >= 60)
    }

    fn is_online(signal: &zbus::Message) -> bool {
        let body = signal.body();
        let changed = body.deserialize::<(String, HashMap<String, OwnedValue>, Vec<String>)>();
        changed.is_ok_and(|(_, properties, _)| {
            let state = properties.get("OnlineState");
            state.is_some_and(|state| state.downcast_ref::<&str>() == Ok("online"))
        })
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use zbus::zvariant::Value;

        fn signal(
            teller: &Teller,
            body: &(impl serde::Serialize + zbus::zvariant::DynamicType),
        ) -> zbus::Message {
            zbus::Message::signal(teller.path, teller.interface, teller.member)
                .and_then(|signal| signal.build(body))
                .unwrap()
        }

        #[test]
        fn only_the_end_of_a_sleep_counts() {
            let [logind, _, _] = &TELLERS;
            assert!((logind.is_return)(&signal(logind, &false)));
            assert!(!(logind.is_return)(&signal(logind, &true)));
            assert!(!(logind.is_return)(&signal(logind, &"soon")));
        }

        #[test]
        fn only_a_network_that_leads_somewhere_counts() {
            let [_, network_manager, _] = &TELLERS;
            for (state, counts) in [
                (20_u32, false),
                (40, false),
                (50, false),
                (60, true),
                (70, true),
            ] {
                let said = signal(network_manager, &state);
                assert_eq!((network_manager.is_return)(&said), counts, "{state}");
            }
        }

        #[test]
        fn of_systemd_s_network_only_being_online_counts() {
            let [_, _, networkd] = &TELLERS;
            let said = |name: &str, state: &str| {
                let properties = HashMap::from([(name.to_owned(), Value::from(state))]);
                let invalidated: Vec<&str> = Vec::new();
                let body = ("org.freedesktop.network1.Manager", properties, invalidated);
                (networkd.is_return)(&signal(networkd, &body))
            };
            assert!(said("OnlineState", "online"));
            assert!(!said("OnlineState", "offline"));
            assert!(!said("OperationalState", "online"));
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    use futures_util::stream::BoxStream;

    use crate::session::SessionError;

    pub(super) async fn returns() -> Result<BoxStream<'static, ()>, SessionError> {
        Ok(super::silent())
    }
}
