//! The keys of each parser, with values that they take.

use crate::differential::texts::Dialect;

const BOOLEANS: &[&str] = &["0", "1", "true", "false"];
const NUMBERS: &[&str] = &["0", "1", "2", "10", "600"];
const FILES: &[&str] = &["/ca.pem", "ca.pem", "%2Fetc%2Fca.pem", "a%20b.pem"];
const NAMES: &[&str] = &["app", "my%20app", "a+b", "%C3%A9", "a%2Cb", "a%40b"];
const HOSTS: &[&str] =
    &["h", "/tmp", "%2Ftmp", "h1,h2", "::1", "127.0.0.1", "", "DB.example.com", "h:5432", "[::1]", "a%20b"];
const PORTS: &[&str] = &["5432", "1", "5432,5433", "", "0", "65536", "05432"];
const ADDRESSES: &[&str] = &["127.0.0.1", "::1", "10.0.0.1,10.0.0.2", "", "h"];
const MODES: &[&str] = &[
    "disable",
    "allow",
    "prefer",
    "require",
    "verify-ca",
    "verify-full",
    "no-verify",
    "DISABLED",
    "PREFERRED",
    "REQUIRED",
    "VERIFY_CA",
    "VERIFY_IDENTITY",
    "Require",
    "true",
];
const OPTIONS: &[&str] = &["-c%20geqo=off", "-csearch_path=app", "endpoint%3Dx", "-c%20statement_timeout%3D5", "a+b"];

