//! The parameters that only another tool uses, one row per tool or language. They are a warning.
//!
//! An option that could be a pool option is [`Key::Unclear`] if its tools disagree on the meaning or the unit.
//!
//! Ignoring them changes neither the server, nor the security of the connection, nor the data.

use super::PoolOption::{AcquireTimeout, BusyTimeout, ConnectTimeout, IdleTimeout, MaxLifetime};
use super::ValueType::{self, Boolean, Secret, Text, Words};
use super::key::Key;
use super::row::Repeat::Repeated;
use super::row::{LITE, MONGO, MY, PG, REDIS, Row, SERVERS, SQL, row};
use crate::backend::Backends;

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // For every SQL database.
    row(Key::OtherTool, SQL, Text, Repeated, &[
        // Rails
        "adapter", "reaping_frequency", "keepalive", "advisory_locks", "database_tasks", "migrations_paths",
        "schema_dump", "seeds", "replica", "query_cache", "min_messages", "insert_returning", "use_metadata_table",
        "pool_jitter", "lazy_transactions", "connection_retries", "retry_deadline", "default_timezone", "verify_timeout",
        "dump_schema_migrations", "min_threads", "max_threads", "query_log_tags", "schema_cache_path", "schema_format",
        "sql_notifications",
        // Laravel
        "driver", "prefix", "prefix_indexes", "strict", "engine", "sticky", "modes", "foreign_key_checks", "version",
        "persistent", "pooled", "use_db_after_connecting",
        // Django
        "conn_health_checks", "atomic_requests", "disable_server_side_cursors", "transaction_mode",
        // SQLAlchemy
        "pool_pre_ping", "max_overflow", "echo", "echo_pool", "pool_use_lifo", "pool_reset_on_return",
        "isolation_level", "plugin", "async_fallback", "executemany_mode", "future", "query_cache_size",
        // Sequelize, TypeORM, Knex, MikroORM
        "dialect", "maxQueryExecutionTime", "relationLoadStrategy", "logging", "logger", "synchronize", "migrationsRun",
        "dropSchema", "retryAttempts", "retryDelay", "evict", "type", "entities", "entityPrefix", "entitySkipConstructor",
        "subscribers", "migrations", "migrationsTableName", "migrationsTransactionMode", "metadataTableName",
        "namingStrategy", "isolateWhereStatements", "invalidWhereValuesBehavior", "nativeDriver", "benchmark",
        "logQueryParameters", "dialectModulePath", "minifyAliases", "omitNull", "keepDefaultTimezone", "databaseVersion",
        "prependSearchPath", "showWarnings", "quoteIdentifiers", "native", "maxUses",
        "afterCreate", "idleInTransactionSessionTimeout", "propagateCreateError", "reapIntervalMillis",
        "createTimeoutMillis", "destroyTimeoutMillis", "createRetryIntervalMillis",
        // Prisma's maximum time to wait for a response, which no Rust client supports
        "socket_timeout",
    ]),
    // HikariCP and Node.js: milliseconds, MariaDB and psycopg: seconds, R2DBC: ISO 8601; or a number of connections
    row(Key::Unclear(IdleTimeout), SQL, Text, Repeated, &["idleTimeout", "maxIdleTime", "max_idle", "maxIdle", "idle"]),
    row(Key::Unclear(MaxLifetime), SQL, Text, Repeated, &["maxLifetime"]),
    // HikariCP's is the time to wait for a connection from the pool
    row(Key::Unclear(ConnectTimeout), SQL, Text, Repeated, &["connectionTimeout"]),
    // MySQL Shell: milliseconds, the option file: seconds
    row(Key::Unclear(ConnectTimeout), MY, Text, Repeated, &["connect-timeout"]),
    row(Key::Unclear(AcquireTimeout), SQL, Text, Repeated, &["acquire", "maxAcquireTime"]),
    // Python: seconds, Rails and Node.js: milliseconds
    row(Key::Unclear(BusyTimeout), LITE, Text, Repeated, &["timeout"]),
    // Timeouts and pool options that no Rust client has.
    row(Key::OtherTool, SQL, Text, Repeated, &[
        "maxCreateConnectionTime", "acquireRetry", "leakDetectionThreshold", "leakDetectionTimeout", "validationTimeout",
        "keepaliveTime", "initializationFailTimeout", "connectionTestQuery", "poolName", "initialSize", "max_idle_conns",
        "maxIdleConns", "poolErrorHandler", "poolclass", "max_waiting", "reconnect_timeout", "num_workers", "max_queries",
        "pool_min_idle_conns", "pool_health_check_period", "pool_max_conn_lifetime_jitter", "pool_ping_timeout",
        "queueLimit", "waitForConnections", "enableKeepAlive", "keepAliveInitialDelay", "evictionRunIntervalMillis",
        "connectionPruningInterval", "pooling", "read_timeout", "write_timeout", "readTimeout", "writeTimeout",
        "socketTimeout", "command_timeout", "commandTimeout", "query_timeout", "queryTimeout", "statementTimeout",
        "lockWaitTimeout", "close_returns",
    ]),
    // MariaDB's Connector/J and Django: whether there is a pool
    row(Key::OtherTool, SQL, Boolean, Repeated, &["pool"]),
    // Ecto and Doctrine.
    row(Key::OtherTool, SERVERS, Text, Repeated, &[
        "timeout", "idle_interval", "queue_target", "queue_interval", "pool_count", "log",
        "show_sensitive_data_on_connection_error", "ping_timeout", "handshake_timeout", "ownership_timeout",
        "stacktrace", "migration_source", "migrations_table", "parameters", "socket_options", "types", "migration_lock", "migration_primary_key", "backoff_type", "backoff_min",
        "backoff_max", "serverVersion", "single_use_connections", "after_connect", "after_connect_timeout",
        "cache_statement", "checkout_retries", "default_dbname", "defaultTableOptions", "disable_composite_types",
        "disconnect_on_error_codes", "idle_limit", "max_restarts", "max_seconds", "query_type", "queue", "transactions",
    ]),
    row(Key::OtherTool, SERVERS, Words(&["named", "unnamed"]), Repeated, &["prepare"]),
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
        "locatorFetchBufferSize", "logSlowQueries", "logXaCommands", "maintainTimeStats",
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
        "characterEncoding", "allowMasterDownConnection", "allowMasterDownConnections", "allowSlaveDownConnections",
        "alwaysSendSetIsolation", "assureReadOnly", "authenticationOpenidConnectCallbackHandler",
        "authenticationWebAuthnCallbackHandler", "autoGenerateTestcaseScript", "cacheCallableStatements", "cacheCodecs",
        "cacheDefaultTimeZone", "cachePreparedStatements", "capitalizeTypeNames", "dontCheckOnDuplicateKeyUpdateInSQL",
        "dynamicCalendars", "emptyStringsConvertToZero", "ensureSocketState", "failoverLoopRetries",
        "gatherPerformanceMetrics", "idTokenFile", "isInteractiveClient", "ldapServerHostname",
        "loadBalanceAutoCommitStatementRegex", "loadBalanceBlocklistTimeout", "loadBalanceConnectionGroup",
        "loadBalanceExceptionChecker", "loadBalanceHostRemovalGracePeriod", "loadBalancePingTimeout",
        "loadBalanceSQLExceptionSubclassFailover", "loadBalanceSQLStateFailover",
        "loadBalanceValidateConnectionOnSwapServer", "localSocketAddress", "maximizeMysqlCompatibility",
        "metaExportedKeys", "noTimezoneConversionForDateType", "noTimezoneConversionForTimeType", "ociConfigFile",
        "ociConfigProfile", "oldModeNoPrecisionTimestamp", "openTelemetry", "permitNoResults", "permitRedirect",
        "pureLocalDateTime", "queriesBeforeRetryMaster", "readAheadInput", "readFromMasterWhenNoSlaves",
        "relaxAutoCommit", "replicationConnectionGroup", "retainStatementAfterResultSetClose",
        "secondsBeforeRetryMaster", "serverAffinityOrder", "servicePrincipalName", "statementInterceptors",
        "strictFloatingPoint", "useBatchMultiSendNumber", "useBlobToStoreUTF8OutsideBMP", "useDirectRowUnpack",
        "useDynamicCharsetInfo", "useFastDateParsing", "useFastIntParsing", "useGmtMillisForDatetimes",
        "useIpForKillQuery", "useJvmCharsetConverters", "useOldUTF8Behavior", "usePipelineAuth",
        "useSSPSCompatibleTimezoneShift", "useSqlStateCodes", "utf8OutsideBmpExcludedColumnNamePattern",
        "utf8OutsideBmpIncludedColumnNamePattern", "uuidAsString", "validConnectionTimeout",
    ]),
    // R2DBC.
    row(Key::OtherTool, MY, Text, Repeated, &[
        "autodetectExtensions", "compressionAlgorithms", "localInfileBufferSize", "prepareCacheSize", "queryCacheSize",
        "serverZoneId", "useServerPrepareStatement", "zeroDate", "zstdCompressionLevel",
    ]),
    // MySqlConnector for .NET.
    row(Key::OtherTool, MY, Text, Repeated, &[
        "allowUserVariables", "allowZeroDateTime", "applicationName", "autoEnlist", "cancellationTimeout",
        "connectionIdlePingTime", "connectionReset", "convertZeroDateTime", "dateTimeKind", "defaultCommandTimeout",
        "deferConnectionReset", "dnsCheckInterval", "forceSynchronous", "guidFormat", "ignoreCommandTransaction",
        "ignorePrepare", "interactiveSession", "noBackslashEscapes", "oldGuids", "persistSecurityInfo",
        "serverRedirectionMode", "serverSPN", "treatTinyAsBoolean", "useXaTransactions",
    ]),
    // MySQL Shell and the option files of the C libraries.
    row(Key::OtherTool, MY, Text, Repeated, &[
        "auth-method", "bind-address", "bulk-unit-results", "character-sets-dir", "compression-algorithms",
        "compression-level", "default-auth", "get-server-public-key", "interactive-timeout", "local-infile",
        "max-allowed-packet", "multi-queries", "multi-results", "multi-statements", "mysql-plugin-dir",
        "net-buffer-length", "plugin-dir", "report-data-truncation", "restricted-auth", "return-found-rows",
        "secure-auth", "server-public-key", "server-public-key-path",
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
        "queryFormat", "resetAfterUse", "rowsAsArray", "skipSetTimezone", "stringifyObjects",
        "supportBigInt", "supportBigNumbers", "timestamps", "trace", "typeCast", "useUTC", "bitOneIsBoolean",
        "cachingRsaPublicKey", "canRetry", "defaultSelector", "enableQueryTimeout", "forceVersionCheck", "fullResult",
        "keepAliveDelay", "removeNodeErrorCount", "resetOnRelease", "restoreNodeTimeout", "rsaPublicKey",
    ]),
    // Go's MySQL driver, golang-migrate, GORM.
    row(Key::OtherTool, MY, Text, Repeated, &[
        "allowAllFiles", "allowCleartextPasswords", "allowFallbackToPlaintext", "allowNativePasswords",
        "allowOldPasswords", "checkConnLiveness", "clientFoundRows", "columnsWithAlias", "interpolateParams", "loc",
        "multiStatements", "parseTime", "rejectReadOnly", "serverPubKey", "lock_wait_timeout", "net_read_timeout", "net_write_timeout",
        "interactive_timeout", "innodb_lock_wait_timeout", "tx_isolation", "transaction_isolation", "timeTruncate",
    ]),
    // PyMySQL, aiomysql, mysqlclient, MySQL's and MariaDB's connectors for Python, PHP's PDO, Ruby's mysql2 and Trilogy,
    // mysql_async and mysql.
    row(Key::OtherTool, MY, Text, Repeated, &[
        "allow_local_infile", "auth_plugin", "reset_connection", "compression", "ttl_check_interval", "conn_ttl", "abs_conn_ttl_jitter", "tcp_keepalive",
        "wait_timeout", "binary_prefix", "cursorclass", "conn_attrs", "default_command_timeout", "bind_address", "buffered", "client_flag",
        "consume_results", "conv", "get_warnings", "local_infile", "max_allowed_packet", "named_pipe", "pool_name",
        "pool_reset_session", "raise_on_warnings", "raw", "sql_mode", "use_pure", "use_unicode",
        "automatic_reconnect", "reconnect", "secure_auth", "encoding", "prefer_socket", "enable_cleartext_plugin",
        "default_auth", "program_name", "tcp_nodelay", "allow_local_infile_in_path", "application_name",
        "auth_plugin_map", "automatic_close", "check_health", "client_flags", "connect_attrs", "converter",
        "converter_class", "converter_str_fallback", "defer_connect", "deprecate_eof", "disable_tls_resumption",
        "fido_callback", "force_ipv6", "foreign_keys", "found_rows", "get_server_public_key", "kerberos_auth_mode",
        "krb_service_principal",
        "local_infile_dir", "multi_result", "multi_statement", "multi_statements", "no_delay", "oci_config_file",
        "oci_config_profile", "openid_token_file", "plugin_dir", "pool_reset_connection", "pool_validation_interval",
        "server_key_path", "server_public_key", "server_public_key_path", "tcp_keepalive_probe_count",
        "tcp_keepalive_probe_interval_secs", "tcp_keepalive_time_ms", "tcp_user_timeout_ms", "webauthn_callback",
    ]),
    // pgjdbc and R2DBC.
    row(Key::OtherTool, PG, Text, Repeated, &[
        "adaptiveFetch", "adaptiveFetchMaximum", "adaptiveFetchMinimum", "allowEncodingChanges",
        "assumeMinServerVersion", "autosave", "binaryTransfer", "binaryTransferDisable", "binaryTransferEnable",
        "cancelSignalTimeout", "cleanupSavepoints", "connectThreadFactory", "convertBooleanToNumeric",
        "databaseMetadataCacheFields", "databaseMetadataCacheFieldsMiB", "defaultRowFetchSize",
        "disableColumnSanitiser", "escapeSyntaxCallMode", "extensions", "fetchSize", "forceBinary",
        "groupStartupParameters", "hideUnprivilegedObjects", "hostRecheckSeconds", "jaasApplicationName", "jaasLogin",
        "localSocketAddress", "logServerErrorDetail", "logUnclosedConnections", "loggerFile", "loginTimeout",
        "loggerLevel", "logLevel", "maxResultBuffer", "maxSendBufferSize", "preferQueryMode", "prepareThreshold",
        "preparedStatementCacheQueries", "preparedStatementCacheSizeMiB", "protocolVersion",
        "quoteReturningIdentifiers", "reWriteBatchedInserts", "readOnlyMode", "receiveBufferSize", "sendBufferSize",
        "sspiServiceClass", "sslResponseTimeout", "stringtype", "tcpNoDelay", "unknownLength", "useSpnego",
        "xmlFactoryFactory", "authenticationPluginClassName", "autodetectExtensions", "classLoaderStrategy",
        "compatibilityMode", "connectExecutor", "connectExecutorArg", "errorResponseLogLevel", "failoverProtocol",
        "flushCacheOnDdl", "gssResponseTimeout", "gssUseDefaultCreds", "hostRecheckTime", "loopResources",
        "maxMessageSize", "noticeLogLevel", "preferAttachedBuffers", "reWriteBatchedInsertsSize", "scramMaxIterations",
    ]),
    // pgx, lib/pq, bun, golang-migrate, dbmate.
    row(Key::OtherTool, PG, Text, Repeated, &[
        "binary_parameters", "default_query_exec_mode", "description_cache_capacity",
        "disable_prepared_binary_result", "krbspn", "statement_cache_mode", "min_read_buffer_size",
        "prefer_simple_protocol",
    ]),
    // asyncpg, psycopg, pg8000, SQLAlchemy and Django.
    row(Key::OtherTool, PG, Text, Repeated, &[
        "cursor_factory", "row_factory", "max_cacheable_statement_size", "max_cached_statement_lifetime", "prepare_threshold",
        "prepared_statement_name_func", "server_side_binding", "use_native_hstore", "use_native_unicode",
        "executemany_batch_page_size", "executemany_values_page_size", "tcp_keepalive", "autocommit", "source_address",
    ]),
    // node-postgres, postgres.js, TypeORM, Sequelize, Vercel and Supabase.
    row(Key::OtherTool, PG, Text, Repeated, &[
        "supa", "workaround", "uselibpqcompat", "allowExitOnIdle", "backoff", "debug", "fetch_types",
        "installExtensions", "keep_alive", "keepAliveInitialDelayMillis", "logNotifications", "max_pipeline",
        "parseInt8", "publications", "uuidExtension", "binary", "connect_timeout_jitter", "enableChannelBinding",
        "maxTransactionRetries", "no_prepare", "parseInputDatesAsUTC", "pipeline", "poolIdleTimeout", "poolLog",
        "returnToHead", "rows", "timeTravelQueries", "useUTC",
    ]),
    // Npgsql.
    row(Key::OtherTool, PG, Text, Repeated, &[
        "arrayNullabilityMode", "autoPrepareMinUsages", "cancellationTimeout", "convertInfinityDateTime", "enlist",
        "includeErrorDetail", "tcpKeepAliveTime", "tcpKeepAliveInterval", "includeFailedBatchedCommand", "includeRealm", "internalCommandTimeout",
        "loadTableComposites", "logParameters", "maxAutoPrepare", "multiplexing", "noResetOnClose",
        "persistSecurityInfo", "readBufferSize", "serverCompatibilityMode", "socketReceiveBufferSize",
        "socketSendBufferSize", "writeBufferSize", "writeCoalescingBufferThresholdBytes", "loadBalanceTimeout",
        "entityAdminDatabase", "entityTemplateDatabase", "usePerfCounters",
    ]),
    // YugabyteDB's drivers, and parameters of MySQL that pgjdbc ignores.
    row(Key::OtherTool, PG, Text, Repeated, &[
        "failed_host_reconnect_delay_secs", "fallback_to_topology_keys_only", "topology_keys",
        "yb_servers_refresh_interval", "characterEncoding", "useUnicode",
    ]),
    // Rails' task that creates the database.
    row(Key::OtherTool, PG, Text, Repeated, &[
        "collation", "ctype", "dont_drop", "foreign_keys", "owner", "schema_order", "tablespace", "template",
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
        "verbose", "wal_auto_check_point", "wal_autocheckpoint", "_dqs", "busyErrorRetry", "chunk_size",
        "date_class", "date_precision", "date_string_format", "enableWAL", "enable_load_extension", "extensions", "flags",
        "hard_heap_limit", "limit_attached", "load_extensions", "nativeBinding", "prepareDatabase", "prepared_statements",
        "progress_handler_steps", "results_as_hash", "serialized", "soft_heap_limit", "statementCacheSize",
        "statement_limit",
    ]),
    // MongoDB's drivers for Node.js and Python, Mongoose, Spring.
    row(Key::OtherTool, MONGO, Text, Repeated, &[
        "adapter", "autoCreate", "autoIndex", "autoReconnect", "bufferCommands", "bufferMaxEntries", "checkKeys",
        "family", "forceServerObjectId", "ignoreUndefined", "keepAlive", "keepAliveInitialDelay", "maxIdleTime",
        "maxLifeTimeMS", "minHeartbeatFrequencyMS", "monitorCommands", "noDelay", "promoteBuffers", "promoteLongs",
        "promoteValues", "raw", "reconnectInterval", "reconnectTries", "serializeFunctions", "serverSelectionTryOnce",
        "socketTimeout", "socketTimeoutMS", "socket_timeout", "tz_aware", "document_class", "socketKeepAlive", "maxConnectionLifeTime", "maxConnectionIdleTime", "useBigInt64", "useCreateIndex",
        "useFindAndModify", "useNewUrlParser", "useUnifiedTopology", "waitQueueMultiple", "waitQueueTimeoutMS", "acceptableLatencyMS", "autoSelectFamily",
        "autoSelectFamilyAttemptTimeout", "bsonRegExp", "bufferTimeoutMS", "connectWithNoPrimary", "datetime_conversion",
        "fieldsAsRaw", "ha", "haInterval", "ipv6", "maxLifeTime", "minInternalBufferSize", "mongodbLogComponentSeverities",
        "mongodbLogMaxDocumentLength", "mongodbLogPath", "promiseLibrary", "secondaryAcceptableLatencyMS",
        "server_selector", "streamType", "tzinfo", "type_registry", "unicode_decode_error_handler", "waitQueueSize",
    ]),
    // ioredis, redis-py, go-redis, Celery, Lettuce, Laravel, Sidekiq.
    row(Key::OtherTool, REDIS, Text, Repeated, &[
        "autoPipelining", "autoResendUnfulfilledCommands", "autoResubscribe", "client_name", "clientName", "commandTimeout",
        "connectionName", "decode_responses", "disconnectTimeout", "enableAutoPipelining", "enableOfflineQueue",
        "enableReadyCheck", "encoding", "encoding_errors", "family", "global_keyprefix", "health_check_interval", "keepAlive",
        "lazyConnect", "lib_name", "libraryName", "libraryVersion", "lib_version", "maxRetriesPerRequest",
        "max_active_conns", "max_idle_conns", "max_retries", "max_retry_backoff", "min_retry_backoff", "noDelay",
        "pool_fifo", "pool_timeout", "queue", "read_timeout", "reconnect_attempts",
        "retryAttempts", "retry_on_error", "retry_on_timeout", "showFriendlyErrorStack", "socket_keepalive",
        "socket_read_size", "socketTimeout", "socket_timeout", "stringNumbers", "timeout", "visibility_timeout",
        "write_timeout", "context_timeout_enabled",
    ]),
    // Statements, and lists of names and values, that may contain a secret.
    row(Key::OtherTool, SQL, Secret, Repeated, &[
        "init_command", "init-command", "connection-attributes", "custom_pragmas", "connectionInitSql", "initSql", "sessionVariables", "connectionAttributes",
        "connectAttributes", "extra", "variables", "pragmas",
    ]),
    row(Key::OtherTool, LITE, ValueType::Pragma, Repeated, &["_pragma"]),
    // golang-migrate.
    row(Key::OtherTool, Backends::ALL, Text, Repeated, &[
        "x-migrations-table", "x-migrations-table-quoted", "x-migrations-table-engine", "x-migrations-collection",
        "x-statement-timeout", "x-multi-statement", "x-multi-statement-enabled", "x-multi-statement-max-size",
        "x-lock-strategy", "x-lock-table", "x-no-lock", "x-force-lock", "x-no-tx-wrap", "x-transaction-mode",
        "x-advisory-locking", "x-advisory-lock-collection", "x-advisory-lock-timeout",
        "x-advisory-lock-timeout-interval", "x-advisory-lock-timout-interval",
        "x-max-retries", "x-max-retry-interval", "x-max-retry-elapsed-time", "x-cluster-name",
    ]),
];
