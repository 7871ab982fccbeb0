//! A channel for measurements in which nothing is due.

use std::future::Future;
use std::pin::Pin;

use storytime_core::channels::{Channel, Message, SendError};

/// Accepts everything and does nothing with it.
#[derive(Debug)]
pub struct Silence;

impl Channel for Silence {
    fn send<'a>(
        &'a self,
        _: &'a Message,
    ) -> Pin<Box<dyn Future<Output = Result<(), SendError>> + Send + 'a>> {
        Box::pin(std::future::ready(Ok(())))
    }
}
