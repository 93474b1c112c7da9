//! Database fields in a struct that serde deserializes: the value is a database URL, the field type is that of your
//! client. Requires the feature `serde`.
//!
//! Use it for one field of a struct that you read with `figment`, `config` or `envy`, or from a TOML or JSON file.
//!
//! ```
//! use db_config::DatabaseUrl;
//! use serde::Deserialize;
//! use std::path::PathBuf;
//!
//! #[derive(Debug, Deserialize)]
//! struct Settings {
//!     port: u16,
//!     #[serde(with = "db_config::serde")]
//!     database_url: DatabaseUrl, // or any other type that implements `FromDatabaseUrl`
//!     #[serde(default, with = "db_config::serde")]
//!     cache: Option<PathBuf>,
//!     #[serde(default, with = "db_config::serde")]
//!     replicas: Vec<DatabaseUrl>,
//! }
//!
//! let settings: Settings = serde_json::from_str(r#"{ "port": 80, "database_url": "sqlite:app.db", "cache": null }"#)?;
//! assert_eq!(settings.database_url.scheme(), "sqlite");
//! assert_eq!(settings.cache, None);
//!
//! let error = serde_json::from_str::<Settings>(r#"{ "port": 80, "database_url": "sqlit://app.db" }"#).unwrap_err();
//! let message = "unknown scheme `sqlit`: did you mean `sqlite`? at line 1 column 46";
//! assert_eq!(error.to_string(), message);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! If the key may be missing, add `default`. With `with`, serde requires it even for an `Option`.
//!
//! # Differences from the derive
//!
//! - There is no default URL, no `NAME_FILE` and no libpq variable.
//! - Errors are serde's: you get only the first problem.
//!
//! # Serialization
//!
//! A [`DatabaseUrl`](crate::DatabaseUrl) is redacted when it is serialized. Client options cannot be serialized. In a
//! struct that implements `Serialize` too, use
//! `#[serde(skip_serializing, deserialize_with = "db_config::serde::deserialize")]` for their field.
//!
//! # Lists
//!
//! `envy` splits a list at every comma, including the commas between the hosts of one URL.
//!
//! # Secrets
//!
//! An error of this module contains no secret. If the value is not a string, serde and the formats would quote it, so
//! db-config replaces their error.
//!
//! However, `toml::from_str` adds the line of the file to every error. Either print only the `message()` of the error,
//! or parse a `toml::Table` first. The errors of its `try_into` do not quote lines:
//!
//! ```text
//! let settings: Settings = toml::from_str::<toml::Table>(text)?.try_into()?;
//! ```
//!
//! If the file is not valid TOML, the error of `from_str` still quotes a line. `figment`, `config`, `envy` and
//! `serde_json` do not quote the value.

mod read;
mod serializable;
mod shapes;
mod url;

use serde::{Deserializer, Serializer};

pub use self::serializable::Serializable;
/// The types that [`deserialize`] supports, for the bound of a generic field.
///
/// ```
/// use db_config::DatabaseUrl;
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// #[serde(bound = "T: db_config::serde::Deserializable")]
/// struct Settings<T> {
///     #[serde(with = "db_config::serde")]
///     database_url: T,
/// }
///
/// let settings: Settings<DatabaseUrl> = serde_json::from_str(r#"{ "database_url": "sqlite:app.db" }"#)?;
/// # Ok::<(), serde_json::Error>(())
/// ```
pub use crate::load::UrlField as Deserializable;

/// Deserializes a database URL and converts it to the field type. Requires the feature `serde`.
///
/// The field type is any [`FromDatabaseUrl`](crate::FromDatabaseUrl) type, an `Option` or `Vec` of it, or an
/// `Option<Vec<_>>`. Only the URL counts: environment variables are not read.
///
/// Null is `None` for an `Option`. An empty string is an error.
///
/// ```
/// use db_config::SqliteFile;
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Settings {
///     #[serde(deserialize_with = "db_config::serde::deserialize")]
///     cache: SqliteFile,
/// }
///
/// let settings: Settings = serde_json::from_str(r#"{ "cache": "sqlite:cache.db?mode=ro" }"#)?;
/// assert!(settings.cache.read_only);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// Returns an error if the value is not a string, if it is not a valid database URL, or if the field type does not
/// support it. The message is one line and contains no secret.
pub fn deserialize<'de, D: Deserializer<'de>, T: Deserializable>(deserializer: D) -> Result<T, D::Error> {
    shapes::field(deserializer)
}

/// Serializes a redacted [`DatabaseUrl`](crate::DatabaseUrl). Requires the feature `serde`.
///
/// Do not deserialize the result: its password is `***`.
///
/// ```
/// use db_config::DatabaseUrl;
/// use serde::Serialize;
///
/// #[derive(Serialize)]
/// struct Settings {
///     #[serde(with = "db_config::serde")]
///     database_url: Option<DatabaseUrl>,
/// }
///
/// let settings = Settings { database_url: Some("postgres://app:hunter2@localhost/app".parse()?) };
/// assert_eq!(serde_json::to_string(&settings)?, r#"{"database_url":"postgres://app:***@localhost/app"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Returns the errors of the serializer.
pub fn serialize<T: Serializable + ?Sized, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}
