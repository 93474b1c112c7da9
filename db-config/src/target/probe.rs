//! [`Probe`]: asks the database of a field for an answer.

use std::future::Future;
use std::pin::Pin;

use crate::tls::TlsPlan;

/// Asks the database of a [`Connect`](crate::Connect) field for an answer, on a connection of its own.
pub struct Probe {
    pub(crate) tls: TlsPlan,
    /// Connects when it is first polled. Its time is limited.
    pub(crate) answer: Pin<Box<dyn Future<Output = Result<Answer, Failure>> + Send>>,
}

/// The cause of a missing answer.
pub(crate) struct Failure {
    /// The cause in one line.
    pub cause: String,
    /// Whether the client's options cannot be built, so that it did not connect.
    pub is_options: bool,
    /// Whether another attempt cannot succeed.
    pub is_final: bool,
}

/// The answer of a database.
pub(crate) struct Answer {
    /// The name of the database, its version and the round trip.
    pub server: String,
    /// Whether the connection that reaches the server uses TLS. `None` if it is not known.
    pub server_tls: Option<bool>,
}
