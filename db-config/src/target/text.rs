//! Canonical text, for clients that take nothing but a string: every part escaped so that all parsers
//! read the same, and nothing left out that a client would fill in by itself.

use std::path::Path;

use crate::percent::encode;

/// A URL under construction.
pub(crate) struct UrlText {
    text: String,
    separator: char,
}

impl UrlText {
    /// `scheme://user:password@hosts/database`.
    pub(crate) fn new(
        scheme: &str,
        user: Option<&str>,
        password: Option<&str>,
        hosts: &str,
        database: Option<&str>,
    ) -> Self {
        let mut text = format!("{scheme}://");
        if user.is_some() || password.is_some() {
            text.push_str(&encode(user.unwrap_or_default(), ""));
            if let Some(password) = password {
                text.push(':');
                text.push_str(&encode(password, ""));
            }
            text.push('@');
        }
        text.push_str(hosts);
        text.push('/');
        text.push_str(&encode(database.unwrap_or_default(), ""));
        Self { text, separator: '?' }
    }

    /// Adds `name=value` to the query.
    pub(crate) fn key(mut self, name: &str, value: &str) -> Self {
        self.text.push(self.separator);
        self.text.push_str(&format!("{}={}", encode(name, ""), encode(value, "")));
        self.separator = '&';
        self
    }

    /// Adds it where there is a value.
    pub(crate) fn key_if(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.key(name, value),
            None => self,
        }
    }

    /// Adds a file where there is one.
    pub(crate) fn path_if(self, name: &str, path: Option<&Path>) -> Self {
        self.key_if(name, path.map(Path::to_string_lossy).as_deref())
    }

    /// Adds a number where there is one.
    pub(crate) fn number_if(self, name: &str, number: Option<u32>) -> Self {
        self.key_if(name, number.map(|number| number.to_string()).as_deref())
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// A comma-separated list of hosts: an address in brackets, a socket's path escaped.
pub(crate) fn hosts(hosts: impl Iterator<Item = (String, Option<u16>)>) -> String {
    hosts.map(|(name, port)| host(&name, port)).collect::<Vec<_>>().join(",")
}

fn host(name: &str, port: Option<u16>) -> String {
    let name = if !name.starts_with('/') && name.contains(':') {
        format!("[{}]", encode(name, ":"))
    } else {
        encode(name, "")
    };
    match port {
        Some(port) => format!("{name}:{port}"),
        None => name,
    }
}
