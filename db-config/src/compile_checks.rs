//! What the derive's output calls. Not part of the public interface.

use std::borrow::Cow;

pub use db_config_syntax::query::PoolOption;

use crate::config::Check;
use crate::error::ProblemKind;
pub use crate::{
    Backend, Backends, Carries, ConfigError, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, Setting, TlsMode, TlsModes,
    TlsPlan, UrlError,
};

pub use crate::config::{Boolean, Boxed, Fields, Flattened, List, Loader, Parsed, Time};
pub use crate::from_database_url::Companions;
pub use crate::pool_defaults::{PoolDefaults, PoolValue};
pub use std::option::Option::Some;
pub use std::result::Result::{self, Err, Ok};

pub use crate::shown::{Hidden, PlainType, SafeDebug, Show, Stars, flattened, plain, shown};

/// What a type that is made from database URLs says about itself.
pub struct Target {
    /// The databases whose URLs it takes.
    pub backends: Backends,
    /// What it carries for their URLs.
    pub carries: Carries,
    pub(crate) pool_defaults: &'static PoolDefaults,
    pub(crate) check_url: Check,
    pub(crate) check_urls: Check,
}

/// Points at a type that is not a target, or that accepts no URL.
#[track_caller]
pub const fn target<T: FromDatabaseUrl>() -> Target {
    assert!(!T::BACKENDS.is_empty(), "no URL fits this type: both types of the tuple have to accept it");
    unchecked_target::<T>()
}

/// The same, of a type that has its check elsewhere.
pub const fn unchecked_target<T: FromDatabaseUrl>() -> Target {
    Target {
        backends: T::BACKENDS,
        carries: T::CARRIES.only(T::BACKENDS),
        pool_defaults: const { &T::POOL_DEFAULTS },
        check_url: |loader, setting| loader.check_url::<T>(setting),
        check_urls: |loader, setting| loader.check_urls::<T>(setting),
    }
}

/// Panics at compile time, with the message that the derive writes, unless the condition holds.
#[track_caller]
pub const fn require(condition: bool, message: &'static str) {
    assert!(condition, "{}", message);
}

/// Returns the TLS modes of an enum's variant; none if it accepts only SQLite URLs.
pub const fn tls_modes<T: FromDatabaseUrl>() -> TlsModes {
    if has_network(T::BACKENDS) { T::TLS_MODES } else { TlsModes::EMPTY }
}

/// Returns whether one of the databases is a server.
pub const fn has_network(backends: Backends) -> bool {
    !backends.and(Backends::POSTGRES.or(Backends::MYSQL).or(Backends::MONGODB)).is_empty()
}

/// Returns whether both sets have the same option of a pool.
pub const fn shares_pool(a: Carries, b: Carries) -> bool {
    a.shares_pool(b)
}

/// Returns whether the set has an option of a pool, and not of a connection alone.
pub const fn has_pool(carries: Carries) -> bool {
    let pool = Carries::MAX_CONNECTIONS.or(Carries::MIN_CONNECTIONS).or(Carries::ACQUIRE_TIMEOUT);
    carries.has_any(pool.or(Carries::IDLE_TIMEOUT).or(Carries::MAX_LIFETIME))
}

/// Returns the set of one option of a pool.
pub const fn of_option(option: PoolOption) -> Carries {
    Carries::of_option(option)
}

/// The URL with the pool options of an enum and its variants.
pub fn with_pool_defaults<'a>(url: &'a DatabaseUrl, defaults: &PoolDefaults) -> Cow<'a, DatabaseUrl> {
    url.with_pool_defaults(defaults)
}

/// Whether a type is made from database URLs, also where it need not be.
pub struct IsTarget<T>(std::marker::PhantomData<T>);

/// What is said of any other type: [`IsTarget`]'s own constant comes before this one.
pub trait NoTarget {
    /// It is none.
    const IS_TARGET: bool = false;
}

impl<T> NoTarget for IsTarget<T> {}

impl<T: FromDatabaseUrl> IsTarget<T> {
    /// Whether it is made only from them.
    pub const IS_TARGET: bool = !T::IS_PLAIN;
}

/// The error of a field whose type is an enum that demands stronger TLS than was decided for the field.
pub fn check_enum_tls(url: &DatabaseUrl, demanded: TlsMode, ty: &str) -> Result<(), UrlError> {
    let tls = url.tls();
    if url.hosts().is_empty() || tls.mode() >= demanded {
        return Ok(());
    }
    let message = format!("`{ty}` demands TLS mode `{demanded}`, and the field has `{}`: {}", tls.mode(), tls.reason());
    Err(url.tls_error(ProblemKind::NotCarried).with_message(message).with_remedy(format!(
        "write `tls = \"{demanded}\"` on the field: an enum's own options count where it is read by itself"
    )))
}

/// Whether a type takes the URL's scheme.
pub fn takes<T: FromDatabaseUrl>(url: &DatabaseUrl) -> bool {
    T::BACKENDS.contains(url.backend())
}

/// The error of an enum none of whose variants takes the URL's scheme.
pub fn no_variant(url: &DatabaseUrl, accepted: Backends) -> UrlError {
    url.unexpected_scheme(accepted, Backends::NONE)
}
