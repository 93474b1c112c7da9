//! Which query keys there are: every dialect's name for a thing, the one meaning behind them, and
//! what values it takes.
//!
//! Names: libpq 17, Prisma 6, node-postgres 8, Rails 8, SQLAlchemy 2 (asyncpg), Doctrine, pgx 5,
//! Connector/J 9, mysql_async 0.37, sqlx 0.9, SQLite's URI file names, MongoDB's connection string
//! options.

use crate::ascii::{boolean, number, same, starts_with};
use crate::problem::ProblemKind;
use crate::suggest::nearest;
use crate::{Backend, TlsMode};

/// What a query key means, whatever tool named it.
#[allow(clippy::enum_variant_names, reason = "the manuals' names: a client's key is one too")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    // Parts of the URL that libpq and the MySQL clients also take as keys.
    Host,
    HostAddress,
    Port,
    User,
    Password,
    Database,
    Socket,

    // TLS: read by `tls_decision.rs` alone.
    Tls,
    /// The same, in a dialect that verifies unless told otherwise.
    TlsVerified,
    /// Whether TLS is a must, in a dialect whose other word for it is `prefer`.
    TlsRequired,
    /// Whether the certificate is verified, where the mode is said elsewhere.
    TlsVerify,
    TlsVerifyCa,
    TlsVerifyHost,
    TlsAcceptInvalid,
    TlsAcceptInvalidHost,
    RootCertificate,
    ClientCertificate,
    ClientKey,
    ClientKeyPassword,
    ClientIdentity,
    RevocationList,
    ChannelBinding,
    TlsNegotiation,

    // The session.
    ApplicationName,
    SearchPath,
    Options,
    StatementTimeout,
    StatementTimeoutSeconds,
    ConnectTimeout,
    TargetSessionAttrs,
    LoadBalanceHosts,
    Keepalives,
    KeepalivesIdle,
    KeepalivesInterval,
    KeepalivesCount,
    TcpUserTimeout,
    PassFile,
    /// libpq's own, which Diesel hands over untouched.
    Libpq,
    /// A section of a file that libpq reads: outside of the URL, and so in no client's reach.
    Service,
    PgBouncer,
    PreparedStatements,
    StatementCache,
    Charset,
    Collation,
    TimeZone,

    // SQLite.
    Mode,
    Cache,
    Immutable,
    Vfs,
    BusyTimeout,

    // The pool.
    MaxConnections,
    MinConnections,
    AcquireTimeout,
    IdleTimeout,
    MaxLifetime,

    /// MongoDB's own, which its client reads untouched.
    MongoDb,
    /// Known, and nothing that a Rust client could use: it tells another tool about itself.
    Foreign,
}

/// What a key takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Takes {
    Text,
    Boolean,
    Count,
    Seconds,
    Milliseconds,
    /// One of these words, in any case.
    Words(&'static [&'static str]),
    /// A word of any client's dialect for a TLS mode.
    TlsMode,
    /// The path of a file, not what is in it.
    File,
    /// A text that is a secret, or may hold one: never shown.
    Secret,
}

pub(crate) struct Row {
    pub key: Key,
    backends: &'static [Backend],
    pub takes: Takes,
    names: &'static [&'static str],
}

const PG: &[Backend] = &[Backend::Postgres];
const MY: &[Backend] = &[Backend::MySql];
const SERVERS: &[Backend] = &[Backend::Postgres, Backend::MySql];
const SQL: &[Backend] = &[Backend::Postgres, Backend::MySql, Backend::Sqlite];
const LITE: &[Backend] = &[Backend::Sqlite];
const MONGO: &[Backend] = &[Backend::MongoDb];

