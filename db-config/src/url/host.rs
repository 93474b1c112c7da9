//! The servers of a URL.

use std::fmt;
use std::net::IpAddr;

use db_config_syntax::hosts::{Server, is_disallowed, is_ipv6};

use super::idna;
use crate::error::{ProblemKind, UrlError};

/// One server of a [`DatabaseUrl`](crate::DatabaseUrl).
///
/// `Display` writes the host as in a URL: the name or the address, and the port if there is one. An IPv6 address is in
/// brackets.
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
    /// The ASCII form of an internationalized name, for DNS.
    ascii: Option<String>,
}

impl Host {
    pub(super) fn new(server: Server) -> Result<Self, UrlError> {
        let is_name = !server.names_socket && !is_ipv6(&server.name);
        let ascii = if is_name { ascii(&server.name)? } else { None };
        Ok(Self { server, ascii })
    }

    /// Returns the host name or address, decoded and without brackets.
    ///
    /// For a Unix socket it is the path: for PostgreSQL of the directory, for MySQL, MongoDB and Redis of the socket file. It is
    /// empty if the host is left out.
    pub fn name(&self) -> &str {
        &self.server.name
    }

    /// Returns the IP address from libpq's `hostaddr`, which replaces the DNS lookup of the name.
    pub fn address(&self) -> Option<IpAddr> {
        self.server.address
    }

    /// Returns the port; `None` if it is left out.
    pub fn port(&self) -> Option<u16> {
        self.server.port
    }

    /// Returns whether the host is a Unix socket.
    pub fn is_socket(&self) -> bool {
        // If there is a `hostaddr`, libpq connects to it and not to the name.
        self.server.address.is_none() && self.server.names_socket
    }

    /// Returns the name for DNS: an internationalized name in its ASCII form
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
    // The conversion maps some characters to others, such as a full-width comma to a comma.
    match idna::domain_to_ascii(name)?.filter(|ascii| !ascii.contains(is_disallowed)) {
        None => Err(UrlError::from_kind(ProblemKind::InvalidHost).with_message("invalid DNS name")),
        ascii => Ok(ascii),
    }
}
