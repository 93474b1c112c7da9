//! The table of query parameters, with one row per parameter.
//!
//! The names come from the manuals of:
//!
//! - PostgreSQL: libpq 18, pgjdbc 42, pgx 5, lib/pq, asyncpg, psycopg 3, Npgsql 9, node-postgres 8, postgres.js 3
//! - MySQL: Connector/J 9, MariaDB's connectors, mysql2, Go's MySQL driver, PyMySQL, mysql_async 0.37
//! - SQLite's URI file names, and MongoDB's connection string options
//! - sqlx 0.9, Prisma 6, Rails 8, Django, Laravel, Doctrine, Ecto, SQLAlchemy 2, Sequelize, TypeORM, golang-migrate, dbmate

use super::PoolOption::{self, *};
use super::ValueType::{
    self, Boolean, Count, File, GoDuration, Milliseconds, Only, Recycle, Seconds, Secret, Text, Timeout, Words,
};
use super::key::{Component, ConnectionKey, FileKey, Key, SessionKey};
use super::other_tools;
use super::words::{
    ChannelBinding, LoadBalanceHosts, SqliteCache, SqliteJournalMode, SqliteMode, SqliteSynchronous, SslNegotiation,
    TargetSessionAttrs,
};
use crate::backend::{Backend, Backends};
use crate::problem::ProblemKind;
use crate::similar::nearest_of_one;
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

pub(super) const PG: Backends = Backends::POSTGRES;
pub(super) const MY: Backends = Backends::MYSQL;
pub(super) const SERVERS: Backends = PG.union(MY);
pub(super) const SQL: Backends = Backends::SQL;
pub(super) const LITE: Backends = Backends::SQLITE;
pub(super) const MONGO: Backends = Backends::MONGODB;

pub(super) const fn row(
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
    SearchPath, ServerParameter, StatementCache, TimeZone,
};

const IDENTITY: Key = Key::Unsupported(
    "unsupported PKCS#12 identity (Rust clients need PEM files)",
    "convert it to PEM files, and set `sslcert` and `sslkey`",
);
const KEY_STORE: Key = Key::Unsupported(
    "unsupported Java key store (Rust clients need PEM files)",
    "convert it to PEM files, and set `sslcert` and `sslkey`",
);
const TRUST_STORE: Key = Key::Unsupported(
    "unsupported Java trust store (Rust clients need a PEM file)",
    "convert it to a PEM file, and set `sslrootcert`",
);
const JAVA_CLASS: Key = Key::Unsupported(
    "unsupported Java class, which may change how the server is verified",
    "use `sslmode` and `sslrootcert` instead",
);
const SOCKET_FACTORY: Key = Key::Unsupported(
    "unsupported Java class, which chooses the server",
    "name the server in the URL, or a socket of the Cloud SQL proxy, as in `host=/cloudsql/project:region:instance` for \
     PostgreSQL and `socket=/cloudsql/project:region:instance` for MySQL",
);
const CIPHERS: Key = Key::Unsupported(
    "Rust clients do not support a list of ciphers",
    "remove it, because the TLS library of a Rust client chooses the ciphers",
);
const CERTIFICATE_DIRECTORY: Key =
    Key::Unsupported("Rust clients do not support a directory of CA certificates", "set one file with `ssl-ca`");
const OPTION_FILE: Key = Key::Unsupported(
    "unsupported MySQL option file",
    "add the options in the file to the URL, and remove the parameter",
);
const TARGET_SERVER: Key = Key::Unsupported(
    "unsupported choice of the server",
    "use `target_session_attrs`, as in `target_session_attrs=read-write`",
);
const ENCRYPTION_KEY: Key = Key::Unsupported(
    "unsupported encryption key of a SQLite file",
    "execute `PRAGMA key` on each new connection instead",
);
const ROLE: Key = Key::Unsupported("unsupported query parameter `assume_role`", "use `role` instead");
const LEGACY_READS: Key =
    Key::Unsupported("unsupported MongoDB parameter of old drivers", "use `readPreference=secondaryPreferred` instead");

