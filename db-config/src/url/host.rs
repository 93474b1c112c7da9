//! The servers of a URL.

use std::fmt;
use std::net::IpAddr;

use db_config_syntax::hosts::{Server, is_disallowed, is_ipv6};

use super::idna;
use crate::error::{ProblemKind, UrlError};

/// One server of a [`DatabaseUrl`](crate::DatabaseUrl).
///
/// `Display` writes it as a URL does: the name, or the address in brackets, and the port if the URL has one.
///
/// ```
/// let url: db_config::DatabaseUrl = "postgres://[2001:db8::1]:5433,db.example.com/app".parse()?;
/// let hosts: Vec<String> = url.hosts().iter().map(ToString::to_string).collect();
/// assert_eq!(hosts, ["[2001:db8::1]:5433", "db.example.com"]);
/// # Ok::<(), db_config::UrlError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.address() {
            Some(address) if self.name().is_empty() => &address.to_string(),
            _ => self.name(),
        };
        match is_ipv6(name) {
            true => write!(f, "[{name}]")?,
            false => f.write_str(name)?,
        }
        match self.port() {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
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
