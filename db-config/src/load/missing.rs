//! The error of a field without a value. Its help names the variables of platforms that are set instead.

use super::{Field, parts};
use crate::error::{ProblemKind, UrlError};
use crate::source::{Source, get};
use db_config_syntax::query::file_variable;
use db_config_syntax::{Backend, Backends, Part};

/// The variables in which platforms and frameworks set the URL of a database.
const URLS: &[&str] = &[
    "DATABASE_URL",
    "DATABASE_URI",
    "DATABASE_DSN",
    "DB_URL",
    "DATABASE_PRIVATE_URL",
    "DATABASE_PUBLIC_URL",
    "DATABASE_CONNECTION_POOL_URL",
    "SQLALCHEMY_DATABASE_URI",
    "POSTGRES_URL",
    "POSTGRESQL_URL",
    "POSTGRES_PRISMA_URL",
    "POSTGRESQL_ADDON_URI",
    "MYSQL_URL",
    "MYSQL_ADDON_URI",
    "JAWSDB_URL",
    "CLEARDB_DATABASE_URL",
    "MONGO_URL",
    "MONGO_URI",
    "MONGODB_URL",
    "MONGODB_URI",
    "MONGODB_ADDON_URI",
    "REDIS_URL",
    "REDIS_URI",
    "REDIS_TLS_URL",
    "REDIS_PRIVATE_URL",
    "REDIS_PUBLIC_URL",
    "REDISCLOUD_URL",
    "UPSTASH_REDIS_URL",
    "KV_URL",
    "VALKEY_URL",
];

/// The libpq variables that name a server or a database.
const LIBPQ: [&str; 3] = ["PGHOST", "PGHOSTADDR", "PGDATABASE"];

/// The prefixes of the variables in which platforms and frameworks set the parts of a URL, with the databases.
const PREFIXES: [(&str, Backends); 13] = [
    ("DB_", Backends::ALL),
    ("DATABASE_", Backends::ALL),
    ("RDS_", Backends::ALL),
    ("POSTGRES_", Backends::POSTGRES),
    ("POSTGRESQL_ADDON_", Backends::POSTGRES),
    ("MYSQL_", Backends::MYSQL),
    ("MYSQL_ADDON_", Backends::MYSQL),
    ("MYSQL", Backends::MYSQL),
    ("MONGO_", Backends::MONGODB),
    ("MONGO", Backends::MONGODB),
    ("REDIS_", Backends::REDIS),
    ("REDIS", Backends::REDIS),
    ("VALKEY_", Backends::REDIS),
];

/// Returns the error that no variable of the field is set. `is_path` tells whether its value is a path, which has no
/// `NAME_FILE`.
pub(super) fn not_set(
    source: &dyn Source,
    field: &Field,
    is_path: bool,
    is_read_by_another: impl FnMut(&str) -> bool,
) -> UrlError {
    let first = field.first_variable();
    let (message, names) = match field.variables() {
        [_] => ("not set".to_owned(), "it".to_owned()),
        names => (format!("{} are not set", names.join(" and ")), names.join(" or ")),
    };
    let or_parts = parts::instead_of_url(field)
        .map_or(String::new(), |variable| format!(", or {variable} and the other parts of the URL"));
    let or_file = if is_path { String::new() } else { format!(" or in {}", file_variable(first)) };
    let or_fly = match is_set(source, "FLY_APP_NAME") {
        true => format!(", or run `fly secrets set {first}=...`"),
        false => String::new(),
    };
    let hint = field.variables().iter().find_map(|name| source.hint(name));
    let hint = hint.map_or(String::new(), |hint| format!("; {hint}"));
    let instead = instead(source, field, is_read_by_another).map_or(String::new(), |instead| format!("; {instead}"));
    UrlError::from_kind(ProblemKind::Missing)
        .with_message(message)
        .with_help(format!("set {names} in the environment{or_file}{or_parts}{or_fly}{hint}{instead}"))
}

/// Names a variable that is set, and the attribute that would read it.
fn instead(source: &dyn Source, field: &Field, mut is_read_by_another: impl FnMut(&str) -> bool) -> Option<String> {
    let backends = field.backends();
    if backends.is_empty() {
        return None;
    }
    let is_unread = |name: &str| !field.variables().iter().any(|own| own == name);
    let found = URLS.iter().find(|name| {
        let fits = |value: String| scheme(&value).is_some_and(|backend| backends.contains(backend));
        is_unread(name) && get(source, name).ok().flatten().is_some_and(fits) && !is_read_by_another(name)
    });
    if let Some(name) = found {
        let names: Vec<String> = field.variables().iter().map(|own| format!("{own:?}")).collect();
        return Some(match field.has_prefix {
            true => format!("{name} is set, but the prefix keeps this field from reading it"),
            false => format!("{name} is set, which the attribute `env({}, \"{name}\")` would read", names.join(", ")),
        });
    }
    if backends != Backends::SQLITE && field.spec.parts.is_none() && !field.has_prefix && !field.spec.is_list {
        for (prefix, _) in PREFIXES.iter().filter(|(_, of)| !of.intersection(backends).is_empty()) {
            let mut hosts = Part::Host.endings().iter().map(|ending| [*prefix, *ending].concat());
            if let Some(host) = hosts.find(|host| is_set(source, host) && !is_read_by_another(host)) {
                return Some(format!("{host} is set, which the attribute `parts = \"{prefix}\"` would read"));
            }
        }
    }
    let libpq = || LIBPQ.iter().find(|name| is_set(source, name));
    let name = if backends.contains(Backend::Postgres) && !field.spec.libpq_env { libpq() } else { None }?;
    Some(format!("{name} is set, which the attribute `libpq_env` would read"))
}

fn scheme(value: &str) -> Option<Backend> {
    value.trim().split_once(':').and_then(|(scheme, _)| scheme.parse().ok())
}

fn is_set(source: &dyn Source, name: &str) -> bool {
    get(source, name).ok().flatten().is_some_and(|value| !value.is_empty())
}
