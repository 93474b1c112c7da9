//! The servers that a URL names.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use super::idna;
use crate::Backend;
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
    name: String,
    /// What resolvers take instead of an internationalized name.
    ascii: Option<String>,
    names_socket: bool,
    pub(super) address: Option<IpAddr>,
    pub(super) port: Option<u16>,
}

impl Host {
    /// Checks a decoded name: any path for a socket, otherwise nothing that a client could read as more than a name.
    pub(super) fn new(name: String, port: Option<u16>, backend: Backend) -> Result<Self, UrlError> {
        let names_socket = is_socket(&name, backend);
        let ascii = if names_socket { socket(&name)? } else { ascii(&name)? };
        Ok(Self { name, ascii, names_socket, address: None, port })
    }

    /// The name or address, decoded and without brackets. For a Unix socket, its path: the folder for PostgreSQL, the
    /// file for MySQL and MongoDB. Empty if the URL names none.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address of libpq's `hostaddr`, which saves looking the name up.
    pub fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// The port, if the URL has one.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// Whether it is a Unix socket.
    pub fn is_socket(&self) -> bool {
        // libpq connects to `hostaddr`, whatever the name.
        self.address.is_none() && self.names_socket
    }

    /// The name as resolvers take it: an internationalized one in its ASCII form
    /// ([domain to ASCII](https://url.spec.whatwg.org/#concept-domain-to-ascii)).
    pub(crate) fn lookup_name(&self) -> &str {
        self.ascii.as_deref().unwrap_or(&self.name)
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.address {
            Some(address) if self.name.is_empty() => &address.to_string(),
            _ => &self.name,
        };
        match is_ipv6(name) {
            true => write!(f, "[{name}]")?,
            false => f.write_str(name)?,
        }
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

/// A path; for MongoDB also a relative one, which according to its
/// [manual](https://www.mongodb.com/docs/manual/reference/connection-string/) ends with `.sock`.
fn is_socket(name: &str, backend: Backend) -> bool {
    name.starts_with('/') || backend == Backend::MongoDb && name.ends_with(".sock")
}

/// libpq splits the name at commas after decoding it: what follows one would be another host.
fn socket(path: &str) -> Result<Option<String>, UrlError> {
    let is_relative = !path.starts_with('/');
    match path.contains(|c: char| c.is_control() || c == ',' || is_relative && "\\@#?:[]%".contains(c)) {
        true => Err(UrlError::of(ProblemKind::Host)),
        false => Ok(None),
    }
}

fn ascii(name: &str) -> Result<Option<String>, UrlError> {
    if is_ipv6(name) {
        return Ok(None);
    }
    if name.contains(is_odd) {
        return Err(UrlError::of(ProblemKind::Host));
    }
    if name.is_ascii() {
        return Ok(None);
    }
    // Some characters are mapped to others, such as a full-width comma to a comma.
    match idna::domain_to_ascii(name)?.filter(|ascii| !ascii.contains(is_odd)) {
        None => Err(UrlError::of(ProblemKind::Host).with_message("not a valid DNS name")),
        ascii => Ok(ascii),
    }
}

/// A character that could make a client read more than a name: anything but the characters of DNS names, underscores
/// and international letters.
fn is_odd(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' => false,
        _ => c.is_ascii() || c.is_control() || c.is_whitespace(),
    }
}

/// An address, with an optional zone: the name of a network interface (RFC 6874, `fe80::1%eth0`).
fn is_ipv6(name: &str) -> bool {
    let is_zone =
        |zone: &str| !zone.is_empty() && zone.bytes().all(|b| b.is_ascii_alphanumeric() || b"._~-".contains(&b));
    let (address, zone) = name.split_once('%').map_or((name, None), |(address, zone)| (address, Some(zone)));
    address.contains(':') && address.parse::<Ipv6Addr>().is_ok() && zone.is_none_or(is_zone)
}

/// A port; an empty text is none.
pub(super) fn port(text: &str) -> Result<Option<u16>, UrlError> {
    match text {
        "" => Ok(None),
        _ => match text.parse() {
            Ok(port) if port > 0 && text.bytes().all(|b| b.is_ascii_digit()) => Ok(Some(port)),
            _ => Err(UrlError::of(ProblemKind::Port)),
        },
    }
}
