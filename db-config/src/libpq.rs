//! Everything that libpq adds to a URL: its variables, its password file and its defaults. db-config adds the same for
//! every client, so that none of them reads the environment behind the application's back.

pub(crate) mod password_file;
pub(crate) mod variables;

use crate::system;

pub(crate) use self::variables::{VARIABLES, Variable, asks_for_nothing, is_minor};

/// PostgreSQL's port: libpq's compiled-in default.
pub(crate) const PORT: u16 = 5432;

/// Returns the default host: the directory of the local server's socket, or `localhost` if there is none.
pub(crate) fn host(port: u16) -> &'static str {
    system::socket_directory(port).unwrap_or("localhost")
}
