//! Traits through which the generated code refers to the type of each field.
//!
//! The derive generates one marker type for the configuration and implements one of these traits on it for each field.
//! The const parameter is the field's index. All other generated code uses the trait instead of the type, so that the
//! compiler reports an unsupported type once.

use std::fmt;
use std::time::Duration;

use super::plain::PlainReader;
use super::url_field::UrlField;
use super::{DatabaseConfig, Fields};
use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::pool_defaults::PoolDefaults;
use crate::target::from_database_url::{Companions, FromDatabaseUrl};
use crate::target::probe::Probe;
use crate::tls::{TlsModes, TlsPlan};
use crate::url::DatabaseUrl;
use db_config_syntax::{Backend, Backends};

/// Gives the type of a field that is read from URLs.
pub trait UrlFieldAt<const I: usize> {
    /// The type.
    type Type: UrlField;

    /// Whether it may stay unset.
    const IS_OPTIONAL: bool = Self::Type::IS_OPTIONAL;
    /// Whether it is a list.
    const IS_LIST: bool = Self::Type::IS_LIST;
    /// The databases whose URLs it accepts.
    const BACKENDS: Backends = <Self::Type as UrlField>::Url::BACKENDS;
    /// The pool options that it supports for them.
    const CAPABILITIES: Capabilities = <Self::Type as UrlField>::Url::CAPABILITIES.only(Self::BACKENDS);
    /// The TLS modes that it supports.
    const TLS_MODES: TlsModes = <Self::Type as UrlField>::Url::TLS_MODES;
    /// The pool options that the type sets itself.
    const POOL_DEFAULTS: PoolDefaults = <Self::Type as UrlField>::Url::POOL_DEFAULTS;

    /// Calls [`FromDatabaseUrl::params`].
    fn params(backend: Backend) -> Vec<&'static str> {
        <Self::Type as UrlField>::Url::params(backend)
    }
}

/// Gives the type of a plain variable.
pub trait PlainFieldAt<const I: usize> {
    /// The type.
    type Type;

    /// Whether it may stay unset.
    const IS_OPTIONAL: bool = is_optional(Self::reader);
    /// Whether it is a list.
    const IS_LIST: bool = is_list(Self::reader);

    /// Returns a reader for the type, whose marker the compiler infers.
    fn reader() -> impl PlainReader<Self::Type>;
}

const fn is_optional<T, R: PlainReader<T>>(_: impl Fn() -> R + Copy) -> bool {
    R::IS_OPTIONAL
}

const fn is_list<T, R: PlainReader<T>>(_: impl Fn() -> R + Copy) -> bool {
    R::IS_LIST
}

/// Gives the type of a field with `flatten`.
pub trait FlattenedAt<const I: usize> {
    /// The type.
    type Type: DatabaseConfig;

    /// Its fields.
    const FIELDS: Fields = Self::Type::FIELDS;
}

/// Gives the type of an enum's variant.
pub trait VariantAt<const I: usize> {
    /// The type.
    type Type: FromDatabaseUrl;

    /// The databases whose URLs it accepts.
    const BACKENDS: Backends = Self::Type::BACKENDS;
    /// The pool options that it supports for them.
    const CAPABILITIES: Capabilities = Self::Type::CAPABILITIES.only(Self::BACKENDS);
    /// The TLS modes that it supports; none if it accepts only SQLite URLs.
    const TLS_MODES: TlsModes = if Self::BACKENDS.has_network() { Self::Type::TLS_MODES } else { TlsModes::EMPTY };
    /// The pool options that the type sets itself.
    const POOL_DEFAULTS: PoolDefaults = Self::Type::POOL_DEFAULTS;

    /// Calls [`FromDatabaseUrl::from_database_url_with`].
    fn from_database_url(url: &DatabaseUrl, companions: Companions) -> Result<Self::Type, UrlError> {
        Self::Type::from_database_url_with(url, companions)
    }

    /// Calls [`FromDatabaseUrl::params`].
    fn params(backend: Backend) -> Vec<&'static str> {
        Self::Type::params(backend)
    }

    /// Calls [`FromDatabaseUrl::capabilities`].
    fn capabilities(url: &DatabaseUrl) -> Capabilities {
        Self::Type::capabilities(url)
    }

    /// Calls [`FromDatabaseUrl::tls_with`].
    fn tls(url: &DatabaseUrl, companions: Companions) -> TlsPlan {
        Self::Type::tls_with(url, companions)
    }

    /// Calls [`FromDatabaseUrl::fmt_redacted`].
    fn fmt_redacted(value: &Self::Type, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        value.fmt_redacted(f)
    }

    /// Calls [`FromDatabaseUrl::probes`].
    fn probes(value: &Self::Type, limit: Duration) -> Vec<Probe> {
        value.probes(limit)
    }
}
