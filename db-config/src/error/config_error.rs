use std::collections::HashMap;
use std::fmt;

use super::{ProblemKind, UrlError};

/// All problems with one configuration.
///
/// `Display` and `Debug` print the same text, so `main() -> Result<(), ConfigError>` and `unwrap` print it in readable
/// form. It contains no secret. [`source`](std::error::Error::source) is always `None`.
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
/// DATABASE_URL (field `orders`): expected a PostgreSQL URL, found `mysql://`
///     mysql://app:***@db.internal/app
///     ^^^^^
///     use `postgres://` or `postgresql://`, or add \"mysql\" to the field's `schemes(...)`
///
/// EVENTS_URL (field `events`): not set
///     set it in the environment or in EVENTS_URL_FILE",
/// );
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ConfigError {
    config: &'static str,
    problems: Vec<Problem>,
}

/// One problem of a [`ConfigError`].
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, ProblemKind};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     database: DatabaseUrl,
/// }
///
/// let error = Config::from_source(&[("DATABASE_URL", "")]).err().unwrap();
/// let problem = &error.problems()[0];
/// assert_eq!(problem.kind(), ProblemKind::Empty);
/// assert_eq!((problem.variable(), problem.field()), ("DATABASE_URL", "database"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Problem {
    field: String,
    pub(super) error: UrlError,
}

impl ConfigError {
    pub(crate) fn new(config: &'static str, problems: Vec<Problem>) -> Self {
        Self { config, problems }
    }

    /// Returns the problems in the order of the fields. There is at least one.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl Problem {
    pub(crate) fn new(field: String, error: UrlError) -> Self {
        Self { field, error }
    }

    /// Returns the name of the environment variable that the value came from. If none is set, returns the first name
    /// that db-config looked up.
    pub fn variable(&self) -> &str {
        self.error.variable().unwrap_or_default()
    }

    /// Returns the name of the field.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Returns the kind of problem.
    pub fn kind(&self) -> ProblemKind {
        self.error.kind()
    }

    /// Returns the description of the problem, without the [`help`](Self::help).
    pub fn message(&self) -> &str {
        self.error.message()
    }

    /// Returns advice on how to fix the problem, or an empty string.
    pub fn help(&self) -> &str {
        self.error.help()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_problem(f, self, &[&self.field])
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let distinct = self.distinct();
        f.write_str(&self.title(distinct.len()))?;
        for (problem, fields) in distinct {
            write!(f, "\n\n")?;
            write_problem(f, problem, &fields)?;
        }
        Ok(())
    }
}

impl ConfigError {
    /// Returns the first line of the `Display` text.
    pub(super) fn title(&self, count: usize) -> String {
        let problems = if count == 1 { "problem" } else { "problems" };
        format!("{count} {problems} with the database configuration of `{}`", self.config)
    }

    /// Returns each distinct problem with all fields that have it: several fields can read the same variable.
    pub(super) fn distinct(&self) -> Vec<(&Problem, Vec<&str>)> {
        let mut distinct: Vec<(&Problem, Vec<&str>)> = Vec::new();
        let mut known = HashMap::new();
        for problem in &self.problems {
            let number = *known.entry(&problem.error).or_insert(distinct.len());
            match distinct.get_mut(number) {
                Some((_, fields)) => fields.push(&problem.field),
                None => distinct.push((problem, vec![&problem.field])),
            }
        }
        distinct
    }
}

fn write_problem(f: &mut fmt::Formatter<'_>, problem: &Problem, fields: &[&str]) -> fmt::Result {
    write!(f, "{}: {:#}", place(problem, fields), problem.error)
}

/// Returns the variable and the fields that read it, for a message.
pub(super) fn place(problem: &Problem, fields: &[&str]) -> String {
    let noun = if fields.len() == 1 { "field" } else { "fields" };
    format!("{} ({noun} `{}`)", problem.variable(), fields.join("`, `"))
}

/// Prints the same text as `Display`.
impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ConfigError {}

impl std::error::Error for Problem {}
