//! Sources of environment variables: [`Source`], [`from_fn`], and the sources of this crate.
//!
//! ```
//! use db_config::{DatabaseConfig, DatabaseUrl, Env, Source};
//!
//! #[derive(DatabaseConfig)]
//! struct Config {
//!     #[database(env = "SHOP_DATABASE_URL")]
//!     database: DatabaseUrl,
//! }
//!
//! // The process environment first, then an array of pairs:
//! let config = Config::from_source(&Env.or([("SHOP_DATABASE_URL", "sqlite:shop.db")]))?;
//! # Ok::<(), db_config::ConfigError>(())
//! ```

#[cfg(feature = "config")]
mod config_crate;
mod directory;
#[cfg(feature = "dotenvy")]
mod dotenv;
#[cfg(any(feature = "config", feature = "figment"))]
mod dotted;
#[cfg(feature = "figment")]
mod figment;
pub(crate) mod file;
mod service_binding;

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

pub use self::directory::SecretDirectory;
#[cfg(feature = "dotenvy")]
pub use self::dotenv::DotEnv;
pub use self::service_binding::ServiceBinding;

/// A source of environment variables or of values that replace them.
///
/// It is implemented for:
///
/// - [`Env`], the process environment
/// - `DotEnv`, the process environment and a `.env` file (feature `dotenvy`)
/// - [`SecretDirectory`], a directory of mounted secrets
/// - [`ServiceBinding`], a Service Binding of Kubernetes
/// - maps, and arrays, slices and vectors of pairs
/// - functions, with [`source::from_fn`](from_fn)
/// - `figment::Figment` (feature `figment`) and `config::Config` (feature `config`)
/// - `&S`, `Box<S>`, `Rc<S>` and `Arc<S>` of a source `S`, including `dyn Source`
///
/// Combine two sources with [`or`](Self::or).
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, Env, Source, source};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     #[database(env = "SHOP_DATABASE_URL")]
///     database: DatabaseUrl,
/// }
///
/// let pairs = [("SHOP_DATABASE_URL", "sqlite:shop.db")];
/// Config::from_source(&Env.or(pairs))?;
/// Config::from_source(&pairs)?;
/// Config::from_source(&source::from_fn(|name| (name == "SHOP_DATABASE_URL").then_some("sqlite:shop.db")))?;
/// # Ok::<(), db_config::ConfigError>(())
/// ```
///
/// Implement it for your own type, for example for a secret store. [`get`](Self::get) is the only required method:
///
/// ```
/// use db_config::{Source, SourceError};
///
/// struct Store;
///
/// impl Source for Store {
///     fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
///         match name {
///             "DATABASE_URL" => Ok(Some("sqlite:app.db".to_owned())),
///             "DATABASE_TLS" => Err(SourceError::new("permission denied")),
///             _ => Ok(None),
///         }
///     }
/// }
/// ```
///
/// # Values that do not come from the source
///
/// Every variable that the configuration reads comes from the source, including the libpq variables, `HOME` and
/// `FLY_APP_NAME`. A test with a map as its source therefore does not read the variables or the password file of the
/// machine. These values do not come from the source:
///
/// - The name of the operating system user. It is used if nothing else sets the user of PostgreSQL or MySQL. It
///   requires the feature `os-user`, which their clients enable.
/// - The socket of the local PostgreSQL server, or `localhost` if there is no socket. It is used if nothing sets a
///   host.
/// - Files whose path is in a URL or a variable: `NAME_FILE`, the password file and certificates. For warnings,
///   db-config also looks up the file and directory of a SQLite database.
/// - Variables that a client library reads itself: `PG*` for sqlx and Diesel, `MYSQL_TCP_PORT` for Diesel. db-config
///   sets the client options so that these variables have no effect. If the client does not allow that, db-config
///   reports an error that names the variable.
/// - The default root certificate file of libpq, and the CAs of the operating system.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `Source`",
    label = "unsupported source of environment variables",
    note = "use `Env`, a map, an array of pairs, or `source::from_fn(|name| ...)` for a closure"
)]
pub trait Source {
    /// Returns the value of a variable, or `None` if it is unset.
    ///
    /// # Errors
    ///
    /// Returns an error if the variable is set but cannot be read.
    fn get(&self, name: &str) -> Result<Option<String>, SourceError>;

    /// Returns the origin of a variable that is set, for a [`Report`](crate::Report). The default is
    /// [`Origin::Source`].
    fn origin(&self, name: &str) -> Origin {
        let _ = name;
        Origin::Source
    }

    /// Returns whether the variable `name` takes precedence over `other`. Both are set. The default is `false`.
    ///
    /// db-config calls it for `NAME` and `NAME_FILE`. Return `true` if `name` comes from a place with a higher
    /// precedence, such as the environment before a `.env` file. If neither takes precedence, db-config reports an
    /// error.
    fn precedes(&self, name: &str, other: &str) -> bool {
        let _ = (name, other);
        false
    }

