//! Query parameters of other tools: Prisma, Rails, Laravel and others.

use db_config::{Capabilities, DieselUrl, FromDatabaseUrl, ProblemKind, TlsMode, WarningKind};
use mongodb::options::ConnectionString;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tests::{error, url};

#[test]
fn prismas_pool_parameters_are_pool_options() {
    let text =
        "postgres://u@localhost/d?max_idle_connection_lifetime=60&max_connection_lifetime=600&connection_limit=3";
    let pool = PgPoolOptions::from_database_url(&url(text)).unwrap();
    assert_eq!(pool.get_idle_timeout().map(|timeout| timeout.as_secs()), Some(60));
    assert_eq!(pool.get_max_lifetime().map(|timeout| timeout.as_secs()), Some(600));
    assert_eq!(pool.get_max_connections(), 3);
}

#[test]
fn prismas_own_parameters_are_mapped() {
    let tls = url("postgres://u@h.example.com/d?sslaccept=strict&sslcert=/ca.pem").tls().clone();
    assert_eq!((tls.mode(), tls.client_certificate()), (TlsMode::VerifyFull, None));
    assert_eq!(tls.root_certificate(), Some(&db_config::RootCertificate::File("/ca.pem".into())));
    assert_eq!(error("postgres://u@h.example.com/d?sslcert=/ca.pem").kind(), ProblemKind::InvalidValue);
    assert_eq!(url("mysql://u@localhost/d?socket=(/tmp/mysql.sock)").host(), Some("/tmp/mysql.sock"));
}

#[test]
fn parameters_of_other_tools_are_warnings() {
    for (text, keys) in [
        ("postgres://localhost/d?timeout=15000&idle_interval=5&pool_size=2", &["timeout", "idle_interval"][..]),
        (
            "mysql://localhost/d?reaping_frequency=10&adapter=trilogy&encoding=utf8mb4",
            &["reaping_frequency", "adapter", "encoding"],
        ),
        ("sqlite:app.db?_loc=auto&adapter=sqlite3", &["_loc", "adapter"]),
        ("postgres://localhost/d?encoding=utf8", &[]),
    ] {
        let wanted: Vec<_> = keys.iter().map(|key| WarningKind::OtherTool { parameter: (*key).to_owned() }).collect();
        assert_eq!(url(text).warnings(Capabilities::ALL), wanted, "{text}");
    }
    let rails = url("postgres://h/d?schema_search_path=a,b&statement_limit=0&max=7&min=2&max_age=60");
    let options = PgConnectOptions::from_database_url(&rails).unwrap();
    assert_eq!(options.get_options(), Some("-c search_path=a,b"));
    assert_eq!(PgPoolOptions::from_database_url(&rails).unwrap().get_max_connections(), 7);
    // This parameter may turn verification off.
    assert_eq!(error("postgres://h/d?ssl_opts=x").kind(), ProblemKind::UnknownTlsParameter);
}

#[test]
fn a_harmless_parameter_of_another_tool_is_a_warning() {
    for text in [
        "postgres://localhost/d?x-migrations-table=m&x-statement-timeout=500",
        "postgres://localhost/d?prepareThreshold=0&stringtype=unspecified&reWriteBatchedInserts=true&ApplicationName=a",
        "postgres://localhost/d?binary_parameters=yes&default_query_exec_mode=exec&max_cacheable_statement_size=0",
        "postgres://localhost/d?pool_pre_ping=true&max_overflow=5&echo=true&conn_health_checks=true",
        "mysql://localhost/d?multiStatements=true&allowNativePasswords=true&parseTime=true&loc=Local&x-no-lock=true",
        "mysql://localhost/d?dateStrings=true&supportBigNumbers=true&multipleStatements=true&waitForConnections=true",
        "mysql://localhost/d?rewriteBatchedStatements=true&zeroDateTimeBehavior=CONVERT_TO_NULL&cachePrepStmts=true",
        "mysql://localhost/d?read_timeout=5&strict=true&engine=InnoDB&prefix=app_&sql_mode=TRADITIONAL",
        "sqlite:app.db?encoding=utf8&_txlock=immediate&_pragma=foreign_keys(1)&check_same_thread=false&cache_size=-2000",
        "mongodb://localhost/d?socketTimeoutMS=300&useNewUrlParser=true&x-migrations-collection=m",
        // Options of the Rust clients themselves.
        "mysql://localhost/d?tcp_keepalive=1000&server_key_path=/key.pem&deprecate_eof=true&disable_tls_resumption=true",
        // Connector/J 5, MariaDB's Connector/J, its connectors for Node.js and Python, MySQL Shell.
        "mysql://localhost/d?useFastDateParsing=true&relaxAutoCommit=true&useSSPSCompatibleTimezoneShift=true",
        "mysql://localhost/d?pool=true&permitRedirect=true&uuidAsString=true&cacheCodecs=true",
        "mysql://localhost/d?bitOneIsBoolean=false&keepAliveDelay=5&pool_validation_interval=500&plugin_dir=/p",
        "mysql://localhost/d?get-server-public-key=true&compression-algorithms=zstd&local-infile=1&prepare=unnamed",
        "postgres://localhost/d?scramMaxIterations=10&queryTimeout=5&flushCacheOnDdl=true&pool_ping_timeout=5s",
        "postgres://localhost/d?entityPrefix=a_&benchmark=true&cache_statement=x&query_log_tags=false&template=t",
        "mongodb://localhost/d?x-advisory-lock-timeout-interval=5&bufferTimeoutMS=5&autoSelectFamily=true",
    ] {
        let url = url(text);
        let warnings = url.warnings(Capabilities::ALL);
        for (name, _) in url.query_pairs().filter(|(name, _)| !name.eq_ignore_ascii_case("ApplicationName")) {
            assert!(warnings.contains(&WarningKind::OtherTool { parameter: name.to_owned() }), "{name}: {warnings:?}");
        }
    }
}

