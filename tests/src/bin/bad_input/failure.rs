//! Why nothing could be measured.

/// Why it broke off.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("a file or program: {0}")]
    Io(#[from] std::io::Error),
    #[error("the API did not answer: {0}")]
    Http(#[from] reqwest::Error),
    #[error("{0}")]
    Odd(String),
}
