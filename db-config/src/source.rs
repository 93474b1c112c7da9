//! Sources of environment variables: [`Source`], [`from_fn`], and the sources of this crate.

#[cfg(feature = "config")]
mod config_crate;
#[cfg(feature = "dotenvy")]
mod dotenv;
#[cfg(feature = "figment")]
mod figment;
pub(crate) mod file;

use std::any::type_name;
use std::borrow::{Borrow, Cow};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::env::VarError;
use std::fmt;
use std::hash::{BuildHasher, Hash};
use std::rc::Rc;
use std::sync::Arc;

use self::sealed::Answer;
use crate::error::{ProblemKind, UrlError};
pub use crate::report::Origin;
use crate::report::Warning;
use db_config_syntax::printable::escaped;

#[cfg(feature = "dotenvy")]
pub use self::dotenv::DotEnv;

/// A source of environment variables, or of values that stand for them.
///
/// Implemented for:
///
/// - the process environment: [`Env`], and with a `.env` file `DotEnv` (feature `dotenvy`);
/// - maps, and arrays, slices and vectors of pairs;
/// - functions, through [`source::from_fn`](from_fn);
/// - `figment::Figment` and `config::Config` (features `figment` and `config`);
/// - `&S`, `Box<S>`, `Rc<S>` and `Arc<S>` of a source `S`, `dyn Source` included.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, source};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     database: DatabaseUrl,
/// }
///
/// Config::from_source(&[("DATABASE_URL", "sqlite:app.db")])?;
/// Config::from_source(&source::from_fn(|name| (name == "DATABASE_URL").then_some("sqlite:app.db")))?;
/// # Ok::<(), db_config::ConfigError>(())
/// ```
///
/// # Outside the source
///
/// Every variable that the configuration reads comes from the source, libpq's variables, `HOME` and `FLY_APP_NAME`
/// included. With a map, a test therefore reads no variable and no password file of the machine. These do not come from
/// the source:
///
/// - the name of the operating system's user, where nothing else names the user of PostgreSQL or MySQL (feature `os-user`,
///   which their clients turn on);
/// - the socket of the local PostgreSQL server, where nothing names a host; `localhost` if there is none;
/// - files that a URL or a variable names: `NAME_FILE`, the password file, certificates. The report also looks for a SQLite
///   database's file and directory;
/// - variables that a client library reads from the process by itself: `PG*` for sqlx and Diesel, `MYSQL_TCP_PORT` for
///   Diesel. db-config makes their options so that these variables have no effect. Where the client offers no way to do
///   that, such a variable is an error that names it;
/// - libpq's own root certificate and the operating system's CAs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source of variables",
    label = "not a `Source`",
    note = "use `Env`, a map, an array of pairs, or `source::from_fn(|name| ...)` for a closure"
)]
pub trait Source {
    /// The value of a variable; `None` if it is unset.
    ///
    /// # Errors
    ///
    /// The variable is set and cannot be read.
    fn get(&self, name: &str) -> Result<Option<String>, SourceError>;

    /// Where a variable that is set comes from, for a [`Report`](crate::Report).
    fn origin(&self, name: &str) -> Origin {
        let _ = name;
        Origin::Source
    }

    /// Whether `name` takes precedence over `other`, because the source finds it in a place that comes first, as the
    /// environment does before a `.env` file. Both are set. It decides between `NAME` and `NAME_FILE`.
    fn precedes(&self, name: &str, other: &str) -> bool {
        let _ = (name, other);
        false
    }

    /// Returns warnings about variables that the configuration does not read, such as doubtful lines of a `.env` file.
    /// `read` has the variables that it looks up, some more than once: for those, [`get`](Self::get) returns the error.
    fn warnings(&self, read: &[&str]) -> Vec<Warning> {
        let _ = read;
        Vec::new()
    }

