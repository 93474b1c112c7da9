//! The table of query parameters, with one row per parameter.
//!
//! The names come from the manuals of:
//!
//! - PostgreSQL: libpq 18, pgjdbc 42, pgx 5, lib/pq, asyncpg, psycopg 3, Npgsql 9, node-postgres 8, postgres.js 3
//! - MySQL: Connector/J 5 to 9, MariaDB's connectors, mysql2, Go's MySQL driver, PyMySQL, mysql_async 0.37, mysql 28
//! - SQLite's URI file names, and MongoDB's connection string options
//! - Redis: redis 1, fred 10, redis-py 5, go-redis 9, ioredis 5, Celery
//! - sqlx 0.9, Prisma 6, Rails 8, Django, Laravel, Doctrine, Ecto, SQLAlchemy 2, Sequelize, TypeORM, golang-migrate, dbmate

use super::PoolOption::*;
use super::ValueType::{
    self, Boolean, Count, File, GoDuration, Milliseconds, Only, Recycle, Seconds, Secret, Text, Timeout, Words,
};
use super::key::{Component, ConnectionKey, FileKey, Key, RedisKey, SessionKey};
use super::other_tools;
use super::row::Repeat::{Repeated, Single, SingleByName};
use super::row::{LITE, MONGO, MY, PG, REDIS, Row, SERVERS, SQL, row};
use super::words::{
    ChannelBinding, LoadBalanceHosts, RedisProtocol, SqliteCache, SqliteJournalMode, SqliteMode, SqliteSynchronous,
    SslNegotiation, TargetSessionAttrs,
};
use crate::backend::Backend;
use crate::tls::TlsKey;

use Component::*;
use ConnectionKey::*;
use FileKey::*;
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
const REVOCATION: Key = Key::Unsupported(
    "Rust clients do not support a certificate revocation list",
    "remove it, and trust only a CA that does not sign other servers",
);
const FINGERPRINT: Key = Key::Unsupported(
    "Rust MySQL clients do not support a certificate fingerprint",
    "set `sslrootcert` to the certificate of the CA instead",
);
const CERTIFICATE_DIRECTORY: Key =
    Key::Unsupported("Rust clients do not support a directory of CA certificates", "set one file with `ssl-ca`");
const OPTION_FILE: Key = Key::Unsupported(
    "unsupported MySQL option file",
    "add the options in the file to the URL, and remove the parameter",
);
const SECOND_FACTOR: Key = Key::Unsupported(
    "Rust MySQL clients do not support a second authentication factor",
    "use an account with one password, and set `password`",
);
const PROXY: Key =
    Key::Unsupported("Rust MySQL clients do not support a proxy", "name the server, or a tunnel to it, in the URL");
const PIPE: Key =
    Key::Unsupported("Rust MySQL clients do not support named pipes and shared memory", "name the server in the URL");
const ENCRYPTION_KEY: Key = Key::Unsupported(
    "unsupported encryption key of a SQLite file",
    "execute `PRAGMA key` on each new connection instead",
);
const ROLE: Key = Key::Unsupported("unsupported query parameter `assume_role`", "use `role` instead");
const KERBEROS_SERVICE: Key = Key::Unsupported(
    "unsupported MongoDB parameter of old drivers",
    "use `authMechanismProperties=SERVICE_NAME:name` instead",
);
const KEY_PREFIX: Key = Key::Unsupported(
    "Rust Redis clients do not support a prefix for all keys",
    "remove it, and add the prefix to the keys in your code",
);
const DATABASE_NAME: Key =
    Key::Unsupported("unsupported query parameter `dbName`", "write the name after the host, as in `mongodb://h/name`");

