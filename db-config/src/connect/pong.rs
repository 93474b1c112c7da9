//! [`Pong`]: the answer of a database.

use std::fmt;
use std::time::Duration;

use db_config_syntax::printable::printable;

/// The answer of a database to [`ping`](crate::ping).
///
/// `Display` writes it on one line: `PostgreSQL 15.14 in 0.8 ms, TLS at the server: yes`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Pong {
    /// The time of the query, without the time to acquire a connection.
    pub round_trip: Duration,
    /// The name of the database and the version, such as `PostgreSQL 15.14`. `None` if it is not known.
    pub server: Option<String>,
    /// Whether the connection that reaches the server uses TLS, as the server itself says. Behind a proxy, such as
    /// PgBouncer, this is the proxy's connection and not the client's. `None` if it is not known: MongoDB has no command for
    /// it, some servers that speak PostgreSQL's protocol have no `pg_stat_ssl`, and SQLite has no connection.
    pub server_tls: Option<bool>,
}

impl Pong {
    /// Creates the answer of your own client.
    pub fn new(round_trip: Duration, server: Option<String>, server_tls: Option<bool>) -> Self {
        Self { round_trip, server, server_tls }
    }
}

impl fmt::Display for Pong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { round_trip, server, server_tls } = self;
        let server = printable(server.as_deref().unwrap_or("the database")).to_string();
        write!(f, "{server} in {:.1} ms", round_trip.as_secs_f64() * 1e3)?;
        match server_tls {
            Some(true) => f.write_str(", TLS at the server: yes"),
            Some(false) => f.write_str(", TLS at the server: no"),
            None => Ok(()),
        }
    }
}