    /// Returns this source with `other` for the variables that it leaves unset.
    ///
    /// ```
    /// use db_config::{DatabaseConfig, DatabaseUrl, Env, Source};
    ///
    /// #[derive(DatabaseConfig)]
    /// struct Config {
    ///     #[database(env = "SHOP_DATABASE_URL")]
    ///     database: DatabaseUrl,
    /// }
    ///
    /// let fallback = [("SHOP_DATABASE_URL", "sqlite:shop.db")];
    /// let config = Config::from_source(&Env.or(fallback))?;
    /// # Ok::<(), db_config::ConfigError>(())
    /// ```
    #[must_use]
    fn or<S: Source>(self, other: S) -> Chain<Self, S>
    where
        Self: Sized,
    {
        Chain { first: self, second: other }
    }
}

/// Two sources, of which the first takes precedence: [`Source::or`].
#[derive(Clone, Copy)]
pub struct Chain<A, B> {
    first: A,
    second: B,
}

/// The types alone: the `Debug` of a map shows its values.
impl<A, B> fmt::Debug for Chain<A, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain({}, {})", type_name::<A>(), type_name::<B>())
    }
}

impl<A: Source, B: Source> Source for Chain<A, B> {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        match self.first.get(name)? {
            None => self.second.get(name),
            value => Ok(value),
        }
    }

    fn origin(&self, name: &str) -> Origin {
        match self.first.get(name) {
            Ok(None) => self.second.origin(name),
            _ => self.first.origin(name),
        }
    }

    fn precedes(&self, name: &str, other: &str) -> bool {
        match (is_set(&self.first, name), is_set(&self.first, other)) {
            (true, true) => self.first.precedes(name, other),
            (false, false) => self.second.precedes(name, other),
            (is_first, _) => is_first,
        }
    }

    fn warnings(&self, read: &[&str]) -> Vec<Warning> {
        let mut warnings = self.first.warnings(read);
        warnings.extend(self.second.warnings(read));
        warnings
    }
}

/// A source that remembers which variables were looked up, for its warnings about the others.
pub(crate) struct Watched<'a, S: ?Sized> {
    source: &'a S,
    read: RefCell<Vec<String>>,
}

impl<'a, S: Source + ?Sized> Watched<'a, S> {
    pub(crate) fn new(source: &'a S) -> Self {
        Self { source, read: RefCell::default() }
    }

    pub(crate) fn unread(&self) -> Vec<Warning> {
        let read = self.read.borrow();
        self.source.warnings(&read.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

impl<S: Source + ?Sized> Source for Watched<'_, S> {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        self.read.borrow_mut().push(name.to_owned());
        self.source.get(name)
    }

    fn origin(&self, name: &str) -> Origin {
        self.source.origin(name)
    }

    fn precedes(&self, name: &str, other: &str) -> bool {
        self.source.precedes(name, other)
    }
}

macro_rules! forward {
    ($($pointer:ty),*) => {
        $(impl<S: Source + ?Sized> Source for $pointer {
            fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
                (**self).get(name)
            }

            fn origin(&self, name: &str) -> Origin {
                (**self).origin(name)
            }

            fn precedes(&self, name: &str, other: &str) -> bool {
                (**self).precedes(name, other)
            }

            fn warnings(&self, read: &[&str]) -> Vec<Warning> {
                (**self).warnings(read)
            }
        })*
    };
}
forward!(&S, Box<S>, Rc<S>, Arc<S>);

/// A variable that is set and cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceError {
    message: Cow<'static, str>,
    help: Option<Cow<'static, str>>,
}

