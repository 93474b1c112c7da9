//! What the derive's output calls. Not part of the public interface.

use std::borrow::Cow;

use crate::const_bytes::{Line, find, same};
use crate::error::ProblemKind;
use crate::query::{self, FileKey, Key};
use crate::tls::TlsKey;
use crate::url::Span;
use crate::url::syntax::{self, Parts};
use crate::url::{separators, sqlite_path};
use crate::values::number;
pub use crate::{
    Backend, Backends, Carries, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, Setting, TlsMode, TlsModes, TlsPlan,
    UrlError,
};

pub use crate::load::{
    FieldSpec, Fields, Flattened, FlattenedAt, Loader, PlainFieldAt, PlainReader, UrlField, UrlFieldAt, VariantAt,
    check_flattened, plain as read_plain,
};
use crate::load::{has_network, shares_pool};
pub use crate::pool_defaults::PoolDefaults;
pub use std::option::Option::{self, Some};
pub use std::sync::OnceLock;
pub use std::vec::Vec;

pub use crate::from_database_url::redacted;
pub use crate::shown::{Hidden, PlainType, SafeDebug, Stars, flattened, plain, shown};

/// Panics at compile time if the type accepts no URL.
#[track_caller]
pub const fn check_some_backend(accepted: Backends) {
    assert!(!accepted.is_empty(), "no URL fits this type: both types of the tuple have to accept it");
}

/// Panics at compile time if `empty_as_none` is on a field that is never `None`.
#[track_caller]
pub const fn check_empty_as_none(is_optional: bool) {
    assert!(is_optional, "`empty_as_none` has no effect on a field that is not an `Option`; remove it");
}

/// Panics at compile time if a field that may stay unset has a default.
#[track_caller]
pub const fn check_optional_default(is_optional: bool, field: &str) {
    if is_optional {
        let line = Line::new().add("the optional field `").add(field).add("` would never be `None` with a default");
        panic!("{}", line.add("; remove the default or the `Option`").as_str());
    }
}

/// Panics at compile time if `separator` is on a field that is not a list.
#[track_caller]
pub const fn check_separator(is_list: bool) {
    assert!(is_list, "`separator` has no effect on a field that is not a list, `Vec<...>`; remove it");
}

/// Panics at compile time if the type does not support the mode of `tls` or `default_tls`, or accepts only SQLite URLs.
#[track_caller]
pub const fn check_tls(option: &str, mode: TlsMode, supported: TlsModes, accepted: Backends, ty: &str) {
    if !has_network(accepted) {
        no_effect(option, ty, "it takes SQLite only, which has no network");
    }
    if !supported.contains(mode) {
        let line = Line::new().add("`").add(ty).add("` does not support TLS mode `").add(mode.as_str()).add("`");
        let is_verifying = matches!(mode, TlsMode::VerifyCa | TlsMode::VerifyFull);
        let help = match (mode, supported.contains(TlsMode::VerifyFull), supported.contains(TlsMode::Require)) {
            (TlsMode::VerifyCa, true, _) => "use `verify-full`",
            (_, _, true) if is_verifying => "give the field the type `(.., TlsPlan)`, whose plan makes the connector",
            (TlsMode::Prefer, _, true) => "use `require`, or `off` as `default_tls`",
            _ => "turn on the TLS feature of db-config for this client",
        };
        panic!("{}", line.add("; ").add(help).as_str());
    }
}

/// Panics at compile time if the default names a mode below `minimum`, the `tls` attribute.
#[track_caller]
pub const fn check_default_mode(default: &str, minimum: TlsMode) {
    let Ok(parts) = syntax::parts(default) else { return };
    let t = default.as_bytes();
    let mut next = syntax::pair(t, parts.query);
    while let Some((name, value)) = next {
        if let Some(row) = query::find(name.bytes_of(t), parts.backend) {
            let mode = match row.key {
                Key::Tls(TlsKey::Mode | TlsKey::VerifiedMode) => TlsMode::of_word(value.bytes_of(t)),
                _ => None,
            };
            if matches!(mode, Some(TlsMode::Off | TlsMode::Prefer)) && !is_at_least(mode, minimum) {
                let line = Line::new().add("the TLS mode of the default is below `tls = \"").add(minimum.as_str());
                panic!("{}", line.add("\"`, the minimum; remove it, or use a stricter mode").as_str());
            }
        }
        next = syntax::pair(t, Span { start: value.end, end: parts.query.end });
    }
}

