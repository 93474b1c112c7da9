//! A table of libpq's variables ([Environment Variables](https://www.postgresql.org/docs/current/libpq-envars.html),
//! libpq 18): the query parameter of each, and how db-config keeps libpq itself from reading the variable.
//!
//! Not included:
//!
//! - `PGSERVICEFILE` and `PGSYSCONFDIR`, which have no effect without `PGSERVICE`
//! - `PGDATESTYLE`, `PGTZ` and `PGGEQO`, which have no query parameter and affect neither the choice of the server nor
//!   security
//! - `PGLOCALEDIR`

use db_config_syntax::values::boolean;

/// One libpq variable.
pub(crate) struct Variable {
    pub name: &'static str,
    /// The query parameter with the same meaning.
    pub key: &'static str,
    /// How libpq is kept from reading it.
    pub shadow: Shadow,
    /// Whether a client that does not support it may ignore it, with a warning: it affects neither the choice of the server
    /// nor security. Any other unsupported variable is an error.
    pub is_minor: bool,
}

/// How libpq is kept from reading a variable of the process.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shadow {
    /// Not needed: db-config always writes the query parameter, or libpq reads another one first.
    Unneeded,
    /// With the query parameter and this value, which has no effect.
    Neutral(&'static str),
    /// Not possible, because older versions of libpq reject the query parameter. If the variable is set and the URL has no
    /// such parameter, db-config rejects the URL. The value has no effect; it is empty if there is no such value.
    Impossible(&'static str),
}

use Shadow::{Impossible, Neutral, Unneeded};

const fn variable(name: &'static str, key: &'static str, shadow: Shadow) -> Variable {
    Variable { name, key, shadow, is_minor: false }
}

/// Like [`variable`], but a client that does not support it ignores it with a warning.
const fn minor(name: &'static str, key: &'static str, shadow: Shadow) -> Variable {
    Variable { name, key, shadow, is_minor: true }
}

/// The variables. A query parameter that is newer than libpq 14 is `Impossible`: an older libpq would reject the URL.
pub(crate) const VARIABLES: &[Variable] = &[
    variable("PGHOST", "host", Unneeded),
    variable("PGHOSTADDR", "hostaddr", Neutral("")),
    variable("PGPORT", "port", Unneeded),
    variable("PGDATABASE", "dbname", Unneeded),
    variable("PGUSER", "user", Unneeded),
    variable("PGPASSWORD", "password", Neutral("")),
    variable("PGPASSFILE", "passfile", Neutral("")),
    variable("PGREQUIREAUTH", "require_auth", Impossible("")),
    variable("PGCHANNELBINDING", "channel_binding", Neutral("prefer")),
    variable("PGSERVICE", "service", Impossible("")),
    variable("PGOPTIONS", "options", Neutral("")),
    minor("PGAPPNAME", "application_name", Neutral("")),
    variable("PGSSLMODE", "sslmode", Unneeded),
    variable("PGREQUIRESSL", "requiressl", Unneeded), // libpq: only where `sslmode` is not given
    variable("PGSSLNEGOTIATION", "sslnegotiation", Impossible("postgres")),
    minor("PGSSLCOMPRESSION", "sslcompression", Neutral("0")),
    variable("PGSSLCERT", "sslcert", Neutral("")),
    variable("PGSSLKEY", "sslkey", Neutral("")),
    variable("PGSSLCERTMODE", "sslcertmode", Impossible("allow")),
    variable("PGSSLROOTCERT", "sslrootcert", Neutral("")),
    variable("PGSSLCRL", "sslcrl", Neutral("")),
    variable("PGSSLCRLDIR", "sslcrldir", Neutral("")),
    minor("PGSSLSNI", "sslsni", Neutral("1")),
    variable("PGREQUIREPEER", "requirepeer", Neutral("")),
    variable("PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version", Neutral("TLSv1.2")),
    minor("PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version", Neutral("")),
    variable("PGGSSENCMODE", "gssencmode", Neutral("prefer")),
    minor("PGKRBSRVNAME", "krbsrvname", Neutral("postgres")),
    minor("PGGSSLIB", "gsslib", Neutral("gssapi")),
    minor("PGGSSDELEGATION", "gssdelegation", Impossible("0")),
    minor("PGCONNECT_TIMEOUT", "connect_timeout", Neutral("0")),
    minor("PGCLIENTENCODING", "client_encoding", Neutral("")),
    variable("PGTARGETSESSIONATTRS", "target_session_attrs", Neutral("any")),
    variable("PGLOADBALANCEHOSTS", "load_balance_hosts", Impossible("disable")),
    minor("PGMINPROTOCOLVERSION", "min_protocol_version", Impossible("")),
    minor("PGMAXPROTOCOLVERSION", "max_protocol_version", Impossible("")),
];

/// Returns whether a libpq parameter has no effect, because every client does the same without it.
pub(crate) fn asks_for_nothing(key: &str, value: &str) -> bool {
    let row = VARIABLES.iter().find(|variable| variable.key.eq_ignore_ascii_case(key));
    match row.map(|variable| variable.shadow) {
        // Every client speaks version 3.0, and needs TLS 1.2 or a newer version.
        _ if ["min_protocol_version", "max_protocol_version"].contains(&key) => value == "3.0",
        _ if key == "ssl_min_protocol_version" => !value.eq_ignore_ascii_case("TLSv1.3"),
        // No other client supports GSSAPI.
        Some(Neutral("prefer")) => ["prefer", "disable"].iter().any(|mode| value.eq_ignore_ascii_case(mode)),
        Some(Neutral(neutral) | Impossible(neutral)) => value == neutral || same_boolean(value, neutral),
        _ => false,
    }
}

/// Returns whether a client that does not support this variable or parameter may ignore it with a warning.
pub(crate) fn is_minor(name: &str) -> bool {
    VARIABLES.iter().any(|variable| [variable.name, variable.key].contains(&name) && variable.is_minor)
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
    fn every_variable_has_a_query_parameter() {
        for variable in VARIABLES {
            assert!(named(variable.key, Backend::Postgres).is_some(), "{}", variable.name);
        }
    }
}
