//! libpq's variables: they fill in the parts that a PostgreSQL URL leaves out, and with `libpq_env` override a default URL.
//!
//! The rules are libpq's, with these differences:
//!
//! - An empty variable counts as unset.
//! - `PGHOSTADDR` counts only if no host is named.
//! - `PGPORT` counts only for a single host without a port, or for the hosts of `PGHOST`.
//!
//! A variable is looked up only if the URL leaves its part out.

use super::UrlReader;
use crate::error::{INVALID_VALUE, ProblemKind, UrlError};
use crate::libpq::{VARIABLES, Variable};
use crate::tls::TlsKey;
use crate::url::pair::Pair;
use db_config_syntax::hosts::servers_of_authority;
use db_config_syntax::query::{self, Component, Key, Row, SessionKey, ValueType};
use db_config_syntax::{Backend, Part, Span, check_ends, is_placeholder};

/// The variables that set the parts of a URL.
#[derive(Default)]
pub(super) struct PartVariables(Vec<(Component, &'static str, String)>);

impl PartVariables {
    /// Returns the variable of a part, with its value.
    pub(super) fn get(&self, part: Component) -> Option<(&'static str, &str)> {
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
        let authority = servers_of_authority(self.text, self.parts).map_err(|fault| self.mistake(fault))?;
        let is_single = authority.len() == 1;
        let names_host = !is_single || !authority[0].name.is_empty() || self.parameter(Component::Host).is_some();
        let has_port = !is_single || authority[0].port.is_some() || self.parameter(Component::Port).is_some();
        let is_list = self.parameter(Component::Host).is_some_and(|pair| pair.value.contains(','));
        let has_text = |part: Component, own: Option<&str>| match self.parameter(part) {
            Some(pair) => !pair.value.is_empty(),
            None => own.is_some_and(|own| !own.is_empty()),
        };
        let own = |span: Option<Span>| span.map(|span| span.of(self.text));
        let database = self.parts.path.of(self.text).get(1..);
        for (part, name, is_left_out) in [
            (Component::Host, "PGHOST", !names_host),
            (Component::HostAddress, "PGHOSTADDR", !names_host && self.parameter(Component::HostAddress).is_none()),
            (Component::Port, "PGPORT", !has_port && !is_list),
            (Component::User, "PGUSER", !has_text(Component::User, own(self.parts.username))),
            (
                Component::Password,
                "PGPASSWORD",
                self.login.drops_password || !has_text(Component::Password, own(self.parts.password)),
            ),
            (Component::Database, "PGDATABASE", !has_text(Component::Database, database)),
        ] {
            let is_set = self.login.get(part).is_some() || self.is_set_by_part(part);
            if (is_left_out || overrides) && !is_set {
                let value = self.context.variables.get(name)?;
                variables.0.extend(value.map(|value| (part, name, value)));
            }
        }
        Ok(variables)
    }

    /// Returns whether the attribute `parts` sets this part of a default URL.
    fn is_set_by_part(&self, component: Component) -> bool {
        let part = match component {
            Component::Host | Component::HostAddress => Part::Host,
            Component::Port => Part::Port,
            Component::Database => Part::Name,
            Component::User | Component::Password | Component::Socket => return false,
        };
        self.context.part_variables.iter().any(|(set, _)| *set == part)
    }

    /// Adds the variables of the session, the connection and TLS as query parameters. Those about TLS do not count for a
    /// Unix socket.
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
                Key::Component(_) => false,
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
            // The URL may contain a password, and paths are not redacted.
            return Err(UrlError::from_kind(ProblemKind::InvalidValue)
                .with_message("expected the path of a file, found a URL")
                .with_help(row.value_type.help()));
        }
        if !row.value_type.is_valid(value) {
            let message = match row.key {
                // Every client uses UTF-8, whatever the variable's value. It is a warning.
                Key::NoOp => {
                    self.pairs.push(Pair::from_variable(row, variable.name, value));
                    return Ok(());
                }
                Key::Tls(TlsKey::Mode) => "invalid TLS mode",
                _ => INVALID_VALUE,
            };
            return Err(UrlError::from_kind(ProblemKind::InvalidValue)
                .with_message(message)
                .with_help(row.value_type.help()));
        }
        if let Key::Unsupported(message, help) = row.key {
            return Err(UrlError::from_kind(ProblemKind::Unsupported).with_message(message).with_help(help));
        }
        // The TLS parameters of a default URL are compared with the variables later. Other parameters are replaced.
        if !matches!(row.key, Key::Tls(key) if key != TlsKey::Negotiation) {
            self.pairs.retain(|pair| pair.is_attribute || !pair.row.sets_same(row));
        }
        self.pairs.push(Pair::from_variable(row, variable.name, value));
        Ok(())
    }

    /// Returns whether the URL leaves out this TLS parameter. `ssl=true` and the like do not name a mode.
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

    /// Returns whether the URL has this parameter. libpq's variables override the attribute `params`.
    fn has(&self, row: &Row) -> bool {
        self.pairs.iter().any(|pair| !pair.is_attribute && pair.row.sets_same(row))
    }
}

fn row(variable: &Variable) -> Option<&'static Row> {
    query::named(variable.key, Backend::Postgres)
}

/// Rejects the value of a libpq variable that was not quoted or filled in as intended. A value that `is_free` may begin
/// and end with any character except a pair of quotes and a newline. Databases reject a NUL, which a source other than the
/// environment can contain.
pub(crate) fn check_variable(value: &str, is_free: bool) -> Result<(), UrlError> {
    let ends = check_ends(value).err();
    let has_newline = value.contains(['\n', '\r']);
    let is_wrapped = value.len() > 1 && value.starts_with(['"', '\'']) && value.ends_with(&value[..1]);
    let error = match ends {
        _ if has_newline || value.contains('\0') || !is_free && value.contains(char::is_control) => {
            let error = UrlError::from_kind(ProblemKind::Whitespace).with_help("remove it");
            error.with_message("the value contains a newline or a control character")
        }
        Some(ProblemKind::Whitespace) if !is_free => UrlError::from_kind(ProblemKind::Whitespace)
            .with_message("the value begins or ends with whitespace")
            .with_help("remove the whitespace"),
        Some(ProblemKind::Quoted) if !is_free || is_wrapped => {
            UrlError::from_kind(ProblemKind::Quoted).with_message("the value is wrapped in quotes")
        }
        _ if !is_free && is_placeholder(value) => {
            UrlError::from_kind(ProblemKind::Placeholder).with_help("replace it with the real value")
        }
        _ => return Ok(()),
    };
    Err(error)
}
