//! [`Probe`]: asks the database of a field for an answer.

use std::future::Future;
use std::pin::Pin;

use crate::tls::TlsPlan;

/// Asks the database of a [`Connect`](crate::Connect) field for an answer, on a connection of its own.
pub struct Probe {
    pub(crate) tls: TlsPlan,
    /// Connects when it is first polled. Its time is limited. The error is the cause in one line.
    pub(crate) answer: Pin<Box<dyn Future<Output = Result<Answer, String>> + Send>>,
}

/// The answer of a database.
pub(crate) struct Answer {
    /// The name of the database, its version and the round trip.
    pub server: String,
    /// Whether the connection that reaches the server uses TLS. `None` if it is not known.
    pub server_tls: Option<bool>,
}
