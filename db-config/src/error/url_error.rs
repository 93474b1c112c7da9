use std::borrow::Cow;
use std::fmt;

use db_config_syntax::printable::escaped;
use db_config_syntax::query::{file_variable, without_file};
use db_config_syntax::{Excerpt, Fault, Parts, redact};

use super::ProblemKind;

/// A problem with one database URL: a message, a help and, if the URL parses, a redacted excerpt.
///
/// - `{}` prints the message and the help on one line.
/// - `{:#}` prints the redacted URL between them, with the invalid part marked.
///
/// `Display` and `Debug` contain no secret. If db-config cannot parse a value, the error does not quote any part of it.
/// Control characters are escaped. [`source`](std::error::Error::source) is always `None`.
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
    pub(super) excerpt: Option<Box<Excerpt>>,
    /// The variable with the invalid value, once it is known.
    variable: Option<Cow<'static, str>>,
    /// It is about a query parameter of the attribute `params`.
    is_in_params: bool,
}

impl UrlError {
    /// Creates the error of your own [`FromDatabaseUrl`](crate::FromDatabaseUrl) implementation. Do not put a secret
    /// into `message`.
    ///
    /// If your client does not support a part of the URL, use
    /// [`DatabaseUrl::unsupported`](crate::DatabaseUrl::unsupported) instead: it marks that part.
    ///
    /// ```
    /// use db_config::UrlError;
    /// let error = UrlError::new("this client needs a database name").with_help("add `/name` to the URL");
    /// assert_eq!(error.to_string(), "this client needs a database name: add `/name` to the URL");
    /// ```
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self::from_kind(ProblemKind::RejectedByClient).with_message(message)
    }

    /// Replaces the help. Do not put a secret into it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        let help = help.into();
        self.help = escaped(match self.is_in_params {
            true => format!("{help}; the attribute `params` sets this parameter").into(),
            false => help,
        });
        self
    }

    /// Returns the kind of problem.
    pub fn kind(&self) -> ProblemKind {
        self.kind
    }

    /// Returns the description of the problem, without the [`help`](Self::help).
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns advice on how to fix the problem, or an empty string.
    pub fn help(&self) -> &str {
        &self.help
    }

    /// Returns the redacted URL with a mark under the invalid part, indented by four spaces. Returns `None` if the URL
    /// does not parse.
    pub fn excerpt(&self) -> Option<String> {
        self.excerpt.as_ref().map(|excerpt| excerpt.to_string())
    }

    /// Returns the name of the environment variable with the invalid value, if the value came from one.
    pub fn variable(&self) -> Option<&str> {
        self.variable.as_deref()
    }

    pub(crate) fn from_kind(kind: ProblemKind) -> Self {
        Self { kind, message: kind.message(), help: kind.help(), excerpt: None, variable: None, is_in_params: false }
    }

    /// Converts a fault in `text`. Adds the redacted text with a mark if the fault has a position.
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

    /// Sets the variable with the invalid value, unless it is set already.
    pub(crate) fn in_variable(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        if self.variable.is_none() {
            let name = escaped(name.into());
            if self.kind == ProblemKind::SecretFile && without_file(&name).is_none() {
                let file = file_variable(&name);
                self.help = format!("set `{file}` to this path, and unset `{name}`").into();
            }
            self.variable = Some(name);
        }
        self
    }

    /// Sets that the error is about a query parameter of the attribute `params`, which another help also names.
    pub(crate) fn in_params(self, name: &str) -> Self {
        let error = self.with_help(format!("remove `{name}` from the attribute `params`"));
        Self { is_in_params: true, ..error }
    }

    pub(crate) fn without_excerpt(self) -> Self {
        Self { excerpt: None, ..self }
    }

    /// Adds the redacted URL with the invalid part marked.
    pub(crate) fn at(mut self, excerpt: Excerpt) -> Self {
        self.excerpt = Some(Box::new(excerpt));
        self
    }

    /// Adds the redacted URL, unless the error has an excerpt already.
    pub(crate) fn or_at(self, excerpt: impl FnOnce() -> Excerpt) -> Self {
        if self.excerpt.is_some() { self } else { self.at(excerpt()) }
    }
}

/// Converts a fault in a text that must not be shown.
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
        f.write_str(&self.message)?;
        if let Some(excerpt) = self.excerpt.as_ref().filter(|_| f.alternate()) {
            write!(f, "\n{excerpt}")?;
        }
        match &*self.help {
            "" => Ok(()),
            help if f.alternate() => write!(f, "\n    {help}"),
            help => write!(f, ": {help}"),
        }
    }
}

impl std::error::Error for UrlError {}
