//! Reads `.env` files with dotenvy, and detects the lines whose value dotenvy would change silently.

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
use db_config_syntax::printable::printable;

/// The process environment, and a `.env` file for variables that are unset in it. Requires the feature `dotenvy`.
///
/// The process environment is never modified. A variable that is set in it takes precedence over the file.
///
/// Quotes, escape sequences and substitutions follow the rules of dotenvy. If dotenvy would silently change a value,
/// db-config reports an error with the file and line. For a variable that the configuration does not read, it is a
/// [warning](crate::DatabaseConfig::warnings). Examples:
///
/// - a substitution of a variable that is not set
/// - a `$` that dotenvy would drop, as in `pa$word`
/// - a variable that is set twice
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
    /// The errors of variables whose lines are inside the quotes of another value.
    quoted: HashMap<String, SourceError>,
}

/// A variable in the file.
#[derive(Clone)]
struct Variable {
    line: usize,
    value: Result<String, SourceError>,
}

impl DotEnv {
    /// Reads the `.env` file in the current directory or in its nearest parent directory. Without such a file, only the
    /// environment is used.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read or parsed.
    pub fn load() -> Result<Self, SourceError> {
        let unreadable = |error: io::Error| SourceError::new(format!("cannot read .env: {error}"));
        let current = match std::env::current_dir() {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            directory => directory.map_err(unreadable)?,
        };
        for directory in current.ancestors() {
            let path = directory.join(".env");
            match std::fs::metadata(&path) {
                Ok(metadata) if metadata.is_file() => return Self::from_path(path),
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(unreadable(error)),
                _ => {}
            }
        }
        Ok(Self::default())
    }

    /// Reads this `.env` file. The maximum size is 1 MiB.
    ///
    /// ```no_run
    /// use db_config::{DatabaseConfig, DatabaseUrl, DotEnv};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     database: DatabaseUrl,
    /// }
    ///
    /// let config = Config::from_source(&DotEnv::from_path(".env.test")?)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the file does not exist, or if it cannot be read or parsed.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, SourceError> {
        let name = path.as_ref().display().to_string();
        let name = printable(&name);
        match file::read(path.as_ref()) {
            Ok(text) => Self::parse(&name, &text),
            Err(cause) => Err(SourceError::new(format!("cannot read {name}: {cause}"))),
        }
    }

    fn parse(file: &str, text: &str) -> Result<Self, SourceError> {
        // dotenvy rejects trailing whitespace in a last line without a newline.
        let text = format!("{}\n", text.strip_prefix('\u{feff}').unwrap_or(text));
        let consumed = Cell::new(0);
        let mut values = dotenvy::from_read_iter(Lines { text: &text, consumed: &consumed });
        let mut dotenv = Self::default();
        let mut line = 1;
        loop {
            let start = consumed.get();
            let value = values.next();
            let lines = &text[start..consumed.get()];
            let statement = EnvStatement::parse(lines, line);
            line += lines.matches('\n').count();
            match value {
                None => return Ok(dotenv),
                Some(Err(_)) => return Err(statement.rejected().describe(file, statement.name())),
                Some(Ok((name, value))) => {
                    let changed = statement.changed(|name| dotenv.fault_of(name));
                    let value = changed.map_or(Ok(value), |fault| Err(fault.describe(file, &name)));
                    dotenv.add(file, name, Variable { line: statement.line(), value });
                    for (name, line) in statement.quoted() {
                        let fault = EnvFault::Quoted { start: statement.line() };
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

    /// Returns the fault of a substitution of this variable.
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

/// A reader that returns one line at a time, to find out how many lines dotenvy consumes for a value.
struct Lines<'a> {
    text: &'a str,
    consumed: &'a Cell<usize>,
}

impl Read for Lines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = &self.text.as_bytes()[self.consumed.get()..];
        let line = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
        let len = (&rest[..line]).read(buffer)?;
        self.consumed.set(self.consumed.get() + len);
        Ok(len)
    }
}

/// Prints the names of the variables without their values.
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
        let mut errors: Vec<_> =
            unread.filter_map(|(name, it)| Some((it.line, name, it.value.as_ref().err()?))).collect();
        errors.sort_by_key(|(line, ..)| *line);
        errors.into_iter().map(|(_, name, error)| Warning::from_source(name, error.to_string())).collect()
    }
}
