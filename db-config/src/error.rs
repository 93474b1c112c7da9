//! Errors: one problem of one URL, and the report of all problems of a configuration.

use std::borrow::Cow;
use std::fmt;

use crate::problem::ProblemKind;
use crate::redact::Excerpt;

/// One problem with one database URL: what is wrong, and what to write instead. Nothing secret is in
/// its `Display` or `Debug`, and it has no `source`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlError {
    kind: ProblemKind,
    message: Cow<'static, str>,
    remedy: Cow<'static, str>,
    excerpt: Option<Excerpt>,
    /// The variable that is wrong, once the loader knows it.
    variable: Option<Cow<'static, str>>,
}

impl UrlError {
    /// An error of a [`FromDatabaseUrl`](crate::FromDatabaseUrl) that is not this crate's own: the
    /// settings cannot be made because of `message`. Put no secret into it.
    ///
    /// ```
    /// use db_config::UrlError;
    /// let error = UrlError::new("this client needs a database name").with_remedy("add `/name` to the URL");
    /// assert_eq!(error.to_string(), "this client needs a database name: add `/name` to the URL");
    /// ```
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self::of(ProblemKind::Refused).with_message(message)
    }

    /// The same error with another remedy: what to write instead.
    pub fn with_remedy(mut self, remedy: impl Into<Cow<'static, str>>) -> Self {
        self.remedy = remedy.into();
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
    pub fn remedy(&self) -> &str {
        &self.remedy
    }

    pub(crate) fn of(kind: ProblemKind) -> Self {
        Self { kind, message: kind.message().into(), remedy: kind.remedy().into(), excerpt: None, variable: None }
    }

    pub(crate) fn with_message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.message = message.into();
        self
    }

    /// Names the variable that is wrong, unless it is known already.
    pub(crate) fn in_variable(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.variable.get_or_insert(name.into());
        self
    }

    /// The redacted URL, where the error shows none of it.
    pub(crate) fn or_at(self, excerpt: impl FnOnce() -> Excerpt) -> Self {
        if self.excerpt.is_some() { self } else { self.at(excerpt()) }
    }

    /// The redacted URL and the part of it that the error is about.
    pub(crate) fn at(mut self, excerpt: Excerpt) -> Self {
        self.excerpt = Some(excerpt);
        self
    }
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message, self.remedy)
    }
}

impl std::error::Error for UrlError {}

/// All problems of one configuration. `Display` and `Debug` print the same report; nothing secret is
/// in it, and it has no `source`.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     #[database(schemes("postgres"))]
///     orders: DatabaseUrl,
///     #[database(env = "EVENTS_URL")]
///     events: DatabaseUrl,
/// }
///
/// let error = Config::from_source(&[("DATABASE_URL", "mysql://app:hunter2@db.internal/app")]).err().unwrap();
/// assert_eq!(
///     error.to_string(),
///     "\
/// 2 problems with the database configuration of `Config`
///
/// DATABASE_URL (field `orders`): a PostgreSQL URL is expected here, not `mysql://`
///     mysql://app:***@db.internal/app
///     ^^^^^
///     write postgres:// or postgresql://, or add \"mysql\" to the field's `schemes(...)`
///
/// EVENTS_URL (field `events`): not set
///     set it in the environment, in EVENTS_URL_FILE, or with `fly secrets set EVENTS_URL=...`",
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ConfigError {
    config: &'static str,
    problems: Vec<Problem>,
}

/// One problem of a [`ConfigError`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    field: &'static str,
    error: UrlError,
}

impl ConfigError {
    pub(crate) fn new(config: &'static str, problems: Vec<Problem>) -> Self {
        Self { config, problems }
    }

    /// The problems, in the order of the fields; at least one.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl Problem {
    pub(crate) fn new(field: &'static str, error: UrlError) -> Self {
        Self { field, error }
    }

    /// The variable that the value came from, or the first that was looked for.
    pub fn variable(&self) -> &str {
        self.error.variable.as_deref().unwrap_or_default()
    }

    /// The name of the field.
    pub fn field(&self) -> &str {
        self.field
    }

    /// The kind of problem.
    pub fn kind(&self) -> ProblemKind {
        self.error.kind
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.error.message
    }

    /// What to do about it.
    pub fn remedy(&self) -> &str {
        &self.error.remedy
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_problem(f, self, &[self.field])
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let distinct = self.distinct();
        let (count, config) = (distinct.len(), self.config);
        let problems = if count == 1 { "problem" } else { "problems" };
        write!(f, "{count} {problems} with the database configuration of `{config}`")?;
        for (problem, fields) in distinct {
            write!(f, "\n\n")?;
            write_problem(f, problem, &fields)?;
        }
        Ok(())
    }
}

impl ConfigError {
    /// The problems, each with all fields that have it: two that read one variable.
    fn distinct(&self) -> Vec<(&Problem, Vec<&str>)> {
        let mut distinct: Vec<(&Problem, Vec<&str>)> = Vec::new();
        for problem in &self.problems {
            let same = |(other, _): &&mut (&Problem, _)| other.error == problem.error;
            match distinct.iter_mut().find(same) {
                Some((_, fields)) => fields.push(problem.field),
                None => distinct.push((problem, vec![problem.field])),
            }
        }
        distinct
    }
}

fn write_problem(f: &mut fmt::Formatter<'_>, problem: &Problem, fields: &[&str]) -> fmt::Result {
    let (variable, error) = (problem.variable(), &problem.error);
    let word = if fields.len() == 1 { "field" } else { "fields" };
    writeln!(f, "{variable} ({word} `{}`): {}", fields.join("`, `"), error.message)?;
    if let Some(Excerpt { text, mark }) = &error.excerpt {
        writeln!(f, "    {text}")?;
        if !mark.is_empty() {
            writeln!(f, "    {}{}", " ".repeat(mark.start), "^".repeat(mark.len()))?;
        }
    }
    write!(f, "    {}", error.remedy)
}

/// The report, so that `main() -> Result<(), ConfigError>` and `unwrap` show it as it is meant to be
/// read.
impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ConfigError {}
