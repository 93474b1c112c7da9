//! The table of query parameters, with one row per parameter.
//!
//! The names come from libpq 18, Prisma 6, node-postgres 8, Rails 8, SQLAlchemy 2 (asyncpg), Doctrine, pgx 5,
//! Connector/J 9, mysql_async 0.37, sqlx 0.9, SQLite's URI file names, and MongoDB's connection string options.

use super::PoolOption::*;
use super::ValueType::{self, Boolean, Count, File, Milliseconds, Seconds, Secret, Text, Words};
use super::key::{Component, ConnectionKey, FileKey, Key, SessionKey};
use super::words::{
    ChannelBinding, LoadBalanceHosts, SqliteCache, SqliteJournalMode, SqliteMode, SqliteSynchronous, SslNegotiation,
    TargetSessionAttrs,
};
use crate::backend::{Backend, Backends};
use crate::problem::ProblemKind;
use crate::similar::nearest;
use crate::tls::TlsKey;

/// How often a parameter may occur in a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Once. A repetition, under any of the row's names, must have the same value.
    Single,
    /// Once per name. A repetition under the same name must have the same value.
    SingleByName,
    /// Any number of times. Each occurrence counts, or [`tls`](crate::tls) checks them for contradictions.
    Repeated,
}

/// A query parameter.
pub struct Row {
    /// The meaning.
    pub key: Key,
    backends: Backends,
    /// The type of the value.
    pub value_type: ValueType,
    /// How often it may occur.
    pub(crate) repeat: Repeat,
    names: &'static [&'static str],
}

const PG: Backends = Backends::POSTGRES;
const MY: Backends = Backends::MYSQL;
const SERVERS: Backends = PG.union(MY);
const SQL: Backends = Backends::SQL;
const LITE: Backends = Backends::SQLITE;
const MONGO: Backends = Backends::MONGODB;

const fn row(
    key: Key,
    backends: Backends,
    value_type: ValueType,
    repeat: Repeat,
    names: &'static [&'static str],
) -> Row {
    Row { key, backends, value_type, repeat, names }
}

use Component::*;
use ConnectionKey::*;
use FileKey::*;
use Repeat::{Repeated, Single, SingleByName};
use SessionKey::{
    ApplicationName, Charset, Collation, FallbackApplicationName, Options, PgBouncer, PreparedStatements, Schema,
    SearchPath, StatementCache, TimeZone,
};

const IDENTITY: Key = Key::Unsupported(
    "unsupported PKCS#12 identity (Rust clients need PEM files)",
    "convert it to PEM files, and set `sslcert` and `sslkey`",
);
const DATABASE: Key =
    Key::Unsupported("unsupported query parameter `database`", "use `dbname`, or put the database name after the host");
const KEY_PASSWORD: Key =
    Key::Unsupported("Rust MySQL clients do not support encrypted client keys", "decrypt the key file");