const fn row(key: Key, backends: &'static [Backend], takes: Takes, names: &'static [&'static str]) -> Row {
    Row { key, backends, takes, names }
}

use Takes::{Boolean, Count, File, Milliseconds, Seconds, Secret, Text, Words};

#[rustfmt::skip]
const KEYS: &[Row] = &[
    row(Key::Host, PG, Text, &["host"]),
    row(Key::HostAddress, PG, Text, &["hostaddr"]),
    row(Key::Port, PG, Text, &["port"]),
    row(Key::User, PG, Text, &["user"]),
    row(Key::Password, PG, Secret, &["password"]),
    row(Key::Database, PG, Text, &["dbname"]),
    row(Key::Socket, MY, Text, &["socket", "unix_socket"]),

    row(Key::Tls, SERVERS, Takes::TlsMode, &["sslmode", "ssl-mode", "ssl_mode", "ssl", "useSSL"]),
    row(Key::TlsRequired, SERVERS, Boolean, &["requireSSL", "requiressl"]),
    row(Key::TlsVerified, MY, Boolean, &["require_ssl"]),
    // As in Go's driver.
    row(Key::TlsVerified, SERVERS, Takes::TlsMode, &["tls"]),
    row(Key::TlsVerified, MONGO, Boolean, &["tls", "ssl"]),
    row(Key::TlsVerify, SERVERS, Words(&["strict", "accept_invalid_certs", "true", "false"]), &["sslaccept", "verifyServerCertificate"]),
    row(Key::TlsVerifyCa, MY, Boolean, &["verify_ca"]),
    row(Key::TlsVerifyHost, MY, Boolean, &["verify_identity"]),
    row(Key::TlsAcceptInvalid, MONGO, Boolean, &["tlsInsecure", "tlsAllowInvalidCertificates"]),
    row(Key::TlsAcceptInvalid, SERVERS, Boolean, &["trustServerCertificate"]),
    row(Key::TlsAcceptInvalidHost, MONGO, Boolean, &["tlsAllowInvalidHostnames"]),
    row(Key::RootCertificate, SERVERS, File, &["sslrootcert", "ssl-root-cert", "ssl-ca", "ssl_ca", "sslca"]),
    row(Key::RootCertificate, MONGO, File, &["tlsCAFile"]),
    row(Key::ClientCertificate, SERVERS, File, &["sslcert", "ssl-cert", "ssl_cert"]),
    row(Key::ClientCertificate, MONGO, File, &["tlsCertificateKeyFile"]),
    row(Key::ClientKey, SERVERS, File, &["sslkey", "ssl-key", "ssl_key"]),
    row(Key::ClientKeyPassword, SERVERS, Secret, &["sslpassword"]),
    row(Key::ClientKeyPassword, MONGO, Secret, &["tlsCertificateKeyFilePassword"]),
    row(Key::ClientIdentity, SERVERS, File, &["sslidentity"]),
    row(Key::RevocationList, PG, File, &["sslcrl", "sslcrldir"]),
    row(Key::ChannelBinding, PG, Words(&["disable", "prefer", "require"]), &["channel_binding"]),
    row(Key::TlsNegotiation, PG, Words(&["postgres", "direct"]), &["sslnegotiation"]),

    row(Key::ApplicationName, PG, Text, &["application_name"]),
    row(Key::SearchPath, PG, Text, &["schema", "currentSchema", "search_path"]),
    row(Key::Options, PG, Text, &["options"]),
    row(Key::StatementTimeout, PG, Milliseconds, &["statement_timeout"]),
    row(Key::StatementTimeoutSeconds, SQL, Seconds, &["socket_timeout"]),
    row(Key::ConnectTimeout, SQL, Seconds, &["connect_timeout"]),
    row(Key::TargetSessionAttrs, PG, Words(&["any", "read-write", "read-only", "primary", "standby", "prefer-standby"]), &["target_session_attrs"]),
    row(Key::LoadBalanceHosts, PG, Words(&["disable", "random"]), &["load_balance_hosts"]),
    row(Key::Keepalives, PG, Boolean, &["keepalives"]),
    row(Key::KeepalivesIdle, PG, Seconds, &["keepalives_idle"]),
    row(Key::KeepalivesInterval, PG, Seconds, &["keepalives_interval"]),
    row(Key::KeepalivesCount, PG, Count, &["keepalives_count", "keepalives_retries"]),
    row(Key::TcpUserTimeout, PG, Milliseconds, &["tcp_user_timeout"]),
    row(Key::PassFile, PG, Text, &["passfile"]),
    row(Key::Libpq, PG, Text, &[
        "fallback_application_name", "gssencmode", "gsslib", "krbsrvname", "require_auth", "requirepeer", "sslcertmode",
        "sslcompression", "ssl_max_protocol_version", "ssl_min_protocol_version", "sslsni",
    ]),
    row(Key::Service, PG, Text, &["service"]),
    row(Key::PgBouncer, PG, Boolean, &["pgbouncer"]),
    row(Key::PreparedStatements, SERVERS, Boolean, &["prepared_statements"]),
    row(Key::StatementCache, SERVERS, Count, &["statement-cache-capacity", "statement_cache_size", "prepared_statement_cache_size", "stmt_cache_size"]),
    row(Key::Charset, MY, Text, &["charset"]),
    row(Key::Collation, MY, Text, &["collation"]),
    row(Key::TimeZone, MY, Text, &["timezone", "time-zone"]),

    row(Key::Mode, LITE, Words(&["ro", "rw", "rwc", "memory"]), &["mode"]),
    row(Key::Cache, LITE, Words(&["shared", "private"]), &["cache"]),
    row(Key::Immutable, LITE, Boolean, &["immutable"]),
    row(Key::Vfs, LITE, Text, &["vfs"]),
    row(Key::BusyTimeout, LITE, Milliseconds, &["busy_timeout", "_busy_timeout", "timeout"]),

    row(Key::MaxConnections, SQL, Count, &["max_connections", "connection_limit", "pool", "pool_size", "pool_max", "pool_max_conns"]),
    row(Key::MinConnections, SQL, Count, &["min_connections", "pool_min", "pool_min_conns"]),
    row(Key::AcquireTimeout, SQL, Seconds, &["acquire_timeout", "pool_timeout", "checkout_timeout"]),
    row(Key::IdleTimeout, SQL, Seconds, &["idle_timeout"]),
    row(Key::MaxLifetime, SQL, Seconds, &["max_lifetime"]),

    row(Key::MaxConnections, MONGO, Count, &["max_connections", "connection_limit", "pool_size"]),
    row(Key::MinConnections, MONGO, Count, &["min_connections"]),
    row(Key::MongoDb, MONGO, Text, &[
        "appName", "authMechanism", "authSource", "compressors", "connectTimeoutMS", "directConnection",
        "heartbeatFrequencyMS", "journal", "loadBalanced", "localThresholdMS", "maxAdaptiveRetries", "maxConnecting",
        "maxIdleTimeMS", "maxPoolSize", "maxStalenessSeconds", "minPoolSize", "enableOverloadRetargeting",
        "proxyHost", "proxyPort", "proxyUsername", "readConcernLevel", "readPreference", "readPreferenceTags",
        "replicaSet", "retryReads", "retryWrites", "serverMonitoringMode", "serverSelectionTimeoutMS",
        "socketTimeoutMS", "srvMaxHosts", "srvServiceName", "timeoutMS", "uuidRepresentation", "w",
        "waitQueueTimeoutMS", "wTimeoutMS", "zlibCompressionLevel",
    ]),
    row(Key::MongoDb, MONGO, Secret, &["authMechanismProperties", "proxyPassword"]),

    // Doctrine, Connector/J, Go, Rails, Vercel and Supabase, node-postgres, pgx tell themselves.
    row(Key::Foreign, SERVERS, Text, &["serverVersion"]),
    row(Key::Foreign, PG, Words(&["utf8", "utf-8", "utf8mb4", "unicode"]), &["charset", "client_encoding", "encoding"]),
    row(Key::Foreign, MY, Text, &["reconnect", "autoReconnect", "serverTimezone", "allowPublicKeyRetrieval", "useUnicode", "characterEncoding", "parseTime", "loc", "interpolateParams", "encoding"]),
    row(Key::Foreign, PG, Text, &["supa", "workaround", "uselibpqcompat", "default_query_exec_mode", "server_side_binding"]),
];

/// The row that has this name for this backend. Names count in any case, as MongoDB's do and
/// libpq's never differ in it.
pub(crate) const fn find(name: &[u8], backend: Backend) -> Option<&'static Row> {
    let mut i = 0;
    while i < KEYS.len() {
        if is_for(&KEYS[i], backend) && has_name(&KEYS[i], name) {
            return Some(&KEYS[i]);
        }
        i += 1;
    }
    // sqlx's way to set one server option: `options[search_path]=app`.
    if let (Backend::Postgres, [b'o', b'p', b't', b'i', b'o', b'n', b's', b'[', .., b']']) = (backend, name) {
        return find(b"options", backend);
    }
    None
}

