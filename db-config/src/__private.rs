//! The items that the generated code uses. Not part of the public API.

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
pub use db_config_syntax::{Backend, Backends, Part};

pub use crate::load::{
    FieldSpec, Fields, Flattened, FlattenedAt, Loader, PartNames, PlainFieldAt, PlainReader, UrlField, UrlFieldAt,
    UrlFieldType, VariantAt, VariantType, flattened_collide, is_libpq_variable, own_collides, own_variable_collides,
    plain, type_variable_collides, units_collide,
};
pub use crate::pool_defaults::{PoolDefaults, PoolSetting, PoolValue};
pub use crate::target::from_database_url::Companions;
pub use crate::target::probe::Probe;
pub use std::option::Option::{self, Some};
pub use std::sync::OnceLock;
pub use std::time::Duration;
pub use std::vec::Vec;

use crate::redacted_debug::debug_url_field;
pub use crate::redacted_debug::{Hidden, PlainType, RedactedDebug, Stars, debug_flattened, debug_plain};
use crate::target::from_database_url::redacted;

/// Calls `debug_url_field`.
pub fn debug_url_field_at<'a, F: UrlFieldAt<I>, const I: usize>(
    value: &'a F::Type,
    prefix: &'a str,
    spec: &'static FieldSpec,
) -> impl fmt::Debug + use<'a, F, I> {
    debug_url_field(value, prefix, spec)
}

/// Calls `redacted`.
pub fn redacted_variant<'a, V: VariantAt<I>, const I: usize>(value: &'a V::Type) -> impl fmt::Debug + use<'a, V, I> {
    redacted(value)
}

/// Panics at compile time with this message unless the condition holds.
#[track_caller]
pub const fn require(condition: bool, message: &'static str) {
    assert!(condition, "{}", message);
}

/// Returns whether a pool option is in both sets.
pub const fn shares_pool(a: Capabilities, b: Capabilities) -> bool {
    a.shares_pool(b)
}

/// Returns whether the set has an option of a pool and not only those of a connection.
pub const fn has_pool(capabilities: Capabilities) -> bool {
    let pool = Capabilities::MAX_CONNECTIONS.union(Capabilities::MIN_CONNECTIONS).union(Capabilities::ACQUIRE_TIMEOUT);
    capabilities.intersects(pool.union(Capabilities::IDLE_TIMEOUT).union(Capabilities::MAX_LIFETIME))
}

/// Returns the set with one pool option.
pub const fn capability(option: PoolOption) -> Capabilities {
    Capabilities::from_option(option)
}

/// Adds the pool options of an enum and its variants to the URL.
pub fn with_pool_defaults<'a>(url: &'a DatabaseUrl, defaults: &PoolDefaults) -> Cow<'a, DatabaseUrl> {
    url.with_pool_defaults(defaults)
}

/// The `params` attributes of a type.
pub type Params = Vec<&'static str>;

/// Adds the query parameters of an enum and its variants to the URL.
///
/// # Errors
///
/// A parameter is invalid. The derive has checked them.
pub fn with_params<'a>(url: &'a DatabaseUrl, params: &[&'static str]) -> Result<Cow<'a, DatabaseUrl>, UrlError> {
    url.with_params(params)
}

/// Returns the `params` of a variant, those of its enum and those of its type, in the order of precedence.
pub fn variant_params(own: &[&'static str], of_type: Params) -> Params {
    [own, &of_type].concat()
}

/// Determines whether a type can only be created from a database URL. The type need not implement [`UrlField`].
pub struct MaybeUrlType<T>(std::marker::PhantomData<T>);

/// Applies to every other type: the inherent constant of [`MaybeUrlType`] takes precedence over this one.
pub trait NotUrlType {
    /// The type does not implement [`UrlField`].
    const IS_URL_TYPE: bool = false;
}

impl<T> NotUrlType for MaybeUrlType<T> {}

impl<T: UrlField> MaybeUrlType<T> {
    /// Whether the type is not supported for a plain variable.
    pub const IS_URL_TYPE: bool = !T::Url::IS_PLAIN;
}

/// Returns an error if the enum `ty` requires a stronger TLS mode than the one that was chosen for the field.
pub fn check_enum_tls(url: &DatabaseUrl, required: TlsMode, ty: &str) -> Result<(), UrlError> {
    let tls = url.tls();
    if url.hosts().is_empty() || tls.mode() >= required {
        return Ok(());
    }
    let (mode, reason) = (tls.mode(), tls.reason());
    let message = format!("`{ty}` requires TLS mode `{required}`, but this field uses `{mode}` ({reason})");
    Err(url.tls_error(ProblemKind::Unsupported).with_message(message).with_help(format!(
        "set `tls = \"{required}\"` on the field: options on the enum apply only when the enum is the top-level config"
    )))
}

/// Returns the error for a URL whose scheme no variant of an enum accepts.
pub fn no_variant(url: &DatabaseUrl, accepted: Backends) -> UrlError {
    url.unexpected_scheme(accepted, Backends::EMPTY)
}