impl SourceError {
    /// Says why. Do not include any part of the value. Control characters are escaped.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: escaped(message.into()), help: None }
    }

    #[cfg(feature = "dotenvy")]
    pub(super) fn with_help(self, help: impl Into<Cow<'static, str>>) -> Self {
        Self { help: Some(escaped(help.into())), ..self }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.help {
            Some(help) => write!(f, "{}: {help}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for SourceError {}

/// The process environment, which is read and never modified.
#[derive(Debug, Clone, Copy, Default)]
pub struct Env;

impl Source for Env {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        match std::env::var(name) {
            Ok(value) => Ok(Some(value)),
            Err(VarError::NotPresent) => Ok(None),
            Err(VarError::NotUnicode(_)) => Err(SourceError::new("the value is not UTF-8")),
        }
    }

    fn origin(&self, _: &str) -> Origin {
        Origin::Environment
    }
}

impl<K: Borrow<str> + Eq + Hash, V: AsRef<str>, S: BuildHasher> Source for HashMap<K, V, S> {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        Ok(self.get(name).map(|value| value.as_ref().to_owned()))
    }
}

impl<K: Borrow<str> + Ord, V: AsRef<str>> Source for BTreeMap<K, V> {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        Ok(self.get(name).map(|value| value.as_ref().to_owned()))
    }
}

impl<K: AsRef<str>, V: AsRef<str>, const N: usize> Source for [(K, V); N] {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        Source::get(self.as_slice(), name)
    }
}

impl<K: AsRef<str>, V: AsRef<str>> Source for [(K, V)] {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        Ok(self.iter().find(|(key, _)| key.as_ref() == name).map(|(_, value)| value.as_ref().to_owned()))
    }
}

impl<K: AsRef<str>, V: AsRef<str>> Source for Vec<(K, V)> {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        Source::get(self.as_slice(), name)
    }
}

/// Makes a [`Source`] from a function of the variable's name.
///
/// The function returns `Option<String>`, `Option<&str>`, or, if looking the variable up can fail,
/// `Result<Option<String>, SourceError>`.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, source};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     database: DatabaseUrl,
/// }
///
/// let source = source::from_fn(|name| (name == "DATABASE_URL").then_some("sqlite:app.db"));
/// assert_eq!(Config::from_source(&source)?.database.scheme(), "sqlite");
/// # Ok::<(), db_config::ConfigError>(())
/// ```
pub fn from_fn<F: Fn(&str) -> A, A: Answer>(f: F) -> FromFn<F> {
    FromFn(f)
}

/// The [`Source`] that [`from_fn`] makes.
#[derive(Clone, Copy)]
#[must_use]
pub struct FromFn<F>(F);

impl<F> fmt::Debug for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FromFn")
    }
}

impl<F: Fn(&str) -> A, A: Answer> Source for FromFn<F> {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        self.0(name).into_result()
    }
}

mod sealed {
    use super::SourceError;

    /// The return types of the function that [`from_fn`](super::from_fn) takes.
    #[diagnostic::on_unimplemented(
        message = "a source cannot return `{Self}`",
        label = "not a value of a variable",
        note = "return `Option<String>`, `Option<&str>` or `Result<Option<String>, SourceError>`"
    )]
    pub trait Answer {
        fn into_result(self) -> Result<Option<String>, SourceError>;
    }

    impl Answer for Option<String> {
        fn into_result(self) -> Result<Option<String>, SourceError> {
            Ok(self)
        }
    }

    impl Answer for Option<&str> {
        fn into_result(self) -> Result<Option<String>, SourceError> {
            Ok(self.map(str::to_owned))
        }
    }

    impl Answer for Result<Option<String>, SourceError> {
        fn into_result(self) -> Result<Option<String>, SourceError> {
            self
        }
    }
}

/// A variable of the source; an error names it.
pub(crate) fn get(source: &(impl Source + ?Sized), variable: &str) -> Result<Option<String>, UrlError> {
    source.get(variable).map_err(|SourceError { message, help }| {
        let error = UrlError::from_kind(ProblemKind::Unreadable).with_message(message).in_variable(variable.to_owned());
        match help {
            Some(help) => error.with_help(help),
            None => error,
        }
    })
}

/// Whether it is set, if only to something that cannot be read.
pub(super) fn is_set(source: &(impl Source + ?Sized), variable: &str) -> bool {
    !matches!(source.get(variable), Ok(None))
}
