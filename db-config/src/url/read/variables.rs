//! libpq's variables: they fill in what a PostgreSQL URL leaves out, and under `libpq_env` override a default.
//!
//! libpq's own rules, with three differences: an empty variable is unset; `PGHOSTADDR` counts only where no host is named;
//! `PGPORT` counts only for a single host without a port, or for the hosts of `PGHOST`. A variable is looked up only if the
//! URL leaves its part out.

use super::UrlReader;
use crate::error::{INVALID_VALUE, ProblemKind, UrlError};
use crate::libpq::{VARIABLES, Variable};
use crate::tls::TlsKey;
use crate::url::pair::Pair;
use db_config_syntax::hosts::authority;
use db_config_syntax::query::{self, Key, Part, Row, SessionKey, ValueType};
use db_config_syntax::{Backend, Span, check_ends, is_placeholder};

/// The variables that give the parts of a URL.
#[derive(Default)]
pub(super) struct PartVariables(Vec<(Part, &'static str, String)>);

impl PartVariables {
    /// Returns the variable of a part, with its value.
    pub(super) fn get(&self, part: Part) -> Option<(&'static str, &str)> {
        let variable = self.0.iter().find(|(of, ..)| *of == part);
        variable.map(|(_, name, value)| (*name, value.as_str()))
    }

    pub(super) fn names(&self) -> Vec<&'static str> {
        self.0.iter().map(|(_, name, _)| *name).collect()
    }
}

impl UrlReader<'_> {
    /// Looks up the variables of the parts that the URL leaves out.
    pub(super) fn part_variables(&self) -> Result<PartVariables, UrlError> {
        let mut variables = PartVariables::default();
        if self.parts.backend != Backend::Postgres || !self.context.variables.are_known() {
            return Ok(variables);
        }
        let overrides = self.context.libpq_first;
        let authority = authority(self.text, self.parts).map_err(|fault| self.mistake(fault))?;
        let is_single = authority.len() == 1;
        let names_host = !is_single || !authority[0].name.is_empty() || self.key(Part::Host).is_some();
        let has_port = !is_single || authority[0].port.is_some() || self.key(Part::Port).is_some();
        let is_list = self.key(Part::Host).is_some_and(|pair| pair.value.contains(','));
        let has_text = |part: Part, own: Option<&str>| match self.key(part) {
            Some(pair) => !pair.value.is_empty(),
            None => own.is_some_and(|own| !own.is_empty()),
        };
        let own = |span: Option<Span>| span.map(|span| span.of(self.text));
        let database = self.parts.path.of(self.text).get(1..);
        for (part, name, is_left_out) in [
            (Part::Host, "PGHOST", !names_host),
            (Part::HostAddress, "PGHOSTADDR", !names_host && self.key(Part::HostAddress).is_none()),
            (Part::Port, "PGPORT", !has_port && !is_list),
            (Part::User, "PGUSER", !has_text(Part::User, own(self.parts.username))),
            (Part::Password, "PGPASSWORD", !has_text(Part::Password, own(self.parts.password))),
            (Part::Database, "PGDATABASE", !has_text(Part::Database, database)),
        ] {
            if is_left_out || overrides {
                let value = self.context.variables.get(name)?;
                variables.0.extend(value.map(|value| (part, name, value)));
            }
        }
        Ok(variables)
    }

    /// Adds the variables of the session, the connection, and TLS, as their query parameters would be. Those about TLS do
    /// not concern a Unix socket.
    pub(super) fn add_variables(&mut self, targets: &[(String, bool)]) -> Result<(), UrlError> {
        if self.parts.backend != Backend::Postgres || !self.context.variables.are_known() {
            return Ok(());
        }
        let is_local = targets.iter().all(|(_, is_socket)| *is_socket);
        for variable in VARIABLES {
            let Some(row) = row(variable).filter(|_| !["passfile", "service"].contains(&variable.key)) else {
                continue;
            };
            let is_looked_up = match row.key {
                Key::UrlPart(_) => false,
                Key::Tls(_) if is_local => false,
                Key::Tls(key) => self.context.libpq_first || self.leaves_out(row, key),
                _ => self.context.is_default || !self.has(row),
            };
            if is_looked_up {
                if let Some(value) = self.context.variables.get(variable.name)? {
                    self.add_variable(variable, row, &value).map_err(|error| error.in_variable(variable.name))?;
                }
            }
        }
        Ok(())
    }

    fn add_variable(&mut self, variable: &Variable, row: &'static Row, value: &str) -> Result<(), UrlError> {
        check_variable(
            value,
            matches!(row.value_type, ValueType::Secret) || row.key == Key::Session(SessionKey::Options),
        )?;
        if matches!(row.value_type, ValueType::File) && value.contains("://") {
            // It may hold a password, and paths are shown.
            return Err(UrlError::from_kind(ProblemKind::InvalidValue)
                .with_message("expected the path of a file, found a URL")
                .with_help(row.value_type.help()));
        }
        if !row.value_type.is_valid(value) {
            let message = match row.key {
                // Every client uses UTF-8, whatever the variable asks for: a warning names it.
                Key::NoOp => {
                    self.pairs.push(Pair::from_variable(row, variable.name, value));
                    return Ok(());
                }
                Key::Tls(TlsKey::Mode) => "not a TLS mode",
                _ => INVALID_VALUE,
            };
            return Err(UrlError::from_kind(ProblemKind::InvalidValue)
                .with_message(message)
                .with_help(row.value_type.help()));
        }
        if let Key::Unsupported(message, help) = row.key {
            return Err(UrlError::from_kind(ProblemKind::Unsupported).with_message(message).with_help(help));
        }
        // A default's TLS statements are weighed against the variable's; of other parameters the variable's counts.
        if !matches!(row.key, Key::Tls(key) if key != TlsKey::Negotiation) {
            self.pairs.retain(|pair| pair.row.name() != row.name());
        }
        self.pairs.push(Pair::from_variable(row, variable.name, value));
        Ok(())
    }

    /// Whether the URL leaves out what the parameter states about TLS. `ssl=true` and the like name no mode.
    fn leaves_out(&self, row: &Row, key: TlsKey) -> bool {
        let names_mode = || {
            self.pairs.iter().any(|pair| {
                let value = &pair.value;
                matches!(pair.row.key, Key::Tls(TlsKey::Mode | TlsKey::VerifiedMode))
                    && db_config_syntax::values::boolean(value) != Some(true)
            })
        };
        let has_root = || {
            let is_root = |key| matches!(key, TlsKey::RootCertificate | TlsKey::LibpqRootCertificate);
            self.pairs.iter().any(|pair| matches!(pair.row.key, Key::Tls(key) if is_root(key)))
        };
        match key {
            TlsKey::Mode | TlsKey::Required => !names_mode(),
            TlsKey::LibpqRootCertificate => !has_root(),
            _ => !self.has(row),
        }
    }

    fn has(&self, row: &Row) -> bool {
        self.pairs.iter().any(|pair| pair.row.name() == row.name())
    }
}