/// The versions of PostgreSQL's protocol and of TLS in libpq.
const PROTOCOLS: &[&str] = &["3.0", "3.2", "latest"];
const TLS_PROTOCOLS: &[&str] = &["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

/// The values of a boolean.
const FALSE: &[&str] = &["false", "0", "off", "no"];
const TRUE: &[&str] = &["true", "1", "on", "yes"];
const READ_ONLY: ValueType = Only(FALSE, "use `default_transaction_read_only=on` instead");
const READ_ONLY_FILE: ValueType = Only(FALSE, "use `mode=ro` instead");
const KEY_PASSWORD: Key =
    Key::Unsupported("Rust MySQL clients do not support encrypted client keys", "decrypt the key file");

#[rustfmt::skip]
const KEYS: &[Row] = &[
    row(Key::Component(Host), PG, Text, Single, &["host"]),
    row(Key::Component(HostAddress), PG, Text, Single, &["hostaddr"]),
    row(Key::Component(Port), PG, Text, Single, &["port"]),
    // pg8000, dbmate, Ecto
    row(Key::Component(Host), PG, ValueType::Socket, Single, &["socket", "unix_socket", "unixSocket", "unix_sock", "socketPath", "socket_dir"]),
    row(Key::Component(User), PG, Text, Single, &["user", "username"]),
    row(Key::Component(Password), PG, Secret, Single, &["password"]),
    row(Key::Component(Database), PG, Text, Single, &["dbname", "database"]),
    row(Key::Component(Host), MY, Text, Single, &["host"]),
    row(Key::Component(Port), MY, Text, Single, &["port"]),
    row(Key::Component(User), MY, Text, Single, &["user", "username"]),
    row(Key::Component(Password), MY, Secret, Single, &["password", "passwd"]),
    row(Key::Component(Database), MY, Text, Single, &["database", "dbname", "db"]),
    row(Key::Component(Socket), MY, Text, Single, &["socket", "unix_socket", "unixSocket", "unix_sock", "socketPath", "localSocket"]),

    row(Key::Tls(TlsKey::Mode), SERVERS, ValueType::TlsMode, Repeated, &["sslmode", "ssl-mode", "ssl_mode", "ssl", "useSSL"]),
    row(Key::Tls(TlsKey::Required), SERVERS, Boolean, Single, &["requiressl", "ssl_require"]),
    row(Key::Tls(TlsKey::VerifiedMode), MY, Boolean, Repeated, &["require_ssl"]),
    // Go's driver.
    row(Key::Tls(TlsKey::VerifiedMode), SERVERS, ValueType::TlsMode, Repeated, &["tls"]),
    row(Key::Tls(TlsKey::VerifiedMode), MONGO, Boolean, Repeated, &["tls", "ssl"]),
    row(Key::Tls(TlsKey::Accept), SERVERS, Words(&["strict", "accept_invalid_certs"]), Repeated, &["sslaccept"]),
    row(Key::Tls(TlsKey::Verify), SERVERS, Boolean, Repeated, &["verifyServerCertificate"]),
    row(Key::Tls(TlsKey::VerifyCa), MY, Boolean, Repeated, &["verify_ca", "ssl_verify_cert"]),
    row(Key::Tls(TlsKey::VerifyHost), MY, Boolean, Repeated, &["verify_identity", "ssl_verify_identity"]),
    row(Key::Tls(TlsKey::AcceptInvalid), SERVERS, Boolean, Repeated, &["trustServerCertificate", "x-tls-insecure-skip-verify"]),
    row(Key::Tls(TlsKey::Insecure), MONGO, Boolean, Repeated, &["tlsInsecure"]),
    row(Key::Tls(TlsKey::AcceptInvalidCertificate), MONGO, Boolean, Repeated, &["tlsAllowInvalidCertificates"]),
    row(Key::Tls(TlsKey::AcceptInvalidHost), MONGO, Boolean, Repeated, &["tlsAllowInvalidHostnames"]),
    row(Key::Tls(TlsKey::LibpqRootCertificate), SERVERS, File, Repeated, &["sslrootcert"]),
    row(Key::Tls(TlsKey::RootCertificate), SERVERS, File, Repeated, &["ssl-root-cert", "ssl-ca", "ssl_ca", "sslca", "serverSslCert", "rootCertificate", "x-tls-ca"]),
    row(Key::Tls(TlsKey::RootCertificate), MONGO, File, Single, &["tlsCAFile"]),
    row(Key::Tls(TlsKey::ClientCertificate), SERVERS, File, Single, &["sslcert", "ssl-cert", "ssl_cert", "sslCertificate", "x-tls-cert"]),
    row(Key::Tls(TlsKey::ClientCertificate), MONGO, File, Single, &["tlsCertificateKeyFile"]),
    row(Key::Tls(TlsKey::ClientKey), SERVERS, File, Single, &["sslkey", "ssl-key", "ssl_key", "x-tls-key"]),
    row(Key::Tls(TlsKey::Negotiation), PG, Words(SslNegotiation::WORDS), Single, &["sslnegotiation"]),
    row(IDENTITY, SERVERS, File, Single, &["sslidentity"]),
    row(KEY_PASSWORD, MY, Secret, Single, &["sslpassword", "ssl_key_password"]),
    row(KEY_STORE, MY, File, Single, &["clientCertificateKeyStoreUrl", "keyStore"]),
    row(KEY_STORE, MY, Secret, Single, &["clientCertificateKeyStorePassword", "keyStorePassword", "keyPassword"]),
    row(TRUST_STORE, MY, File, Single, &["trustCertificateKeyStoreUrl", "trustStore"]),
    row(TRUST_STORE, MY, Secret, Single, &["trustCertificateKeyStorePassword", "trustStorePassword"]),
    row(JAVA_CLASS, PG, Text, Single, &["sslfactory", "sslfactoryarg", "sslhostnameverifier", "sslpasswordcallback"]),
    row(SOCKET_FACTORY, SERVERS, Text, Single, &["socketFactory", "socketFactoryArg", "cloudSqlInstance"]),
    row(CIPHERS, SERVERS, Text, Single, &["ssl_cipher", "ssl-cipher", "sslcipher", "tlsCiphersuites", "enabledSSLCipherSuites"]),
    row(CERTIFICATE_DIRECTORY, MY, File, Single, &["ssl_capath", "ssl-capath", "sslcapath"]),
    row(OPTION_FILE, MY, Text, Single, &["read_default_file", "read_default_group", "default_file", "option_files"]),
    row(ENCRYPTION_KEY, LITE, Secret, Single, &["key", "hexkey", "_key", "_pragma_key", "_cipher_key"]),
    row(TARGET_SERVER, PG, Text, Single, &["targetServerType"]),
    row(ROLE, PG, Text, Single, &["assume_role"]),
    row(LEGACY_READS, MONGO, Text, Single, &["slaveOk"]),
    row(Key::NoOp, SERVERS, ValueType::TlsVersions, Repeated, &["tlsVersions", "enabledTLSProtocols", "enabledSslProtocolSuites", "tls_versions", "tls_version"]),
    row(Key::NoOp, PG, Only(FALSE, "use `sslnegotiation=direct` instead"), Repeated, &["direct_tls"]),
    row(Key::NoOp, PG, Only(FALSE, "write each certificate to a file, and set its path"), Repeated, &["sslinline"]),
    row(Key::NoOp, MY, Only(FALSE, "use `sslmode=verify-ca` instead"), Repeated, &["disableSslHostnameVerification"]),
    row(Key::NoOp, MY, Only(FALSE, "use `sslmode=disable` instead"), Repeated, &["ssl_disabled"]),
    row(Key::NoOp, MY, Only(FALSE, "name the servers in the URL"), Repeated, &["dnsSrv"]),
    row(Key::NoOp, MY, Only(FALSE, "set it in code with `OptsBuilder`"), Repeated, &["client_found_rows"]),
    row(Key::NoOp, MY, Only(TRUE, "set `sslrootcert` instead"), Repeated, &["built_in_roots"]),
    row(Key::NoOp, PG, Only(FALSE, "use `load_balance_hosts=random` instead"), Repeated, &["loadBalanceHosts"]),
    row(Key::NoOp, PG, READ_ONLY, Repeated, &["readOnly", "read_only"]),
    row(Key::NoOp, LITE, READ_ONLY_FILE, Repeated, &["readOnly", "read_only", "query_only", "_query_only"]),

    row(Key::Connection(ConnectionKey::ChannelBinding), PG, Words(ChannelBinding::WORDS), Single, &["channel_binding", "channelBinding"]),
    row(Key::Connection(ConnectionKey::TargetSessionAttrs), PG, Words(TargetSessionAttrs::WORDS), Single, &["target_session_attrs", "targetSessionAttrs", "targetSessionAttributes"]),
    row(Key::Connection(ConnectionKey::LoadBalanceHosts), PG, Words(LoadBalanceHosts::WORDS), Single, &["load_balance_hosts"]),
    row(Key::Connection(Keepalives), PG, Boolean, Single, &["keepalives", "tcpKeepAlive"]),
    row(Key::Connection(KeepalivesIdle), PG, Timeout, Single, &["keepalives_idle"]),
    row(Key::Connection(KeepalivesInterval), PG, Timeout, Single, &["keepalives_interval"]),
    row(Key::Connection(KeepalivesCount), PG, Count, Single, &["keepalives_count", "keepalives_retries"]),
    row(Key::Connection(TcpUserTimeout), PG, Milliseconds, Single, &["tcp_user_timeout"]),

    row(Key::Libpq, PG, Boolean, Single, &["gssdelegation"]),
    row(Key::Libpq, PG, Words(&["disable", "prefer", "require"]), Single, &["gssencmode"]),
    row(Key::Libpq, PG, Words(&["gssapi", "sspi"]), Single, &["gsslib"]),
    row(Key::Libpq, PG, Text, Single, &["krbsrvname", "kerberosServerName", "kerberosServiceName"]),
    row(Key::Libpq, PG, Words(PROTOCOLS), Single, &["max_protocol_version"]),
    row(Key::Libpq, PG, Words(PROTOCOLS), Single, &["min_protocol_version"]),
    row(Key::Libpq, PG, Text, Single, &["oauth_client_id"]),
    row(Key::Libpq, PG, Secret, Single, &["oauth_client_secret"]),
    row(Key::Libpq, PG, Text, Single, &["oauth_issuer"]),
    row(Key::Libpq, PG, Text, Single, &["oauth_scope"]),
    row(Key::Libpq, PG, Text, Single, &["passfile"]),
    row(Key::Libpq, PG, Words(&["true", "on", "yes", "1", "database", "false", "off", "no", "0"]), Single, &["replication"]),
    row(Key::Libpq, PG, ValueType::AuthMethods, Single, &["require_auth"]),
    row(Key::Libpq, PG, Text, Single, &["requirepeer"]),
    row(Key::Libpq, PG, Secret, Single, &["scram_client_key"]),
    row(Key::Libpq, PG, Secret, Single, &["scram_server_key"]),
    row(Key::Libpq, PG, Words(TLS_PROTOCOLS), Single, &["ssl_max_protocol_version"]),
    row(Key::Libpq, PG, Words(TLS_PROTOCOLS), Single, &["ssl_min_protocol_version"]),
    row(Key::Libpq, PG, Words(&["disable", "allow", "require"]), Single, &["sslcertmode"]),
    row(Key::Libpq, PG, Boolean, Single, &["sslcompression"]),
    row(Key::Libpq, PG, File, Single, &["sslcrl"]),
    row(Key::Libpq, PG, File, Single, &["sslcrldir"]),
    row(Key::Libpq, PG, File, Single, &["sslkeylogfile"]),
    row(Key::Libpq, PG, Secret, Single, &["sslpassword"]),
    row(Key::Libpq, PG, Boolean, Single, &["sslsni"]),
    row(Key::Libpq, PG, Text, Single, &["service"]),
    row(Key::Libpq, PG, Text, Single, &["servicefile"]),

    row(Key::Session(ApplicationName), PG, Text, Single, &["application_name", "applicationName"]),
    row(Key::Session(FallbackApplicationName), PG, Text, Single, &["fallback_application_name"]),
    row(Key::Session(Schema), PG, Text, Single, &["schema"]),
    row(Key::Session(SearchPath), PG, Text, Single, &["search_path", "currentSchema", "schema_search_path", "searchPath"]),
    row(Key::Session(Options), PG, Text, Repeated, &["options"]),
    row(Key::Session(ServerParameter), PG, Text, SingleByName, &[
        "bytea_output", "client_min_messages", "datestyle", "default_transaction_deferrable",
        "default_transaction_isolation", "default_transaction_read_only", "extra_float_digits", "geqo",
        "idle_in_transaction_session_timeout", "idle_session_timeout", "intervalstyle", "jit", "lock_timeout",
        "log_min_duration_statement", "log_statement", "maintenance_work_mem", "plan_cache_mode", "role",
        "row_security", "standard_conforming_strings", "synchronous_commit", "timezone", "transaction_timeout",
        "work_mem",
    ]),
    row(Key::Session(SessionKey::StatementTimeout), PG, Milliseconds, Single, &["statement_timeout"]),
    row(Key::Session(PgBouncer), PG, Boolean, Single, &["pgbouncer"]),
    row(Key::Session(PreparedStatements), SERVERS, Boolean, Single, &["prepared_statements", "prepare"]),
    row(Key::Session(StatementCache), SERVERS, Count, Single, &["statement-cache-capacity", "statement_cache_size", "prepared_statement_cache_size", "stmt_cache_size", "statement_limit", "statement_cache_capacity", "prepStmtCacheSize", "maxPreparedStatements"]),
    row(Key::Session(Charset), MY, ValueType::Charset, Single, &["charset"]),
    row(Key::Session(Collation), MY, ValueType::Collation, Single, &["collation", "connectionCollation"]),
    row(Key::Session(TimeZone), MY, ValueType::TimeZone, Single, &["timezone", "time-zone", "time_zone"]),

    row(Key::File(Mode), LITE, Words(SqliteMode::WORDS), Single, &["mode"]),
    row(Key::File(Cache), LITE, Words(SqliteCache::WORDS), Single, &["cache"]),
    row(Key::File(Immutable), LITE, Boolean, Single, &["immutable"]),
    row(Key::File(Vfs), LITE, Text, Single, &["vfs"]),
    row(Key::File(ForeignKeys), LITE, Boolean, Single, &["foreign_keys", "foreign_key_constraints", "_foreign_keys", "_fk", "ForeignKeys"]),
    row(Key::File(JournalMode), LITE, Words(SqliteJournalMode::WORDS), Single, &["journal_mode", "_journal_mode", "_journal"]),
    row(Key::File(Synchronous), LITE, Words(SqliteSynchronous::WORDS), Single, &["synchronous", "_synchronous", "_sync"]),

    row(Key::Pool(MaxConnections), SQL, Count, Single, &[
        "max_connections", "connection_limit", "pool", "pool_size", "pool_max", "pool_max_conns", "max",
        "connectionLimit", "maxConnections", "max_size", "maxsize", "max_pool_size", "maxPoolSize", "maximum_pool_size",
        "maximumPoolSize", "poolSize", "max_open_conns", "maxOpenConns",
    ]),
    row(Key::Pool(MinConnections), SQL, Count, Single, &[
        "min_connections", "pool_min", "pool_min_conns", "min", "minConnections", "min_size", "minsize",
        "min_pool_size", "minPoolSize", "minimum_pool_size", "minimumPoolSize", "min_idle", "minimumIdle",
    ]),
    row(Key::Pool(AcquireTimeout), SQL, Seconds, Single, &["acquire_timeout", "pool_timeout", "checkout_timeout"]),
    row(Key::Pool(AcquireTimeout), SQL, Milliseconds, Single, &["acquireTimeoutMillis", "acquireTimeoutMS", "acquire_timeout_ms"]),
    // mysql and MariaDB's connector for Node.js.
    row(Key::Pool(AcquireTimeout), MY, Milliseconds, Single, &["acquireTimeout"]),
    row(Key::Pool(ConnectTimeout), SQL, Timeout, Single, &["connect_timeout"]),
    row(Key::Pool(ConnectTimeout), SQL, Milliseconds, Single, &["connectTimeoutMS", "connectTimeoutMillis", "connectionTimeoutMillis", "connect_timeout_ms"]),
    row(Key::Pool(IdleTimeout), MY, Seconds, Single, &["inactive_connection_ttl"]),
    row(Key::Pool(MaxLifetime), MY, Seconds, Single, &["abs_conn_ttl"]),
    // pgjdbc, and MySQL's connector for Python.
    row(Key::Pool(ConnectTimeout), PG, Timeout, Single, &["connectTimeout"]),
    row(Key::Pool(ConnectTimeout), MY, Timeout, Single, &["connection_timeout"]),
    // Connector/J, MariaDB's connectors, mysql2.
    row(Key::Pool(ConnectTimeout), MY, Milliseconds, Single, &["connectTimeout"]),
    // bun.
    row(Key::Pool(ConnectTimeout), SERVERS, GoDuration, Single, &["dial_timeout"]),
    row(Key::Pool(IdleTimeout), SQL, Seconds, Single, &["idle_timeout", "max_idle_connection_lifetime", "max_inactive_connection_lifetime", "connectionIdleLifetime"]),
    row(Key::Pool(IdleTimeout), SQL, Milliseconds, Single, &["idleTimeoutMillis", "maxIdleTimeMS", "idleTimeoutMS", "idle_timeout_ms"]),
    row(Key::Pool(IdleTimeout), SQL, GoDuration, Single, &["pool_max_conn_idle_time", "conn_max_idle_time", "connMaxIdleTime"]),
    row(Key::Pool(MaxLifetime), SQL, Seconds, Single, &["max_lifetime", "max_connection_lifetime", "max_age", "maxLifetimeSeconds", "connectionLifetime"]),
    row(Key::Pool(MaxLifetime), SQL, Milliseconds, Single, &["maxLifetimeMillis", "maxLifetimeMS", "max_lifetime_ms"]),
    row(Key::Pool(MaxLifetime), SQL, Recycle, Single, &["pool_recycle", "conn_max_age"]),
    row(Key::Pool(MaxLifetime), SQL, GoDuration, Single, &["pool_max_conn_lifetime", "conn_max_lifetime", "connMaxLifetime"]),
    row(Key::Pool(BusyTimeout), LITE, Milliseconds, Single, &["busy_timeout", "_busy_timeout", "_timeout", "timeout", "BusyTimeout"]),
    row(Key::Pool(MaxConnections), MONGO, Count, Single, &["max_connections", "connection_limit", "pool_size", "poolSize", "max_pool_size"]),
    row(Key::Pool(MinConnections), MONGO, Count, Single, &["min_connections", "min_pool_size"]),
    row(Key::Pool(ConnectTimeout), MONGO, Timeout, Single, &["connect_timeout"]),
    row(Key::Pool(IdleTimeout), MONGO, Seconds, Single, &["idle_timeout"]),

    row(Key::MongoDb, MONGO, Text, Repeated, &["readPreferenceTags"]),
    row(Key::MongoDb, MONGO, Text, SingleByName, &[
        "appName", "authMechanism", "authSource", "compressors", "connectTimeoutMS", "directConnection",
        "heartbeatFrequencyMS", "journal", "loadBalanced", "localThresholdMS", "maxAdaptiveRetries", "maxConnecting",
        "maxIdleTimeMS", "maxPoolSize", "maxStalenessSeconds", "minPoolSize", "enableOverloadRetargeting",
        "proxyHost", "proxyPort", "proxyUsername", "readConcernLevel", "readPreference",
        "replicaSet", "retryReads", "retryWrites", "serverMonitoringMode", "serverSelectionTimeoutMS",
        "srvMaxHosts", "srvServiceName", "timeoutMS", "uuidRepresentation", "w", "wTimeoutMS", "zlibCompressionLevel",
    ]),
    row(Key::MongoDb, MONGO, Secret, SingleByName, &["authMechanismProperties", "proxyPassword", "tlsCertificateKeyFilePassword"]),

    row(Key::NoOp, PG, Words(&["utf8", "utf-8", "utf8mb4", "unicode"]), Repeated, &["client_encoding", "clientEncoding", "charset", "encoding"]),
];

/// Returns the row with this name for this database.
///
/// Names are case-insensitive, as in MongoDB. No two libpq names differ only in case.
pub fn find(name: &str, backend: Backend) -> Option<&'static Row> {
    let has_name = |row: &&Row| row.names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let row = rows(backend).find(has_name);
    // sqlx sets one server option with `options[search_path]=app`.
    let is_option = || backend == Backend::Postgres && name.starts_with("options[") && name.ends_with(']');
    match row {
        None if is_option() => find("options", backend),
        row => row,
    }
}

