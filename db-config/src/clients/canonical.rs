//! Canonical text, for clients that take nothing but a string: every part escaped so that all parsers
//! read the same, and nothing left out that a client would fill in by itself.

use std::borrow::Cow;
use std::fmt::Display;
use std::path::Path;

use crate::resolved::Server;
use crate::url::percent::encode;

/// A URL under construction.
pub(super) struct CanonicalUrl {
    text: String,
    separator: char,
}

impl CanonicalUrl {
    /// `scheme://user:password@hosts/database`.
    pub(super) fn new(
        scheme: &str,
        user: Option<&str>,
        password: Option<&str>,
        hosts: &str,
        database: Option<&str>,
    ) -> Self {
        let mut text = format!("{scheme}://");
        if user.is_some() || password.is_some() {
            text.push_str(&encode(user.unwrap_or_default()));
            if let Some(password) = password {
                text.push(':');
                text.push_str(&encode(password));
            }
            text.push('@');
        }
        text.push_str(hosts);
        text.push('/');
        text.push_str(&encode(database.unwrap_or_default()));
        Self { text, separator: '?' }
    }

    /// Adds `name=value` to the query.
    pub(super) fn key(mut self, name: &str, value: impl Display) -> Self {
        self.text.push(self.separator);
        self.text.push_str(&format!("{}={}", encode(name), encode(&value.to_string())));
        self.separator = '&';
        self
    }

    /// Adds it where there is a value.
    pub(super) fn key_if(self, name: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.key(name, value),
            None => self,
        }
    }

    /// Adds a file where there is one.
    pub(super) fn path_if(self, name: &str, path: Option<&Path>) -> Self {
        self.key_if(name, path.map(Path::to_string_lossy))
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A comma-separated list of hosts.
pub(super) fn hosts(servers: &[Server<'_>]) -> String {
    servers.iter().map(|server| host(&server.host, server.port)).collect::<Vec<Cow<'_, str>>>().join(",")
}

/// An address in brackets, a socket's path escaped.
pub(super) fn host(name: &str, port: Option<u16>) -> Cow<'_, str> {
    let is_address = !name.starts_with('/') && name.contains(':');
    let name = if is_address { format!("[{}]", name.replace('%', "%25")) } else { encode(name) };
    match port {
        Some(port) => format!("{name}:{port}").into(),
        None => name.into(),
    }
}
