//! Where the browser comes back to: a port to whoever listens on loopback for it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use storytime_types::Secret;

use super::Authority;

/// What the browser brought back (RFC 6749, 4.1.2). Anybody on this computer may have sent it.
#[derive(Debug, Default)]
pub struct Returned {
    /// Which sign-in it answers.
    pub state: Option<String>,
    /// The code, where the person agreed.
    pub code: Option<Secret<String>>,
    /// Why there is none, in the authority's word for it.
    pub error: Option<String>,
}

/// What the person is shown at the end, in the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndPage {
    /// They are signed in.
    SignedIn {
        /// At whom.
        authority: Authority,
        /// As whom.
        account: String,
    },
    /// It came to nothing, for this reason.
    Failed {
        /// A sentence with what to do.
        sentence: String,
    },
}

/// Whoever is told of the browser's return.
pub trait Returning: Send + Sync {
    /// Takes what it brought, and says what the person is shown.
    fn returned(&self, brought: Returned) -> Pin<Box<dyn Future<Output = EndPage> + Send + '_>>;
}

/// Where a browser can be sent back to. It listens as long as this lives; answers under way are given
/// all the same.
pub struct Landing {
    /// The address, letter for letter as it is told to the authority.
    pub redirect: String,
    /// Ends the listening when it is dropped.
    pub listening: Box<dyn Send + Sync>,
}

/// Opens places to come back to.
pub trait LandingSite: Send + Sync {
    /// Takes a free port of this host, which is `127.0.0.1` or `localhost`, and tells `returning` of
    /// every browser that comes.
    fn open<'a>(
        &'a self,
        host: &'static str,
        returning: Arc<dyn Returning>,
    ) -> Pin<Box<dyn Future<Output = std::io::Result<Landing>> + Send + 'a>>;
}
