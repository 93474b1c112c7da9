//! libpq's variables, password file and defaults. db-config applies them for every client, so that no client reads the
//! environment itself.

pub(crate) mod password_file;
pub(crate) mod variables;

use crate::system;

pub(crate) use self::variables::{VARIABLES, Variable, asks_for_nothing, is_minor};

/// The default port, which is compiled into libpq.
pub(crate) const PORT: u16 = 5432;

/// Returns the default host: the directory of the local server's socket, or `localhost` if the socket does not exist.
pub(crate) fn host(port: u16) -> &'static str {
    system::socket_directory(port).unwrap_or("localhost")
}
