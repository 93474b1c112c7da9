//! libpq's variables, under `libpq_env`.

use super::Reader;
use crate::Backend;
use crate::const_bytes::Seen;
use crate::error::{NOT_TAKEN, ProblemKind, UrlError};
use crate::query::{self, Key, Part, SessionKey, Takes};
use crate::tls::TlsKey;
use crate::url::diagnose;
use crate::url::pair::Pair;

impl<'a> Reader<'a> {
    /// Applies a libpq variable as its key would be, unless the URL has the key; it overrides a default's.
    /// Variables for parts of the URL are read with those parts, and those about TLS when TLS is decided.
    pub(super) fn add_variable(&mut self, variable: &'static str, key: &str, value: &str) -> Result<(), UrlError> {
        let Some(row) = query::find(key.as_bytes(), Backend::Postgres) else { return Ok(()) };
        if matches!(row.key, Key::Part(_)) || self.parts.backend != Backend::Postgres {
            return Ok(());
        }
        let is_same = |pair: &Pair| pair.row.name() == row.name();
        if !matches!(row.key, Key::Tls(key) if key != TlsKey::Negotiation) {
            if self.surroundings.variables_first {
                self.pairs.retain(|pair| !is_same(pair));
            } else if self.pairs.iter().any(is_same) {
                return Ok(());
            }
        }
        check_variable(value, matches!(row.takes, Takes::Secret) || row.key == Key::Session(SessionKey::Options))?;
        if !row.takes.accepts(value.as_bytes()) {
            let message = match row.key {
                Key::Tls(TlsKey::Mode) => "not a TLS mode",
                _ => NOT_TAKEN,
            };
            return Err(UrlError::of(ProblemKind::Value).with_message(message).with_remedy(row.takes.remedy()));
        }
        if let Key::Refused(message, remedy) = row.key {
            return Err(UrlError::of(ProblemKind::NotCarried).with_message(message).with_remedy(remedy));
        }
        self.pairs.push(Pair::of_variable(row, variable, value));
        Ok(())
    }

    /// The libpq variable for one of the parts, which counts only if the URL does not name the part or is a default.
    pub(super) fn variable(&self, part: Part, said: bool) -> Option<(&'static str, &'a str)> {
        if said && !self.surroundings.variables_first || self.parts.backend != Backend::Postgres {
            return None;
        }
        let key = |key: &str| query::find(key.as_bytes(), Backend::Postgres).map(|row| row.key);
        let mut variables = self.surroundings.variables.iter();
        variables
            .find(|(variable, _)| key(variable.key) == Some(Key::Part(part)))
            .map(|(variable, value)| (variable.name, value.as_str()))
    }
}

/// What is wrong around the value of a libpq variable, or inside it. `is_free` text may begin and end with anything but
/// a pair of quotes and a newline; NUL is in no text that a database takes, and sources other than an environment can hold
/// it.
pub(super) fn check_variable(value: &str, is_free: bool) -> Result<(), UrlError> {
    let around = diagnose::around(value.as_bytes());
    let has_newline = value.contains(['\n', '\r']);
    let is_wrapped = value.len() > 1 && value.starts_with(['"', '\'']) && value.ends_with(&value[..1]);
    let (kind, message, remedy) = match around {
        _ if has_newline || value.contains('\0') || !is_free && value.contains(char::is_control) => {
            (ProblemKind::Blank, "a newline or a control character in the value", "remove it")
        }
        Some(ProblemKind::Blank) if !is_free => (ProblemKind::Blank, "a blank around the value", "remove it"),
        Some(ProblemKind::Quoted) if !is_free || is_wrapped => (
            ProblemKind::Quoted,
            "the value is wrapped in quotes, which are not part of it",
            ProblemKind::Quoted.remedy(),
        ),
        _ if !is_free && diagnose::is_placeholder(value.as_bytes(), &Seen::of(value.as_bytes())) => {
            (ProblemKind::Placeholder, ProblemKind::Placeholder.message(), "put the real value there")
        }
        _ => return Ok(()),
    };
    Err(UrlError::of(kind).with_message(message).with_remedy(remedy))
}
