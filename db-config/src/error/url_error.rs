use std::borrow::Cow;
use std::fmt;

use db_config_syntax::printable::escaped;
use db_config_syntax::{Excerpt, Fault, Parts, redact};

use super::ProblemKind;

/// One problem with one database URL: what is wrong, and what to write instead. Its `Display` and `Debug` contain no
/// secret, and it has no `source`. Control characters in any part of it are escaped.
///
/// `{}` is one line. `{:#}` is the long form, for use without the derive: the redacted URL comes between the two, with
/// a mark under the part that is wrong. No part of a text that does not parse is ever shown.
///
/// ```
/// use db_config::DatabaseUrl;
///
/// let error = "postgres://app:hunter2@h/d?shcema=a".parse::<DatabaseUrl>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown query parameter `shcema`: did you mean `schema`?");
/// assert_eq!(
///     format!("{error:#}"),
///     "\
/// unknown query parameter `shcema`
///     postgres://app:***@h/d?shcema=***
///                            ^^^^^^
///     did you mean `schema`?",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UrlError {
    kind: ProblemKind,
    message: Cow<'static, str>,
    help: Cow<'static, str>,
    pub(super) excerpt: Option<Excerpt>,
    /// The variable that is wrong, once it is known.
    variable: Option<Cow<'static, str>>,
}

impl UrlError {
    /// An error of a [`FromDatabaseUrl`](crate::FromDatabaseUrl) that is not this crate's own: the settings cannot be
    /// made because of `message`. Do not put a secret into it.
    ///
    /// For a part that the client cannot carry, use [`DatabaseUrl::unsupported`](crate::DatabaseUrl::unsupported),
    /// which marks that part.
    ///
    /// ```
    /// use db_config::UrlError;
    /// let error = UrlError::new("this client needs a database name").with_help("add `/name` to the URL");
    /// assert_eq!(error.to_string(), "this client needs a database name: add `/name` to the URL");
    /// ```
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self::from_kind(ProblemKind::RejectedByClient).with_message(message)
    }

    /// The same error with another help: what to write instead.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = escaped(help.into());
        self
    }

    /// The kind of problem.
    pub fn kind(&self) -> ProblemKind {
        self.kind
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to write instead.
    pub fn help(&self) -> &str {
        &self.help
    }

    /// The redacted URL with a mark under the part that is wrong, indented as in the report; `None` if the text does
    /// not parse.
    pub fn excerpt(&self) -> Option<String> {
        self.excerpt.as_ref().map(Excerpt::to_string)
    }

    /// The variable that is wrong, if the value came from one.
    pub fn variable(&self) -> Option<&str> {
        self.variable.as_deref()
    }

    pub(crate) fn from_kind(kind: ProblemKind) -> Self {
        Self { kind, message: kind.message(), help: kind.help(), excerpt: None, variable: None }
    }

    /// Makes the error of a mistake in a text, with the redacted text and a mark if the part may be shown.
    pub(crate) fn from_fault(fault: Fault, text: &str, parts: &Parts) -> Self {
        let span = fault.span;
        let error = Self::from(fault);
        match span {
            Some(span) => error.at(redact::excerpt(text, parts, span)),
            None => error,
        }
    }

    pub(crate) fn with_message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.message = escaped(message.into());
        self
    }

    /// Names the variable that is wrong, unless it is known already.
    pub(crate) fn in_variable(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.variable.get_or_insert_with(|| escaped(name.into()));
        self
    }

    pub(crate) fn without_excerpt(self) -> Self {
        Self { excerpt: None, ..self }
    }

    /// Adds the redacted URL and the part of it that the error is about.
    pub(crate) fn at(mut self, excerpt: Excerpt) -> Self {
        self.excerpt = Some(excerpt);
        self
    }

    /// Adds the redacted URL, if the error shows none of it.
    pub(crate) fn or_at(self, excerpt: impl FnOnce() -> Excerpt) -> Self {
        if self.excerpt.is_some() { self } else { self.at(excerpt()) }
    }
}

/// Makes the error of a mistake in a text that is not shown.
impl From<Fault> for UrlError {
    fn from(Fault { kind, message, help, span: _, variable }: Fault) -> Self {
        let error = Self::from_kind(kind).with_message(message).with_help(help);
        match variable {
            Some(name) => error.in_variable(name),
            None => error,
        }
    }
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.excerpt {
            _ if !f.alternate() => write!(f, "{}: {}", self.message, self.help),
            Some(excerpt) => write!(f, "{}\n{excerpt}\n    {}", self.message, self.help),
            None => write!(f, "{}\n    {}", self.message, self.help),
        }
    }
}

impl std::error::Error for UrlError {}
