//! The names of query parameters and options in other tools, with the parameters of db-config that mean the same. Without
//! one, the tool's parameter has a meaning or a unit of its own.

use db_config::Backend::{self, MongoDb, MySql, Postgres, Sqlite};

/// The names of some tools.
pub struct Foreign {
    pub tools: &'static str,
    pub backend: Backend,
    /// Each name, with the names in db-config that have its meaning and unit.
    pub names: &'static [(&'static str, &'static [&'static str])],
}

const MAX: &[&str] = &["max_connections", "maxPoolSize"];
const MIN: &[&str] = &["min_connections", "minPoolSize"];
const IDLE: &[&str] = &["idle_timeout"];
const LIFETIME: &[&str] = &["max_lifetime"];
const CACHE: &[&str] = &["statement-cache-capacity"];

#[rustfmt::skip]
pub const FOREIGN: &[Foreign] = &[
    Foreign { tools: "pgjdbc", backend: Postgres, names: &[
        ("ApplicationName", &["application_name"]), ("socketTimeout", &["socket_timeout"]), ("loginTimeout", &["connect_timeout"]),
        ("connectTimeout", &["connect_timeout"]), ("cancelSignalTimeout", &[]), ("tcpKeepAlive", &["keepalives"]),
        ("prepareThreshold", &[]), ("preparedStatementCacheQueries", CACHE), ("preparedStatementCacheSizeMiB", &[]),
        ("defaultRowFetchSize", &[]), ("reWriteBatchedInserts", &[]), ("stringtype", &[]), ("binaryTransfer", &[]),
        ("readOnly", &[]), ("targetServerType", &["target_session_attrs"]), ("hostRecheckSeconds", &[]),
        ("loadBalanceHosts", &["load_balance_hosts"]), ("sslfactory", &[]), ("sslhostnameverifier", &[]),
        ("sslpasswordcallback", &[]), ("gssEncMode", &["gssencmode"]), ("channelBinding", &["channel_binding"]),
        ("assumeMinServerVersion", &[]), ("escapeSyntaxCallMode", &[]), ("autosave", &[]), ("maxResultBuffer", &[]),
        ("logUnclosedConnections", &[]), ("kerberosServerName", &["krbsrvname"]), ("jaasLogin", &[]), ("useSpnego", &[]),
        ("adaptiveFetch", &[]), ("protocolVersion", &[]), ("sendBufferSize", &[]), ("receiveBufferSize", &[]),
    ] },
    Foreign { tools: "pgx", backend: Postgres, names: &[
        ("pool_max_conn_lifetime", LIFETIME), ("pool_max_conn_idle_time", IDLE), ("pool_health_check_period", &[]),
        ("pool_max_conn_lifetime_jitter", &[]), ("pool_min_idle_conns", &[]), ("statement_cache_mode", &[]),
        ("description_cache_capacity", &[]), ("min_read_buffer_size", &[]), ("statement_cache_capacity", CACHE),
    ] },
    Foreign { tools: "asyncpg, psycopg and SQLAlchemy", backend: Postgres, names: &[
        ("min_size", MIN), ("max_size", MAX), ("command_timeout", &[]), ("max_inactive_connection_lifetime", IDLE),
        ("max_queries", &[]), ("max_cached_statement_lifetime", &[]), ("max_cacheable_statement_size", &[]),
        ("server_settings", &[]), ("pool_recycle", LIFETIME), ("max_overflow", &[]), ("pool_pre_ping", &[]),
        ("pool_use_lifo", &[]), ("direct_tls", &[]), ("async_fallback", &[]), ("max_waiting", &[]), ("max_idle", &[]),
        ("reconnect_timeout", &[]), ("num_workers", &[]), ("autocommit", &[]), ("row_factory", &[]),
        ("prepare_threshold", &[]), ("isolation_level", &[]), ("executemany_mode", &[]), ("echo", &[]),
        ("unix_sock", &["host"]), ("tcp_keepalive", &["keepalives"]), ("startup_params", &[]), ("ssl_context", &[]),
    ] },
    Foreign { tools: "Npgsql", backend: Postgres, names: &[
        ("MaxPoolSize", MAX), ("MaximumPoolSize", MAX), ("MinPoolSize", MIN), ("MinimumPoolSize", MIN),
        ("CommandTimeout", &[]), ("CancellationTimeout", &[]), ("ConnectionIdleLifetime", IDLE),
        ("ConnectionPruningInterval", &[]), ("ConnectionLifetime", LIFETIME), ("TcpKeepAliveTime", &[]),
        ("TcpKeepAliveInterval", &[]), ("Pooling", &[]), ("Enlist", &[]), ("IncludeErrorDetail", &[]),
        ("SearchPath", &["search_path"]), ("NoResetOnClose", &[]), ("Multiplexing", &[]), ("Username", &["user"]),
        ("RootCertificate", &["sslrootcert"]), ("MaxAutoPrepare", &[]), ("AutoPrepareMinUsages", &[]),
        ("ReadBufferSize", &[]), ("WriteBufferSize", &[]), ("InternalCommandTimeout", &[]), ("Encoding", &["client_encoding"]),
        ("PersistSecurityInfo", &[]), ("LogParameters", &[]), ("Timezone", &[]), ("LoadTableComposites", &[]),
    ] },
    Foreign { tools: "node-postgres, postgres.js, Sequelize, TypeORM and Drizzle", backend: Postgres, names: &[
        ("idleTimeoutMillis", &[]), ("connectionTimeoutMillis", &[]), ("query_timeout", &[]), ("lock_timeout", &[]),
        ("idle_in_transaction_session_timeout", &[]), ("idle_session_timeout", &[]), ("transaction_timeout", &[]),
        ("fetch_types", &[]), ("prepare", &[]), ("maxUses", &[]), ("allowExitOnIdle", &[]), ("poolSize", MAX),
        ("evict", &[]), ("acquire", &[]), ("idle", &[]), ("keepAliveInitialDelayMillis", &[]), ("binary", &[]),
        ("logging", &[]), ("synchronize", &[]), ("connectionLimit", MAX), ("types", &[]), ("maxLifetimeSeconds", LIFETIME),
        ("backoff", &[]), ("debug", &[]), ("publications", &[]), ("connection_timeout", &["connect_timeout"]),
        ("poolErrorHandler", &[]), ("maxQueryExecutionTime", &[]), ("relationLoadStrategy", &[]),
    ] },
    Foreign { tools: "golang-migrate, dbmate, Rails, Django, Laravel, Ecto and HikariCP", backend: Postgres, names: &[
        ("x-migrations-table", &[]), ("x-migrations-table-quoted", &[]), ("x-statement-timeout", &[]),
        ("x-multi-statement", &[]), ("x-lock-strategy", &[]), ("x-lock-table", &[]), ("migrations_table", &[]),
        ("variables", &[]), ("conn_max_age", LIFETIME), ("conn_health_checks", &[]), ("disable_server_side_cursors", &[]),
        ("atomic_requests", &[]), ("prefix", &[]), ("prefix_indexes", &[]), ("strict", &[]), ("engine", &[]),
        ("sticky", &[]), ("parameters", &[]), ("socket_options", &[]), ("ownership_timeout", &[]),
        ("migration_lock", &[]), ("maximumPoolSize", MAX), ("minimumIdle", MIN), ("maxLifetime", &[]),
        ("idleTimeout", &[]), ("connectionTimeout", &[]), ("keepaliveTime", &[]), ("validationTimeout", &[]),
        ("leakDetectionThreshold", &[]), ("maxIdleConns", &[]), ("maxOpenConns", MAX), ("connMaxLifetime", &[]),
        ("dial_timeout", &[]), ("read_timeout", &[]), ("write_timeout", &[]), ("max_pool_size", MAX),
    ] },
    Foreign { tools: "Connector/J and HikariCP", backend: MySql, names: &[
        ("connectTimeout", &[]), ("socketTimeout", &[]), ("maxReconnects", &[]), ("initialTimeout", &[]),
        ("connectionCollation", &["collation"]), ("characterSetResults", &[]), ("connectionTimeZone", &["timezone"]),
        ("forceConnectionTimeZoneToSession", &[]), ("zeroDateTimeBehavior", &[]), ("rewriteBatchedStatements", &[]),
        ("cachePrepStmts", &[]), ("prepStmtCacheSize", CACHE), ("prepStmtCacheSqlLimit", &[]),
        ("useServerPrepStmts", &["prepared_statements"]), ("tcpKeepAlive", &[]), ("tcpNoDelay", &[]),
        ("allowMultiQueries", &[]), ("allowLoadLocalInfile", &[]), ("sessionVariables", &[]), ("useCursorFetch", &[]),
        ("defaultFetchSize", &[]), ("useCompression", &[]), ("trustCertificateKeyStoreUrl", &[]),
        ("clientCertificateKeyStoreUrl", &[]), ("tlsVersions", &[]), ("enabledTLSProtocols", &[]),
        ("failOverReadOnly", &[]), ("connectionAttributes", &[]), ("createDatabaseIfNotExist", &[]),
        ("nullCatalogMeansCurrent", &[]), ("tinyInt1isBit", &[]), ("yearIsDateType", &[]),
        ("useLocalSessionState", &[]), ("maintainTimeStats", &[]), ("cacheServerConfiguration", &[]),
        ("elideSetAutoCommits", &[]), ("passwordCharacterEncoding", &[]), ("authenticationPlugins", &[]),
        ("maxLifetime", &[]), ("connectionTimeout", &[]), ("maximumPoolSize", MAX), ("minimumIdle", MIN),
    ] },
    Foreign { tools: "mysql2 and MariaDB's connectors", backend: MySql, names: &[
        ("connectionLimit", MAX), ("maxIdle", &[]), ("idleTimeout", &[]), ("queueLimit", &[]), ("waitForConnections", &[]),
        ("enableKeepAlive", &[]), ("keepAliveInitialDelay", &[]), ("dateStrings", &[]), ("decimalNumbers", &[]),
        ("supportBigNumbers", &[]), ("bigNumberStrings", &[]), ("namedPlaceholders", &[]), ("multipleStatements", &[]),
        ("rowsAsArray", &[]), ("typeCast", &[]), ("debug", &[]), ("flags", &[]), ("socketPath", &["socket"]),
        ("insecureAuth", &[]), ("stringifyObjects", &[]), ("acquireTimeout", &[]), ("minDelayValidation", &[]),
        ("noControlAfterUse", &[]), ("resetAfterUse", &[]), ("initializationTimeout", &[]), ("leakDetectionTimeout", &[]),
        ("maxPoolSize", MAX), ("minPoolSize", MIN), ("maxIdleTime", IDLE), ("poolValidMinDelay", &[]),
        ("localSocket", &["socket"]), ("serverSslCert", &["sslrootcert"]), ("transactionReplay", &[]),
        ("sessionTimezone", &["timezone"]), ("queryTimeout", &[]), ("pipelining", &[]), ("permitLocalInfile", &[]),
    ] },
    Foreign { tools: "Go's driver", backend: MySql, names: &[
        ("readTimeout", &[]), ("writeTimeout", &[]), ("maxAllowedPacket", &[]), ("multiStatements", &[]),
        ("allowNativePasswords", &[]), ("allowCleartextPasswords", &[]), ("allowAllFiles", &[]),
        ("allowFallbackToPlaintext", &[]), ("allowOldPasswords", &[]), ("checkConnLiveness", &[]),
        ("clientFoundRows", &[]), ("columnsWithAlias", &[]), ("rejectReadOnly", &[]), ("serverPubKey", &[]),
        ("compress", &[]), ("timeTruncate", &[]), ("x-migrations-table", &[]), ("x-tls-insecure-skip-verify", &[]),
        ("x-tls-ca", &["sslrootcert"]), ("x-tls-cert", &["sslcert"]), ("x-tls-key", &["sslkey"]),
    ] },
    Foreign { tools: "PyMySQL, aiomysql, mysqlclient and mysql_async", backend: MySql, names: &[
        ("read_default_file", &[]), ("read_default_group", &[]), ("init_command", &[]), ("sql_mode", &[]), ("conv", &[]),
        ("use_unicode", &["useUnicode"]), ("client_flag", &[]), ("cursorclass", &[]), ("local_infile", &[]), ("read_timeout", &[]),
        ("write_timeout", &[]), ("autocommit", &[]), ("minsize", MIN), ("maxsize", MAX), ("pool_recycle", LIFETIME),
        ("echo", &[]), ("ssl_verify_cert", &[]), ("ssl_verify_identity", &["verify_identity"]), ("passwd", &["password"]),
        ("password", &["password"]), ("user", &["user"]), ("username", &["user"]), ("host", &["host"]), ("port", &["port"]),
        ("db", &["database", "dbname"]), ("dbname", &["database", "dbname"]), ("database", &["database", "dbname"]),
        ("ssl_mode_", &["ssl_mode"]), ("tcp_keepalive", &[]), ("wait_timeout", &[]), ("conn_ttl", &[]),
        ("abs_conn_ttl", &[]), ("max_allowed_packet", &[]), ("lock_wait_timeout", &[]), ("net_read_timeout", &[]),
        ("net_write_timeout", &[]), ("interactive_timeout", &[]), ("inactive_connection_ttl", &[]),
        ("ttl_check_interval", &[]), ("secure_auth", &[]), ("compression", &[]), ("default_auth", &[]),
        ("conn_attrs", &[]), ("pool_name", &[]), ("raise_on_warnings", &[]), ("connection_timeout", &["connect_timeout"]),
        ("command_timeout", &[]), ("default_command_timeout", &[]), ("innodb_lock_wait_timeout", &[]),
    ] },
    Foreign { tools: "go-sqlite3 and modernc.org/sqlite", backend: Sqlite, names: &[
        ("_timeout", &["busy_timeout"]), ("_txlock", &[]), ("_vacuum", &[]), ("_auto_vacuum", &[]), ("_cslike", &[]),
        ("_case_sensitive_like", &[]), ("_defer_fk", &[]), ("_defer_foreign_keys", &[]), ("_ignore_check_constraints", &[]),
        ("_locking", &[]), ("_locking_mode", &[]), ("_mutex", &[]), ("_query_only", &[]), ("_recursive_triggers", &[]),
        ("_rt", &[]), ("_secure_delete", &[]), ("_writable_schema", &[]), ("_cache_size", &[]), ("_auth", &[]),
        ("_auth_user", &[]), ("_auth_pass", &[]), ("_auth_crypt", &[]), ("_auth_salt", &[]), ("_pragma", &[]),
        ("_time_format", &[]), ("nolock", &[]), ("psow", &[]), ("x-no-tx-wrap", &[]), ("x-migrations-table", &[]),
    ] },
    Foreign { tools: "sqlite3 of Python, Microsoft.Data.Sqlite, PRAGMAs and SQLCipher", backend: Sqlite, names: &[
        ("isolation_level", &[]), ("check_same_thread", &[]), ("detect_types", &[]), ("cached_statements", &[]), ("uri", &[]),
        ("autocommit", &[]), ("BusyTimeout", &["busy_timeout"]), ("ForeignKeys", &["foreign_keys"]), ("Pooling", &[]),
        ("DefaultTimeout", &[]), ("CommandTimeout", &[]), ("RecursiveTriggers", &[]), ("DataSource", &[]),
        ("cache_size", &[]), ("cache_spill", &[]), ("page_size", &[]), ("locking_mode", &[]), ("auto_vacuum", &[]),
        ("temp_store", &[]), ("mmap_size", &[]), ("journal_size_limit", &[]), ("wal_autocheckpoint", &[]), ("encoding", &[]),
        ("query_only", &[]), ("read_uncommitted", &[]), ("secure_delete", &[]), ("key", &[]), ("cipher", &[]), ("kdf_iter", &[]),
        ("max_size", MAX), ("poolclass", &[]), ("connectionLimit", MAX), ("pool_recycle", LIFETIME), ("authToken", &[]),
        ("case_sensitive_like", &[]), ("analysis_limit", &[]), ("optimize", &[]), ("user_version", &[]),
    ] },
    Foreign { tools: "MongoDB's older drivers and shells", backend: MongoDb, names: &[
        ("connect", &["directConnection"]), ("auth", &["authSource"]), ("slaveOk", &[]), ("safe", &[]), ("fsync", &[]),
        ("j", &["journal"]), ("wtimeout", &["wTimeoutMS"]), ("keepAlive", &[]), ("autoReconnect", &[]),
        ("useNewUrlParser", &[]), ("useUnifiedTopology", &[]), ("useCreateIndex", &[]), ("poolSize", MAX),
        ("maxLifeTimeMS", &[]), ("maxConnectionLifeTime", &[]), ("maxConnectionIdleTime", &[]),
        ("minHeartbeatFrequencyMS", &[]), ("waitQueueMultiple", &[]), ("waitQueueTimeout", &["waitQueueTimeoutMS"]),
        ("readConcern", &["readConcernLevel"]), ("writeConcern", &["w"]), ("tz_aware", &[]), ("document_class", &[]), ("connectTimeout", &["connectTimeoutMS"]),
        ("socketTimeout", &["socketTimeoutMS"]), ("serverSelectionTimeout", &["serverSelectionTimeoutMS"]), ("maxIdleTime", &["maxIdleTimeMS"]), ("timeout", &["timeoutMS"]),
        ("ssl_ca_certs", &["tlsCAFile"]), ("ssl_certfile", &["tlsCertificateKeyFile"]), ("ssl_cert_reqs", &[]),
        ("tlsDisableOCSPEndpointCheck", &[]), ("tlsDisableCertificateRevocationCheck", &[]), ("tlsCRLFile", &[]),
        ("sslPEMKeyFile", &["tlsCertificateKeyFile"]), ("gssapiServiceName", &[]), ("maxTimeMS", &[]),
        ("socketKeepAlive", &[]), ("family", &[]), ("monitorCommands", &[]), ("ha", &[]), ("forceServerObjectId", &[]),
        ("serverApi", &[]), ("user", &[]), ("password", &[]), ("database", &[]), ("pool_recycle", &[]), ("max_lifetime", &[]),
    ] },
];
