//! The errors that mark a part of a URL.

use std::fmt;

use db_config_syntax::query::{Component, Key};
use db_config_syntax::{Backend, Backends, Excerpt, Fault, Span, redact};

use super::DatabaseUrl;
use crate::error::{ProblemKind, UrlError};
use crate::tls::TlsReason;

/// A part of a [`DatabaseUrl`], which [`DatabaseUrl::unsupported`] marks in the error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UrlPart<'a> {
    /// The scheme.
    Scheme,
    /// The user name.
    Username,
    /// The password. Its mark is under the `***`.
    Password,
    /// The hosts and ports.
    Hosts,
    /// The path: the name of the database, or SQLite's file.
    Path,
    /// The whole query.
    Query,
    /// One query parameter, by its name as the URL spells it, or by the name of the variable that sets it.
    Parameter(&'a str),
}

impl DatabaseUrl {
    /// Returns the error that `client` does not support `what`, with `part` of the redacted URL marked.
    ///
    /// The message is "`client` does not support `what`". The default help is to remove the part.
    ///
    /// ```
    /// use db_config::{DatabaseUrl, ProblemKind, UrlPart};
    ///
    /// let url: DatabaseUrl = "postgres://app:hunter2@a,b/d".parse()?;
    /// let error = url.unsupported("the pinger", "several hosts", UrlPart::Hosts).with_help("use one host");
    /// assert_eq!(error.kind(), ProblemKind::Unsupported);
    /// assert_eq!(
    ///     format!("{error:#}"),
    ///     "\
    /// the pinger does not support several hosts
    ///     postgres://app:***@a,b/d
    ///                        ^^^
    ///     use one host",
    /// );
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    #[must_use]
    pub fn unsupported(&self, client: &str, what: impl fmt::Display, part: UrlPart<'_>) -> UrlError {
        self.error(ProblemKind::Unsupported, part).with_message(format!("{client} does not support {what}"))
    }

    /// Rejects a URL of another database than the accepted ones.
    ///
    /// ```
    /// use db_config::{Backends, DatabaseUrl};
    ///
    /// let url: DatabaseUrl = "mysql://app@db.example.com/app".parse()?;
    /// assert!(url.require_backend(Backends::SQL).is_ok());
    /// let error = url.require_backend(Backends::POSTGRES).unwrap_err();
    /// assert_eq!(error.message(), "expected a PostgreSQL URL, found `mysql://`");
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The URL's [`backend`](Self::backend) is not in `accepted`. The help names the accepted schemes.
    pub fn require_backend(&self, accepted: Backends) -> Result<(), UrlError> {
        match accepted.contains(self.backend()) {
            true => Ok(()),
            false => Err(self.unexpected_scheme(accepted, Backends::EMPTY)),
        }
    }

    /// Returns the error that the scheme is not `accepted`. The field's type supports the databases `of_type`.
    pub(crate) fn unexpected_scheme(&self, accepted: Backends, of_type: Backends) -> UrlError {
        let names: Vec<&str> = accepted.iter().map(Backend::name).collect();
        let schemes: Vec<String> = accepted.schemes().iter().map(|scheme| format!("`{scheme}://`")).collect();
        let schemes = match &schemes[..] {
            [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
            _ => schemes.concat(),
        };
        let otherwise = match of_type.contains(self.backend()) {
            true => format!("add \"{}\" to the field's `schemes(...)`", self.backend().schemes()[0]),
            false => format!("use a field type that supports {}", self.backend().name()),
        };
        self.error(ProblemKind::UnexpectedScheme, UrlPart::Scheme)
            .with_message(format!("expected a {} URL, found `{}://`", names.join(" or "), self.scheme()))
            .with_help(format!("use {schemes}, or {otherwise}"))
    }

    pub(crate) fn error(&self, kind: ProblemKind, part: UrlPart<'_>) -> UrlError {
        let error = UrlError::from_kind(kind);
        match (part, self.hosts_variable) {
            (UrlPart::Parameter(name), _) if self.is_param(name) => error.in_params(name),
            (UrlPart::Parameter(name), _) if self.is_attribute(name) => error,
            (UrlPart::Parameter(name), _) if self.span_of_key(name).is_none() => error.in_variable(name.to_owned()),
            (UrlPart::Hosts, Some(variable)) => error.in_variable(variable),
            (part, _) => error.at(self.excerpt(part)),
        }
    }

    /// Returns the error of a Redis URL with a user name, other than that of every server, and without a password.
    pub(crate) fn missing_redis_password(&self) -> Option<UrlError> {
        const USER_OF_EVERY_SERVER: &str = "default";
        let has_user = self.username().is_some_and(|user| user != USER_OF_EVERY_SERVER);
        let has_password = self.password().is_some_and(|password| !password.is_empty());
        (self.backend() == Backend::Redis && has_user && !has_password).then(|| {
            self.error(ProblemKind::MissingPassword, UrlPart::Username).with_help(
                "use `redis://user:password@host`, or `redis://:password@host` for a password without a user",
            )
        })
    }

    /// Returns an error about the chosen TLS mode, with the parameter, the variable or the hosts marked that set it.
    pub(crate) fn tls_error(&self, kind: ProblemKind) -> UrlError {
        match self.tls.reason().decider() {
            TlsReason::QueryParameter(name) | TlsReason::EnvVar(name) => self.error(kind, UrlPart::Parameter(name)),
            _ => self.error(kind, UrlPart::Hosts),
        }
    }

    /// Returns the parameter or the variable that sets the addresses of the hosts.
    pub(crate) fn host_address_part(&self) -> UrlPart<'_> {
        let key = self.pairs().iter().find(|pair| pair.row.key == Key::Component(Component::HostAddress));
        UrlPart::Parameter(key.map_or("PGHOSTADDR", |pair| &pair.name))
    }

    pub(crate) fn excerpt(&self, part: UrlPart<'_>) -> Excerpt {
        let none = Span { start: 0, end: 0 };
        self.excerpt_at(match part {
            UrlPart::Scheme => Span { start: 0, end: self.parts.scheme.len() },
            UrlPart::Username => self.parts.username.unwrap_or(none),
            UrlPart::Password => self.parts.password.unwrap_or(none),
            UrlPart::Hosts => self.parts.hosts,
            UrlPart::Path => self.parts.path,
            UrlPart::Query => self.parts.query,
            UrlPart::Parameter(name) => self.span_of_key(name).unwrap_or(none),
        })
    }

    /// Returns the error of a mistake in the URL.
    pub(super) fn mistake(&self, fault: Fault) -> UrlError {
        UrlError::from_fault(fault, &self.text, &self.parts)
    }

    fn excerpt_at(&self, span: Span) -> Excerpt {
        redact::excerpt(&self.text, &self.parts, span)
    }

    fn is_param(&self, name: &str) -> bool {
        self.pairs.iter().any(|pair| pair.name == name && pair.is_param())
    }

    fn span_of_key(&self, name: &str) -> Option<Span> {
        self.pairs.iter().find(|pair| pair.name == name).and_then(|pair| pair.at)
    }
}

/// Returns the error of a password without a user name.
pub(super) fn missing_user(help: &'static str) -> UrlError {
    UrlError::from_kind(ProblemKind::EmptyUser).with_message("missing user name for the password").with_help(help)
}