fn rows(backend: Backend) -> impl Iterator<Item = &'static Row> {
    KEYS.iter().chain(other_tools::ROWS).filter(move |row| row.backends.contains(backend))
}

/// Returns whether this is the name of a server parameter, such as `lock_timeout`, which PostgreSQL's clients pass on.
pub fn is_server_parameter(name: &str) -> bool {
    find(name, Backend::Postgres).is_some_and(|row| row.key == Key::Session(ServerParameter))
}

/// Returns the pool option that a query parameter of PostgreSQL sets, such as `max_connections` for `pool_size`.
pub fn pool_option(name: &str) -> Option<PoolOption> {
    find(name, Backend::Postgres)?.pool_option()
}

/// Returns the row whose [`Row::name`] this is.
pub fn named(name: &str, backend: Backend) -> Option<&'static Row> {
    KEYS.iter().find(|row| row.names[0] == name && row.backends.contains(backend))
}

/// Returns the kind of problem of an unknown parameter.
///
/// A parameter that may affect TLS has its own kind, because ignoring it could weaken TLS.
pub(crate) fn unknown(name: &str) -> ProblemKind {
    if may_affect_tls(name) { ProblemKind::UnknownTlsParameter } else { ProblemKind::UnknownParameter }
}

fn may_affect_tls(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["ssl", "tls", "cert", "verify"].iter().any(|word| name.contains(word))
}