const fn is_at_least(mode: Option<TlsMode>, minimum: TlsMode) -> bool {
    match mode {
        Some(mode) => mode as u8 >= minimum as u8,
        None => true,
    }
}

/// Panics at compile time if `libpq_env` is on a field that takes no PostgreSQL URL.
#[track_caller]
pub const fn check_libpq_env(accepted: Backends, ty: &str) {
    if !accepted.contains(Backend::Postgres) {
        no_effect("libpq_env", ty, "it takes no PostgreSQL URL");
    }
}

/// Panics at compile time if `pathname` is on a field that takes no SQLite URL.
#[track_caller]
pub const fn check_pathname(accepted: Backends, ty: &str) {
    if !accepted.contains(Backend::Sqlite) {
        no_effect("pathname", ty, "it takes no SQLite URL");
    }
}

/// Panics at compile time if `fly_replica` is on a field that takes no PostgreSQL URL.
#[track_caller]
pub const fn check_fly_replica(accepted: Backends, ty: &str) {
    if !accepted.contains(Backend::Postgres) {
        no_effect("fly_replica", ty, "it takes no PostgreSQL URL");
    }
}

/// Panics at compile time if no part of the type supports this pool option for a URL that is accepted here. `place` is
/// "field", "variant" or "enum"; `carries` is for all URLs that the type accepts.
#[track_caller]
pub const fn check_pool_option(option: &str, carries: Carries, accepted: Backends, place: &str, ty: &str) {
    let Some(known) = query::pool_word(option) else { return };
    if carries.only(accepted).has(known.carries) {
        return;
    }
    let line = match same(place.as_bytes(), b"enum") {
        true => Line::new().add("no variant of `").add(ty).add("` supports `"),
        false => Line::new().add("`").add(ty).add("` does not support `"),
    };
    let line = line.add(option).add("`");
    if carries.has(known.carries) {
        panic!("{}", line.add(" for the databases in `schemes(...)`; remove it").as_str());
    }
    let backends = [
        (Carries::STATEMENT_TIMEOUT, Backends::POSTGRES, ", an option of PostgreSQL; remove it"),
        (Carries::BUSY_TIMEOUT, Backends::SQLITE, ", an option of SQLite; remove it"),
    ];
    let mut i = 0;
    while i < backends.len() {
        let (carries, backends, reason) = backends[i];
        if carries.has(known.carries) && accepted.and(backends).is_empty() {
            panic!("{}", line.add(reason).as_str());
        }
        i += 1;
    }
    let pool = Carries::MAX_CONNECTIONS.or(Carries::MIN_CONNECTIONS).or(Carries::ACQUIRE_TIMEOUT);
    let pool = pool.or(Carries::IDLE_TIMEOUT).or(Carries::MAX_LIFETIME);
    let line = match (pool.has(known.carries) && !carries.has_any(pool), place.as_bytes()) {
        (false, _) => line.add("; remove it"),
        (true, b"enum") => line.add("; give a variant a type with a pool, such as `(_, PoolSettings)`, or remove it"),
        (true, _) => {
            let line = line.add("; give the ").add(place).add(" a type with a pool, such as `(").add(ty);
            line.add(", PoolSettings)`, or remove it")
        }
    };
    panic!("{}", line.as_str());
}