/// The versions of PostgreSQL's protocol and of TLS in libpq.
const PROTOCOLS: &[&str] = &["3.0", "3.2", "latest"];
const TLS_PROTOCOLS: &[&str] = &["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

/// The values of a boolean.
const FALSE: &[&str] = &["false", "0", "off", "no"];
const TRUE: &[&str] = &["true", "1", "on", "yes"];
const NO_REVOCATION: &str = "remove it, because Rust clients do not check whether a certificate is revoked";
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
    row(Key::Component(Host), MY, Text, Single, &["host", "hostname"]),
    row(Key::Component(Port), MY, Text, Single, &["port"]),
    row(Key::Component(User), MY, Text, Single, &["user", "username"]),
    row(Key::Component(Password), MY, Secret, Single, &["password", "passwd", "pass", "password1"]),
    row(Key::Component(Database), MY, Text, Single, &["database", "dbname", "db"]),
    row(Key::Component(User), REDIS, Text, Single, &["user", "username"]),
    row(Key::Component(Password), REDIS, Secret, Single, &["pass", "password"]),
    // Celery's name for a Unix socket.
    row(Key::Component(Database), REDIS, Text, Single, &["db", "database", "virtual_host"]),
    row(Key::Component(Socket), MY, Text, Single, &["socket", "unix_socket", "unixSocket", "unix_sock", "socketPath", "localSocket", "sock"]),

    row(Key::Tls(TlsKey::Mode), SERVERS, ValueType::TlsMode, Repeated, &["sslmode", "ssl-mode", "ssl_mode", "ssl", "useSSL", "tls_mode"]),
    row(Key::Tls(TlsKey::Required), SERVERS, Boolean, Single, &["requiressl", "ssl_require"]),
    row(Key::Tls(TlsKey::Required), MY, Boolean, Single, &["ssl-enforce", "tls-enforce"]),
    row(Key::Tls(TlsKey::VerifiedMode), MY, Boolean, Repeated, &["require_ssl"]),
    // Go's driver.
    row(Key::Tls(TlsKey::VerifiedMode), SERVERS, ValueType::TlsMode, Repeated, &["tls"]),
    row(Key::Tls(TlsKey::VerifiedMode), MONGO.union(REDIS), Boolean, Repeated, &["tls", "ssl"]),
    // The fragment of the crate `redis`, go-redis, redis-py.
    row(Key::Tls(TlsKey::SkipVerify), REDIS, Boolean, Repeated, &["#insecure", "insecure", "skip_verify"]),
    row(Key::Tls(TlsKey::CertificateRequirements), REDIS, Words(&["required", "optional", "none", "CERT_REQUIRED", "CERT_OPTIONAL", "CERT_NONE"]), Repeated, &["ssl_cert_reqs"]),
    row(Key::Tls(TlsKey::VerifyHost), REDIS, Boolean, Repeated, &["ssl_check_hostname"]),
    row(Key::Tls(TlsKey::RootCertificate), REDIS, File, Repeated, &["tls_ca", "ssl_ca_certs", "ssl_ca_cert", "sslrootcert", "cacert"]),
    row(Key::Tls(TlsKey::ClientCertificate), REDIS, File, Single, &["tls_cert", "ssl_certfile", "sslcert"]),
    row(Key::Tls(TlsKey::ClientKey), REDIS, File, Single, &["tls_key", "ssl_keyfile", "sslkey"]),
    row(Key::Tls(TlsKey::Accept), SERVERS, Words(&["strict", "accept_invalid_certs"]), Repeated, &["sslaccept"]),
    row(Key::Tls(TlsKey::Verify), SERVERS, Boolean, Repeated, &["verifyServerCertificate"]),
    // MariaDB's and MySQL's C libraries.
    row(Key::Tls(TlsKey::Verify), MY, Boolean, Repeated, &["ssl-verify-server-cert", "ssl_verify_server_cert", "tls-verify-peer", "sslverify"]),
    row(Key::Tls(TlsKey::VerifyCa), MY, Boolean, Repeated, &["verify_ca", "ssl_verify_cert"]),
    row(Key::Tls(TlsKey::VerifyHost), MY, Boolean, Repeated, &["verify_identity", "ssl_verify_identity", "ssl_check_hostname"]),
    row(Key::Tls(TlsKey::AcceptInvalid), SERVERS, Boolean, Repeated, &["trustServerCertificate", "x-tls-insecure-skip-verify"]),
    // mysql, whose other TLS parameters are below.
    row(Key::Tls(TlsKey::AcceptInvalidCertificate), MY, Boolean, Repeated, &["danger_accept_invalid_certs"]),
    row(Key::Tls(TlsKey::AcceptInvalidHost), MY, Boolean, Repeated, &["danger_skip_domain_validation"]),
    row(Key::Tls(TlsKey::Insecure), MONGO, Boolean, Repeated, &["tlsInsecure"]),
    row(Key::Tls(TlsKey::AcceptInvalidCertificate), MONGO, Boolean, Repeated, &["tlsAllowInvalidCertificates"]),
    row(Key::Tls(TlsKey::AcceptInvalidHost), MONGO, Boolean, Repeated, &["tlsAllowInvalidHostnames"]),
    row(Key::Tls(TlsKey::LibpqRootCertificate), SERVERS, File, Repeated, &["sslrootcert"]),
    row(Key::Tls(TlsKey::RootCertificate), SERVERS, File, Repeated, &["ssl-root-cert", "ssl-ca", "ssl_ca", "sslca", "serverSslCert", "rootCertificate", "caCertificateFile", "tls-ca", "tls_ca", "x-tls-ca"]),
    row(Key::Tls(TlsKey::RootCertificate), MY, File, Repeated, &["root_cert_path"]),
    row(Key::Tls(TlsKey::RootCertificate), MONGO, File, Single, &["tlsCAFile"]),
    row(Key::Tls(TlsKey::ClientCertificate), SERVERS, File, Single, &["sslcert", "ssl-cert", "ssl_cert", "sslCertificate", "tls-cert", "tls_cert", "x-tls-cert"]),
    row(Key::Tls(TlsKey::ClientCertificate), MY, File, Single, &["cert_chain_path"]),
    row(Key::Tls(TlsKey::ClientCertificate), MONGO, File, Single, &["tlsCertificateKeyFile"]),
    row(Key::Tls(TlsKey::ClientKey), SERVERS, File, Single, &["sslkey", "ssl-key", "ssl_key", "tls-key", "tls_key", "x-tls-key"]),
    row(Key::Tls(TlsKey::ClientKey), MY, File, Single, &["priv_key_path"]),
    row(Key::Tls(TlsKey::Negotiation), PG, Words(SslNegotiation::WORDS), Single, &["sslnegotiation"]),
    row(IDENTITY, SERVERS, File, Single, &["sslidentity"]),
    // MySqlConnector; the `mysql` crate.
    row(IDENTITY, MY, File, Single, &["certificateFile", "certificateStoreLocation", "certificateThumbprint", "pkcs12_path"]),
    row(IDENTITY, MY, Secret, Single, &["certificatePassword", "pkcs12_pass"]),
    row(KEY_PASSWORD, MY, Secret, Single, &["sslpassword", "ssl_key_password", "sslKeyPassword", "ssl-passphrase", "tls-passphrase", "tls_passphrase"]),
    row(KEY_STORE, MY, File, Single, &["clientCertificateKeyStoreUrl", "clientCertificateKeyStoreType", "keyStore", "keyStoreType"]),
    row(KEY_STORE, MY, Secret, Single, &["clientCertificateKeyStorePassword", "keyStorePassword", "keyPassword"]),
    row(TRUST_STORE, MY, File, Single, &["trustCertificateKeyStoreUrl", "trustCertificateKeyStoreType", "trustStore", "trustStoreType"]),
    row(TRUST_STORE, MY, Secret, Single, &["trustCertificateKeyStorePassword", "trustStorePassword"]),
    row(JAVA_CLASS, SERVERS, Text, Single, &[
        "sslfactory", "sslfactoryarg", "sslhostnameverifier", "sslpasswordcallback", "sslContextProvider", "tlsSocketType",
        "keyManagerFactoryProvider", "trustManagerFactoryProvider", "keyStoreProvider",
    ]),
    row(SOCKET_FACTORY, SERVERS, Text, Single, &["socketFactory", "socketFactoryArg", "cloudSqlInstance"]),
    row(CIPHERS, SERVERS, Text, Single, &["ssl_cipher", "ssl-cipher", "sslcipher", "tlsCiphersuites", "tls_ciphersuites", "tls-ciphersuites", "tls-cipher", "tls_cipher", "enabledSSLCipherSuites"]),
    row(CIPHERS, MY, Text, Single, &["cipher_suites"]),
    row(REVOCATION, MY, File, Single, &["ssl_crl", "ssl-crl", "sslcrl", "ssl_crlpath", "ssl-crlpath", "tls-crl", "tls-crlpath"]),
    row(REVOCATION, MONGO, File, Single, &["tlsCRLFile", "sslCRL"]),
    row(FINGERPRINT, MY, Text, Single, &["ssl-fp", "ssl-fp-list", "ssl-fplist", "tls-fp", "tls-fplist", "tls_fp", "tls_fp_list", "tls_peer_fingerprint", "tls_peer_fingerprint_list"]),
    row(CERTIFICATE_DIRECTORY, MY, File, Single, &["ssl_capath", "ssl-capath", "sslcapath", "tls-capath", "tls_capath"]),
    row(OPTION_FILE, MY, Text, Single, &["read_default_file", "read_default_group", "default_file", "default_group", "option_files", "option_groups"]),
    row(SECOND_FACTOR, MY, Secret, Single, &["password2", "password3", "passwordSha1"]),
    row(PROXY, MY, Text, Single, &["socksProxyHost", "socksProxyPort", "socksProxyRemoteDns"]),
    row(PIPE, MY, Text, Single, &["namedPipePath", "pipe", "pipeName", "windowsNamedPipe", "sharedMemory", "shared-memory-base-name"]),
    row(ENCRYPTION_KEY, LITE, Secret, Single, &["key", "hexkey", "_key", "_pragma_key", "_cipher_key", "password", "encryptionKey"]),
    row(ROLE, PG, Text, Single, &["assume_role"]),
    row(KERBEROS_SERVICE, MONGO, Text, Single, &["gssapiServiceName"]),
    row(DATABASE_NAME, MONGO, Text, Single, &["dbName"]),
    row(KEY_PREFIX, REDIS, Text, Single, &["keyPrefix", "key_prefix", "prefix", "namespace", "ns"]),
    row(Key::NoOp, PG, Only(&["any"], "use `target_session_attrs` instead, as in `target_session_attrs=read-write`"), Repeated, &["targetServerType", "target_server_type"]),
    row(Key::NoOp, MONGO, Only(&["automatic", "replicaSet", "true", "false"], "did you mean `directConnection=true`?"), Repeated, &["connect"]),
    row(Key::NoOp, MONGO, Only(FALSE, "use `readPreference=secondaryPreferred` instead"), Repeated, &["slaveOk"]),
    row(Key::NoOp, MY, Only(&["tcp"], "name the host in the URL, or the socket with `socket`"), Repeated, &["protocol", "connectionProtocol"]),
    row(Key::NoOp, SERVERS, ValueType::TlsVersions, Repeated, &["tlsVersions", "enabledTLSProtocols", "enabledSslProtocolSuites", "tls_versions", "tls-versions", "tls_version", "tls-version"]),
    row(Key::NoOp, PG, Only(FALSE, NO_REVOCATION), Repeated, &["checkCertificateRevocation"]),
    row(Key::NoOp, MY, Only(TRUE, NO_REVOCATION), Repeated, &["skipCertificateRevocationCheck"]),
    row(Key::NoOp, MONGO, Only(TRUE, NO_REVOCATION), Repeated, &["tlsDisableCertificateRevocationCheck", "tlsDisableOCSPEndpointCheck"]),
    row(Key::NoOp, PG, Only(FALSE, "use `sslnegotiation=direct` instead"), Repeated, &["direct_tls"]),
    row(Key::NoOp, PG, Only(FALSE, "write each certificate to a file, and set its path"), Repeated, &["sslinline"]),
    row(Key::NoOp, MY, Only(FALSE, "use `sslmode=verify-ca` instead"), Repeated, &["disableSslHostnameVerification"]),
    row(Key::NoOp, MY, Only(FALSE, "use `sslmode=disable` instead"), Repeated, &["ssl_disabled"]),
    row(Key::NoOp, MY, Only(FALSE, "name the servers in the URL"), Repeated, &["dnsSrv", "dns_srv"]),
    row(Key::NoOp, MY, Only(FALSE, "build your application with a TLS library in FIPS mode instead"), Repeated, &["fipsCompliantJsse"]),
    row(Key::NoOp, MY, Only(FALSE, "set it in code with `OptsBuilder`"), Repeated, &["client_found_rows"]),
    row(Key::NoOp, MY, Only(TRUE, "set `sslrootcert` instead"), Repeated, &["built_in_roots", "fallbackToSystemTrustStore"]),
    row(Key::NoOp, PG, Only(FALSE, "use `load_balance_hosts=random` instead"), Repeated, &["loadBalanceHosts", "load_balance"]),
    row(Key::NoOp, REDIS, Only(FALSE, "remove it, and use only commands that read"), Repeated, &["readOnly", "read_only"]),
    row(Key::NoOp, PG, READ_ONLY, Repeated, &["readOnly", "read_only"]),
    row(Key::NoOp, LITE, READ_ONLY_FILE, Repeated, &["readOnly", "read_only", "query_only", "_query_only"]),

    row(Key::Connection(ConnectionKey::ChannelBinding), PG, Words(ChannelBinding::WORDS), Single, &["channel_binding", "channelBinding"]),
    row(Key::Connection(ConnectionKey::TargetSessionAttrs), PG, Words(TargetSessionAttrs::WORDS), Single, &["target_session_attrs", "targetSessionAttrs", "targetSessionAttributes"]),
    row(Key::Connection(ConnectionKey::LoadBalanceHosts), PG, Words(LoadBalanceHosts::WORDS), Single, &["load_balance_hosts"]),
    row(Key::Connection(Keepalives), PG, Boolean, Single, &["keepalives", "tcpKeepAlive"]),
    row(Key::Connection(KeepalivesIdle), PG, Timeout, Single, &["keepalives_idle"]),
    row(Key::Connection(KeepalivesInterval), PG, Timeout, Single, &["keepalives_interval"]),
    row(Key::Connection(KeepalivesCount), PG, ValueType::CountOrDefault, Single, &["keepalives_count", "keepalives_retries"]),
    row(Key::Connection(TcpUserTimeout), PG, ValueType::TimeoutMillis, Single, &["tcp_user_timeout"]),

    row(Key::Libpq, PG, Boolean, Single, &["gssdelegation"]),
    row(Key::Libpq, PG, Words(&["disable", "prefer", "require"]), Single, &["gssencmode", "gssEncryptionMode"]),
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
    row(Key::Libpq, PG, ValueType::AuthMethods, Single, &["require_auth", "requireAuth"]),
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
        "bytea_output", "check_function_bodies", "client_connection_check_interval", "client_min_messages", "datestyle",
        "default_table_access_method", "default_tablespace", "default_text_search_config", "default_transaction_deferrable",
        "default_transaction_isolation", "default_transaction_read_only", "enable_seqscan", "extra_float_digits", "geqo",
        "idle_in_transaction_session_timeout", "idle_session_timeout", "intervalstyle", "jit", "lock_timeout",
        "log_min_duration_statement", "log_min_messages", "log_statement", "maintenance_work_mem",
        "max_parallel_workers_per_gather", "plan_cache_mode", "random_page_cost", "role", "row_security",
        "session_replication_role", "standard_conforming_strings", "synchronous_commit", "tcp_keepalives_count",
        "tcp_keepalives_idle", "tcp_keepalives_interval", "temp_tablespaces", "timezone", "transaction_timeout", "work_mem",
    ]),
    row(Key::Session(SessionKey::StatementTimeout), PG, Milliseconds, Single, &["statement_timeout"]),
    row(Key::Session(PgBouncer), PG, Boolean, Single, &["pgbouncer"]),
    row(Key::Session(PreparedStatements), SERVERS, Boolean, Single, &["prepared_statements", "prepare"]),
    row(Key::Session(StatementCache), SERVERS, Count, Single, &["statement-cache-capacity", "statement_cache_size", "prepared_statement_cache_size", "stmt_cache_size", "statement_limit", "statement_cache_capacity", "prepStmtCacheSize", "maxPreparedStatements"]),
    row(Key::Session(Charset), MY, ValueType::Charset, Single, &["charset", "characterSet", "default-character-set"]),
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
    // Connector/J, MariaDB's connectors, mysql2; the `mysql` crate.
    row(Key::Pool(ConnectTimeout), MY, Milliseconds, Single, &["connectTimeout", "tcp_connect_timeout_ms"]),
    // bun.
    row(Key::Pool(ConnectTimeout), SERVERS, GoDuration, Single, &["dial_timeout"]),
    row(Key::Pool(IdleTimeout), SQL, Seconds, Single, &["idle_timeout", "max_idle_connection_lifetime", "max_inactive_connection_lifetime", "connectionIdleLifetime", "connectionIdleTimeout"]),
    row(Key::Pool(IdleTimeout), SQL, Milliseconds, Single, &["idleTimeoutMillis", "maxIdleTimeMS", "idleTimeoutMS", "idle_timeout_ms"]),
    row(Key::Pool(IdleTimeout), SQL, GoDuration, Single, &["pool_max_conn_idle_time", "conn_max_idle_time", "connMaxIdleTime"]),
    row(Key::Pool(MaxLifetime), SQL, Seconds, Single, &["max_lifetime", "max_connection_lifetime", "max_age", "maxLifetimeSeconds", "connectionLifetime"]),
    row(Key::Pool(MaxLifetime), SQL, Milliseconds, Single, &["maxLifetimeMillis", "maxLifetimeMS", "max_lifetime_ms"]),
    row(Key::Pool(MaxLifetime), SQL, Recycle, Single, &["pool_recycle", "conn_max_age"]),
    row(Key::Pool(MaxLifetime), SQL, GoDuration, Single, &["pool_max_conn_lifetime", "conn_max_lifetime", "connMaxLifetime"]),
    row(Key::Pool(BusyTimeout), LITE, Milliseconds, Single, &["busy_timeout", "_busy_timeout", "_timeout", "BusyTimeout"]),
    row(Key::Pool(MaxConnections), MONGO, Count, Single, &["max_connections", "connection_limit", "pool_size", "poolSize", "max_pool_size"]),
    row(Key::Pool(MinConnections), MONGO, Count, Single, &["min_connections", "min_pool_size"]),
    row(Key::Pool(ConnectTimeout), MONGO, Timeout, Single, &["connect_timeout"]),
    row(Key::Pool(IdleTimeout), MONGO, Seconds, Single, &["idle_timeout"]),
    row(Key::Redis(RedisKey::Protocol), REDIS, Words(RedisProtocol::VALUES), Single, &["protocol"]),
    row(Key::Pool(MaxConnections), REDIS, Count, Single, &["max_connections", "connection_limit", "pool_size", "poolSize", "max_pool_size"]),
    row(Key::Pool(MinConnections), REDIS, Count, Single, &["min_connections", "min_idle_conns", "min_pool_size"]),
    row(Key::Pool(AcquireTimeout), REDIS, Seconds, Single, &["acquire_timeout"]),
    row(Key::Pool(ConnectTimeout), REDIS, Timeout, Single, &["connect_timeout", "socket_connect_timeout"]),
    row(Key::Pool(ConnectTimeout), REDIS, Milliseconds, Single, &["connectTimeout"]),
    row(Key::Pool(ConnectTimeout), REDIS, GoDuration, Single, &["dial_timeout"]),
    row(Key::Pool(IdleTimeout), REDIS, Seconds, Single, &["idle_timeout"]),
    row(Key::Pool(IdleTimeout), REDIS, GoDuration, Single, &["conn_max_idle_time"]),
    row(Key::Pool(MaxLifetime), REDIS, Seconds, Single, &["max_lifetime"]),
    row(Key::Pool(MaxLifetime), REDIS, GoDuration, Single, &["conn_max_lifetime"]),
    row(Key::Pool(Wait), SERVERS.union(MONGO).union(REDIS), Seconds, Single, &["wait"]),

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

