//! The servers of a URL.

use std::net::IpAddr;

use db_config_syntax::hosts::{Server, is_disallowed, is_ipv6};

use super::idna;
use crate::error::{ProblemKind, UrlError};

/// One server of a [`DatabaseUrl`](crate::DatabaseUrl).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    server: Server,
    /// The form of an internationalized name that resolvers take.
    ascii: Option<String>,
}

impl Host {
    pub(super) fn new(server: Server) -> Result<Self, UrlError> {
        let is_name = !server.names_socket && !is_ipv6(&server.name);
        let ascii = if is_name { ascii(&server.name)? } else { None };
        Ok(Self { server, ascii })
    }

    /// The name or address, decoded and without brackets. For a Unix socket, its path: the folder for PostgreSQL, the
    /// file for MySQL and MongoDB. Empty if the URL names none.
    pub fn name(&self) -> &str {
        &self.server.name
    }

    /// The address of libpq's `hostaddr`, which saves looking the name up.
    pub fn address(&self) -> Option<IpAddr> {
        self.server.address
    }

    /// The port, if the URL has one.
    pub fn port(&self) -> Option<u16> {
        self.server.port
    }

    /// Whether it is a Unix socket.
    pub fn is_socket(&self) -> bool {
        // libpq connects to `hostaddr`, whatever the name.
        self.server.address.is_none() && self.server.names_socket
    }

    /// The name as resolvers take it: an internationalized one in its ASCII form
    /// ([domain to ASCII](https://url.spec.whatwg.org/#concept-domain-to-ascii)).
    pub(crate) fn lookup_name(&self) -> &str {
        self.ascii.as_deref().unwrap_or(self.name())
    }
}

fn ascii(name: &str) -> Result<Option<String>, UrlError> {
    if name.is_ascii() {
        return Ok(None);
    }
    // Some characters are mapped to others, such as a full-width comma to a comma.
    match idna::domain_to_ascii(name)?.filter(|ascii| !ascii.contains(is_disallowed)) {
        None => Err(UrlError::of(ProblemKind::Host).with_message("not a valid DNS name")),
        ascii => Ok(ascii),
    }
}