const fn is_for(row: &Row, backend: Backend) -> bool {
    let mut i = 0;
    while i < row.backends.len() {
        if row.backends[i] as usize == backend as usize {
            return true;
        }
        i += 1;
    }
    false
}

const fn has_name(row: &Row, name: &[u8]) -> bool {
    let mut i = 0;
    while i < row.names.len() {
        if same(row.names[i].as_bytes(), name) {
            return true;
        }
        i += 1;
    }
    false
}

/// The kind of problem that an unknown key is. One that may mean TLS is never taken for a typo of
/// something harmless: to ignore it would be a downgrade.
pub(crate) const fn unknown(name: &[u8]) -> ProblemKind {
    const WORDS: [&[u8]; 4] = [b"ssl", b"tls", b"cert", b"verify"];
    let mut i = 0;
    while i < name.len() {
        let (_, rest) = name.split_at(i);
        let mut word = 0;
        while word < WORDS.len() {
            let len = WORDS[word].len();
            if rest.len() >= len && same(rest.split_at(len).0, WORDS[word]) {
                return ProblemKind::UnknownTlsKey;
            }
            word += 1;
        }
        i += 1;
    }
    ProblemKind::UnknownKey
}

/// The known name that was probably meant.
pub(crate) fn suggestion(name: &str, backend: Backend) -> Option<&'static str> {
    let names = KEYS.iter().filter(|row| is_for(row, backend)).flat_map(|row| row.names);
    nearest(name, names.copied())
}

impl Takes {
    pub(crate) const fn accepts(self, value: &[u8]) -> bool {
        match self {
            Text | Secret => true,
            Boolean => boolean(value).is_some(),
            Count | Seconds | Milliseconds => number(value).is_some(),
            Words(words) => {
                let mut i = 0;
                while i < words.len() && !same(words[i].as_bytes(), value) {
                    i += 1;
                }
                i < words.len()
            }
            Takes::TlsMode => TlsMode::of_word(value).is_some(),
            File => !starts_with(value, 0, b"-----BEGIN"),
        }
    }

    /// What to write, as a remedy has it.
    pub(crate) fn remedy(self) -> String {
        match self {
            Text | Secret => "write a text".to_owned(),
            Boolean => "write `true` or `false`".to_owned(),
            Count => "write a whole number".to_owned(),
            Seconds => "write a whole number of seconds".to_owned(),
            Milliseconds => "write a whole number of milliseconds".to_owned(),
            Words(words) => format!("write `{}`", words.join("`, `")),
            Takes::TlsMode => "write `disable`, `prefer`, `require`, `verify-ca` or `verify-full`".to_owned(),
            File => "write the path of a file that holds it".to_owned(),
        }
    }
}
