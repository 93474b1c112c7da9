//! Canonical URLs, for clients that only accept a string. Every part is percent-encoded so that all parsers read the same,
//! and no part is left out that a client would fill in by itself.

use std::path::{Path, PathBuf};

use crate::error::UrlError;
use crate::resolved::Server;
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::percent::encoded;

/// A URL under construction.
pub(super) struct CanonicalUrl {
    text: String,
    separator: &'static str,
}

impl CanonicalUrl {
    /// Begins a URL with `scheme://user:password@hosts/database`.
    pub(super) fn new(
        scheme: &str,
        user: Option<&str>,
        password: Option<&str>,
        hosts: &str,
        database: Option<&str>,
    ) -> Self {
        let mut url = Self { text: String::new(), separator: "?" }.add(scheme).add("://");
        if user.is_some() || password.is_some() {
            url = url.add_encoded(user.unwrap_or_default());
            if let Some(password) = password {
                url = url.add(":").add_encoded(password);
            }
            url = url.add("@");
        }
        url.add(hosts).add("/").add_encoded(database.unwrap_or_default())
    }

    /// Adds a query parameter.
    pub(super) fn key(self, name: &str, value: &str) -> Self {
        let separator = self.separator;
        let url = self.add(separator).add_encoded(name).add("=").add_encoded(value);
        Self { separator: "&", ..url }
    }

    fn add(mut self, part: &str) -> Self {
        self.text.push_str(part);
        self
    }

    fn add_encoded(self, part: &str) -> Self {
        encoded(part).fold(self, Self::add)
    }

    /// Adds a query parameter if there is a value.
    pub(super) fn key_if(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.key(name, value),
            None => self,
        }
    }

    /// Adds a query parameter if there is a number.
    pub(super) fn number_if(self, name: &str, number: Option<impl Into<u64>>) -> Self {
        self.key_if(name, number.map(|number| number.into().to_string()).as_deref())
    }

    /// Adds a query parameter if there is a path.
    pub(super) fn path_if(self, name: &str, path: Option<&Path>) -> Self {
        self.key_if(name, path.map(Path::to_string_lossy).as_deref())
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// Returns whether URL parsers remove the name from a path, percent-encoded or not.
pub(super) fn is_dot_segment(name: &str) -> bool {
    matches!(name, "." | "..")
}

/// Rejects a database name that would be removed from the path of a MySQL URL. There is no query parameter for it.
pub(super) fn reject_dot_segment(url: &DatabaseUrl, database: Option<&str>, client: &str) -> Result<(), UrlError> {
    match database.is_some_and(is_dot_segment) {
        true => Err(url.unsupported(client, "a database with the name `.` or `..`", UrlPart::Path)),
        false => Ok(()),
    }
}

/// Rejects the zone of an IPv6 address for MySQL, whose clients use the `url` crate, which does not support zones.
pub(super) fn reject_zone(url: &DatabaseUrl, host: &str, client: &str) -> Result<(), UrlError> {
    match host.contains('%') {
        true => Err(url
            .unsupported(client, "an IPv6 zone", UrlPart::Hosts)
            .with_help("use a host name, or an address without a zone")),
        false => Ok(()),
    }
}

/// Returns a comma-separated list of hosts.
pub(super) fn hosts(servers: &[Server<'_>]) -> String {
    let mut text = String::new();
    for (i, server) in servers.iter().enumerate() {
        if i > 0 {
            text.push(',');
        }
        push_host(&mut text, &server.host, server.port);
    }
    text
}

/// Returns a host as in a URL: an IPv6 address is in brackets, and the path of a socket is percent-encoded.
pub(super) fn host(name: &str, port: Option<u16>) -> String {
    let mut text = String::new();
    push_host(&mut text, name, port);
    text
}

/// Returns the host for `Debug`: the path of the socket, or else the name and the port.
pub(super) fn host_or_socket(socket: Option<&PathBuf>, name: &str, port: u16) -> String {
    match socket {
        Some(socket) => host(&socket.to_string_lossy(), None),
        None => host(name, Some(port)),
    }
}

fn push_host(text: &mut String, name: &str, port: Option<u16>) {
    if !name.starts_with('/') && name.contains(':') {
        text.extend(["[", &name.replace('%', "%25"), "]"]);
    } else {
        text.extend(encoded(name));
    }
    if let Some(port) = port {
        text.extend([":", &port.to_string()]);
    }
}
