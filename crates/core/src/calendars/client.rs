//! The one place where HTTP clients come from, so that all of them share the same manners.

use std::time::Duration;

use reqwest::redirect::Policy;

/// How this app names itself to servers.
pub const USER_AGENT: &str = concat!("StoryTimeCalendar/", env!("CARGO_PKG_VERSION"));

/// How long a connection, and then each next piece of an answer, may take.
pub const IDLE_LIMIT: Duration = Duration::from_secs(10);

/// A builder for an HTTP client with this app's defaults: ring as the TLS provider, its own name,
/// no redirect followed unseen, no proxy from the environment (an address check is worth nothing
/// behind one), and an idle limit.
pub fn http_client() -> reqwest::ClientBuilder {
    install_tls_provider();
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .redirect(Policy::none())
        .referer(false)
        .no_proxy()
        .connect_timeout(IDLE_LIMIT)
        .read_timeout(IDLE_LIMIT)
}

/// Makes ring the process' TLS provider, unless there is one already. reqwest is built without one
/// of its own and would panic without this.
pub fn install_tls_provider() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Refused only where another thread has just installed one, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}
