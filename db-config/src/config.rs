//! From a source of variables to a configuration: finding them, reading them, gathering every problem.

mod check;
#[cfg(feature = "config")]
mod config_crate;
#[cfg(feature = "dotenvy")]
mod dotenv;
mod env_example;
mod fields;
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
mod trace;
mod urls;
mod variable;

pub use self::check::{check, main_check};
#[cfg(feature = "dotenvy")]
pub use self::dotenv::DotEnv;
pub(crate) use self::env_example::env_example;
pub use self::fields::{Fields, Flattened, flat};
pub use self::loader::Loader;
pub(crate) use self::loader::{load, notices, read, report};
pub use self::notice::{Loaded, Notice};
pub use self::origin::Origin;
pub use self::plain::{Boolean, Boxed, List, Parsed, Time};
pub use self::report::{Report, ReportDatabase, ReportEntry};
pub use self::setting::{Check, Setting};
pub use self::source::{Chain, Env, Source, SourceError};
