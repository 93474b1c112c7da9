use std::str::FromStr;

use db_config::resolved::Postgres as Resolved;
use db_config::{DatabaseUrl, DieselUrl, TlsMode, TlsPlan};
use deadpool_postgres::PoolConfig;
use tokio_postgres::config::{Host as PgHost, SslMode};

use super::{Check, as_planned, assert_same_again, assert_tls, itself, libpq, mode, only_host, pool, settings};
use crate::input::Input;
use crate::value::{Host, Parts, Session, Tls, parts, session};

pub const CLIENTS: &[Check] = &[
    v0_9::settings,
    v0_9::any,
    v0_9::sea_orm,
    v0_8::settings,
    v0_8::any,
    v0_8::sea_orm,
    diesel,
    tokio_postgres,
    deadpool_postgres,
    refinery,
    tokio_postgres_with_plan,
    blocking,
    pool::settings,
    itself,
];

/// Returns the expected parts. An empty password means no password in libpq.
fn expected(url: &DatabaseUrl) -> Parts {
    let parts = parts(url).expect("db-config accepts the URL");
    Parts { password: parts.password.filter(|password| !password.is_empty()), ..parts }
}

macro_rules! sqlx {
    ($module:ident, $sqlx:ident, $sea_orm:ident) => {
        pub mod $module {
            use $sea_orm::ConnectOptions;
            use $sqlx::Postgres;
            use $sqlx::any::AnyConnectOptions;
            use $sqlx::postgres::{PgConnectOptions, PgSslMode};

            use super::*;

            pub fn settings(url: &DatabaseUrl, input: &Input) {
                pool::$module::settings::<Postgres>(url, input);
                if let Some(options) = super::settings::<PgConnectOptions>(url, input) {
                    check(&options, url);
                }
            }

            pub fn any(url: &DatabaseUrl, input: &Input) {
                let Some(options) = super::settings::<AnyConnectOptions>(url, input) else { return };
                let text = options.database_url.as_str();
                check(&read(text), url);
                assert_same_again(text, url, |again: &AnyConnectOptions| again.database_url.to_string());
            }

            pub fn sea_orm(url: &DatabaseUrl, input: &Input) {
                let Some(options) = super::settings::<ConnectOptions>(url, input) else { return };
                // `connect` of SeaORM reads the scheme and passes the URL on.
                assert!($sea_orm::DbBackend::Postgres.is_prefix_of(options.get_url()));
                check(&read(options.get_url()), url);
                pool::$module::sea_orm(&options, url);
                assert_same_again(options.get_url(), url, |again: &ConnectOptions| again.get_url().to_owned());
            }

            fn read(text: &str) -> PgConnectOptions {
                PgConnectOptions::from_str(text).unwrap_or_else(|error| panic!("{text:?}: {error}"))
            }

            pub fn check_parts(options: &PgConnectOptions, url: &DatabaseUrl) {
                let expected = expected(url);
                let host = options.get_socket().map_or(options.get_host().into(), |path| path.to_string_lossy());
                // sqlx has one field for both and connects to the address.
                let meant = only_host(&expected, url);
                let name = meant.address.map_or(meant.name.clone(), |address| address.to_string());
                assert_eq!(
                    Host::new(&host, options.get_port()),
                    Host::new(&name, meant.port),
                    "{:?}",
                    url.expose_secret()
                );
                assert_eq!(Some(options.get_username()), expected.user.as_deref(), "{:?}", url.expose_secret());
                assert_eq!(options.get_database(), expected.database.as_deref(), "{:?}", url.expose_secret());
                let debug = format!("{options:?}");
                // With an empty password, sqlx does not read one from the environment.
                let password = format!(" password: Some({:?}),", expected.password.unwrap_or_default());
                assert!(debug.contains(&password), "{:?}: {debug}", url.expose_secret());
            }

            fn check(options: &PgConnectOptions, url: &DatabaseUrl) {
                check_parts(options, url);
                let debug = format!("{options:?}");
                let session = Session {
                    application_name: options.get_application_name().map(str::to_owned),
                    options: options.get_options().map(str::to_owned),
                };
                assert_eq!(session, super::session(url), "{:?}", url.expose_secret());
                let mode = match options.get_ssl_mode() {
                    PgSslMode::Disable | PgSslMode::Allow => TlsMode::Off,
                    PgSslMode::Prefer => TlsMode::Prefer,
                    PgSslMode::Require => TlsMode::Require,
                    PgSslMode::VerifyCa => TlsMode::VerifyCa,
                    PgSslMode::VerifyFull => TlsMode::VerifyFull,
                };
                let mode = as_planned(mode, url);
                assert_tls(Tls { mode, ..Tls::of(url.tls()) }, url, true);
                for (name, file) in [
                    ("ssl_root_cert", Tls::of(url.tls()).root.filter(|root| root != "system")),
                    ("ssl_client_cert", url.tls().client_certificate().map(|path| path.display().to_string())),
                    ("ssl_client_key", url.tls().client_key().map(|path| path.display().to_string())),
                ] {
                    let shown = match file {
                        Some(file) => format!(" {name}: Some(File({file:?})),"),
                        None => format!(" {name}: None,"),
                    };
                    assert!(debug.contains(&shown), "{:?}: {shown}: {debug}", url.expose_secret());
                }
            }
        }
    };
}

