//! The errors that mark a part of a URL.

use std::fmt;

use db_config_syntax::query::{Key, Part};
use db_config_syntax::{Backend, Backends, Excerpt, Fault, Span, redact};

use super::DatabaseUrl;
use crate::error::{ProblemKind, UrlError};
use crate::tls::TlsReason;

/// A part of a [`DatabaseUrl`], for the mark of an error: [`DatabaseUrl::unsupported`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UrlPart<'a> {
    /// Before the first colon.
    Scheme,
    /// Before the password.
    Username,
    /// Before the `@`.
    Password,
    /// The list of hosts with their ports.
    Hosts,
    /// After the hosts: the database or the file.
    Path,
    /// After the `?`.
    Query,
    /// A key of the query, as the URL spells it, or the libpq variable that stands for it.
    Key(&'a str),
}

impl DatabaseUrl {
    /// The error that `client` cannot carry `what`, with `part` of the redacted URL marked.
    ///
    /// ```
    /// use db_config::{DatabaseUrl, ProblemKind, UrlPart};
    ///
    /// let url: DatabaseUrl = "postgres://app:hunter2@a,b/d".parse()?;
    /// let error = url.unsupported("the pinger", "several hosts", UrlPart::Hosts).with_help("write one");
    /// assert_eq!(error.kind(), ProblemKind::Unsupported);
    /// assert_eq!(
    ///     format!("{error:#}"),
    ///     "\
    /// the pinger cannot carry several hosts
    ///     postgres://app:***@a,b/d
    ///                        ^^^
    ///     write one",
    /// );
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    #[must_use]
    pub fn unsupported(&self, client: &str, what: impl fmt::Display, part: UrlPart<'_>) -> UrlError {
        self.error(ProblemKind::Unsupported, part).with_message(format!("{client} cannot carry {what}"))
    }

    /// Refuses a URL whose backend is not among these.
    ///
    /// # Errors
    ///
    /// The backend is not accepted: the scheme is marked, and the help names the accepted ones.
    pub fn require_backend(&self, accepted: Backends) -> Result<(), UrlError> {
        match accepted.contains(self.backend()) {
            true => Ok(()),
            false => Err(self.unexpected_scheme(accepted, Backends::EMPTY)),
        }
    }

    /// The error that the scheme is not `accepted`, though the field's type may take it.
    pub(crate) fn unexpected_scheme(&self, accepted: Backends, of_type: Backends) -> UrlError {
        let names: Vec<&str> = accepted.iter().map(Backend::name).collect();
        let schemes: Vec<String> = accepted.schemes().iter().map(|scheme| format!("{scheme}://")).collect();
        let schemes = match &schemes[..] {
            [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
            _ => schemes.concat(),
        };
        let otherwise = match of_type.contains(self.backend()) {
            true => format!("add \"{}\" to the field's `schemes(...)`", self.backend().schemes()[0]),
            false => format!("give the field a type that takes {}", self.backend().name()),
        };
        self.error(ProblemKind::UnexpectedScheme, UrlPart::Scheme)
            .with_message(format!("a {} URL is expected here, not `{}://`", names.join(" or "), self.scheme()))
            .with_help(format!("write {schemes}, or {otherwise}"))
    }

    pub(crate) fn error(&self, kind: ProblemKind, part: UrlPart<'_>) -> UrlError {
        let error = UrlError::from_kind(kind);
        match (part, self.hosts_variable) {
            (UrlPart::Key(name), _) if self.is_attribute(name) => error,
            (UrlPart::Key(name), _) if self.span_of_key(name).is_none() => error.in_variable(name.to_owned()),
            (UrlPart::Hosts, Some(variable)) => error.in_variable(variable),
            (part, _) => error.at(self.excerpt(part)),
        }
    }

    /// One that lies in what was decided about TLS: it marks what had the say.
    pub(crate) fn tls_error(&self, kind: ProblemKind) -> UrlError {
        match self.tls.reason().decider() {
            TlsReason::QueryParameter(name) | TlsReason::EnvVar(name) => self.error(kind, UrlPart::Key(name)),
            _ => self.error(kind, UrlPart::Hosts),
        }
    }

    /// What gives the addresses of the hosts: libpq's key, or its variable.
    pub(crate) fn host_address_part(&self) -> UrlPart<'_> {
        let key = self.pairs().iter().find(|pair| pair.row.key == Key::UrlPart(Part::HostAddress));
        UrlPart::Key(key.map_or("PGHOSTADDR", |pair| &pair.name))
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
            UrlPart::Key(name) => self.span_of_key(name).unwrap_or(none),
        })
    }

    /// Makes the error of a mistake in the text.
    pub(super) fn mistake(&self, fault: Fault) -> UrlError {
        UrlError::from_fault(fault, &self.text, &self.parts)
    }

    fn excerpt_at(&self, span: Span) -> Excerpt {
        redact::excerpt(&self.text, &self.parts, span)
    }

    fn span_of_key(&self, name: &str) -> Option<Span> {
        self.pairs.iter().find(|pair| pair.name == name).and_then(|pair| pair.at)
    }
}