/// Returns the first row with this name for this database.
///
/// Names are case-insensitive, as in MongoDB. No two libpq names differ only in case.
pub fn find(name: &str, backend: Backend) -> Option<&'static Row> {
    let row = rows(backend).find(|row| row.has_name(name));
    // sqlx sets one server option with `options[search_path]=app`.
    let is_option = || backend == Backend::Postgres && name.starts_with("options[") && name.ends_with(']');
    match row {
        None if is_option() => find("options", backend),
        row => row,
    }
}

/// Returns the row with this name that accepts the value: Rails' `pool` is a number, and that of MariaDB's Connector/J a
/// boolean. Without one, returns the first row with this name.
pub(crate) fn find_with_value(name: &str, value: &str, backend: Backend) -> Option<&'static Row> {
    let first = find(name, backend)?;
    let mut others = rows(backend).filter(|row| row.has_name(name));
    Some(if first.value_type.is_valid(value) {
        first
    } else {
        others.find(|row| row.value_type.is_valid(value)).unwrap_or(first)
    })
}

pub(super) fn rows(backend: Backend) -> impl Iterator<Item = &'static Row> {
    KEYS.iter().chain(other_tools::ROWS).filter(move |row| row.backends.contains(backend))
}

/// Returns whether this is the name of a server parameter, such as `lock_timeout`, which PostgreSQL's clients pass on.
pub fn is_server_parameter(name: &str) -> bool {
    find(name, Backend::Postgres).is_some_and(|row| row.key == Key::Session(ServerParameter))
}

/// Returns whether the name in sqlx's `options[name]` can only be that of one server parameter.
pub fn is_setting(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.".contains(&b))
}

/// Returns the row whose [`Row::name`] this is.
pub fn named(name: &str, backend: Backend) -> Option<&'static Row> {
    KEYS.iter().find(|row| row.names[0] == name && row.backends.contains(backend))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::Backends;

    #[test]
    fn every_name_has_one_row_for_a_value() {
        for backend in Backends::ALL.iter() {
            let names = rows(backend).flat_map(|row| row.names.iter().map(move |name| (*name, row)));
            for (name, row) in names {
                let values =
                    ["7", "true", "named", "x", "/x", "-1"].into_iter().filter(|it| row.value_type.is_valid(it));
                for value in values {
                    let has_it = |other: &&Row| other.has_name(name) && other.value_type.is_valid(value);
                    assert_eq!(rows(backend).filter(has_it).count(), 1, "`{name}={value}` for {}", backend.name());
                }
            }
        }
    }
}