    /// Returns warnings about variables that the configuration does not read, such as ambiguous lines of a `.env` file.
    /// By default, there are no warnings.
    ///
    /// `read` has the names of the variables that db-config looked up. A name can occur more than once. For these
    /// variables, [`get`](Self::get) returns an error instead.
    fn warnings(&self, read: &[&str]) -> Vec<Warning> {
        let _ = read;
        Vec::new()
    }

    /// Returns the reason why a variable is unset, such as a directory that does not exist. The error of a field without a
    /// value contains it. The default is `None`.
    fn hint(&self, name: &str) -> Option<String> {
        let _ = name;
        None
    }

    /// Combines this source with `other`, which provides the variables that are unset in this source.
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

/// Two sources of which the first takes precedence, from [`Source::or`].
#[derive(Clone, Copy)]
pub struct Chain<A, B> {
    first: A,
    second: B,
}

/// Prints only the types, because the `Debug` of a map would print its values.
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

    fn hint(&self, name: &str) -> Option<String> {
        self.first.hint(name).or_else(|| self.second.hint(name))
    }
}

/// A source that records the variables that are looked up, for its warnings about the others.
pub(crate) struct Watched<'a, S: ?Sized> {
    source: &'a S,
    read: RefCell<Vec<String>>,
}

impl<'a, S: Source + ?Sized> Watched<'a, S> {
    pub(crate) fn new(source: &'a S) -> Self {
        Self { source, read: RefCell::default() }
    }

    /// Returns the warnings about the other variables.
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

    fn hint(&self, name: &str) -> Option<String> {
        self.source.hint(name)
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

            fn hint(&self, name: &str) -> Option<String> {
                (**self).hint(name)
            }
        })*
    };
}
forward!(&S, Box<S>, Rc<S>, Arc<S>);

/// The error of a [`Source`] for a variable that is set but cannot be read.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, SourceError, source};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     database: DatabaseUrl,
/// }
///
/// let source = source::from_fn(|name| match name {
///     "DATABASE_URL" => Err(SourceError::new("permission denied")),
///     _ => Ok(None),
/// });
/// let error = Config::from_source(&source).err().unwrap();
/// assert_eq!(error.problems()[0].message(), "permission denied");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceError {
    message: Cow<'static, str>,
    help: Option<Cow<'static, str>>,
}

impl SourceError {
    /// Creates an error with a message. Do not include any part of the value. Control characters are escaped.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: escaped(message.into()), help: None }
    }

    #[cfg(any(feature = "dotenvy", feature = "config", feature = "figment"))]
    pub(super) fn with_help(self, help: impl Into<Cow<'static, str>>) -> Self {
        Self { help: Some(escaped(help.into())), ..self }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.help {
            Some(help) => write!(f, "{}; {help}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for SourceError {}

/// The process environment. db-config never modifies it.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, Env};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     #[database(env = "SHOP_DATABASE_URL", default = "sqlite:shop.db")]
///     database: DatabaseUrl,
/// }
///
/// let config = Config::from_source(&Env)?; // the same as `Config::from_env()`
/// for warning in Config::warnings(&Env)? {
///     eprintln!("warning: {warning}");
/// }
/// # Ok::<(), db_config::ConfigError>(())
/// ```
///
/// A variable whose value is not valid UTF-8 is an error.
#[derive(Debug, Clone, Copy, Default)]
pub struct Env;

impl Source for Env {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        match std::env::var(name) {
            Ok(value) => Ok(Some(value)),
            Err(VarError::NotPresent) => Ok(None),
            Err(VarError::NotUnicode(_)) => Err(SourceError::new("the value is not valid UTF-8")),
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

/// Creates a [`Source`] from a function that returns the value of a variable.
///
/// The function's return type is `Option<String>`, `Option<&str>` or `Result<Option<String>, SourceError>`.
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

/// A [`Source`] from a function, created by [`from_fn`].
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

    /// The return type of a function for [`from_fn`](super::from_fn).
    #[diagnostic::on_unimplemented(
        message = "a function for `source::from_fn` cannot return `{Self}`",
        label = "unsupported return type",
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

/// Returns the value of a variable. The error names the variable.
pub(crate) fn get(source: &(impl Source + ?Sized), variable: &str) -> Result<Option<String>, UrlError> {
    source.get(variable).map_err(|SourceError { message, help }| {
        let error = UrlError::from_kind(ProblemKind::Unreadable).with_message(message).in_variable(variable.to_owned());
        match help {
            Some(help) => error.with_help(help),
            None => error,
        }
    })
}

/// Returns whether a variable is set. An unreadable variable counts as set.
pub(super) fn is_set(source: &(impl Source + ?Sized), variable: &str) -> bool {
    !matches!(source.get(variable), Ok(None))
}
