//! What a URL leaves out, filled in as libpq does, so that no client fills it in from the environment behind the
//! application's back.

use crate::system;

/// PostgreSQL's port: libpq's compiled-in default.
pub(crate) const PORT: u16 = 5432;

/// The default host: the directory of the local server's socket, or `localhost` if there is none.
pub(crate) fn host(port: u16) -> &'static str {
    system::socket_directory(port).unwrap_or("localhost")
}
