//! Browsers that come back, and programs that are none.

use std::sync::Mutex;

use storytime_core::calendars::oauth::Authority;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::*;

/// Remembers what was brought, and greets whoever brings a code.
#[derive(Default)]
struct Desk(Mutex<Vec<Returned>>);

impl Returning for Desk {
    fn returned(&self, brought: Returned) -> Pin<Box<dyn Future<Output = EndPage> + Send + '_>> {
        let end = match &brought.code {
            Some(_) => EndPage::SignedIn {
                authority: Authority::Google,
                account: "<b>ann</b>@example.org".into(),
            },
            None => EndPage::Failed {
                sentence: "No code was brought.".into(),
            },
        };
        self.0.lock().unwrap().push(brought);
        Box::pin(async { end })
    }
}

async fn opened(host: &'static str) -> (Arc<Desk>, Landing, String) {
    let desk = Arc::new(Desk::default());
    let landing = LoopbackLanding.open(host, Arc::clone(&desk) as _).await;
    let landing = landing.unwrap();
    let place = landing.redirect.strip_prefix("http://").unwrap().to_owned();
    (desk, landing, place)
}

/// The whole answer to a GET of this path, as a browser sends it.
async fn get(place: &str, host: &str, path: &str) -> std::io::Result<String> {
    let port = place.rsplit_once(':').unwrap().1;
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).await?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn a_browser_that_comes_back_is_greeted_without_a_script() {
    let (desk, _landing, place) = opened("127.0.0.1").await;

    let answer = get(&place, &place, "/?state=a%20b&code=c%2Bd&scope=x").await;

    let answer = answer.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("content-security-policy: default-src 'none'; style-src 'sha256-"));
    // Whoever goes back to it later is shown it again, though nobody is asked any more.
    assert!(answer.contains("cache-control: private, no-cache"));
    assert!(
        answer.contains("&lt;b&gt;ann&lt;/b&gt;@example.org"),
        "{answer}"
    );
    assert!(!answer.contains("<script"));
    let brought = desk.0.lock().unwrap().pop().unwrap();
    assert_eq!(brought.state.as_deref(), Some("a b"));
    assert_eq!(brought.code.unwrap().expose(), "c+d");
}

#[tokio::test]
async fn microsofts_localhost_is_both_loopback_addresses() {
    let (_desk, landing, place) = opened("localhost").await;
    assert!(landing.redirect.starts_with("http://localhost:"));
    assert!(
        get(&place, &place, "/?code=c")
            .await
            .unwrap()
            .starts_with("HTTP/1.1 200")
    );
    let port = place.rsplit_once(':').unwrap().1;
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await.is_ok() {
        TcpStream::connect(format!("[::1]:{port}")).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_brought_twice_or_in_no_form_is_nobodys_answer() {
    let (desk, _landing, place) = opened("127.0.0.1").await;
    for path in [
        "/?state=a&state=b&code=c",
        "/?code=c&code=c",
        "/",
        "/?state=%FF&code=",
    ] {
        let answer = get(&place, &place, path).await.unwrap();
        let brought = desk.0.lock().unwrap().pop().unwrap();
        let is_known = brought.state.as_deref().is_some_and(|state| state == "a");
        assert!(!is_known, "{path}");
        assert!(
            answer.starts_with("HTTP/1.1 400") || brought.code.is_some(),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn other_names_other_paths_and_other_ways_of_asking_lead_nowhere() {
    let (desk, _landing, place) = opened("127.0.0.1").await;
    let answer = get(&place, "evil.example", "/?code=c").await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    let answer = get(&place, &place, "/favicon.ico").await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    assert!(desk.0.lock().unwrap().is_empty());
}

#[tokio::test]
async fn nobody_is_listened_to_once_it_is_over() {
    let (_desk, landing, place) = opened("127.0.0.1").await;
    drop(landing);
    let closed = async {
        while get(&place, &place, "/?code=c")
            .await
            .is_ok_and(|answer| !answer.is_empty())
        {
            tokio::task::yield_now().await;
        }
    };
    let patience = std::time::Duration::from_secs(20);
    tokio::time::timeout(patience, closed).await.unwrap();
}

/// A port of ::1 that is free on 127.0.0.1, with whoever has it.
async fn taken() -> (TcpListener, u16) {
    let theirs = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await.unwrap();
    let port = theirs.local_addr().unwrap().port();
    (theirs, port)
}

#[tokio::test]
async fn a_port_that_somebody_has_for_the_other_loopback_address_is_passed_over() {
    let (_theirs, port) = taken().await;
    let mut tried = [port, port, 0].into_iter();

    let (own, listeners) = bind("localhost", || tried.next().unwrap()).await.unwrap();

    assert_ne!(own, port);
    assert_eq!(tried.next(), None);
    let places: Vec<_> = listeners
        .iter()
        .map(|one| one.local_addr().unwrap())
        .collect();
    assert!(places.iter().all(|place| place.port() == own), "{places:?}");
    assert_eq!(places.len(), 2);
}

#[tokio::test]
async fn where_every_port_is_taken_the_search_ends() {
    let (_theirs, port) = taken().await;
    let mut tried = 0;

    let refused = bind("localhost", || {
        tried += 1;
        port
    });

    let refused = refused.await.unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::AddrInUse);
    assert!((2..=32).contains(&tried), "{tried} tries");
}