#[rustfmt::skip]
const KEYS: &[Row] = &[
    row(Key::Component(Host), PG, Text, Single, &["host"]),
    row(Key::Component(HostAddress), PG, Text, Single, &["hostaddr"]),
    row(Key::Component(Port), PG, Text, Single, &["port"]),
    row(Key::Component(User), PG, Text, Single, &["user"]),
    row(Key::Component(Password), PG, Secret, Single, &["password"]),
    row(Key::Component(Database), PG, Text, Single, &["dbname"]),
    row(DATABASE, PG, Text, Single, &["database"]),
    row(Key::Component(Socket), MY, Text, Single, &["socket", "unix_socket"]),

    row(Key::Tls(TlsKey::Mode), SERVERS, ValueType::TlsMode, Repeated, &["sslmode", "ssl-mode", "ssl_mode", "ssl", "useSSL"]),
    row(Key::Tls(TlsKey::Required), SERVERS, Boolean, Single, &["requiressl", "requireSSL"]),
    row(Key::Tls(TlsKey::VerifiedMode), MY, Boolean, Repeated, &["require_ssl"]),
    // Go's driver.
    row(Key::Tls(TlsKey::VerifiedMode), SERVERS, ValueType::TlsMode, Repeated, &["tls"]),
    row(Key::Tls(TlsKey::VerifiedMode), MONGO, Boolean, Repeated, &["tls", "ssl"]),
    row(Key::Tls(TlsKey::Accept), SERVERS, Words(&["strict", "accept_invalid_certs"]), Repeated, &["sslaccept"]),
    row(Key::Tls(TlsKey::Verify), SERVERS, Boolean, Repeated, &["verifyServerCertificate"]),
    row(Key::Tls(TlsKey::VerifyCa), MY, Boolean, Repeated, &["verify_ca"]),
    row(Key::Tls(TlsKey::VerifyHost), MY, Boolean, Repeated, &["verify_identity"]),
    row(Key::Tls(TlsKey::AcceptInvalid), SERVERS, Boolean, Repeated, &["trustServerCertificate"]),
    row(Key::Tls(TlsKey::Insecure), MONGO, Boolean, Repeated, &["tlsInsecure"]),
    row(Key::Tls(TlsKey::AcceptInvalidCertificate), MONGO, Boolean, Repeated, &["tlsAllowInvalidCertificates"]),
    row(Key::Tls(TlsKey::AcceptInvalidHost), MONGO, Boolean, Repeated, &["tlsAllowInvalidHostnames"]),
    row(Key::Tls(TlsKey::LibpqRootCertificate), SERVERS, File, Repeated, &["sslrootcert"]),
    row(Key::Tls(TlsKey::RootCertificate), SERVERS, File, Repeated, &["ssl-root-cert", "ssl-ca", "ssl_ca", "sslca"]),
    row(Key::Tls(TlsKey::RootCertificate), MONGO, File, Single, &["tlsCAFile"]),
    row(Key::Tls(TlsKey::ClientCertificate), SERVERS, File, Single, &["sslcert", "ssl-cert", "ssl_cert"]),
    row(Key::Tls(TlsKey::ClientCertificate), MONGO, File, Single, &["tlsCertificateKeyFile"]),
    row(Key::Tls(TlsKey::ClientKey), SERVERS, File, Single, &["sslkey", "ssl-key", "ssl_key"]),
    row(Key::Tls(TlsKey::Negotiation), PG, Words(SslNegotiation::WORDS), Single, &["sslnegotiation"]),
    row(IDENTITY, SERVERS, File, Single, &["sslidentity"]),
    row(KEY_PASSWORD, MY, Secret, Single, &["sslpassword"]),

    row(Key::Connection(ConnectionKey::ChannelBinding), PG, Words(ChannelBinding::WORDS), Single, &["channel_binding"]),
    row(Key::Connection(ConnectionKey::TargetSessionAttrs), PG, Words(TargetSessionAttrs::WORDS), Single, &["target_session_attrs"]),
    row(Key::Connection(ConnectionKey::LoadBalanceHosts), PG, Words(LoadBalanceHosts::WORDS), Single, &["load_balance_hosts"]),
    row(Key::Connection(Keepalives), PG, Boolean, Single, &["keepalives"]),
    row(Key::Connection(KeepalivesIdle), PG, Seconds, Single, &["keepalives_idle"]),
    row(Key::Connection(KeepalivesInterval), PG, Seconds, Single, &["keepalives_interval"]),
    row(Key::Connection(KeepalivesCount), PG, Count, Single, &["keepalives_count", "keepalives_retries"]),
    row(Key::Connection(TcpUserTimeout), PG, Milliseconds, Single, &["tcp_user_timeout"]),

    row(Key::Libpq, PG, Text, Single, &["gssdelegation"]),
    row(Key::Libpq, PG, Text, Single, &["gssencmode"]),
    row(Key::Libpq, PG, Text, Single, &["gsslib"]),
    row(Key::Libpq, PG, Text, Single, &["krbsrvname"]),
    row(Key::Libpq, PG, Text, Single, &["max_protocol_version"]),
    row(Key::Libpq, PG, Text, Single, &["min_protocol_version"]),
    row(Key::Libpq, PG, Text, Single, &["oauth_client_id"]),
    row(Key::Libpq, PG, Secret, Single, &["oauth_client_secret"]),
    row(Key::Libpq, PG, Text, Single, &["oauth_issuer"]),
    row(Key::Libpq, PG, Text, Single, &["oauth_scope"]),
    row(Key::Libpq, PG, Text, Single, &["passfile"]),
    row(Key::Libpq, PG, Text, Single, &["replication"]),
    row(Key::Libpq, PG, Text, Single, &["require_auth"]),
    row(Key::Libpq, PG, Text, Single, &["requirepeer"]),
    row(Key::Libpq, PG, Secret, Single, &["scram_client_key"]),
    row(Key::Libpq, PG, Secret, Single, &["scram_server_key"]),
    row(Key::Libpq, PG, Text, Single, &["ssl_max_protocol_version"]),
    row(Key::Libpq, PG, Text, Single, &["ssl_min_protocol_version"]),
    row(Key::Libpq, PG, Text, Single, &["sslcertmode"]),
    row(Key::Libpq, PG, Boolean, Single, &["sslcompression"]),
    row(Key::Libpq, PG, File, Single, &["sslcrl"]),
    row(Key::Libpq, PG, File, Single, &["sslcrldir"]),
    row(Key::Libpq, PG, File, Single, &["sslkeylogfile"]),
    row(Key::Libpq, PG, Secret, Single, &["sslpassword"]),
    row(Key::Libpq, PG, Boolean, Single, &["sslsni"]),
    row(Key::Libpq, PG, Text, Single, &["service"]),
    row(Key::Libpq, PG, Text, Single, &["servicefile"]),

    row(Key::Session(ApplicationName), PG, Text, Single, &["application_name"]),
    row(Key::Session(FallbackApplicationName), PG, Text, Single, &["fallback_application_name"]),
    row(Key::Session(Schema), PG, Text, Single, &["schema"]),
    row(Key::Session(SearchPath), PG, Text, Single, &["search_path", "currentSchema", "schema_search_path"]),
    row(Key::Session(Options), PG, Text, Repeated, &["options"]),
    row(Key::Session(SessionKey::StatementTimeout), PG, Milliseconds, Single, &["statement_timeout"]),
    row(Key::Session(PgBouncer), PG, Boolean, Single, &["pgbouncer"]),
    row(Key::Session(PreparedStatements), SERVERS, Boolean, Single, &["prepared_statements"]),
    row(Key::Session(StatementCache), SERVERS, Count, Single, &["statement-cache-capacity", "statement_cache_size", "prepared_statement_cache_size", "stmt_cache_size", "statement_limit"]),
    row(Key::Session(Charset), MY, ValueType::Charset, Single, &["charset"]),
    row(Key::Session(Collation), MY, ValueType::Collation, Single, &["collation"]),
    row(Key::Session(TimeZone), MY, ValueType::TimeZone, Single, &["timezone", "time-zone", "time_zone"]),

    row(Key::File(Mode), LITE, Words(SqliteMode::WORDS), Single, &["mode"]),
    row(Key::File(Cache), LITE, Words(SqliteCache::WORDS), Single, &["cache"]),
    row(Key::File(Immutable), LITE, Boolean, Single, &["immutable"]),
    row(Key::File(Vfs), LITE, Text, Single, &["vfs"]),
    row(Key::File(ForeignKeys), LITE, Boolean, Single, &["foreign_keys", "foreign_key_constraints", "_foreign_keys", "_fk"]),
    row(Key::File(JournalMode), LITE, Words(SqliteJournalMode::WORDS), Single, &["journal_mode", "_journal_mode", "_journal"]),
    row(Key::File(Synchronous), LITE, Words(SqliteSynchronous::WORDS), Single, &["synchronous", "_synchronous", "_sync"]),

    row(Key::Pool(MaxConnections), SQL, Count, Single, &["max_connections", "connection_limit", "pool", "pool_size", "pool_max", "pool_max_conns", "max"]),
    row(Key::Pool(MinConnections), SQL, Count, Single, &["min_connections", "pool_min", "pool_min_conns", "min"]),
    row(Key::Pool(AcquireTimeout), SQL, Seconds, Single, &["acquire_timeout", "pool_timeout", "checkout_timeout"]),
    row(Key::Pool(ConnectTimeout), SQL, Seconds, Single, &["connect_timeout"]),
    row(Key::Pool(IdleTimeout), SQL, Seconds, Single, &["idle_timeout", "max_idle_connection_lifetime"]),
    row(Key::Pool(MaxLifetime), SQL, Seconds, Single, &["max_lifetime", "max_connection_lifetime", "max_age"]),
    row(Key::Pool(BusyTimeout), LITE, Milliseconds, Single, &["busy_timeout", "_busy_timeout", "timeout"]),
    row(Key::Pool(MaxConnections), MONGO, Count, Single, &["max_connections", "connection_limit", "pool_size"]),
    row(Key::Pool(MinConnections), MONGO, Count, Single, &["min_connections"]),
    row(Key::Pool(ConnectTimeout), MONGO, Seconds, Single, &["connect_timeout"]),
    row(Key::Pool(IdleTimeout), MONGO, Seconds, Single, &["idle_timeout"]),

    row(Key::MongoDb, MONGO, Text, Repeated, &["readPreferenceTags"]),
    row(Key::MongoDb, MONGO, Text, SingleByName, &[
        "appName", "authMechanism", "authSource", "compressors", "connectTimeoutMS", "directConnection",
        "heartbeatFrequencyMS", "journal", "loadBalanced", "localThresholdMS", "maxAdaptiveRetries", "maxConnecting",
        "maxIdleTimeMS", "maxPoolSize", "maxStalenessSeconds", "minPoolSize", "enableOverloadRetargeting",
        "proxyHost", "proxyPort", "proxyUsername", "readConcernLevel", "readPreference",
        "replicaSet", "retryReads", "retryWrites", "serverMonitoringMode", "serverSelectionTimeoutMS",
        "socketTimeoutMS", "srvMaxHosts", "srvServiceName", "timeoutMS", "uuidRepresentation", "w",
        "waitQueueTimeoutMS", "wTimeoutMS", "zlibCompressionLevel",
    ]),
    row(Key::MongoDb, MONGO, Secret, SingleByName, &["authMechanismProperties", "proxyPassword", "tlsCertificateKeyFilePassword"]),

    row(Key::NoOp, PG, Words(&["utf8", "utf-8", "utf8mb4", "unicode"]), Repeated, &["client_encoding", "charset", "encoding"]),
    // Doctrine, Ecto, Rails.
    row(Key::OtherTool, SERVERS, Text, Repeated, &["serverVersion"]),
    row(Key::OtherTool, SERVERS, Text, Repeated, &["timeout", "idle_interval", "queue_target", "queue_interval", "pool_count", "log", "show_sensitive_data_on_connection_error"]),
    row(Key::OtherTool, SQL, Text, Repeated, &["adapter", "reaping_frequency", "keepalive", "advisory_locks", "database_tasks", "migrations_paths", "schema_dump", "seeds", "replica", "query_cache", "min_messages", "insert_returning", "use_metadata_table"]),
    // Connector/J and Go.
    row(Key::OtherTool, MY, Text, Repeated, &["reconnect", "autoReconnect", "serverTimezone", "allowPublicKeyRetrieval", "useUnicode", "characterEncoding", "parseTime", "loc", "interpolateParams", "encoding"]),
    row(Key::OtherTool, LITE, Text, Repeated, &["loc", "_loc"]),
    // Prisma's maximum time to wait for a response, which no Rust client supports.
    row(Key::OtherTool, SQL, Text, Repeated, &["socket_timeout"]),
    // Vercel and Supabase, node-postgres, pgx, Prisma.
    row(Key::OtherTool, PG, Text, Repeated, &["supa", "workaround", "uselibpqcompat", "default_query_exec_mode", "server_side_binding"]),
    row(Key::OtherTool, SERVERS, Text, Repeated, &["single_use_connections"]),
    row(Key::OtherTool, MY, Text, Repeated, &["prefer_socket"]),
];

