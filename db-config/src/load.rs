//! Reads a configuration from a source of environment variables and collects all problems.

mod check;
mod collisions;
mod database_config;
mod env_docs;
mod env_example;
mod field;
mod field_types;
mod find;
mod join;
mod libpq_env;
mod loader;
mod missing;
mod parts;
mod plain;
mod pool;
#[cfg(feature = "serde")]
mod serialized_field;
mod spec;
mod supported_type;
pub(crate) mod url_field;
mod urls;
mod variable;

pub use self::check::{check, check_connect, check_main, check_main_connect};
pub use self::collisions::{
    flattened_collide, is_libpq_variable, own_collides, own_variable_collides, type_variable_collides, units_collide,
};
pub use self::database_config::DatabaseConfig;
pub use self::field::Field;
pub use self::field_types::{FlattenedAt, PlainFieldAt, UrlFieldAt, VariantAt};
pub use self::loader::{Loaded, Loader};
pub use self::parts::PartNames;
pub use self::plain::{PlainReader, plain};
pub use self::spec::{FieldSpec, Fields, Flattened};
pub use self::supported_type::{UrlFieldType, VariantType};
pub use self::url_field::UrlField;
