//! The field types that are read from database URLs.

use std::fmt;

use crate::target::from_database_url::{FromDatabaseUrl, redacted};

/// The URLs of one field, converted to its type.
pub enum Urls<T> {
    /// No variable is set, and there is no default value.
    Unset,
    /// The field is not a list.
    One(T),
    /// The field is a list, which may be empty.
    List(Vec<T>),
}

/// A field type that is read from database URLs: any [`FromDatabaseUrl`], an `Option` or `Vec` of it, or an
/// `Option<Vec<_>>`. Type aliases work.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a supported database field type",
    label = "expected a client type `T`, `Option<T>`, `Vec<T>` or `Option<Vec<T>>`",
    note = "for a client type, enable its feature of `db-config`, such as `sqlx-postgres`",
    note = "if the feature is enabled, check the client's version: `sqlx-postgres` is for sqlx 0.9, `sqlx-0_8-postgres` for 0.8",
    note = "for any other variable, add `#[database(env = \"NAME\", parse)]`"
)]
pub trait UrlField: Sized {
    /// The type that each URL is converted to.
    type Url: FromDatabaseUrl;

    /// Whether the field is optional.
    const IS_OPTIONAL: bool;

    /// Whether the field is a list of URLs.
    const IS_LIST: bool;

    /// Creates the field. Returns `None` if it is required and unset.
    fn from_urls(urls: Urls<Self::Url>) -> Option<Self>;

    /// Writes the redacted field.
    fn fmt_urls(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: FromDatabaseUrl> UrlField for T {
    type Url = T;

    const IS_OPTIONAL: bool = false;
    const IS_LIST: bool = false;

    fn from_urls(urls: Urls<T>) -> Option<T> {
        match urls {
            Urls::One(url) => Some(url),
            Urls::Unset | Urls::List(_) => None,
        }
    }

    fn fmt_urls(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&redacted(self), f)
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromDatabaseUrl> UrlField for Option<T> {
    type Url = T;

    const IS_OPTIONAL: bool = true;
    const IS_LIST: bool = false;

    fn from_urls(urls: Urls<T>) -> Option<Option<T>> {
        match urls {
            Urls::Unset => Some(None),
            Urls::One(url) => Some(Some(url)),
            Urls::List(_) => None,
        }
    }

    fn fmt_urls(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(url) => url.fmt_urls(f),
            None => f.write_str("None"),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromDatabaseUrl> UrlField for Vec<T> {
    type Url = T;

    const IS_OPTIONAL: bool = false;
    const IS_LIST: bool = true;

    fn from_urls(urls: Urls<T>) -> Option<Vec<T>> {
        match urls {
            Urls::List(urls) => Some(urls),
            Urls::Unset | Urls::One(_) => None,
        }
    }

    fn fmt_urls(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(redacted)).finish()
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromDatabaseUrl> UrlField for Option<Vec<T>> {
    type Url = T;

    const IS_OPTIONAL: bool = true;
    const IS_LIST: bool = true;

    fn from_urls(urls: Urls<T>) -> Option<Option<Vec<T>>> {
        match urls {
            Urls::Unset => Some(None),
            Urls::List(urls) => Some(Some(urls)),
            Urls::One(_) => None,
        }
    }

    fn fmt_urls(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(urls) => urls.fmt_urls(f),
            None => f.write_str("None"),
        }
    }
}
