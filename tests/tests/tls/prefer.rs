//! `prefer` from the kind of the host may become `off`. An explicit `prefer` may not.

use db_config::{DatabaseConfig, DatabaseUrl, FromDatabaseUrl, HostKind, ProblemKind, TlsMode, TlsReason};
use diesel_async::AsyncMysqlConnection;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use mongodb::options::{ClientOptions, ConnectionString, Tls};
use tests::url;
use tokio_postgres::config::SslMode;

type Manager<C> = AsyncDieselConnectionManager<C>;

fn make<T: FromDatabaseUrl>(text: &str) -> T {
    T::from_database_url(&url(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Lists hosts with a kind that implies `prefer`.
const GUESSED: &[(&str, HostKind)] = &[
    ("db", HostKind::SingleLabel),
    ("my_mongo-1", HostKind::SingleLabel),
    ("host.docker.internal", HostKind::ContainerHost),
    ("db.railway.internal", HostKind::RailwayPrivateNetwork),
    ("db.default.svc.cluster.local", HostKind::KubernetesService),
    ("nas.local", HostKind::LocalNetwork),
];

#[test]
fn an_implied_prefer_is_off_if_the_client_does_not_support_it() {
    for (host, kind) in GUESSED {
        let plan = make::<DatabaseUrl>(&format!("mongodb://{host}/app")).tls().clone();
        let reason = TlsReason::PreferUnsupported { name: (*host).to_owned(), kind: *kind };
        assert_eq!((plan.mode(), plan.reason()), (TlsMode::Off, &reason));
        assert!(plan.to_string().contains("does not support `prefer`") && plan.to_string().contains(host), "{plan}");
        assert_eq!(make::<ClientOptions>(&format!("mongodb://{host}:27017/app")).tls, Some(Tls::Disabled));
        assert_eq!(make::<ConnectionString>(&format!("mongodb://u:p@{host}/app")).tls, Some(Tls::Disabled));
        assert_eq!(make::<ClientOptions>(&format!("mongodb://{host},localhost/app")).tls, Some(Tls::Disabled));

        assert!(make::<mysql_async::Opts>(&format!("mysql://app@{host}/app")).ssl_opts().is_none(), "{host}");
        assert!(make::<mysql::Opts>(&format!("mysql://app@{host}/app")).get_ssl_opts().is_none(), "{host}");
        make::<Manager<AsyncMysqlConnection>>(&format!("mysql://app@{host}/app"));
        let postgres = make::<refinery::config::Config>(&format!("postgres://app@{host}/app"));
        assert!(!postgres.use_tls(), "{host}");
        let mysql = make::<refinery::config::Config>(&format!("mysql://app@{host}/app"));
        assert!(!format!("{mysql:?}").contains("require_ssl=true"), "{mysql:?}");

        // A client that supports the mode keeps it.
        let plan = url(&format!("postgres://app@{host}/app")).tls().clone();
        assert_eq!(plan.mode(), TlsMode::Prefer);
        assert_eq!(plan.clone().downgrade_implied_prefer().reason(), &reason);
        let tokio = make::<tokio_postgres::Config>(&format!("postgres://app@{host}/app"));
        assert_eq!(tokio.get_ssl_mode(), SslMode::Prefer);
    }
}

#[test]
fn an_implied_prefer_with_a_stricter_host_is_not_off() {
    let options = make::<ClientOptions>("mongodb://mongo,db.example.com/app");
    assert!(matches!(options.tls, Some(Tls::Enabled(_))), "{:?}", options.tls);
    assert!(make::<refinery::config::Config>("postgres://db,db.example.com/app").use_tls());
    // A CA certificate also keeps TLS on.
    let options = make::<mysql_async::Opts>("mysql://app@db/app?ssl-ca=/ca.pem");
    assert!(!options.ssl_opts().unwrap().accept_invalid_certs());
}

#[test]
fn an_explicit_prefer_is_rejected_if_the_client_does_not_support_it() {
    fn rejected<T: FromDatabaseUrl>(text: &str, by: &str) {
        let error = T::from_database_url(&url(text)).err().unwrap_or_else(|| panic!("{text} is accepted"));
        assert_eq!(error.kind(), ProblemKind::Unsupported, "{error}");
        assert!(error.to_string().contains("`prefer`") && error.to_string().contains(by), "{error}");
    }
    for parameter in ["sslmode=prefer", "sslmode=allow"] {
        rejected::<refinery::config::Config>(&format!("postgres://app@db/app?{parameter}"), "`sslmode`");
    }
    rejected::<Manager<AsyncMysqlConnection>>("mysql://app@db/app?ssl-mode=PREFERRED", "`ssl-mode`");
    rejected::<mysql_async::Opts>("mysql://app@db/app?ssl_mode=preferred", "`ssl_mode`");
    rejected::<mysql::Opts>("mysql://app@db/app?ssl_mode=preferred", "`ssl_mode`");
    rejected::<refinery::config::Config>("mysql://app@db/app?tls=preferred", "`tls`");
}

#[test]
fn a_prefer_of_the_attribute_is_an_error_and_one_of_a_variable_is_off() {
    // On a field of one of these types, this attribute does not compile.
    #[derive(Debug, DatabaseConfig)]
    #[database(tls = "prefer")]
    #[allow(dead_code)]
    struct Attribute {
        events: ClientOptions,
        #[database(env = "MY_URL")]
        mysql: mysql_async::Opts,
    }
    let values = [("DATABASE_URL", "mongodb://mongo/app"), ("MY_URL", "mysql://app@db/app")];
    let error = Attribute::from_source(&values).unwrap_err();
    assert_eq!(error.problems().len(), 2, "{error}");
    assert!(error.problems().iter().all(|problem| problem.message().contains("`tls` attribute")), "{error}");

    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Variable {
        #[database(libpq_env)]
        database: refinery::config::Config,
    }
    assert!(Variable::from_source(&[("PGHOST", "db")]).is_ok());
    let report = Variable::report(&[("PGHOST", "db.example.com"), ("PGSSLMODE", "prefer")]).unwrap();
    let tls = report.entries()[0].database().unwrap().tls();
    assert_eq!(tls.mode(), db_config::TlsMode::Off);
    assert!(tls.reason().to_string().contains("PGSSLMODE"), "{tls}");
    assert!(report.to_string().contains("weaker than `require`"), "{report}");
}
