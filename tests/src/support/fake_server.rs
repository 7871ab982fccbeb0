//! A server on loopback whose answers come from a state that the test reaches, too.

use std::sync::{Arc, Mutex, MutexGuard};

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// What such a server knows, and how it answers from that.
pub trait Answers: Send + 'static {
    fn answer(&mut self, request: &Request) -> ResponseTemplate;
}

/// The server, as long as it lives.
pub struct FakeServer<S> {
    server: MockServer,
    state: Arc<Mutex<S>>,
}

impl<S: Answers> FakeServer<S> {
    pub async fn start(state: S) -> Self {
        let server = MockServer::start().await;
        let state = Arc::new(Mutex::new(state));
        let answering = Answering(Arc::clone(&state));
        Mock::given(any())
            .respond_with(answering)
            .mount(&server)
            .await;
        Self { server, state }
    }

    /// `http://127.0.0.1:PORT`
    pub fn uri(&self) -> String {
        self.server.uri()
    }

    /// It answers nothing as long as this is held.
    pub fn state(&self) -> MutexGuard<'_, S> {
        self.state.lock().unwrap()
    }
}

struct Answering<S>(Arc<Mutex<S>>);

impl<S: Answers> Respond for Answering<S> {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        self.0.lock().unwrap().answer(request)
    }
}
