//! Errors as miette shows them.

use std::fmt::{self, Display};

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

use super::config_error::place;
use db_config_syntax::Excerpt;

use super::{ConfigError, Problem, ProblemKind, UrlError};

/// The redacted URL with the wrong part underlined, and the remedy as its help.
impl Diagnostic for UrlError {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(code(self.kind())))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(self.remedy()))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| &excerpt.text as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.excerpt.as_ref().map(|excerpt| Box::new(std::iter::once(label(excerpt))) as Box<dyn Iterator<Item = _>>)
    }
}

/// The same; [`Diagnosis`] has a shorter message than its `Display`, which shows all of this already.
impl Diagnostic for Problem {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.error.code()
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.error.help()
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.error.source_code()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.error.labels()
    }
}

/// A [`ConfigError`] or one [`Problem`] as miette shows it best: a short message, below it the redacted URL with the
/// wrong part underlined, and the remedy as its help. A [`ConfigError`] has its problems as related diagnostics.
///
/// `?` makes it wherever a `miette::Report` is returned. The `Display` of a [`ConfigError`] is the whole report, which
/// miette would print next to all this, so that a [`ConfigError`] is no `Diagnostic` by itself.
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
/// assert_eq!(problem.to_string(), "DATABASE_URL (field `orders`): an unknown query key: `shcema`");
/// assert_eq!(problem.help().unwrap().to_string(), "did you mean `schema`?");
/// assert_eq!(problem.code().unwrap().to_string(), "db_config::unknown_key");
/// ```
///
/// In an error type of your own: `#[error(transparent)] #[diagnostic(transparent)] Config(#[from] Diagnosis)`, and
/// `Config::from_env().map_err(Diagnosis::from)?`.
#[derive(Debug)]
pub struct Diagnosis {
    message: String,
    code: Option<String>,
    help: Option<String>,
    source: Option<NamedSource<String>>,
    label: Option<LabeledSpan>,
    related: Vec<Diagnosis>,
}

impl Diagnosis {
    fn of(problem: &Problem, fields: &[&str]) -> Self {
        let (error, excerpt) = (&problem.error, problem.error.excerpt.as_ref());
        Self {
            message: format!("{}: {}", place(problem, fields), error.message()),
            code: Some(code(error.kind())),
            help: Some(error.remedy().to_owned()),
            source: excerpt.map(|excerpt| NamedSource::new(problem.variable(), excerpt.text.clone())),
            label: excerpt.map(label),
            related: Vec::new(),
        }
    }
}

impl From<&Problem> for Diagnosis {
    fn from(problem: &Problem) -> Self {
        Self::of(problem, &[problem.field()])
    }
}

impl From<&ConfigError> for Diagnosis {
    fn from(error: &ConfigError) -> Self {
        let problems = error.distinct();
        Self {
            message: error.title(problems.len()),
            code: None,
            help: None,
            source: None,
            label: None,
            related: problems.iter().map(|(problem, fields)| Self::of(problem, fields)).collect(),
        }
    }
}

impl From<ConfigError> for Diagnosis {
    fn from(error: ConfigError) -> Self {
        Self::from(&error)
    }
}

/// As a [`Diagnosis`].
impl From<ConfigError> for miette::Report {
    fn from(error: ConfigError) -> Self {
        Self::new(Diagnosis::from(error))
    }
}

/// The message alone.
impl Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Diagnosis {}

impl Diagnostic for Diagnosis {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn Display>)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.label.clone().map(|label| Box::new(std::iter::once(label)) as Box<dyn Iterator<Item = _>>)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        match &self.related[..] {
            [] => None,
            related => Some(Box::new(related.iter().map(|problem| problem as &dyn Diagnostic))),
        }
    }
}

/// The marked part in bytes, without a text, because the message stands right above it. All of it if nothing is marked:
/// miette shows no source without a label.
fn label(excerpt: &Excerpt) -> LabeledSpan {
    let Excerpt { text, mark } = excerpt;
    let byte = |character: usize| text.char_indices().nth(character).map_or(text.len(), |(byte, _)| byte);
    let (start, end) = if mark.is_empty() { (0, text.len()) } else { (byte(mark.start), byte(mark.end)) };
    LabeledSpan::new(None, start, end - start)
}

/// `db_config::unknown_key`, after the name of the kind.
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
