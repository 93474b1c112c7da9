//! libpq's variables ([Environment Variables](https://www.postgresql.org/docs/current/libpq-envars.html), libpq 18),
//! in one table: the key that each stands for, and how it is kept from the clients that would read it.
//!
//! Not included: `PGSERVICEFILE` and `PGSYSCONFDIR`, which have no effect without `PGSERVICE`; `PGDATESTYLE`, `PGTZ`
//! and `PGGEQO`, which have no key and concern neither the server nor its security; `PGLOCALEDIR`.

use db_config_syntax::values::boolean;

/// One libpq variable.
pub(crate) struct Variable {
    pub name: &'static str,
    /// The key of a URL that says the same.
    pub key: &'static str,
    /// What keeps libpq from reading it.
    pub libpq: Ambient,
    /// What keeps sqlx from reading it.
    pub sqlx: Ambient,
    /// Whether a client that does not support it may ignore it with a warning: it concerns neither which server is reached
    /// nor how securely. With any other variable it rejects the settings.
    pub is_minor: bool,
}

/// How a variable of the process is kept from a client that would read it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ambient {
    /// The client does not read it.
    Unread,
    /// Its key is always written.
    Written,
    /// Its key is written with this value, which has no effect.
    Neutral(&'static str),
    /// It cannot be kept from every version of the client: if it is set and the URL does not say the same, the settings
    /// are refused. The value that has no effect, if its key has one.
    Kept(&'static str),
}

use Ambient::{Kept, Neutral, Unread, Written};

const fn variable(name: &'static str, key: &'static str, libpq: Ambient, sqlx: Ambient) -> Variable {
    Variable { name, key, libpq, sqlx, is_minor: false }
}

/// Like [`variable`], but a client that does not support it ignores it with a warning.
const fn minor(name: &'static str, key: &'static str, libpq: Ambient, sqlx: Ambient) -> Variable {
    Variable { name, key, libpq, sqlx, is_minor: true }
}

/// A key newer than libpq 14 cannot be written: an older libpq, which knows neither it nor its variable,
/// would refuse the URL.
pub(crate) const VARIABLES: &[Variable] = &[
    variable("PGHOST", "host", Written, Written),
    variable("PGHOSTADDR", "hostaddr", Neutral(""), Written),
    variable("PGPORT", "port", Written, Written),
    variable("PGDATABASE", "dbname", Written, Written),
    variable("PGUSER", "user", Written, Written),
    variable("PGPASSWORD", "password", Neutral(""), Written),
    variable("PGPASSFILE", "passfile", Neutral(""), Unread),
    variable("PGREQUIREAUTH", "require_auth", Kept(""), Unread),
    variable("PGCHANNELBINDING", "channel_binding", Neutral("prefer"), Unread),
    variable("PGSERVICE", "service", Kept(""), Unread),
    variable("PGOPTIONS", "options", Neutral(""), Kept("")),
    minor("PGAPPNAME", "application_name", Neutral(""), Neutral("")),
    variable("PGSSLMODE", "sslmode", Written, Written),
    variable("PGREQUIRESSL", "requiressl", Unread, Unread), // libpq: only where `sslmode` is not given
    variable("PGSSLNEGOTIATION", "sslnegotiation", Kept("postgres"), Unread),
    minor("PGSSLCOMPRESSION", "sslcompression", Neutral("0"), Unread),
    variable("PGSSLCERT", "sslcert", Neutral(""), Kept("")),
    variable("PGSSLKEY", "sslkey", Neutral(""), Kept("")),
    variable("PGSSLCERTMODE", "sslcertmode", Kept("allow"), Unread),
    variable("PGSSLROOTCERT", "sslrootcert", Neutral(""), Kept("")),
    variable("PGSSLCRL", "sslcrl", Neutral(""), Unread),
    variable("PGSSLCRLDIR", "sslcrldir", Neutral(""), Unread),
    minor("PGSSLSNI", "sslsni", Neutral("1"), Unread),
    variable("PGREQUIREPEER", "requirepeer", Neutral(""), Unread),
    variable("PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version", Neutral("TLSv1.2"), Unread),
    minor("PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version", Neutral(""), Unread),
    variable("PGGSSENCMODE", "gssencmode", Neutral("prefer"), Unread),
    minor("PGKRBSRVNAME", "krbsrvname", Neutral("postgres"), Unread),
    minor("PGGSSLIB", "gsslib", Neutral("gssapi"), Unread),
    minor("PGGSSDELEGATION", "gssdelegation", Kept("0"), Unread),
    minor("PGCONNECT_TIMEOUT", "connect_timeout", Neutral("0"), Unread),
    minor("PGCLIENTENCODING", "client_encoding", Neutral(""), Unread),
    variable("PGTARGETSESSIONATTRS", "target_session_attrs", Neutral("any"), Unread),
    variable("PGLOADBALANCEHOSTS", "load_balance_hosts", Kept("disable"), Unread),
    minor("PGMINPROTOCOLVERSION", "min_protocol_version", Kept(""), Unread),
    minor("PGMAXPROTOCOLVERSION", "max_protocol_version", Kept(""), Unread),
];

/// Whether one of libpq's own keys asks for what every client does anyway.
pub(crate) fn asks_for_nothing(key: &str, value: &str) -> bool {
    let row = VARIABLES.iter().find(|variable| variable.key.eq_ignore_ascii_case(key));
    match row.map(|variable| variable.libpq) {
        // No other client speaks GSSAPI.
        Some(Neutral("prefer")) => ["prefer", "disable"].iter().any(|word| value.eq_ignore_ascii_case(word)),
        Some(Neutral(neutral) | Kept(neutral)) => value == neutral || same_boolean(value, neutral),
        _ => false,
    }
}

/// Whether a variable may be ignored, with a warning, by a client that does not support it.
pub(crate) fn is_minor(name: &str) -> bool {
    VARIABLES.iter().any(|variable| variable.name == name && variable.is_minor)
}

fn same_boolean(a: &str, b: &str) -> bool {
    boolean(a).is_some_and(|a| Some(a) == boolean(b))
}

#[cfg(test)]
mod tests {
    use db_config_syntax::Backend;
    use db_config_syntax::query::named;

    use super::VARIABLES;

    #[test]
    fn every_variable_stands_for_a_query_parameter() {
        for variable in VARIABLES {
            assert!(named(variable.key, Backend::Postgres).is_some(), "{}", variable.name);
        }
    }
}
