//! A server of our own stands for all others. `127.0.0.1` plays the internet here and `127.0.0.2`
//! the private network, so that redirects from one into the other can be tried.

use std::io::Write;
use std::net::Ipv4Addr;

use reqwest::dns::{Addrs, Name, Resolving};
use rstest::rstest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use wiremock::matchers::{basic_auth, header, header_exists, headers, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::calendars::Validators;

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
const INSIDE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

/// `inside.test` has a private address, `outside.test` a public one, `both.test` one of each.
struct TestResolver;

impl Resolve for TestResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let found: Vec<Ipv4Addr> = match name.as_str() {
            "inside.test" => vec![INSIDE],
            "outside.test" => vec![Ipv4Addr::LOCALHOST],
            "both.test" => vec![INSIDE, Ipv4Addr::LOCALHOST],
            _ => vec![],
        };
        let found = found.into_iter().map(|ip| (ip, 0_u16).into());
        Box::pin(async move { Ok(Box::new(found) as Addrs) })
    }
}

fn plays_private(ip: IpAddr) -> bool {
    ip == INSIDE
}

fn fetcher_with(limits: HttpLimits) -> HttpFetcher {
    HttpFetcher::with(limits, Arc::new(TestResolver), plays_private).unwrap()
}

fn fetcher() -> HttpFetcher {
    fetcher_with(HttpLimits::default())
}

async fn server_that_answers(answer: ResponseTemplate) -> (MockServer, Url) {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/a.ics"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let url = Url::parse(&format!("{}/a.ics", server.uri())).unwrap();
    (server, url)
}

/// A server that says exactly these bytes to whoever connects, then stays silent until it is hung up
/// on, or hangs up itself.
async fn server_that_says(bytes: &'static [u8], hangs_up: bool) -> Url {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 2048];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(bytes).await;
            if !hangs_up {
                while matches!(stream.read(&mut request).await, Ok(1..)) {}
            }
        }
    });
    Url::parse(&format!("http://127.0.0.1:{port}/a.ics")).unwrap()
}

fn redirect_to(location: &str) -> ResponseTemplate {
    ResponseTemplate::new(302).insert_header("location", location)
}

#[tokio::test]
async fn a_body_comes_with_what_is_needed_to_ask_again() {
    let answer = ResponseTemplate::new(200)
        .set_body_string(CALENDAR)
        .insert_header("etag", "\"v1\"")
        .insert_header("last-modified", "Mon, 05 Jan 2026 08:00:00 GMT");
    let (server, url) = server_that_answers(answer).await;

    let fetched = fetcher().fetch(&url, None).await.unwrap();

    let validators = Validators::Http(HttpValidators {
        etag: Some("\"v1\"".into()),
        last_modified: Some("Mon, 05 Jan 2026 08:00:00 GMT".into()),
        refresh_ms: None,
    });
    let bytes = Bytes::from(CALENDAR);
    assert_eq!(fetched, Fetched::Body { bytes, validators });
    let request = &server.received_requests().await.unwrap()[0];
    let agent = request.headers["user-agent"].to_str().unwrap();
    assert!(agent.starts_with("StoryTimeCalendar/"), "{agent}");
}

#[tokio::test]
async fn a_calendar_that_has_not_changed_is_not_sent_again() {
    let server = MockServer::start().await;
    Mock::given(header("if-none-match", "\"v1\""))
        .and(headers(
            "if-modified-since",
            vec!["Mon", "05 Jan 2026 08:00:00 GMT"],
        ))
        .respond_with(ResponseTemplate::new(304))
        .mount(&server)
        .await;
    let url = Url::parse(&server.uri()).unwrap();
    let known = HttpValidators {
        etag: Some("\"v1\"".into()),
        last_modified: Some("Mon, 05 Jan 2026 08:00:00 GMT".into()),
        refresh_ms: None,
    };

    let fetched = fetcher().fetch(&url, Some(&known)).await.unwrap();

    assert_eq!(fetched, Fetched::Unchanged);
}

#[tokio::test]
async fn unchanged_is_no_answer_to_somebody_who_knows_nothing_yet() {
    let (_server, url) = server_that_answers(ResponseTemplate::new(304)).await;
    let error = fetcher().fetch(&url, None).await.unwrap_err();
    assert!(
        matches!(error, FetchError::Status { status: 304, .. }),
        "{error}"
    );
}