fn keys(keys: &[(&str, &[&'static str])]) -> Vec<(String, Vec<&'static str>)> {
    keys.iter().map(|(key, values)| ((*key).to_owned(), values.to_vec())).collect()
}

/// Values of one of libpq's keywords; there may be more in a newer libpq.
#[cfg(feature = "libpq")]
fn values_of_libpq(keyword: &str) -> &'static [&'static str] {
    match keyword {
        "host" => HOSTS,
        "port" => PORTS,
        "hostaddr" => ADDRESSES,
        "sslmode" => MODES,
        "options" => OPTIONS,
        "user" | "password" | "dbname" | "application_name" | "fallback_application_name" | "krbsrvname" => NAMES,
        "connect_timeout" | "keepalives_idle" | "keepalives_interval" | "keepalives_count" | "tcp_user_timeout" => {
            NUMBERS
        }
        "keepalives" | "sslcompression" | "sslsni" | "gssdelegation" => BOOLEANS,
        "sslcert" | "sslkey" | "sslcrl" | "sslcrldir" | "passfile" => FILES,
        "sslrootcert" => &["/ca.pem", "ca.pem", "system", ""],
        "client_encoding" => &["UTF8", "utf8", "auto", "LATIN1", "SQL_ASCII"],
        "channel_binding" | "gssencmode" => &["disable", "prefer", "require"],
        "target_session_attrs" => &["any", "read-write", "read-only", "primary", "standby", "prefer-standby"],
        "load_balance_hosts" => &["disable", "random"],
        "sslnegotiation" => &["postgres", "direct"],
        "replication" => &["true", "false", "database", "1"],
        "ssl_min_protocol_version" | "ssl_max_protocol_version" => &["TLSv1.2", "TLSv1.3", "TLSv1"],
        "gsslib" => &["gssapi"],
        _ => crate::differential::texts::VALUES,
    }
}

#[cfg(feature = "libpq")]
pub fn libpq() -> Dialect {
    let mut keys: Vec<_> =
        libpq::keywords().into_iter().map(|it| (it.clone(), values_of_libpq(&it).to_vec())).collect();
    keys.push(("ssl".to_owned(), vec!["true", "false", "1"]));
    keys.push(("requiressl".to_owned(), vec!["1", "0"]));
    Dialect { schemes: &["postgres", "postgresql"], keys, is_file: false }
}

#[cfg(not(feature = "libpq"))]
pub fn libpq() -> Dialect {
    tokio_postgres()
}

pub fn tokio_postgres() -> Dialect {
    let keys = keys(&[
        ("user", NAMES),
        ("password", NAMES),
        ("dbname", NAMES),
        ("options", OPTIONS),
        ("application_name", NAMES),
        ("sslmode", &["disable", "prefer", "require"]),
        ("sslnegotiation", &["postgres", "direct"]),
        ("host", HOSTS),
        ("hostaddr", ADDRESSES),
        ("port", PORTS),
        ("connect_timeout", &["0", "5", "-1", "+5", "05"]),
        ("tcp_user_timeout", &["0", "5", "1000", "-1"]),
        ("keepalives", &["0", "1", "2"]),
        ("keepalives_idle", &["0", "5", "-1"]),
        ("keepalives_interval", &["0", "5", "-1"]),
        ("keepalives_retries", NUMBERS),
        ("target_session_attrs", &["any", "read-write", "read-only"]),
        ("channel_binding", &["disable", "prefer", "require"]),
        ("load_balance_hosts", &["disable", "random"]),
    ]);
    Dialect { schemes: &["postgres", "postgresql"], keys, is_file: false }
}

pub fn sqlx_postgres() -> Dialect {
    let keys = keys(&[
        ("sslmode", MODES),
        ("ssl-mode", MODES),
        ("sslrootcert", &["/ca.pem", "ca.pem", "system"]),
        ("ssl-root-cert", FILES),
        ("ssl-ca", FILES),
        ("sslcert", FILES),
        ("ssl-cert", FILES),
        ("sslkey", FILES),
        ("ssl-key", FILES),
        ("statement-cache-capacity", NUMBERS),
        ("host", HOSTS),
        ("hostaddr", ADDRESSES),
        ("port", PORTS),
        ("dbname", NAMES),
        ("user", NAMES),
        ("password", NAMES),
        ("application_name", NAMES),
        ("options", OPTIONS),
        ("options[search_path]", &["app", "a%20b", "a+b", "a%5Cb"]),
        ("options[a b]", &["x"]),
        // What it does not know, and ignores.
        ("connect_timeout", NUMBERS),
        ("target_session_attrs", &["any", "read-write"]),
        ("schema", NAMES),
        ("channel_binding", &["prefer", "require"]),
        ("pgbouncer", BOOLEANS),
        ("sslidentity", FILES),
        ("database", NAMES),
        ("connection_limit", NUMBERS),
    ]);
    Dialect { schemes: &["postgres", "postgresql"], keys, is_file: false }
}

pub fn sqlx_mysql() -> Dialect {
    let keys = keys(&[
        ("sslmode", MODES),
        ("ssl-mode", MODES),
        ("sslca", FILES),
        ("ssl-ca", FILES),
        ("sslcert", FILES),
        ("ssl-cert", FILES),
        ("sslkey", FILES),
        ("ssl-key", FILES),
        ("charset", &["utf8mb4", "latin1", "UTF8", "a'b"]),
        ("collation", &["utf8mb4_bin", "x"]),
        ("statement-cache-capacity", NUMBERS),
        ("socket", &["/tmp/x.sock", "%2Ftmp%2Fx.sock", "x.sock", ""]),
        ("timezone", &["SYSTEM", "%2B00:00", "+00:00", "Europe/Berlin"]),
        ("time-zone", &["SYSTEM", "%2B02:00"]),
        // What it does not know, and ignores.
        ("ssl_mode", MODES),
        ("require_ssl", BOOLEANS),
        ("sslidentity", FILES),
        ("sslpassword", NAMES),
        ("connect_timeout", NUMBERS),
        ("pool_max", NUMBERS),
    ]);
    Dialect { schemes: &["mysql", "mariadb", "mysql2"], keys, is_file: false }
}

pub fn mysql_async() -> Dialect {
    let keys = keys(&[
        ("pool_min", NUMBERS),
        ("pool_max", NUMBERS),
        ("inactive_connection_ttl", NUMBERS),
        ("ttl_check_interval", NUMBERS),
        ("conn_ttl", NUMBERS),
        ("abs_conn_ttl", NUMBERS),
        ("abs_conn_ttl_jitter", NUMBERS),
        ("tcp_keepalive", NUMBERS),
        ("max_allowed_packet", NUMBERS),
        ("wait_timeout", NUMBERS),
        ("enable_cleartext_plugin", &["true", "false"]),
        ("reset_connection", &["true", "false"]),
        ("tcp_nodelay", &["true", "false"]),
        ("stmt_cache_size", NUMBERS),
        ("prefer_socket", &["true", "false"]),
        ("secure_auth", &["true", "false"]),
        ("client_found_rows", &["true", "false"]),
        ("socket", &["/tmp/x.sock", "%2Ftmp%2Fx.sock", "x.sock", ""]),
        ("compression", &["fast", "best", "true", "5"]),
        ("require_ssl", &["true", "false"]),
        ("verify_ca", &["true", "false"]),
        ("verify_identity", &["true", "false"]),
        ("built_in_roots", &["true", "false"]),
    ]);
    Dialect { schemes: &["mysql"], keys, is_file: false }
}

pub fn mysql() -> Dialect {
    let keys = keys(&[
        ("pool_min", NUMBERS),
        ("pool_max", NUMBERS),
        ("user", NAMES),
        ("password", NAMES),
        ("host", NAMES),
        ("port", NUMBERS),
        ("socket", &["/tmp/x.sock", "%2Ftmp%2Fx.sock", "x.sock", ""]),
        ("prefer_socket", &["true", "false"]),
        ("enable_cleartext_plugin", &["true", "false"]),
        ("secure_auth", &["true", "false"]),
        ("tcp_keepalive_time_ms", NUMBERS),
        ("tcp_user_timeout_ms", NUMBERS),
        ("tcp_connect_timeout_ms", NUMBERS),
        ("stmt_cache_size", NUMBERS),
        ("compress", &["fast", "best", "true", "5"]),
        ("reset_connection", &["true", "false"]),
        ("check_health", &["true", "false"]),
        ("max_allowed_packet", NUMBERS),
        ("server_key_path", FILES),
        ("root_cert_path", FILES),
        ("danger_accept_invalid_certs", &["true", "false"]),
        ("danger_skip_domain_validation", &["true", "false"]),
    ]);
    Dialect { schemes: &["mysql"], keys, is_file: false }
}

pub fn mongodb() -> Dialect {
    let keys = keys(&[
        ("appName", NAMES),
        ("authMechanism", &["SCRAM-SHA-256", "SCRAM-SHA-1", "MONGODB-X509", "PLAIN", "scram-sha-256"]),
        ("authSource", &["admin", "$external", "%24external", "a+b"]),
        ("authMechanismProperties", &["SERVICE_NAME:x", "A:b,C:d", "A:b%2Cc"]),
        ("connectTimeoutMS", NUMBERS),
        ("directConnection", &["true", "false"]),
        ("heartbeatFrequencyMS", &["500", "1000", "10", "0"]),
        ("journal", &["true", "false"]),
        ("loadBalanced", &["true", "false"]),
        ("localThresholdMS", NUMBERS),
        ("maxIdleTimeMS", NUMBERS),
        ("maxStalenessSeconds", &["-1", "0", "90", "600"]),
        ("maxPoolSize", NUMBERS),
        ("minPoolSize", NUMBERS),
        ("maxConnecting", NUMBERS),
        ("readConcernLevel", &["local", "majority", "custom"]),
        ("readPreference", &["primary", "secondary", "nearest", "primaryPreferred", "SECONDARYPREFERRED"]),
        ("readPreferenceTags", &["dc:ny", "dc:ny,rack:1", ""]),
        ("replicaSet", NAMES),
        ("retryWrites", &["true", "false"]),
        ("retryReads", &["true", "false"]),
        ("serverMonitoringMode", &["auto", "poll", "stream", "POLL"]),
        ("serverSelectionTimeoutMS", NUMBERS),
        ("socketTimeoutMS", NUMBERS),
        ("tls", &["true", "false"]),
        ("ssl", &["true", "false"]),
        ("tlsInsecure", &["true", "false"]),
        ("tlsAllowInvalidCertificates", &["true", "false"]),
        ("tlsCAFile", FILES),
        ("tlsCertificateKeyFile", FILES),
        ("uuidRepresentation", &["javaLegacy", "pythonLegacy", "csharpLegacy"]),
        ("w", &["1", "0", "majority", "tag"]),
        ("wTimeoutMS", NUMBERS),
        ("waitQueueTimeoutMS", NUMBERS),
        ("srvMaxHosts", NUMBERS),
        ("srvServiceName", NAMES),
        ("maxAdaptiveRetries", NUMBERS),
        ("enableOverloadRetargeting", &["true", "false"]),
    ]);
    Dialect { schemes: &["mongodb", "mongodb", "mongodb+srv"], keys, is_file: false }
}

pub fn redis() -> Dialect {
    let keys = keys(&[
        ("protocol", &["2", "3", "resp2", "resp3", "RESP3", "4"]),
        ("db", NUMBERS),
        ("user", NAMES),
        ("password", NAMES),
        ("tls", BOOLEANS),
        ("connect_timeout", NUMBERS),
        ("max_connections", NUMBERS),
    ]);
    Dialect { schemes: &["redis", "redis", "rediss", "valkey", "valkeys"], keys, is_file: false }
}

pub fn sqlx_sqlite() -> Dialect {
    let keys = keys(&[
        ("mode", &["ro", "rw", "rwc", "memory"]),
        ("cache", &["shared", "private"]),
        ("immutable", BOOLEANS),
        ("vfs", &["unix", "unix-none", "a+b", ""]),
    ]);
    Dialect { schemes: &["sqlite", "sqlite", "sqlite3", "file"], keys, is_file: true }
}