/// Parameters of other databases, whose value has to change too.
const REPLACEMENTS: &[(&str, Backend, &str)] =
    &[("connect", Backend::MongoDb, "directConnection=true"), ("auth", Backend::MongoDb, "authSource")];

/// Returns the known name that an unknown one most likely misspells.
///
/// A timeout is no suggestion for a name that adds or leaves out a unit.
pub(crate) fn suggestion(name: &str, backend: Backend) -> Option<&'static str> {
    let is_replaced = |(old, of, _): &&(&str, Backend, &str)| old.eq_ignore_ascii_case(name) && *of == backend;
    if let Some((_, _, new)) = REPLACEMENTS.iter().find(is_replaced) {
        return Some(new);
    }
    let names = rows(backend).flat_map(|row| row.names.iter().map(move |name| (*name, row)));
    // Two TLS parameters resemble each other more often than a misspelled one: `tlsCAFile` and `tlsCRLFile`.
    let most = if may_affect_tls(name) { 1 } else { 2 };
    let nearest = nearest_of_one(name, most, names, |a, b| a.name() == b.name() && !a.has_many_meanings())?;
    let row = find(nearest, backend)?;
    // Tools with another spelling may have another unit: `connectTimeout` and `connect_timeout`.
    let has_separator = |name: &str| name.contains(['_', '-']);
    let may_differ = row.key == Key::OtherTool || !row.value_type.unit().is_empty();
    let is_of_other_tool = may_differ && has_separator(name) != has_separator(nearest);
    (!is_of_other_tool && !adds_unit(name, nearest)).then_some(nearest)
}