#[rstest]
#[case(401, "wants a sign-in (401)", false)]
#[case(403, "wants a sign-in (403)", false)]
#[case(404, "has no calendar at this address (404)", false)]
#[case(410, "has no calendar at this address (410)", false)]
#[case(418, "answered with 418", false)]
#[case(429, "cannot answer at the moment (429)", true)]
#[case(500, "cannot answer at the moment (500)", true)]
#[case(503, "cannot answer at the moment (503)", true)]
#[tokio::test]
async fn a_refusal_says_whether_waiting_helps(
    #[case] status: u16,
    #[case] says: &str,
    #[case] transient: bool,
) {
    let (_server, url) = server_that_answers(ResponseTemplate::new(status)).await;
    let error = fetcher().fetch(&url, None).await.unwrap_err();
    assert!(error.to_string().contains(says), "{error}");
    assert_eq!(error.is_transient(), transient);
}

#[tokio::test]
async fn a_name_and_password_in_the_address_sign_in_and_are_shown_nowhere() {
    let server = MockServer::start().await;
    Mock::given(basic_auth("zoë", "pä ss"))
        .respond_with(ResponseTemplate::new(500))
        .mount(&server)
        .await;
    let mut url = Url::parse(&format!("{}/secret.ics?key=secret", server.uri())).unwrap();
    url.set_username("zoë").unwrap();
    url.set_password(Some("pä ss")).unwrap();

    let error = fetcher().fetch(&url, None).await.unwrap_err();

    assert!(
        matches!(error, FetchError::Busy { status: 500, .. }),
        "{error}"
    );
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(
            !shown.contains("zo") && !shown.contains("secret"),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn no_error_of_the_network_shows_the_address() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    for host in ["127.0.0.1", "nowhere.test"] {
        let url = Url::parse(&format!("http://ann:secret@{host}:{port}/secret?secret")).unwrap();
        let error = fetcher().fetch(&url, None).await.unwrap_err();
        assert!(error.is_transient(), "{error}");
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(!shown.contains("secret"), "{shown}");
        }
    }
}

#[tokio::test]
async fn redirects_are_followed_from_name_to_name() {
    let (server, _) = server_that_answers(ResponseTemplate::new(200).set_body_string("x")).await;
    let port = server.address().port();
    for (from, to) in [
        ("/1", format!("http://outside.test:{port}/2")),
        ("/2", "a.ics".to_owned()),
    ] {
        Mock::given(path(from))
            .respond_with(redirect_to(&to))
            .mount(&server)
            .await;
    }
    let url = Url::parse(&format!("{}/1", server.uri())).unwrap();
    let fetched = fetcher().fetch(&url, None).await.unwrap();
    assert!(matches!(fetched, Fetched::Body { bytes, .. } if bytes == "x"));
}

#[tokio::test]
async fn a_redirect_loop_ends_after_five_times() {
    let (server, url) = server_that_answers(redirect_to("/a.ics")).await;
    let error = fetcher().fetch(&url, None).await.unwrap_err();
    assert!(
        matches!(error, FetchError::TooManyRedirects { limit: 5, .. }),
        "{error}"
    );
    assert_eq!(server.received_requests().await.unwrap().len(), 6);
}

#[rstest]
#[case::an_address("http://127.0.0.2:1/", RedirectFault::IntoPrivateNetwork)]
#[case::a_name("http://inside.test:1/", RedirectFault::IntoPrivateNetwork)]
#[case::a_file("file:///etc/passwd", RedirectFault::Scheme)]
#[case::nonsense("http://[", RedirectFault::NotAnAddress)]
#[tokio::test]
async fn a_server_of_the_internet_cannot_send_us_inside(
    #[case] location: &str,
    #[case] fault: RedirectFault,
) {
    let (_server, url) = server_that_answers(redirect_to(location)).await;
    let error = fetcher().fetch(&url, None).await.unwrap_err();
    assert!(
        matches!(error, FetchError::RedirectRefused { reason, .. } if reason == fault),
        "{error}"
    );
}