sqlx!(v0_9, sqlx, sea_orm);
sqlx!(v0_8, sqlx_0_8, sea_orm_1_1);

/// Parses the URL by the rules of libpq.
fn diesel(url: &DatabaseUrl, input: &Input) {
    let Some(diesel) = settings::<DieselUrl>(url, input) else { return };
    let text = diesel.expose_secret();
    if input.has_secret {
        crate::canary::assert_no_secret(&format!("{diesel:?}"), text);
    }
    let found = libpq::parameters(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    assert_eq!(libpq::parts(&found), expected(url), "{:?}: {text}", url.expose_secret());
    let text_of = |name: &str| found.get(name).cloned();
    let mode = match found["sslmode"].as_str() {
        "disable" => TlsMode::Off,
        "prefer" => TlsMode::Prefer,
        "require" => TlsMode::Require,
        "verify-ca" => TlsMode::VerifyCa,
        "verify-full" => TlsMode::VerifyFull,
        other => panic!("sslmode={other}"),
    };
    let tls = Tls { mode, root: text_of("sslrootcert"), certificate: text_of("sslcert"), key: text_of("sslkey") };
    assert_tls(tls, url, true);
    let actual = Session { application_name: text_of("application_name"), options: text_of("options") };
    assert_eq!(actual, session(url), "{:?}: {text}", url.expose_secret());
    assert_same_again(text, url, |again: &DieselUrl| again.expose_secret().to_owned());
}

fn tokio_postgres(url: &DatabaseUrl, input: &Input) {
    let Some(config) = settings::<tokio_postgres::Config>(url, input) else { return };
    if input.has_secret {
        crate::canary::assert_no_secret(&format!("{config:?}"), url.expose_secret());
    }
    check_tokio_postgres(&config, url, true);
    assert_no_certificates(url);
}

/// Asserts that the URL needs no certificates, which this type does not support.
fn assert_no_certificates(url: &DatabaseUrl) {
    let plan = url.tls();
    assert!(plan.mode() <= TlsMode::Require, "{:?}", url.expose_secret());
    assert!(plan.mode() == TlsMode::Off || plan.client_certificate().is_none(), "{:?}", url.expose_secret());
}

/// Checks the config and its plan. The connector gets the plan, verifies the server and has the client certificate.
fn tokio_postgres_with_plan(url: &DatabaseUrl, input: &Input) {
    let Some((config, plan)) = settings::<(tokio_postgres::Config, TlsPlan)>(url, input) else { return };
    check_tokio_postgres(&config, url, true);
    assert_eq!(&plan, url.tls(), "{:?}", url.expose_secret());
    let trusts_anybody = plan.mode() == TlsMode::VerifyCa && plan.root_certificate().is_none();
    assert!(!trusts_anybody, "{:?}", url.expose_secret());
}

/// Checks postgres, which has the options of tokio-postgres.
fn blocking(url: &DatabaseUrl, input: &Input) {
    let options = settings::<::postgres::Config>(url, input);
    let inner = settings::<tokio_postgres::Config>(url, input).map(::postgres::Config::from);
    assert_eq!(format!("{options:?}"), format!("{inner:?}"), "{:?}", url.expose_secret());
    let password = |options: Option<&::postgres::Config>| options.and_then(|it| it.get_password().map(<[u8]>::to_vec));
    assert_eq!(password(options.as_ref()), password(inner.as_ref()), "{:?}", url.expose_secret());
}

fn deadpool_postgres(url: &DatabaseUrl, input: &Input) {
    let Some(config) = settings::<deadpool_postgres::Config>(url, input) else { return };
    let text = config.url.as_deref().expect("it has a URL");
    let read = config.get_pg_config().unwrap_or_else(|error| panic!("{text:?}: {error}"));
    check_tokio_postgres(&read, url, true);
    assert_no_certificates(url);
    let (pool, default) = (pool::options(url), || PoolConfig::default().max_size);
    let size = pool.max_connections.map(|given| given.value as usize);
    let has_pool = size.is_some() || pool.acquire_timeout.is_some();
    let expected = has_pool.then(|| (size.unwrap_or_else(default), pool::limit(pool.acquire_timeout).flatten()));
    let actual = config.pool.map(|pool| (pool.max_size, pool.timeouts.wait));
    assert_eq!(actual, expected, "{:?}", url.expose_secret());
    assert_same_again(text, url, |again: &deadpool_postgres::Config| again.url.clone().unwrap_or_default());
}

/// Joins the parts as refinery does for its client.
fn refinery(url: &DatabaseUrl, input: &Input) {
    let Some(config) = settings::<::refinery::config::Config>(url, input) else { return };
    let text = super::refinery_url("postgres", &config);
    let read = tokio_postgres::Config::from_str(&text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    assert_eq!(config.use_tls(), read.get_ssl_mode() != SslMode::Disable, "{text}");
    check_tokio_postgres(&read, url, false);
}

pub fn check_tokio_postgres_parts(config: &tokio_postgres::Config, url: &DatabaseUrl) {
    let (ports, addresses) = (config.get_ports(), config.get_hostaddrs());
    let host = |(i, host): (usize, &PgHost)| {
        let port = ports.get(i).or(ports.first()).copied().unwrap_or(5432);
        let name = match host {
            PgHost::Tcp(name) => Host::new(name, port),
            PgHost::Unix(path) => Host::new(&path.to_string_lossy(), port),
        };
        Host { address: addresses.get(i).copied(), ..name }
    };
    let password = config.get_password().map(|password| String::from_utf8_lossy(password).into_owned());
    let actual = Parts {
        hosts: config.get_hosts().iter().enumerate().map(host).collect(),
        user: config.get_user().map(str::to_owned),
        password: password.filter(|password| !password.is_empty()),
        database: config.get_dbname().map(str::to_owned),
    };
    assert_eq!(actual, expected(url), "{:?}", url.expose_secret());
}

fn check_tokio_postgres(config: &tokio_postgres::Config, url: &DatabaseUrl, has_prefer: bool) {
    check_tokio_postgres_parts(config, url);
    let actual = Session {
        application_name: config.get_application_name().map(str::to_owned),
        options: config.get_options().map(str::to_owned),
    };
    assert_eq!(actual, session(url), "{:?}", url.expose_secret());
    let actual = match config.get_ssl_mode() {
        SslMode::Disable => TlsMode::Off,
        SslMode::Prefer => TlsMode::Prefer,
        SslMode::Require => TlsMode::Require,
        other => panic!("{other:?}"),
    };
    // tokio-postgres has no mode that verifies. The connector verifies according to the plan.
    assert_eq!(actual, mode(url, has_prefer).min(TlsMode::Require), "{:?}", url.expose_secret());
    let timeouts = Resolved::resolve(url).expect("db-config accepts the URL").timeouts;
    let timeout = timeouts.connect.map(|given| given.value).filter(|timeout| !timeout.is_zero());
    assert_eq!(config.get_connect_timeout().copied(), timeout, "{:?}", url.expose_secret());
}