/// Returns whether one name is the other one with a unit behind it: `idle_timeout` and `idle_timeout_ms`.
fn adds_unit(a: &str, b: &str) -> bool {
    const UNITS: [&str; 11] =
        ["ms", "s", "m", "h", "sec", "secs", "seconds", "min", "minutes", "millis", "milliseconds"];
    let plain = |name: &str| name.to_ascii_lowercase().replace(['_', '-'], "");
    let (a, b) = (plain(a), plain(b));
    let unit = a.strip_prefix(&*b).or_else(|| b.strip_prefix(&*a));
    unit.is_some_and(|unit| UNITS.contains(&unit))
}

impl Row {
    /// Returns the parameter's name in libpq, or the first name in the table.
    pub fn name(&self) -> &'static str {
        self.names[0]
    }

    /// Returns whether both rows set the same value, if only in another unit.
    pub fn sets_same(&self, other: &Self) -> bool {
        let has_rows = matches!(self.key, Key::Pool(_) | Key::Component(_));
        self.name() == other.name() || has_rows && self.key == other.key
    }

    /// Returns whether each name has a meaning of its own.
    fn has_many_meanings(&self) -> bool {
        matches!(self.key, Key::MongoDb | Key::OtherTool | Key::NoOp | Key::Session(ServerParameter))
    }

    /// Returns the pool option or the timeout that the parameter sets.
    pub fn pool_option(&self) -> Option<PoolOption> {
        match self.key {
            Key::Pool(option) => Some(option),
            Key::Session(SessionKey::StatementTimeout) => Some(StatementTimeout),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_suggestion_has_another_unit() {
        for (name, backend) in [
            ("connect_timeout_minutes", Backend::Postgres),
            ("idle_timeout_minutes", Backend::Postgres),
            ("statement_timeout_s", Backend::Postgres),
            ("busy_timeout_ms", Backend::Sqlite),
            ("connectTimeout", Backend::MongoDb),
            ("wTimeout", Backend::MongoDb),
            ("mix", Backend::Postgres),
            ("tlsCRLFile", Backend::MongoDb),
            ("sslcrt", Backend::Postgres),
        ] {
            assert_eq!(suggestion(name, backend), None, "{name}");
        }
        assert_eq!(suggestion("auth", Backend::MongoDb), Some("authSource"));
        assert_eq!(suggestion("auth", Backend::Postgres), None);
    }

    #[test]
    fn every_name_has_one_row_for_a_backend() {
        for backend in Backends::ALL.iter() {
            for (i, row) in rows(backend).enumerate() {
                for name in row.names {
                    let has_name = |row: &Row| row.names.iter().any(|known| known.eq_ignore_ascii_case(name));
                    let first = rows(backend).position(has_name);
                    assert_eq!(first, Some(i), "`{name}` has two rows for {}", backend.name());
                }
            }
        }
    }
}