fn row(variable: &Variable) -> Option<&'static Row> {
    query::named(variable.key, Backend::Postgres)
}

/// What is wrong around the value of a libpq variable, or inside it. `is_free` text may begin and end with anything but
/// a pair of quotes and a newline; NUL is in no text that a database takes, and sources other than an environment can hold
/// it.
pub(super) fn check_variable(value: &str, is_free: bool) -> Result<(), UrlError> {
    let ends = check_ends(value).err();
    let has_newline = value.contains(['\n', '\r']);
    let is_wrapped = value.len() > 1 && value.starts_with(['"', '\'']) && value.ends_with(&value[..1]);
    let (kind, message, help) = match ends {
        _ if has_newline || value.contains('\0') || !is_free && value.contains(char::is_control) => {
            (ProblemKind::Whitespace, "a newline or a control character in the value", "remove it")
        }
        Some(ProblemKind::Whitespace) if !is_free => (ProblemKind::Whitespace, "a blank around the value", "remove it"),
        Some(ProblemKind::Quoted) if !is_free || is_wrapped => (
            ProblemKind::Quoted,
            "the value is wrapped in quotes, which are not part of it",
            ProblemKind::Quoted.help(),
        ),
        _ if !is_free && is_placeholder(value) => {
            (ProblemKind::Placeholder, ProblemKind::Placeholder.message(), "put the real value there")
        }
        _ => return Ok(()),
    };
    Err(UrlError::from_kind(kind).with_message(message).with_help(help))
}
