//! From a source of variables to a configuration: finding them, reading them, gathering every problem.

#[cfg(feature = "config")]
mod config_crate;
#[cfg(feature = "dotenvy")]
mod dotenv;
#[cfg(feature = "figment")]
mod figment;
mod libpq_env;
mod loader;
mod notice;
mod setting;
mod source;

#[cfg(feature = "dotenvy")]
pub use self::dotenv::DotEnv;
pub use self::loader::Loader;
pub use self::notice::{Loaded, Notice};
pub use self::setting::Setting;
pub use self::source::{Answer, Chain, Env, Source, SourceError};
