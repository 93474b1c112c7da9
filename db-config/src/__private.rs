//! The items that the derive's output names. Not part of the public interface.

use std::borrow::Cow;
use std::fmt;

pub use crate::capabilities::Capabilities;
use crate::error::ProblemKind;
pub use crate::error::UrlError;
pub use crate::load::{DatabaseConfig, Field};
pub use crate::target::from_database_url::FromDatabaseUrl;
pub use crate::tls::{TlsMode, TlsModes, TlsPlan};
pub use crate::url::DatabaseUrl;
pub use db_config_syntax::query::PoolOption;
pub use db_config_syntax::{Backend, Backends};

pub use crate::load::{
    FieldSpec, Fields, Flattened, FlattenedAt, Loader, PlainFieldAt, PlainReader, UrlField, UrlFieldAt, UrlFieldType,
    VariantAt, VariantType, flattened_collide, own_collides, plain,
};
pub use crate::pool_defaults::{PoolDefaults, PoolValue};
pub use crate::target::from_database_url::Companions;
pub use std::option::Option::{self, Some};
pub use std::sync::OnceLock;
pub use std::vec::Vec;

use crate::redacted_debug::debug_url_field;
pub use crate::redacted_debug::{Hidden, PlainType, RedactedDebug, Stars, debug_flattened, debug_plain};
use crate::target::from_database_url::redacted;

/// Calls [`debug_url_field`].
pub fn debug_url_field_at<'a, F: UrlFieldAt<I>, const I: usize>(
    value: &'a F::Type,
    prefix: &'a str,
    spec: &'static FieldSpec,
) -> impl fmt::Debug + use<'a, F, I> {
    debug_url_field(value, prefix, spec)
}

/// Calls [`redacted`].
pub fn redacted_variant<'a, V: VariantAt<I>, const I: usize>(value: &'a V::Type) -> impl fmt::Debug + use<'a, V, I> {
    redacted(value)
}

/// Panics at compile time, with the message that the derive writes, unless the condition holds.
#[track_caller]
pub const fn require(condition: bool, message: &'static str) {
    assert!(condition, "{}", message);
}

/// Returns whether both sets have the same option of a pool.
pub const fn shares_pool(a: Capabilities, b: Capabilities) -> bool {
    a.shares_pool(b)
}

/// Returns whether the set has an option of a pool, and not of a connection alone.
pub const fn has_pool(capabilities: Capabilities) -> bool {
    let pool = Capabilities::MAX_CONNECTIONS.union(Capabilities::MIN_CONNECTIONS).union(Capabilities::ACQUIRE_TIMEOUT);
    capabilities.intersects(pool.union(Capabilities::IDLE_TIMEOUT).union(Capabilities::MAX_LIFETIME))
}

/// Returns the set of one option of a pool.
pub const fn capability(option: PoolOption) -> Capabilities {
    Capabilities::from_option(option)
}

/// The URL with the pool options of an enum and its variants.
pub fn with_pool_defaults<'a>(url: &'a DatabaseUrl, defaults: &PoolDefaults) -> Cow<'a, DatabaseUrl> {
    url.with_pool_defaults(defaults)
}

/// Whether a type is made from database URLs, also where it need not be.
pub struct MaybeUrlType<T>(std::marker::PhantomData<T>);

/// Holds for every other type: [`MaybeUrlType`]'s own constant comes before this one.
pub trait NotUrlType {
    /// It is none.
    const IS_URL_TYPE: bool = false;
}

impl<T> NotUrlType for MaybeUrlType<T> {}

impl<T: UrlField> MaybeUrlType<T> {
    /// Whether it is made only from them.
    pub const IS_URL_TYPE: bool = !T::Url::IS_PLAIN;
}

/// The error of a field whose type is an enum that demands stronger TLS than was decided for the field.
pub fn check_enum_tls(url: &DatabaseUrl, demanded: TlsMode, ty: &str) -> Result<(), UrlError> {
    let tls = url.tls();
    if url.hosts().is_empty() || tls.mode() >= demanded {
        return Ok(());
    }
    let message = format!("`{ty}` demands TLS mode `{demanded}`, and the field has `{}`: {}", tls.mode(), tls.reason());
    Err(url.tls_error(ProblemKind::Unsupported).with_message(message).with_help(format!(
        "write `tls = \"{demanded}\"` on the field: an enum's own options count where it is read by itself"
    )))
}

/// The error of an enum none of whose variants takes the URL's scheme.
pub fn no_variant(url: &DatabaseUrl, accepted: Backends) -> UrlError {
    url.unexpected_scheme(accepted, Backends::EMPTY)
}