/// Returns the row with this name for this database.
///
/// Names are case-insensitive, as in MongoDB. No two libpq names differ only in case.
pub(crate) fn find(name: &str, backend: Backend) -> Option<&'static Row> {
    let has_name = |row: &&Row| row.names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let row = KEYS.iter().filter(|row| row.backends.contains(backend)).find(has_name);
    // sqlx sets one server option with `options[search_path]=app`.
    let is_option = || backend == Backend::Postgres && name.starts_with("options[") && name.ends_with(']');
    match row {
        None if is_option() => find("options", backend),
        row => row,
    }
}

/// Returns the row whose [`Row::name`] this is.
pub fn named(name: &str, backend: Backend) -> Option<&'static Row> {
    KEYS.iter().find(|row| row.names[0] == name && row.backends.contains(backend))
}

/// Returns the kind of problem of an unknown parameter.
///
/// A parameter that may affect TLS has its own kind, because ignoring it could weaken TLS.
pub(crate) fn unknown(name: &str) -> ProblemKind {
    let name = name.to_ascii_lowercase();
    match ["ssl", "tls", "cert", "verify"].iter().any(|word| name.contains(word)) {
        true => ProblemKind::UnknownTlsParameter,
        false => ProblemKind::UnknownParameter,
    }
}

/// Returns the known name that an unknown one most likely misspells.
pub(crate) fn suggestion(name: &str, backend: Backend) -> Option<&'static str> {
    let names = KEYS.iter().filter(|row| row.backends.contains(backend)).flat_map(|row| row.names);
    nearest(name, names.copied())
}

impl Row {
    /// Returns the parameter's name in libpq, or the first name in the table.
    pub fn name(&self) -> &'static str {
        self.names[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_one_row_for_a_backend() {
        for backend in Backends::ALL.iter() {
            let rows = || KEYS.iter().filter(|row| row.backends.contains(backend));
            for (i, row) in rows().enumerate() {
                for name in row.names {
                    let has_name = |row: &Row| row.names.iter().any(|known| known.eq_ignore_ascii_case(name));
                    let first = rows().position(has_name);
                    assert_eq!(first, Some(i), "`{name}` has two rows for {}", backend.name());
                }
            }
        }
    }
}