#[test]
fn a_parameter_that_chooses_the_server_or_its_verification_is_not_ignored() {
    for (text, help) in [
        ("postgres://h/d?targetServerType=primary", "`target_session_attrs`"),
        ("postgres://h/d?sslfactory=org.postgresql.ssl.NonValidatingFactory", "`sslmode`"),
        ("postgres://h/d?socketFactory=com.google.cloud.sql.postgres.SocketFactory", "`host=/cloudsql/"),
        ("mysql://h/d?cloudSqlInstance=a:b:c", "`socket=/cloudsql/"),
        ("postgres://h/d?readOnly=true", "`default_transaction_read_only=on`"),
        ("postgres://h/d?direct_tls=true", "`sslnegotiation=direct`"),
        ("sqlite:app.db?_query_only=1", "`mode=ro`"),
        ("sqlite:app.db?_pragma=query_only(1)", "`mode=ro`"),
        ("sqlite:app.db?_pragma=key('hunter2')", "`PRAGMA key`"),
        ("sqlite:app.db?_pragma_key=hunter2", "`PRAGMA key`"),
        ("mysql://h/d?read_default_file=/etc/my.cnf", "add the options"),
        ("mysql://h/d?trustCertificateKeyStoreUrl=file:/trust.jks", "`sslrootcert`"),
        ("mysql://h/d?enabledTLSProtocols=TLSv1.3", "TLS library"),
        ("mysql://h/d?disableSslHostnameVerification=true", "`sslmode=verify-ca`"),
        ("mongodb://h/d?connect=direct", "`directConnection=true`"),
        ("mongodb://h/d?auth=admin", "`authSource`"),
        ("mongodb://h/d?slaveOk=true", "`readPreference"),
        ("mongodb://h/d?tlsCRLFile=/crl.pem", "trust only a CA"),
        ("mongodb://h/d?gssapiServiceName=mongodb", "`authMechanismProperties"),
        ("mongodb://h/d?dbName=orders", "after the host"),
        ("mongodb://h/d?wtimeout=500", "`wTimeoutMS`"),
        ("mongodb://h/d?j=true", "`journal`"),
        ("mysql://h/d?ssl-crl=/crl.pem", "trust only a CA"),
        ("mysql://h/d?tls_fp=ab:cd", "`sslrootcert`"),
        ("mysql://h/d?trustManagerFactoryProvider=x", "`sslmode`"),
        ("mysql://h/d?keyStoreType=PKCS12", "`sslcert` and `sslkey`"),
        ("mysql://h/d?certificatePassword=hunter2", "`sslcert` and `sslkey`"),
        ("mysql://h/d?tls-passphrase=hunter2", "decrypt the key"),
        ("mysql://h/d?password2=hunter2", "one password"),
        ("mysql://h/d?socksProxyHost=proxy", "in the URL"),
        ("mysql://h/d?namedPipePath=mysql", "name the server"),
        ("mysql://h/d?protocol=pipe", "`socket`"),
        ("mysql://h/d?fallbackToSystemTrustStore=false", "`sslrootcert`"),
        ("mysql://h/d?default_group=client", "add the options"),
        ("postgres://h/d?target_server_type=secondary", "`target_session_attrs`"),
        ("postgres://h/d?CheckCertificateRevocation=true", "remove it"),
        ("sqlite:app.db?Password=hunter2", "`PRAGMA key`"),
    ] {
        let error = error(text);
        assert!(error.help().contains(help), "{text}: {error:#}");
        assert!(!format!("{error:#} {error:?}").contains("hunter2"), "{error:#}");
    }
    for text in [
        "postgres://h/d?readOnly=false",
        "postgres://h/d?direct_tls=false&loadBalanceHosts=false",
        "mysql://h/d?enabledTLSProtocols=TLSv1.2,TLSv1.3&disableSslHostnameVerification=false",
        "sqlite:app.db?_query_only=false",
        "postgres://h/d?targetServerType=any&CheckCertificateRevocation=false",
        "mysql://h/d?protocol=tcp&fallbackToSystemTrustStore=true&dns_srv=false&tls-version=TLSv1.2,TLSv1.3",
        "mongodb://h/d?connect=replicaSet&slaveOk=false&tlsDisableOCSPEndpointCheck=true",
    ] {
        let warnings = url(text).warnings(Capabilities::ALL);
        assert!(!warnings.iter().any(|warning| matches!(warning, WarningKind::OtherTool { .. })), "{warnings:?}");
    }
}

