//! From a source of variables to a configuration: finding them, reading them, gathering every problem.

mod check;
mod collisions;
#[cfg(feature = "config")]
mod config_crate;
mod database_config;
#[cfg(feature = "dotenvy")]
mod dotenv;
mod env_example;
mod field_types;
#[cfg(feature = "figment")]
mod figment;
mod file;
mod find;
mod libpq_env;
mod loader;
mod notice;
mod origin;
mod plain;
mod pool;
mod report;
mod setting;
pub mod source;
mod spec;
#[cfg(feature = "tracing")]
mod trace;
mod url_field;
mod urls;
mod variable;

pub use self::check::{check, main_check};
pub use self::collisions::{flattened_collide, own_collides};
pub use self::database_config::DatabaseConfig;
#[cfg(feature = "dotenvy")]
pub use self::dotenv::DotEnv;
pub use self::field_types::{FlattenedAt, PlainFieldAt, UrlFieldAt, VariantAt};
pub use self::loader::{Loaded, Loader};
pub use self::notice::Notice;
pub use self::origin::Origin;
pub use self::plain::{PlainReader, plain};
pub use self::report::{Report, ReportDatabase, ReportEntry};
pub use self::setting::Setting;
pub use self::source::{Chain, Env, Source, SourceError};
pub use self::spec::{FieldSpec, Fields, Flattened};
pub use self::url_field::{UrlField, Urls};
