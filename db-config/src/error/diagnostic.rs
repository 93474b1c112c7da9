//! The errors as a miette `Diagnostic`.

use std::fmt::{self, Display};

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

use db_config_syntax::Excerpt;

use super::config_error::place;
use super::{ConfigError, Problem, ProblemKind, UrlError};

/// A [`ConfigError`], [`Problem`] or [`UrlError`] as a miette `Diagnostic`. Requires the feature `miette`.
///
/// miette prints the message, the redacted URL with the invalid part underlined, and the help. The problems of a
/// [`ConfigError`] are its related diagnostics.
///
/// In a function that returns `miette::Result`, `?` converts the errors. They do not implement `Diagnostic` themselves:
/// their `Display` is the complete text, which miette would print in addition.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, Diagnosis};
/// use miette::Diagnostic;
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     orders: DatabaseUrl,
/// }
///
/// fn run() -> miette::Result<()> {
///     let config = Config::from_source(&[("DATABASE_URL", "postgres://app:hunter2@h/d?shcema=a")])?;
///     Ok(())
/// }
///
/// let report = run().unwrap_err();
/// assert_eq!(report.to_string(), "1 problem with the database configuration of `Config`");
/// let problem = report.related().unwrap().next().unwrap();
/// assert_eq!(problem.to_string(), "DATABASE_URL (field `orders`): unknown query parameter `shcema`");
/// assert_eq!(problem.help().unwrap().to_string(), "did you mean `schema`?");
/// assert_eq!(problem.code().unwrap().to_string(), "db_config::unknown_parameter");
/// ```
///
/// In your own error enum, add the variant `#[error(transparent)] #[diagnostic(transparent)] Config(#[from] Diagnosis)`
/// and convert the error with `Config::from_env().map_err(Diagnosis::from)?`.
#[derive(Debug)]
pub struct Diagnosis {
    message: String,
    /// `None` for a [`ConfigError`].
    error: Option<UrlError>,
    /// The redacted URL, named after its variable.
    source: Option<NamedSource<String>>,
    /// The problems of a [`ConfigError`].
    related: Vec<Diagnosis>,
}

impl Diagnosis {
    fn new(message: String, error: &UrlError) -> Self {
        let name = error.variable().unwrap_or("URL");
        let source = error.excerpt.as_ref().map(|excerpt| NamedSource::new(name, excerpt.text.clone()));
        Self { message, error: Some(error.clone()), source, related: Vec::new() }
    }

    fn from_problem(problem: &Problem, fields: &[&str]) -> Self {
        Self::new(format!("{}: {}", place(problem, fields), problem.message()), &problem.error)
    }
}

impl From<&UrlError> for Diagnosis {
    fn from(error: &UrlError) -> Self {
        Self::new(error.message().to_owned(), error)
    }
}

impl From<UrlError> for Diagnosis {
    fn from(error: UrlError) -> Self {
        Self::from(&error)
    }
}

impl From<&Problem> for Diagnosis {
    fn from(problem: &Problem) -> Self {
        Self::from_problem(problem, &[problem.field()])
    }
}

impl From<&ConfigError> for Diagnosis {
    fn from(error: &ConfigError) -> Self {
        let problems = error.distinct();
        let related = problems.iter().map(|(problem, fields)| Self::from_problem(problem, fields)).collect();
        Self { message: error.title(problems.len()), error: None, source: None, related }
    }
}

impl From<ConfigError> for Diagnosis {
    fn from(error: ConfigError) -> Self {
        Self::from(&error)
    }
}

/// Converts the error to a [`Diagnosis`].
impl From<ConfigError> for miette::Report {
    fn from(error: ConfigError) -> Self {
        Self::new(Diagnosis::from(error))
    }
}

/// Converts the error to a [`Diagnosis`].
impl From<UrlError> for miette::Report {
    fn from(error: UrlError) -> Self {
        Self::new(Diagnosis::from(error))
    }
}

/// Prints only the message.
impl Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Diagnosis {}

impl Diagnostic for Diagnosis {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(code(self.error.as_ref()?.kind())))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        let help = Some(self.error.as_ref()?.help()).filter(|help| !help.is_empty())?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let excerpt = self.error.as_ref()?.excerpt.as_ref()?;
        Some(Box::new(std::iter::once(label(excerpt))))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        match &self.related[..] {
            [] => None,
            related => Some(Box::new(related.iter().map(|problem| problem as &dyn Diagnostic))),
        }
    }
}

/// Returns the marked part, in bytes. The label has no text because miette prints the message right above. If nothing
/// is marked, the label covers everything: miette prints no source without a label.
fn label(excerpt: &Excerpt) -> LabeledSpan {
    let Excerpt { text, mark } = excerpt;
    let byte = |character: usize| text.char_indices().nth(character).map_or(text.len(), |(byte, _)| byte);
    let (start, end) = if mark.is_empty() { (0, text.len()) } else { (byte(mark.start), byte(mark.end)) };
    LabeledSpan::new(None, start, end - start)
}

/// Returns the name of the kind in snake case, such as `db_config::unknown_parameter`.
fn code(kind: ProblemKind) -> String {
    let kind = format!("{kind:?}");
    let name = kind.split('(').next().unwrap_or_default();
    let mut code = "db_config::".to_owned();
    for (position, character) in name.char_indices() {
        if position > 0 && character.is_ascii_uppercase() {
            code.push('_');
        }
        code.push(character.to_ascii_lowercase());
    }
    code
}
