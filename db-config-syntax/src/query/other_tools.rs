//! The parameters that only another tool uses, one row per tool or language. They are a warning.
//!
//! Ignoring them changes neither the server, nor the security of the connection, nor the data.

use super::ValueType::{self, Secret, Text};
use super::key::Key;
use super::table::Repeat::Repeated;
use super::table::{LITE, MONGO, MY, PG, Row, SERVERS, SQL, row};
use crate::backend::Backends;

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // For every SQL database.
    row(Key::OtherTool, SQL, Text, Repeated, &[
        // Rails
        "adapter", "reaping_frequency", "keepalive", "advisory_locks", "database_tasks", "migrations_paths",
        "schema_dump", "seeds", "replica", "query_cache", "min_messages", "insert_returning", "use_metadata_table",
        "pool_jitter", "lazy_transactions", "connection_retries", "retry_deadline", "default_timezone",
        // Laravel
        "driver", "prefix", "prefix_indexes", "strict", "engine", "sticky", "modes", "foreign_key_checks",
        // Django
        "conn_health_checks", "atomic_requests", "disable_server_side_cursors", "transaction_mode",
        // SQLAlchemy
        "pool_pre_ping", "max_overflow", "echo", "echo_pool", "pool_use_lifo", "pool_reset_on_return",
        "isolation_level", "plugin", "async_fallback", "executemany_mode", "future", "query_cache_size",
        // Sequelize, TypeORM, Knex, MikroORM
        "dialect", "maxQueryExecutionTime", "relationLoadStrategy", "logging", "synchronize", "migrationsRun", "dropSchema", "retryAttempts", "retryDelay", "evict",
        "afterCreate", "idleInTransactionSessionTimeout", "propagateCreateError", "reapIntervalMillis",
        "createTimeoutMillis", "destroyTimeoutMillis", "createRetryIntervalMillis",
        // Prisma's maximum time to wait for a response, which no Rust client supports
        "socket_timeout",
    ]),
    // Pool options whose unit or meaning differs between tools.
    row(Key::OtherTool, SQL, Text, Repeated, &[
        // HikariCP and Node.js: milliseconds, MariaDB: seconds, R2DBC: ISO 8601
        "idleTimeout", "maxIdleTime", "maxLifetime", "connectionTimeout", "maxCreateConnectionTime", "maxAcquireTime",
        "acquireRetry", "leakDetectionThreshold", "leakDetectionTimeout", "validationTimeout", "keepaliveTime", "initializationFailTimeout",
        "connectionTestQuery", "poolName", "initialSize",
        // numbers of idle connections, or times
        "max_idle", "maxIdle", "max_idle_conns", "maxIdleConns", "acquire", "idle", "poolErrorHandler", "poolclass", "max_waiting", "reconnect_timeout", "num_workers", "max_queries",
        "pool_min_idle_conns", "pool_health_check_period", "pool_max_conn_lifetime_jitter", "queueLimit",
        "waitForConnections", "enableKeepAlive", "keepAliveInitialDelay", "evictionRunIntervalMillis",
        "connectionPruningInterval", "pooling", "read_timeout", "write_timeout", "readTimeout", "writeTimeout",
        "socketTimeout", "command_timeout", "commandTimeout", "query_timeout",
    ]),
    // Ecto and Doctrine.
    row(Key::OtherTool, SERVERS, Text, Repeated, &[
        "timeout", "idle_interval", "queue_target", "queue_interval", "pool_count", "log",
        "show_sensitive_data_on_connection_error", "ping_timeout", "handshake_timeout", "ownership_timeout",
        "stacktrace", "migration_source", "migrations_table", "parameters", "socket_options", "types", "migration_lock", "migration_primary_key", "backoff_type", "backoff_min",
        "backoff_max", "serverVersion", "single_use_connections",
    ]),
    // Connector/J and MariaDB's Connector/J.
    row(Key::OtherTool, MY, Text, Repeated, &[
        "allowLoadLocalInfile", "allowLoadLocalInfileInPath", "allowLocalInfile", "allowMultiQueries",
        "allowNanAndInf", "allowPublicKeyRetrieval", "allowReplicaDownConnections", "allowSourceDownConnections",
        "allowUrlInLocalInfile", "authenticationPlugins", "autoClosePStmtStreams", "autoDeserialize", "autoReconnect",
        "autoReconnectForPools", "autoSlowLog", "autocommit", "blankTableNameMeta", "blobSendChunkSize",
        "blobsAreStrings", "cacheCallableStmts", "cachePrepStmts", "cacheResultSetMetadata",
        "cacheServerConfiguration", "cachingRsaPublicKeyFile", "callableStmtCacheSize", "characterSetResults",
        "clientInfoProvider", "clobCharacterEncoding", "clobberStreamingResults",
        "compensateOnDuplicateKeyUpdateCounts", "connectionCollationMode", "connectionLifecycleInterceptors",
        "connectionTimeZone", "continueBatchOnError", "createDatabaseIfNotExist", "credentialType",
        "customCharsetMapping", "databaseTerm", "defaultAuthenticationPlugin", "defaultFetchSize",
        "detectCustomCollations", "disablePipeline", "disabledAuthenticationPlugins", "disconnectOnExpiredPasswords",
        "dontTrackOpenResources", "dumpQueriesOnException", "elideSetAutoCommits", "emulateLocators",
        "emulateUnsupportedPstmts", "enableEscapeProcessing", "enablePacketDebug", "enableQueryTimeouts",
        "exceptionInterceptors", "explainSlowQueries", "failOverReadOnly", "fallbackToSystemKeyStore",
        "forceConnectionTimeZoneToSession", "functionsNeverReturnBlobs", "galeraAllowedState", "gatherPerfMetrics",
        "generateSimpleParameterMetadata", "geometryDefaultType", "getProceduresReturnsFunctions",
        "holdResultsOpenOverStatementClose", "ignoreNonTxTables", "includeInnodbStatusInDeadlockExceptions",
        "includeThreadDumpInDeadlockExceptions", "includeThreadNamesAsStatementComment", "initialTimeout",
        "interactiveClient", "jdbcCompliantTruncation", "largeRowSizeThreshold",
        "loadBalanceAutoCommitStatementThreshold", "loadBalanceBlacklistTimeout", "loadBalanceStrategy",
        "locatorFetchBufferSize", "logSlowQueries", "logXaCommands", "logger", "maintainTimeStats",
        "maxAllowedPacket", "maxByteArrayAsHex", "maxQuerySizeToLog", "maxReconnects", "maxRows", "metadataCacheSize",
        "netTimeoutForStreamingResults", "noAccessToProcedureBodies", "noDatetimeStringSync",
        "nullCatalogMeansCurrent", "nullDatabaseMeansCurrent", "overrideSupportsIntegrityEnhancementFacility",
        "packetDebugBufferSize", "padCharsWithSpace", "paranoid", "parseInfoCacheFactory",
        "passwordCharacterEncoding", "pedantic", "pinGlobalTxToPhysicalConnection", "poolValidMinDelay",
        "populateInsertRowWithDefaultValues", "prepStmtCacheSqlLimit", "preserveInstants",
        "processEscapeCodesForPrepStmts", "profileSQL", "profilerEventHandler", "propertiesTransform",
        "queriesBeforeRetrySource", "queryInfoCacheFactory", "queryInterceptors", "queryTimeoutKillsConnection",
        "readFromSourceWhenNoReplicas", "readOnlyPropagatesToServer", "reconnectAtTxEnd", "registerJmxPool",
        "reportMetricsIntervalMillis", "resourceId", "restrictedAuth", "resultSetSizeThreshold", "retriesAllDown",
        "returnMultiValuesGeneratedIds", "rewriteBatchedStatements", "rollbackOnPooledClose",
        "scrollTolerantForwardOnly", "secondsBeforeRetrySource", "selfDestructOnPingMaxOperations",
        "selfDestructOnPingSecondsLifetime", "sendFractionalSeconds", "sendFractionalSecondsForTime",
        "serverConfigCacheFactory", "serverRSAPublicKeyFile", "serverTimezone", "slowQueryThresholdMillis",
        "slowQueryThresholdNanos", "staticGlobal", "strictUpdates", "tcpKeepCount", "tcpKeepIdle", "tcpKeepInterval",
        "tcpAbortiveClose", "tcpKeepAlive", "tcpNoDelay", "tcpRcvBuf", "tcpSndBuf", "tcpTrafficClass",
        "tinyInt1isBit", "traceProtocol", "trackSessionState", "transactionIsolation", "transactionReplay",
        "transactionReplaySize", "transformedBitIsBoolean", "treatMysqlDatetimeAsTimestamp",
        "treatUtilDateAsTimestamp", "ultraDevHack", "useAffectedRows", "useBatchMultiSend", "useBulkStmts",
        "useBulkStmtsForInserts", "useCatalogTerm", "useColumnNamesInFindColumn", "useCompression", "useConfigs",
        "useCursorFetch", "useFractionalSeconds", "useHostsInPrivileges", "useInformationSchema",
        "useJDBCCompliantTimezoneShift", "useLegacyDatetimeCode", "useLocalSessionState", "useLocalTransactionState",
        "useMysqlMetadata", "useNanosForElapsedTime", "useOldAliasMetadataBehavior", "useOnlyServerErrorMessages",
        "useReadAheadInput", "useResetConnection", "useServerPrepStmts", "useStreamLengthsInPrepStmts", "useTimezone",
        "useUnbufferedInput", "useUnicode", "useUsageAdvisor", "yearIsDateType", "zeroDateTimeBehavior",
        "characterEncoding",
    ]),
    // mysql2 and MariaDB's connector for Node.js.
    row(Key::OtherTool, MY, Text, Repeated, &[
        "arrayParenthesis", "authPlugins", "authSwitchHandler", "autoJsonMap", "bigIntAsNumber", "bigNumberStrings",
        "bulk", "charsetNumber", "checkDuplicate", "checkNumberRange", "compress", "connectorPackage", "debug",
        "debugCompress", "debugLen", "decimalAsNumber", "decimalNumbers", "dateStrings", "disableEval",
        "enableCleartextPlugin", "flags", "foundRows", "gracefulEnd", "infileStreamFactory", "initializationTimeout",
        "insecureAuth", "insertIdAsNumber", "jsonStrings", "keepEOF", "legacySpatialSupport", "localAddress",
        "localInfile", "logPackets", "logParam", "metaAsArray", "metaEnumerable", "minDelayValidation",
        "multipleStatements", "namedPlaceholders", "nestTables", "noControlAfterUse", "permitConnectionWhenExpired",
        "permitLocalInfile", "permitSetMultiParamEntries", "pingTimeout", "pipelining", "prepareCacheLength",
        "queryFormat", "queryTimeout", "resetAfterUse", "rowsAsArray", "skipSetTimezone", "stringifyObjects",
        "supportBigInt", "supportBigNumbers", "timestamps", "trace", "typeCast", "useUTC",
    ]),
    // Go's MySQL driver, golang-migrate, GORM.
    row(Key::OtherTool, MY, Text, Repeated, &[
        "allowAllFiles", "allowCleartextPasswords", "allowFallbackToPlaintext", "allowNativePasswords",
        "allowOldPasswords", "checkConnLiveness", "clientFoundRows", "columnsWithAlias", "interpolateParams", "loc",
        "multiStatements", "parseTime", "rejectReadOnly", "serverPubKey", "lock_wait_timeout", "net_read_timeout", "net_write_timeout",
        "interactive_timeout", "innodb_lock_wait_timeout", "tx_isolation", "transaction_isolation", "timeTruncate",
    ]),
    // PyMySQL, aiomysql, mysqlclient and MySQL's connector for Python, PHP's PDO, Ruby's mysql2, mysql_async.
    row(Key::OtherTool, MY, Text, Repeated, &[
        "allow_local_infile", "auth_plugin", "reset_connection", "compression", "ttl_check_interval", "conn_ttl", "abs_conn_ttl_jitter", "tcp_keepalive",
        "wait_timeout", "binary_prefix", "cursorclass", "conn_attrs", "default_command_timeout", "bind_address", "buffered", "client_flag",
        "consume_results", "conv", "get_warnings", "local_infile", "max_allowed_packet", "named_pipe", "pool_name",
        "pool_reset_session", "raise_on_warnings", "raw", "sql_mode", "use_pure", "use_unicode",
        "automatic_reconnect", "reconnect", "secure_auth", "encoding", "prefer_socket", "enable_cleartext_plugin",
        "default_auth", "program_name", "tcp_nodelay", 
    ]),
    // pgjdbc and R2DBC.
    row(Key::OtherTool, PG, Text, Repeated, &[
        "adaptiveFetch", "adaptiveFetchMaximum", "adaptiveFetchMinimum", "allowEncodingChanges",
        "assumeMinServerVersion", "autosave", "binaryTransfer", "binaryTransferDisable", "binaryTransferEnable",
        "cancelSignalTimeout", "cleanupSavepoints", "connectThreadFactory", "convertBooleanToNumeric",
        "databaseMetadataCacheFields", "databaseMetadataCacheFieldsMiB", "defaultRowFetchSize",
        "disableColumnSanitiser", "escapeSyntaxCallMode", "extensions", "fetchSize", "forceBinary",
        "groupStartupParameters", "hideUnprivilegedObjects", "hostRecheckSeconds", "jaasApplicationName", "jaasLogin",
        "localSocketAddress", "lockWaitTimeout", "logServerErrorDetail", "logUnclosedConnections", "loggerFile", "loginTimeout",
        "loggerLevel", "logLevel", "maxResultBuffer", "maxSendBufferSize", "preferQueryMode", "prepareThreshold",
        "preparedStatementCacheQueries", "preparedStatementCacheSizeMiB", "protocolVersion",
        "quoteReturningIdentifiers", "reWriteBatchedInserts", "readOnlyMode", "receiveBufferSize", "sendBufferSize",
        "sspiServiceClass", "sslResponseTimeout", "stringtype", "tcpNoDelay", "unknownLength", "useSpnego",
        "xmlFactoryFactory",
    ]),
    // pgx, lib/pq, bun, golang-migrate, dbmate.
    row(Key::OtherTool, PG, Text, Repeated, &[
        "binary_parameters", "default_query_exec_mode", "description_cache_capacity",
        "disable_prepared_binary_result", "krbspn", "statement_cache_mode", "min_read_buffer_size",
    ]),
    // asyncpg, psycopg, pg8000, SQLAlchemy and Django.
    row(Key::OtherTool, PG, Text, Repeated, &[
        "cursor_factory", "row_factory", "max_cacheable_statement_size", "max_cached_statement_lifetime", "prepare_threshold",
        "prepared_statement_name_func", "server_side_binding", "use_native_hstore", "use_native_unicode",
        "executemany_batch_page_size", "executemany_values_page_size", "tcp_keepalive", "autocommit",
    ]),
    // node-postgres, postgres.js, TypeORM, Sequelize, Vercel and Supabase.
    row(Key::OtherTool, PG, Text, Repeated, &[
        "supa", "workaround", "uselibpqcompat", "allowExitOnIdle", "backoff", "debug", "fetch_types",
        "installExtensions", "keep_alive", "keepAliveInitialDelayMillis", "logNotifications", "max_pipeline",
        "maxUses", "native", "parseInt8", "publications", "quoteIdentifiers", "uuidExtension", "binary",
        "connect_timeout_jitter",
    ]),
    // Npgsql.
    row(Key::OtherTool, PG, Text, Repeated, &[
        "arrayNullabilityMode", "autoPrepareMinUsages", "cancellationTimeout", "convertInfinityDateTime", "enlist",
        "includeErrorDetail", "tcpKeepAliveTime", "tcpKeepAliveInterval", "includeFailedBatchedCommand", "includeRealm", "internalCommandTimeout",
        "loadTableComposites", "logParameters", "maxAutoPrepare", "multiplexing", "noResetOnClose",
        "persistSecurityInfo", "readBufferSize", "serverCompatibilityMode", "socketReceiveBufferSize",
        "socketSendBufferSize", "writeBufferSize", "writeCoalescingBufferThresholdBytes",
    ]),
    // SQLite's drivers in Go, Python, Ruby, PHP, Elixir and JavaScript.
    row(Key::OtherTool, LITE, Text, Repeated, &[
        "loc", "_loc", "_auto_vacuum", "_vacuum", "_cache_size", "_case_sensitive_like", "_cslike",
        "_defer_foreign_keys", "_defer_fk", "_ignore_check_constraints", "_inttotime", "_locking_mode", "_locking",
        "_mutex", "_recursive_triggers", "_rt", "_secure_delete", "_stmt_cache_size", "_texttotime", "_time_format",
        "_time_integer_format", "_timezone", "_txlock", "_writable_schema", "auto_vacuum", "autocommit", "cache_size",
        "cached_statements", "cache_spill", "read_uncommitted", "analysis_limit", "RecursiveTriggers", "DefaultTimeout", "case_sensitive_like", "check_same_thread", "default_transaction_mode",
        "defer_foreign_keys", "detect_types", "encoding", "fileMustExist", "journal_size_limit", "locking_mode",
        "mmap_size", "nolock", "page_size", "psow", "recursive_triggers", "secure_delete", "temp_store", "uri",
        "verbose", "wal_auto_check_point", "wal_autocheckpoint",
    ]),
    // MongoDB's drivers for Node.js and Python, Mongoose, Spring.
    row(Key::OtherTool, MONGO, Text, Repeated, &[
        "adapter", "autoCreate", "autoIndex", "autoReconnect", "bufferCommands", "bufferMaxEntries", "checkKeys",
        "family", "forceServerObjectId", "ignoreUndefined", "keepAlive", "keepAliveInitialDelay", "maxIdleTime",
        "maxLifeTimeMS", "minHeartbeatFrequencyMS", "monitorCommands", "noDelay", "promoteBuffers", "promoteLongs",
        "promoteValues", "raw", "reconnectInterval", "reconnectTries", "serializeFunctions", "serverSelectionTryOnce",
        "socketTimeout", "socketTimeoutMS", "socket_timeout", "tz_aware", "document_class", "socketKeepAlive", "maxConnectionLifeTime", "maxConnectionIdleTime", "useBigInt64", "useCreateIndex",
        "useFindAndModify", "useNewUrlParser", "useUnifiedTopology", "waitQueueMultiple", "waitQueueTimeoutMS",
    ]),
    // Statements, and lists of names and values, that may contain a secret.
    row(Key::OtherTool, SQL, Secret, Repeated, &[
        "init_command", "connectionInitSql", "initSql", "sessionVariables", "connectionAttributes",
        "connectAttributes", "extra", "variables", "pragmas",
    ]),
    row(Key::OtherTool, LITE, ValueType::Pragma, Repeated, &["_pragma"]),
    // golang-migrate.
    row(Key::OtherTool, Backends::ALL, Text, Repeated, &[
        "x-migrations-table", "x-migrations-table-quoted", "x-migrations-table-engine", "x-migrations-collection",
        "x-statement-timeout", "x-multi-statement", "x-multi-statement-enabled", "x-multi-statement-max-size",
        "x-lock-strategy", "x-lock-table", "x-no-lock", "x-force-lock", "x-no-tx-wrap", "x-transaction-mode",
        "x-advisory-locking", "x-advisory-lock-collection", "x-advisory-lock-timeout",
        "x-max-retries", "x-max-retry-interval", "x-max-retry-elapsed-time", "x-cluster-name",
    ]),
];
