//! Where the values come from.

use std::any::type_name;
use std::borrow::{Borrow, Cow};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::env::VarError;
use std::fmt;
use std::hash::{BuildHasher, Hash};

use super::{Notice, Origin};
use crate::error::{ProblemKind, UrlError};
use crate::url::redact::escaped;

/// Where a configuration takes its variables from.
///
/// Implemented for the process environment ([`Env`]), maps and arrays of pairs, closures, and (features `figment`,
/// `config`) `figment::Figment` and `config::Config`. Everything that depends on the surroundings is read from it, so a
/// test with a map is hermetic.
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     database: DatabaseUrl,
/// }
///
/// Config::from_source(&[("DATABASE_URL", "sqlite:app.db")])?;
/// Config::from_source(&|name: &str| (name == "DATABASE_URL").then(|| "sqlite:app.db".to_owned()))?;
/// # Ok::<(), db_config::ConfigError>(())
/// ```
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
    /// `read` has the variables that it reads: for those, [`get`](Self::get) returns the error.
    fn warnings(&self, read: &[&str]) -> Vec<Notice> {
        let _ = read;
        Vec::new()
    }

    /// This source, and `other` for what it leaves unset.
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

    fn warnings(&self, read: &[&str]) -> Vec<Notice> {
        let mut warnings = self.first.warnings(read);
        warnings.extend(self.second.warnings(read));
        warnings
    }
}

/// Any source as a `dyn Source`, so that one loader serves all.
pub(crate) struct AnySource<'a, S: ?Sized>(pub &'a S);

impl<S: Source + ?Sized> Source for AnySource<'_, S> {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        self.0.get(name)
    }

    fn origin(&self, name: &str) -> Origin {
        self.0.origin(name)
    }

    fn precedes(&self, name: &str, other: &str) -> bool {
        self.0.precedes(name, other)
    }

    fn warnings(&self, read: &[&str]) -> Vec<Notice> {
        self.0.warnings(read)
    }
}

/// A source that remembers which variables were looked up, for its warnings about the others.
pub(super) struct Watched<'a> {
    source: &'a dyn Source,
    read: RefCell<HashSet<String>>,
}

impl<'a> Watched<'a> {
    pub(super) fn new(source: &'a dyn Source) -> Self {
        Self { source, read: RefCell::default() }
    }

    pub(super) fn unread(&self) -> Vec<Notice> {
        let read = self.read.borrow();
        self.source.warnings(&read.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

impl Source for Watched<'_> {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        self.read.borrow_mut().insert(name.to_owned());
        self.source.get(name)
    }

    fn origin(&self, name: &str) -> Origin {
        self.source.origin(name)
    }

    fn precedes(&self, name: &str, other: &str) -> bool {
        self.source.precedes(name, other)
    }
}

/// Lets a source be chosen at run time and stored; a plain `&dyn Source` works without this.
macro_rules! forward {
    ($($pointer:ty),*) => {
        $(impl Source for $pointer {
            fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
                (**self).get(name)
            }

            fn origin(&self, name: &str) -> Origin {
                (**self).origin(name)
            }

            fn precedes(&self, name: &str, other: &str) -> bool {
                (**self).precedes(name, other)
            }

            fn warnings(&self, read: &[&str]) -> Vec<Notice> {
                (**self).warnings(read)
            }
        })*
    };
}

forward! {
    &(dyn Source + '_), &(dyn Source + Send + '_), &(dyn Source + Send + Sync + '_),
    Box<dyn Source + '_>, Box<dyn Source + Send + '_>, Box<dyn Source + Send + Sync + '_>,
    std::rc::Rc<dyn Source + '_>, std::sync::Arc<dyn Source + Send + Sync + '_>
}

/// A variable that is set and cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceError {
    message: Cow<'static, str>,
    remedy: Option<Cow<'static, str>>,
}

impl SourceError {
    /// Says why. Do not include any part of the value. Control characters are escaped.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: escaped(message.into()), remedy: None }
    }

    #[cfg(feature = "dotenvy")]
    pub(super) fn with_remedy(self, remedy: impl Into<Cow<'static, str>>) -> Self {
        Self { remedy: Some(escaped(remedy.into())), ..self }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.remedy {
            Some(remedy) => write!(f, "{}: {remedy}", self.message),
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

/// A closure that returns `Option<String>`, or a `Result` of it.
impl<F: Fn(&str) -> A, A: Answer> Source for F {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        self(name).into_result()
    }
}

/// What a closure that is a [`Source`] may return.
#[doc(hidden)]
pub trait Answer {
    /// As `Source::get` returns it.
    fn into_result(self) -> Result<Option<String>, SourceError>;
}

impl Answer for Option<String> {
    fn into_result(self) -> Result<Option<String>, SourceError> {
        Ok(self)
    }
}

impl Answer for Result<Option<String>, SourceError> {
    fn into_result(self) -> Result<Option<String>, SourceError> {
        self
    }
}

/// A variable of the source; an error names it.
pub(super) fn get(source: &(impl Source + ?Sized), variable: &str) -> Result<Option<String>, UrlError> {
    source.get(variable).map_err(|SourceError { message, remedy }| {
        let error = UrlError::of(ProblemKind::Unreadable).with_message(message).in_variable(variable.to_owned());
        match remedy {
            Some(remedy) => error.with_remedy(remedy),
            None => error,
        }
    })
}

/// Whether it is set, if only to something that cannot be read.
pub(super) fn is_set(source: &(impl Source + ?Sized), variable: &str) -> bool {
    !matches!(source.get(variable), Ok(None))
}