/// Panics at compile time if the options, a type's own among them, are a pool of impossible size for a URL that is
/// accepted here.
#[track_caller]
pub const fn check_pool_sizes(options: PoolDefaults, accepted: Backends) {
    let mut i = 0;
    while i < Backend::ALL.len() {
        let backend = Backend::ALL[i];
        let sizes = (options.get(backend, "min_connections"), options.get(backend, "max_connections"));
        if let (true, (Some(min), Some(max))) = (accepted.contains(backend), sizes) {
            if let (Some(least), Some(most)) = (number(min.as_bytes()), number(max.as_bytes())) {
                if least > most {
                    let line = Line::new().add("`min_connections` is ").add(min).add(" and `max_connections` is ");
                    let line = line.add(max).add(" for ").add(backend.name());
                    panic!("{}", line.add("; write a minimum not above the maximum").as_str());
                }
            }
        }
        i += 1;
    }
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

impl<T: UrlField> IsTarget<T> {
    /// Whether it is made only from them.
    pub const IS_TARGET: bool = !T::Url::IS_PLAIN;
}

/// Panics at compile time if a plain variable is of a type that is made from database URLs: it would read the text by
/// itself, its TLS included.
#[track_caller]
pub const fn check_plain(option: &str, is_target: bool, ty: &str) {
    if is_target {
        let line = Line::new().add("with `").add(option).add("` the field of type `").add(ty);
        let line = line.add("` would read its text by itself, without what is checked and decided here, TLS included");
        panic!("{}", line.add("; remove it: a database URL is always redacted").as_str());
    }
}

/// The error of a field whose type is an enum that demands stronger TLS than was decided for the field.
pub fn check_enum_tls(url: &DatabaseUrl, demanded: TlsMode, ty: &str) -> Result<(), UrlError> {
    let tls = url.tls_plan();
    if url.hosts().is_empty() || tls.mode() >= demanded {
        return Ok(());
    }
    let message = format!("`{ty}` demands TLS mode `{demanded}`, and the field has `{}`: {}", tls.mode(), tls.reason());
    Err(url.tls_error(ProblemKind::NotCarried).with_message(message).with_remedy(format!(
        "write `tls = \"{demanded}\"` on the field: an enum's own options count where it is read by itself"
    )))
}

/// Panics at compile time unless the word about the pool takes this duration.
#[track_caller]
pub const fn check_pool_duration(value: &str) {
    if crate::values::duration(value.as_bytes(), None).is_none() {
        panic!("not a duration with its unit; write it as `30s`, `500ms` or `2m`");
    }
}

/// Panics at compile time unless the text is a boolean.
#[track_caller]
pub const fn check_boolean(default: &str) {
    if crate::values::boolean(default.as_bytes()).is_none() {
        panic!("the default is not a boolean; write `true` or `false`");
    }
}

/// Panics at compile time unless the text is a duration.
#[track_caller]
pub const fn check_duration(default: &str) {
    if crate::values::duration(default.as_bytes(), None).is_none() {
        panic!("the default is not a duration with its unit; write it as `30s`, `500ms` or `2m`");
    }
}

/// Panics at compile time if both fields, whose URLs come from different variables, would read the same ones for their
/// pools, which begin with `base`.
#[track_caller]
pub const fn check_pools(base: &str, a: Carries, b: Carries) {
    if shares_pool(a, b) {
        let line = Line::new().add("two fields with different URLs would both read ").add(base);
        panic!(
            "{}",
            line.add("_MAX_CONNECTIONS and the like for their pools: give one of them another variable with `env`")
                .as_str()
        );
    }
}

/// Panics at compile time if both fields, whose URLs come from different variables, would read the same variable for their
/// TLS mode.
#[track_caller]
pub const fn check_tls_variables(base: &str, a: Backends, b: Backends) {
    if has_network(a) && has_network(b) {
        let line = Line::new().add("two fields with different URLs would both read ").add(base);
        panic!("{}", line.add("_TLS for their TLS mode: give one of them another variable with `env`").as_str());
    }
}

/// Panics at compile time if a plain variable also sets the TLS mode of the field with the URL.
#[track_caller]
pub const fn check_tls_variable(variable: &str, backends: Backends) {
    if has_network(backends) {
        let line = Line::new().add(variable).add(" is also read for the TLS mode of another field");
        panic!("{}", line.add(": give this one another variable with `env`").as_str());
    }
}

/// Panics at compile time if a plain variable is also one of a pool that the field with the URL has.
#[track_caller]
pub const fn check_pool_variable(variable: &str, word: &str, carries: Carries) {
    if let Some(word) = query::pool_word(word) {
        if carries.has(word.carries) {
            let line = Line::new().add(variable).add(" is also read for the pool of another field");
            panic!("{}", line.add(": give this one another variable with `env`").as_str());
        }
    }
}

#[track_caller]
const fn no_effect(option: &str, ty: &str, reason: &str) -> ! {
    let line = Line::new().add("`").add(option).add("` has no effect on this field of type `").add(ty);
    panic!("{}", line.add("`: ").add(reason).add("; remove it").as_str())
}

/// Panics at compile time unless the type takes URLs of `word`'s backend.
#[track_caller]
pub const fn check_scheme(word: Backend, accepted: Backends, ty: &str) {
    if !accepted.contains(word) {
        let line = Line::new().add("`").add(ty).add("` takes no ").add(word.name()).add(" URL");
        panic!("{}", line.takes(accepted).as_str());
    }
}

/// Panics at compile time unless `default` is a URL with one of the `accepted` schemes.
#[track_caller]
pub const fn check_default(default: &str, accepted: Backends, ty: &str) {
    let parts = match syntax::parts(default) {
        Ok(parts) => parts,
        Err(kind) => refuse(kind),
    };
    if !accepted.contains(parts.backend) {
        let line = Line::new().add("the default is a ").add(parts.backend.name()).add(" URL, which `").add(ty);
        panic!("{}", line.add("` does not take").takes(accepted).as_str());
    }
    let in_memory = check_keys(default.as_bytes(), &parts) || sqlite_path::names_memory(default.as_bytes(), &parts);
    if matches!(parts.backend, Backend::Sqlite) && !in_memory {
        if let Err(kind) = sqlite_path::file_name(default.as_bytes(), &parts) {
            refuse(kind);
        }
    }
}

/// Refuses unknown keys and values that their keys do not take, unless they contain escapes; returns whether
/// `mode=memory` is among the pairs. Contradictions between keys are found when the default is used.
#[track_caller]
const fn check_keys(t: &[u8], parts: &Parts) -> bool {
    let mut in_memory = false;
    let mut next = syntax::pair(t, parts.query);
    while let Some((name, value)) = next {
        if separators::swallowed(value.bytes_of(t), parts.backend, false).is_some() {
            refuse_key(ProblemKind::Semicolon, name.bytes_of(t));
        }
        let is_escaped = find(t, b'%', name.start, value.end) < value.end;
        if !is_escaped {
            let (name, given) = (name.bytes_of(t), value.bytes_of(t));
            match query::find(name, parts.backend) {
                None => refuse_key(query::unknown(name), name),
                Some(row) if !row.takes.accepts(given) => refuse_key(ProblemKind::Value, name),
                Some(row) => in_memory |= matches!(row.key, Key::File(FileKey::Mode)) && same(given, b"memory"),
            }
        }
        next = syntax::pair(t, Span { start: value.end, end: parts.query.end });
    }
    in_memory
}

#[track_caller]
const fn refuse(kind: ProblemKind) -> ! {
    panic!("{}", Line::new().add("malformed default: ").add(kind.message()).add("; ").add(kind.remedy()).as_str())
}

#[track_caller]
const fn refuse_key(kind: ProblemKind, name: &[u8]) -> ! {
    let name = match std::str::from_utf8(name) {
        Ok(name) => name,
        Err(_) => "?",
    };
    let line = Line::new().add("malformed default: ").add(kind.message()).add(": `").add(name);
    panic!("{}", line.add("`; ").add(kind.remedy()).as_str())
}

/// Panics at compile time unless some URL suits both fields that read `variable`.
#[track_caller]
pub const fn check_shared(variable: &str, a: Backends, b: Backends) {
    if a.and(b).is_empty() {
        let line = Line::new().add("two fields read ").add(variable).add(", and no URL suits both: give one of them ");
        panic!("{}", line.add("another variable with `env`").as_str());
    }
}

/// Panics at compile time if two variants' types share a scheme.
#[track_caller]
pub const fn check_disjoint(first: Backends, second: Backends, first_ty: &str, second_ty: &str) {
    if let [scheme, ..] = first.and(second).schemes() {
        let line = Line::new().add("`").add(second_ty).add("` and `").add(first_ty).add("` both take `").add(scheme);
        panic!("{}", line.add("`, so a scheme cannot choose between them").as_str());
    }
}

/// The error of an enum none of whose variants takes the URL's scheme.
pub fn no_variant(url: &DatabaseUrl, accepted: Backends) -> UrlError {
    url.unexpected_scheme(accepted, Backends::NONE)
}
