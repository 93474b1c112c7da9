//! One field of a settings struct that serde reads (with `figment`, `config`, `envy`, a TOML or JSON file): the text is
//! a database URL, the field's type is the client's settings.
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
//!     database_url: DatabaseUrl, // or the settings of any client: whatever implements `FromDatabaseUrl`
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
//! Serde asks for `default` beside `with` if the key may be missing, even for an `Option`. Without the derive there is
//! no default URL, no `_FILE`, no libpq variable, and each error is serde's: the first one only.
//!
//! A struct that is also serialized takes `with` for a [`DatabaseUrl`](crate::DatabaseUrl), which is then shown without
//! its secrets. The settings of a client have no text to show: read them with
//! `deserialize_with = "db_config::serde::deserialize"`, and write `skip_serializing` beside it.
//!
//! `envy` splits a list at its commas, also those between the hosts of one URL.
//!
//! # Secrets
//!
//! No error made here shows any part of the value, whatever its type: what serde or the format would say about a value
//! that is no text, which shows it, is replaced. But `toml::from_str` adds the whole line of the file to every error.
//! Print its `message()`, or read a `toml::Table` first, whose `try_into` knows no lines:
//!
//! ```text
//! let settings: Settings = toml::from_str::<toml::Table>(text)?.try_into()?;
//! ```
//!
//! If the file is not TOML at all, the first of the two still shows a line. `figment`, `config`, `envy` and
//! `serde_json` add nothing of the value.

mod read;
mod serializable;
mod shapes;
mod url;

use serde::{Deserializer, Serializer};

pub use self::serializable::Serializable;
/// The bound of a generic field: `#[serde(bound = "T: db_config::serde::Deserializable")]`.
pub use crate::load::UrlField as Deserializable;

/// Reads a database URL, and makes the field's settings from it: any [`FromDatabaseUrl`](crate::FromDatabaseUrl), an
/// `Option` or a `Vec` of it, or an `Option<Vec<_>>`. They depend on the URL alone, as in
/// [`FromStr`](std::str::FromStr) of a [`DatabaseUrl`](crate::DatabaseUrl).
///
/// Null is `None` for an `Option`. An empty text is an error, as everywhere in this crate.
///
/// # Errors
///
/// The value is no text, or the text no URL, or the URL not one that the field's type takes. The message is one line
/// and shows no secret.
pub fn deserialize<'de, D: Deserializer<'de>, T: Deserializable>(deserializer: D) -> Result<T, D::Error> {
    shapes::field(deserializer)
}

/// Shows a [`DatabaseUrl`](crate::DatabaseUrl) without its secrets. It is not meant to be read back: the password would
/// be `***`.
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
/// The serializer's own.
pub fn serialize<T: Serializable + ?Sized, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}
