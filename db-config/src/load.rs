//! From a source of variables to a configuration: finding them, reading them, gathering every problem.

mod check;
mod collisions;
mod database_config;
mod env_example;
mod field_types;
mod find;
mod libpq_env;
mod loader;
mod plain;
mod pool;
mod setting;
mod spec;
pub(crate) mod url_field;
mod urls;
mod variable;

pub use self::check::{check, main_check};
pub use self::collisions::check_flattened;
pub(crate) use self::collisions::{has_network, shares_pool};
pub use self::database_config::DatabaseConfig;
pub use self::field_types::{FlattenedAt, PlainFieldAt, UrlFieldAt, VariantAt};
pub use self::loader::{Loaded, Loader};
pub use self::plain::{PlainReader, plain};
pub use self::setting::Setting;
pub use self::spec::{FieldSpec, Fields, Flattened};
pub use self::url_field::UrlField;
