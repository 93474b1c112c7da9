use std::collections::HashMap;
use std::fmt;

use super::{ProblemKind, UrlError};

/// All problems of one configuration. `Display` and `Debug` print the same report, which contains no secret; it has no
/// `source`.
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
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ConfigError {
    config: &'static str,
    problems: Vec<Problem>,
}

/// One problem of a [`ConfigError`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Problem {
    field: String,
    pub(super) error: UrlError,
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
    pub(crate) fn new(field: String, error: UrlError) -> Self {
        Self { field, error }
    }

    /// The variable that the value came from, or the first that was looked up.
    pub fn variable(&self) -> &str {
        self.error.variable().unwrap_or_default()
    }

    /// The name of the field.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The kind of problem.
    pub fn kind(&self) -> ProblemKind {
        self.error.kind()
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        self.error.message()
    }

    /// What to do about it.
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
    /// The first line of the report.
    pub(super) fn title(&self, count: usize) -> String {
        let problems = if count == 1 { "problem" } else { "problems" };
        format!("{count} {problems} with the database configuration of `{}`", self.config)
    }

    /// The problems, each with all fields that have it, because several fields can read one variable.
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

/// The variable, and the fields that read it.
pub(super) fn place(problem: &Problem, fields: &[&str]) -> String {
    let word = if fields.len() == 1 { "field" } else { "fields" };
    format!("{} ({word} `{}`)", problem.variable(), fields.join("`, `"))
}

/// The report, so that `main() -> Result<(), ConfigError>` and `unwrap` show it in readable form.
impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ConfigError {}

impl std::error::Error for Problem {}
