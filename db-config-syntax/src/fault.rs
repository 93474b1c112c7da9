//! The error type of this crate.

use std::borrow::Cow;

use crate::problem::{ProblemKind, unescaped_help, unescaped_message};
use crate::span::Span;

/// A mistake in a URL, with a message and a help. It contains no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The kind of problem.
    pub kind: ProblemKind,
    /// The error message.
    pub message: Cow<'static, str>,
    /// The help, in the imperative.
    pub help: Cow<'static, str>,
    /// The part of the URL that is wrong, or `None` if no part of the URL may be shown.
    pub span: Option<Span>,
    /// The environment variable that is wrong, if the mistake is not in the URL.
    pub variable: Option<&'static str>,
}

impl Fault {
    /// Creates a fault with the message and the help of its kind.
    pub fn new(kind: ProblemKind) -> Self {
        Self { kind, message: kind.message(), help: kind.help(), span: None, variable: None }
    }

    /// Replaces the message.
    pub fn with_message(self, message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), ..self }
    }

    /// Replaces the help.
    pub fn with_help(self, help: impl Into<Cow<'static, str>>) -> Self {
        Self { help: help.into(), ..self }
    }

    /// Sets the part of the URL that is wrong.
    pub fn at(self, span: Span) -> Self {
        Self { span: Some(span), ..self }
    }

    pub(crate) fn in_variable(self, variable: &'static str) -> Self {
        Self { variable: Some(variable), ..self }
    }

    /// Creates the fault of unescaped characters in the user name or password, with an example in the scheme of the URL.
    pub(crate) fn unescaped(kind: ProblemKind, scheme: &str, characters: &[char]) -> Self {
        Self::new(kind).with_message(unescaped_message(characters)).with_help(unescaped_help(scheme, characters))
    }

    /// Creates the fault of two parameters that contradict each other, or of one that is set twice.
    pub fn contradiction(name: &str, other: &str) -> Self {
        let message = match name == other {
            true => format!("`{name}` is set twice, with different values"),
            false => format!("`{name}` contradicts `{other}`"),
        };
        Self::new(ProblemKind::Contradiction).with_message(message)
    }

    /// Creates the fault of a parameter or scheme that asks for TLS over the Unix socket of a Redis server.
    pub fn tls_over_socket(name: &str) -> Self {
        Self::new(ProblemKind::Unsupported)
            .with_message(format!("`{name}` asks for TLS, which is impossible over a Unix socket"))
            .with_help(format!("remove `{name}`, or use the name of a host"))
    }

    /// Creates the fault of a name in `options[name]` that could add another option.
    pub fn invalid_setting() -> Self {
        Self::new(ProblemKind::InvalidValue)
            .with_message("invalid name of a server parameter")
            .with_help("use only letters, digits, `_` and `.` in the name in `options[name]`")
    }

    /// Creates the fault of a MySQL collation of another character set.
    pub fn foreign_collation(charset: (&str, &str), collation: (&str, &str)) -> Self {
        let (charset, set, collation, other) = (charset.0, charset.1, collation.0, collation.1);
        Self::new(ProblemKind::Contradiction)
            .with_message(format!("`{collation}={other}` contradicts `{charset}={set}`"))
            .with_help("use a collation of the character set, or keep one of the two")
    }
}

impl From<ProblemKind> for Fault {
    fn from(kind: ProblemKind) -> Self {
        Self::new(kind)
    }
}