#[tokio::test]
async fn of_a_name_with_both_kinds_of_addresses_only_the_public_one_is_used() {
    let (server, url) = server_that_answers(redirect_to("/both")).await;
    let port = server.address().port();
    Mock::given(path("/both"))
        .respond_with(redirect_to(&format!("http://both.test:{port}/end")))
        .mount(&server)
        .await;
    Mock::given(path("/end"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let fetched = fetcher().fetch(&url, None).await;
    assert!(matches!(fetched, Ok(Fetched::Body { .. })), "{fetched:?}");
}

#[tokio::test]
async fn a_server_inside_the_network_may_send_us_on_inside_it() {
    let (server, url) = server_that_answers(redirect_to("/end")).await;
    Mock::given(path("/end"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let all_private = HttpFetcher::with(HttpLimits::default(), Arc::new(TestResolver), |_| true);
    let fetched = all_private.unwrap().fetch(&url, None).await;
    assert!(matches!(fetched, Ok(Fetched::Body { .. })), "{fetched:?}");
}

#[tokio::test]
async fn credentials_follow_a_redirect_within_their_origin_only() {
    let (server, mut url) = server_that_answers(redirect_to("/same")).await;
    let port = server.address().port();
    Mock::given(path("/same"))
        .and(header_exists("authorization"))
        .respond_with(redirect_to(&format!("http://outside.test:{port}/other")))
        .mount(&server)
        .await;
    Mock::given(path("/other"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    url.set_username("ann").unwrap();

    fetcher().fetch(&url, None).await.unwrap();

    let requests = server.received_requests().await.unwrap();
    let other = requests.last().unwrap();
    assert_eq!(other.url.path(), "/other");
    assert!(!other.headers.contains_key("authorization"));
}

#[test]
fn a_redirect_from_https_to_http_is_refused() {
    let hop = Hop {
        url: Url::parse("https://example.org/a").unwrap(),
        seen_public: true,
    };
    let response = redirecting_response();
    let error = fetcher()
        .next(&hop, &response, b"http://example.org/a", "x")
        .err()
        .unwrap();
    assert!(
        matches!(
            error,
            FetchError::RedirectRefused {
                reason: RedirectFault::Downgrade,
                ..
            }
        ),
        "{error}"
    );
    assert!(fetcher().next(&hop, &response, b"/b", "x").is_ok());
}

fn redirecting_response() -> Response {
    ::http::Response::builder()
        .status(302)
        .body(Vec::new())
        .unwrap()
        .into()
}

#[rstest]
#[case::said_beforehand(false)]
#[case::found_after_decompression(true)]
#[tokio::test]
async fn a_body_over_the_limit_is_refused(#[case] compressed: bool) {
    let body = vec![b'x'; 10_000];
    let answer = if compressed {
        ResponseTemplate::new(200)
            .insert_header("content-encoding", "gzip")
            .set_body_bytes(gzip(&body))
    } else {
        ResponseTemplate::new(200).set_body_bytes(body)
    };
    let (_server, url) = server_that_answers(answer).await;
    for (limit, fits) in [(9_999, false), (10_000, true)] {
        let fetched = fetcher_with(HttpLimits {
            body: limit,
            ..HttpLimits::default()
        })
        .fetch(&url, None)
        .await;
        match fetched {
            Ok(Fetched::Body { bytes, .. }) => assert!(fits && bytes.len() == 10_000),
            Err(FetchError::TooLarge { .. }) => assert!(!fits),
            other => panic!("{other:?}"),
        }
    }
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_not_taken_for_the_whole() {
    let answers: [&[u8]; 2] = [
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nBEGIN:VCALENDAR",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nf\r\nBEGIN:VCALENDAR\r\n",
    ];
    for answer in answers {
        let url = server_that_says(answer, true).await;
        let error = fetcher().fetch(&url, None).await.unwrap_err();
        assert!(matches!(error, FetchError::Interrupted { .. }), "{error}");
        assert!(error.is_transient());
    }
}

#[rstest]
#[case::before_the_answer(b"")]
#[case::within_the_body(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nBEGIN")]
#[tokio::test]
async fn a_server_that_falls_silent_is_given_up(#[case] says: &'static [u8]) {
    let url = server_that_says(says, false).await;
    let short = Duration::from_millis(50);
    let limits = [
        HttpLimits {
            idle: short,
            ..HttpLimits::default()
        },
        HttpLimits {
            total: short,
            ..HttpLimits::default()
        },
    ];
    for limits in limits {
        let error = fetcher_with(limits).fetch(&url, None).await.unwrap_err();
        assert!(
            matches!(error, FetchError::TooSlow { limit, .. } if limit == short),
            "{error}"
        );
    }
}
