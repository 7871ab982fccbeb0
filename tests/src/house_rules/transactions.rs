//! No database transaction is open while the network is. Seen from the text: the store knows
//! nothing that could reach a network, and nobody else can hold a transaction.

use super::mentions::Mention;
use super::source::Source;
use super::{Breach, assert_kept, breaches_in, lines_found};

/// What reaches a network, or may.
const NETWORK: [&str; 7] = [
    "reqwest",
    "Channel",
    "CalendarSource",
    "Storyteller",
    "TcpStream",
    "UnixStream",
    "UdpSocket",
];
const TRANSACTION: [&str; 5] = [
    "Transaction",
    "SqliteTransaction",
    "SqliteConnection",
    "PoolConnection",
    "begin_with",
];

fn rule(source: &Source) -> Vec<Breach> {
    let (words, why): (&[&str], _) = if source.room() == Some("store") {
        (&NETWORK, "reaches the network")
    } else {
        (&TRANSACTION, "holds a transaction")
    };
    let is_named = |mention: &&Mention| words.iter().any(|word| mention.has(word));
    let mentions = source.found.paths.iter().filter(is_named);
    mentions
        .map(|mention| Breach::at(source, mention.line, format!("`{}` {why}", mention.path)))
        .collect()
}

#[test]
fn no_transaction_is_open_while_the_network_is() {
    assert_kept(
        "the store never sees the network, and nobody else sees a transaction",
        &breaches_in("crates/core/src/", rule),
    );
}

#[test]
fn a_store_that_could_send_and_an_engine_that_holds_a_transaction_are_found() {
    let store = "async fn import(client: &reqwest::Client) {}";
    assert_eq!(
        lines_found("crates/core/src/store/import.rs", store, rule),
        [1]
    );
    let engine = "async fn sync(t: &mut Transaction<'_, Sqlite>) {}";
    assert_eq!(
        lines_found("crates/core/src/engine/sync.rs", engine, rule),
        [1]
    );
    assert!(lines_found("crates/core/src/store/import.rs", engine, rule).is_empty());
}
