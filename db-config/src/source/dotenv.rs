//! `.env` files. dotenvy reads them; what it would change silently is found here.

mod statement;

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::env::VarError;
use std::fmt;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use self::statement::{EnvFault, EnvStatement};
use super::{Env, Source, SourceError, file, is_set};
use crate::report::{Origin, Warning};
use db_config_syntax::redact::printable;

/// The process environment, and a `.env` file for what it leaves unset. The environment itself is never modified.
///
/// dotenvy's rules hold for quotes, escapes and substitutions. Where dotenvy would silently change what the file says,
/// the variable is an error, with its file and line: a substitution whose variable is not set, a `$` that dotenvy would
/// cut, a variable that is given twice. For a variable that the configuration does not read, it is a
/// [warning](crate::DatabaseConfig::warnings). A variable that is set in the environment needs nothing from the file.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, DotEnv};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     #[database(env = "SHOP_URL", default = "sqlite:app.db")]
///     database: DatabaseUrl,
/// }
///
/// let config = Config::from_source(&DotEnv::load()?)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct DotEnv {
    variables: HashMap<String, Variable>,
    /// The variables whose lines are inside the quotes of another value.
    quoted: HashMap<String, SourceError>,
}

/// A variable of the file.
#[derive(Clone)]
struct Variable {
    line: usize,
    value: Result<String, SourceError>,
}

impl DotEnv {
    /// Reads the `.env` file of the current folder or the nearest folder above it. If there is none, only the
    /// environment is read.
    ///
    /// # Errors
    ///
    /// The file cannot be read or parsed.
    pub fn load() -> Result<Self, SourceError> {
        let refused = |error: io::Error| SourceError::new(format!(".env cannot be read: {error}"));
        let folder = match std::env::current_dir() {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            folder => folder.map_err(refused)?,
        };
        for folder in folder.ancestors() {
            let path = folder.join(".env");
            match std::fs::metadata(&path) {
                Ok(metadata) if metadata.is_file() => return Self::from_path(path),
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(refused(error)),
                _ => {}
            }
        }
        Ok(Self::default())
    }

    /// Reads exactly this file, of at most 1 MiB.
    ///
    /// # Errors
    ///
    /// The file does not exist, or cannot be read or parsed.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, SourceError> {
        let name = path.as_ref().display().to_string();
        let name = printable(&name);
        match file::read(path.as_ref()) {
            Ok(text) => Self::parse(&name, &text),
            Err(cause) => Err(SourceError::new(format!("{name} cannot be read: {cause}"))),
        }
    }

    fn parse(file: &str, text: &str) -> Result<Self, SourceError> {
        // dotenvy refuses whitespace at the end of a last line that has no end.
        let text = format!("{}\n", text.strip_prefix('\u{feff}').unwrap_or(text));
        let taken = Cell::new(0);
        let mut values = dotenvy::from_read_iter(Lines { text: &text, taken: &taken });
        let mut dotenv = Self::default();
        let mut line = 1;
        loop {
            let start = taken.get();
            let value = values.next();
            let lines = &text[start..taken.get()];
            let statement = EnvStatement::of(lines, line);
            line += lines.matches('\n').count();
            match value {
                None => return Ok(dotenv),
                Some(Err(_)) => return Err(statement.refused().describe(file, statement.name())),
                Some(Ok((name, value))) => {
                    let doubt = statement.doubt(|name| dotenv.fault_of(name));
                    let value = doubt.map_or(Ok(value), |doubt| Err(doubt.describe(file, &name)));
                    dotenv.add(file, name, Variable { line: statement.line(), value });
                    for (name, line) in statement.quoted() {
                        let fault = EnvFault::Quoted { by: statement.line() };
                        dotenv.quoted.insert(name.to_owned(), fault.at(line).describe(file, name));
                    }
                }
            }
        }
    }

    fn add(&mut self, file: &str, name: String, variable: Variable) {
        let line = variable.line;
        match self.variables.get_mut(&name) {
            Some(Variable { line: first, value }) => {
                let twice = EnvFault::Twice { first: *first }.at(line);
                *value = Err(twice.describe(file, &name));
            }
            None => {
                self.variables.insert(name, variable);
            }
        }
    }

    /// Why a substitution of this variable gives something else than a person expects.
    fn fault_of(&self, name: &str) -> Option<EnvFault> {
        match (std::env::var(name), self.variables.get(name)) {
            (Ok(_), _) => None,
            (Err(VarError::NotUnicode(_)), _) => Some(EnvFault::NotUtf8),
            (Err(VarError::NotPresent), None) => Some(EnvFault::Unset),
            (Err(VarError::NotPresent), Some(Variable { line, value })) => {
                value.is_err().then_some(EnvFault::Refers { line: *line })
            }
        }
    }
}

/// A text that gives one line at a time, so that it is known how much dotenvy has taken.
struct Lines<'a> {
    text: &'a str,
    taken: &'a Cell<usize>,
}

impl Read for Lines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = &self.text.as_bytes()[self.taken.get()..];
        let line = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
        let len = (&rest[..line]).read(buffer)?;
        self.taken.set(self.taken.get() + len);
        Ok(len)
    }
}

/// The names, without their values.
impl fmt::Debug for DotEnv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.variables.keys()).finish()
    }
}

impl Source for DotEnv {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        if let Some(value) = Env.get(name)? {
            return Ok(Some(value));
        }
        match self.variables.get(name) {
            Some(variable) => variable.value.clone().map(Some),
            None => self.quoted.get(name).map_or(Ok(None), |error| Err(error.clone())),
        }
    }

    fn origin(&self, name: &str) -> Origin {
        match Env.get(name) {
            Ok(None) => Origin::DotEnv,
            _ => Origin::Environment,
        }
    }

    fn precedes(&self, name: &str, other: &str) -> bool {
        is_set(&Env, name) && !is_set(&Env, other)
    }

    fn warnings(&self, read: &[&str]) -> Vec<Warning> {
        let read: HashSet<&str> = read.iter().copied().collect();
        let unread = self.variables.iter().filter(|(name, _)| !read.contains(name.as_str()) && !is_set(&Env, name));
        let mut doubts: Vec<_> =
            unread.filter_map(|(name, it)| Some((it.line, name, it.value.as_ref().err()?))).collect();
        doubts.sort_by_key(|(line, ..)| *line);
        doubts.into_iter().map(|(_, name, error)| Warning::from_source(name, error.to_string())).collect()
    }
}