#[test]
fn tls_parameters_of_other_tools_are_mapped() {
    use TlsMode::{Require, VerifyCa, VerifyFull};
    for (text, mode) in [
        ("mysql://h.example.com/d?sslMode=trust", Require),
        ("postgres://h.example.com/d?sslmode=VerifyFull", VerifyFull),
        ("mysql://h.example.com/d?sslMode=VerifyCA&ssl-ca=/ca.pem", VerifyCa),
        ("mysql://h.example.com/d?ssl_verify_cert=true&ssl_ca=/ca.pem", VerifyCa),
        ("mysql://h.example.com/d?ssl_verify_identity=true&ssl_ca=/ca.pem", VerifyFull),
        ("mysql://h.example.com/d?sslMode=verify-full&serverSslCert=/ca.pem", VerifyFull),
        ("mysql://h.example.com/d?tls=true&x-tls-ca=/ca.pem", VerifyFull),
        ("mysql://h.example.com/d?x-tls-insecure-skip-verify=true", Require),
        ("postgres://h.example.com/d?ssl_require=true", Require),
        ("mysql://db.internal.lan/d?ssl-enforce=1", Require),
        ("mysql://h.example.com/d?tls_mode=verify_ca&tls_ca=/ca.pem", VerifyCa),
        ("mysql://h.example.com/d?ssl-verify-server-cert=1&tls-ca=/ca.pem", VerifyFull),
        ("mysql://h.example.com/d?sslverify=false", Require),
        ("mysql://h.example.com/d?ssl_check_hostname=true&ssl_ca=/ca.pem", VerifyFull),
        ("mysql://h.example.com/d?SslMode=VerifyFull&CACertificateFile=/ca.pem", VerifyFull),
    ] {
        assert_eq!(url(text).tls().mode(), mode, "{text}");
    }
    for text in ["mysql://h/d?x-tls-other=1", "mysql://h/d?x-ssl=1"] {
        assert_eq!(error(text).kind(), ProblemKind::UnknownTlsParameter, "{text}");
    }
}

#[test]
fn a_server_parameter_reaches_the_server() {
    let url = url("postgres://u@localhost/d?TimeZone=UTC&lock_timeout=500&default_transaction_read_only=on");
    let options = PgConnectOptions::from_database_url(&url).unwrap();
    let expected = "-c TimeZone=UTC -c lock_timeout=500 -c default_transaction_read_only=on";
    assert_eq!(options.get_options(), Some(expected));
    assert!(DieselUrl::from_database_url(&url).unwrap().expose_secret().contains("lock_timeout%3D500"));
}

#[test]
fn what_every_client_does_anyway_is_accepted() {
    for text in ["mysql://u@localhost/d?charset=utf8mb4", "mysql://u@localhost/d?charset=UTF-8"] {
        DieselUrl::from_database_url(&url(text)).unwrap();
    }
    for text in ["mysql://u@localhost/d?charset=latin1", "mysql://u@localhost/d?collation=utf8mb4_bin"] {
        assert_eq!(DieselUrl::from_database_url(&url(text)).unwrap_err().kind(), ProblemKind::Unsupported, "{text}");
    }
    ConnectionString::from_database_url(&url("mongodb://localhost/d?uuidRepresentation=standard")).unwrap();
    // mysql2 and TypeORM convert the times themselves.
    assert_eq!(
        db_config::resolved::MySql::resolve(&url("mysql://u@h/d?timezone=local")).unwrap().session.time_zone,
        None
    );
}

#[test]
fn tcp_options_that_a_client_does_not_support_are_a_warning() {
    let text = "postgres://u@localhost/d?sslmode=verify-full&sslrootcert=system&sslnegotiation=direct&keepalives_idle=60\
                &tcp_user_timeout=500&load_balance_hosts=random";
    let url = url(text);
    PgConnectOptions::from_database_url(&url).unwrap();
    let ignored = url.warnings(PgConnectOptions::CAPABILITIES);
    for parameter in ["sslnegotiation", "keepalives_idle", "tcp_user_timeout", "load_balance_hosts"] {
        assert!(ignored.contains(&WarningKind::Unsupported { parameter: parameter.to_owned() }), "{ignored:?}");
    }
    assert_eq!(url.warnings(tokio_postgres::Config::CAPABILITIES | Capabilities::CERTIFICATES), []);
}

#[test]
fn a_statement_is_not_shown() {
    for query in ["init_command=SET%20x='hunter2'", "sessionVariables=x='hunter2'", "extra=hunter2"] {
        let url = url(&format!("mysql://u@localhost/d?{query}"));
        assert!(!format!("{url} {url:?}").contains("hunter2"), "{url}");
    }
}
