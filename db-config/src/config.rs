//! From a source of variables to a configuration: finding them, reading them, gathering every problem.

#[cfg(feature = "dotenvy")]
mod dotenv;
mod fields;
mod find;
mod libpq_env;
mod loader;
mod notice;
mod origin;
mod plain;
mod pool;
mod setting;
mod source;
mod urls;

#[cfg(feature = "dotenvy")]
pub use self::dotenv::DotEnv;
pub use self::fields::{Fields, Flattened, check_flattened, flat};
pub use self::loader::Loader;
pub(crate) use self::loader::load;
pub use self::notice::{Loaded, Notice};
pub use self::origin::Origin;
pub use self::plain::{boolean, duration, from_str, list};
pub use self::setting::Setting;
pub use self::source::{Answer, Chain, Env, Source, SourceError};
