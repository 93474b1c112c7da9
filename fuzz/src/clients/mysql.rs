use std::borrow::Cow;
use std::collections::HashMap;
use std::net::Ipv6Addr;
use std::path::PathBuf;
use std::str::FromStr;

use db_config::resolved::MySql as Resolved;
use db_config::{DatabaseUrl, DieselUrl, TlsMode};
use mysql_async::PoolOpts;
use percent_encoding::percent_decode_str;
use url::Url;

use super::{Check, as_planned, assert_same_again, assert_tls, itself, mode, only_host, pool, settings};
use crate::input::Input;
use crate::value::{Host, Parts, Tls, parts};

pub const CLIENTS: &[Check] = &[
    v0_9::settings,
    v0_9::any,
    v0_9::sea_orm,
    v0_8::settings,
    v0_8::any,
    v0_8::sea_orm,
    diesel,
    mysql_async,
    mysql,
    refinery,
    pool::settings,
    itself,
];

/// Returns the expected parts. `local` is the client's name for this machine, which replaces an empty host. An empty
/// password means no password, as in the protocol.
fn expected(url: &DatabaseUrl, local: &str) -> Parts {
    let mut parts = parts(url).expect("db-config accepts the URL");
    for host in parts.hosts.iter_mut().filter(|host| host.name.is_empty()) {
        host.name = local.to_owned();
    }
    Parts { password: parts.password.filter(|password| !password.is_empty()), ..parts }
}

/// Holds the initial settings of a session.
struct Session<'a> {
    charset: Option<Cow<'a, str>>,
    collation: Option<Cow<'a, str>>,
    time_zone: Option<&'a str>,
    statement_cache: Option<u32>,
}

fn session(url: &DatabaseUrl) -> Session<'_> {
    let it = Resolved::resolve(url).expect("db-config accepts the URL");
    // The clients write these names into SQL.
    for name in [&it.session.charset, &it.session.collation].into_iter().flatten() {
        let is_plain =
            name.value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        assert!(is_plain && !name.value.is_empty(), "{:?}", url.expose_secret());
    }
    if let Some(zone) = it.session.time_zone {
        let is_plain = zone.value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-:/_".contains(&byte));
        assert!(is_plain && !zone.value.is_empty(), "{:?}", url.expose_secret());
    }
    Session {
        charset: it.session.charset.map(|given| given.value),
        collation: it.session.collation.map(|given| given.value),
        time_zone: it.session.time_zone.map(|given| given.value),
        statement_cache: it.statement_cache.map(|given| given.value),
    }
}

/// Returns whether the URL sets the port of a socket, which has no effect. db-config passes it on but does not read it
/// back.
fn has_idle_port(url: &DatabaseUrl) -> bool {
    url.hosts()[0].is_socket() && url.port().is_some()
}

/// Returns whether a root certificate is set with `required`. With one, clients read `required` as `verify_ca`, and
/// have no other value for it.
fn has_idle_root(url: &DatabaseUrl) -> bool {
    url.tls().mode() == TlsMode::Require && root_file(url).is_some()
}

macro_rules! sqlx {
    ($module:ident, $sqlx:ident, $sea_orm:ident) => {
        mod $module {
            use $sea_orm::ConnectOptions;
            use $sqlx::MySql;
            use $sqlx::any::AnyConnectOptions;
            use $sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};

            use super::*;

            pub fn settings(url: &DatabaseUrl, input: &Input) {
                pool::$module::settings::<MySql>(url, input);
                if let Some(options) = super::settings::<MySqlConnectOptions>(url, input) {
                    check(&options, url);
                }
            }

            pub fn any(url: &DatabaseUrl, input: &Input) {
                let Some(options) = super::settings::<AnyConnectOptions>(url, input) else { return };
                let text = options.database_url.as_str();
                check(&read(text), url);
                if !has_idle_port(url) && !has_idle_root(url) {
                    assert_same_again(text, url, |again: &AnyConnectOptions| again.database_url.to_string());
                }
            }

            pub fn sea_orm(url: &DatabaseUrl, input: &Input) {
                let Some(options) = super::settings::<ConnectOptions>(url, input) else { return };
                assert!($sea_orm::DbBackend::MySql.is_prefix_of(options.get_url()));
                check(&read(options.get_url()), url);
                pool::$module::sea_orm(&options, url);
                if !has_idle_port(url) && !has_idle_root(url) {
                    assert_same_again(options.get_url(), url, |again: &ConnectOptions| again.get_url().to_owned());
                }
            }

            fn read(text: &str) -> MySqlConnectOptions {
                MySqlConnectOptions::from_str(text).unwrap_or_else(|error| panic!("{text:?}: {error}"))
            }

            fn check(options: &MySqlConnectOptions, url: &DatabaseUrl) {
                let expected = expected(url, "localhost");
                let host = only_host(&expected, url);
                match options.get_socket() {
                    Some(socket) => assert_eq!(socket.to_string_lossy(), host.name, "{:?}", url.expose_secret()),
                    None => assert_eq!(
                        &Host::new(options.get_host(), options.get_port()),
                        host,
                        "{:?}",
                        url.expose_secret()
                    ),
                }
                assert_eq!(options.get_socket().is_some(), host.name.starts_with('/'), "{:?}", url.expose_secret());
                assert_eq!(Some(options.get_username()), expected.user.as_deref(), "{:?}", url.expose_secret());
                assert_eq!(options.get_database(), expected.database.as_deref(), "{:?}", url.expose_secret());
                let debug = format!("{options:?}");
                let password = format!(" password: {:?},", expected.password);
                let is_empty = expected.password.is_none() && debug.contains(" password: Some(\"\"),");
                assert!(is_empty || debug.contains(&password), "{:?}: {debug}", url.expose_secret());
                let Session { charset, collation, time_zone, statement_cache } = session(url);
                let actual = (options.get_charset(), options.get_collation());
                let expected = (charset.as_deref().unwrap_or("utf8mb4"), collation.as_deref());
                assert_eq!(actual, expected, "{:?}", url.expose_secret());
                // These are the default values of sqlx.
                for shown in [
                    format!(" timezone: Some({:?}),", time_zone.unwrap_or("+00:00")),
                    format!(" statement_cache_capacity: {},", statement_cache.unwrap_or(100)),
                ] {
                    assert!(debug.contains(&shown), "{:?}: {shown}: {debug}", url.expose_secret());
                }
                let mode = match options.get_ssl_mode() {
                    MySqlSslMode::Disabled => TlsMode::Off,
                    MySqlSslMode::Preferred => TlsMode::Prefer,
                    MySqlSslMode::Required => TlsMode::Require,
                    MySqlSslMode::VerifyCa => TlsMode::VerifyCa,
                    MySqlSslMode::VerifyIdentity => TlsMode::VerifyFull,
                };
                let mode = as_planned(mode, url);
                assert_tls(Tls { mode, ..Tls::of(url.tls()) }, url, true);
                for (name, file) in [
                    ("ssl_ca", root_file(url)),
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

/// Parses the URL like `ConnectionOptions::parse` of Diesel's MySQL connection, and `localhost` like the C library.
fn diesel(url: &DatabaseUrl, input: &Input) {
    let Some(diesel) = settings::<DieselUrl>(url, input) else { return };
    let text = diesel.expose_secret();
    if input.has_secret {
        crate::canary::assert_no_secret(&format!("{diesel:?}"), text);
    }
    let read = Url::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    assert_eq!(read.scheme(), "mysql");
    let keys: HashMap<Cow<'_, str>, Cow<'_, str>> = read.query_pairs().collect();
    let key = |name: &str| keys.get(name).map(|value| value.to_string());
    let host = match read.host() {
        Some(url::Host::Ipv6(address)) => address.to_string(),
        host => host.map(|host| host.to_string()).unwrap_or_default(),
    };
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let segments: Vec<&str> = read.path_segments().into_iter().flatten().collect();
    let [name] = segments[..] else { panic!("{text}: a path of several segments") };
    let socket = key("unix_socket");
    let actual = Parts {
        hosts: vec![match &socket {
            Some(socket) => Host::new(socket, 3306),
            None => Host::new(&host, read.port().unwrap_or(3306)),
        }],
        user: Some(decoded(read.username())),
        password: read.password().map(decoded).filter(|password| !password.is_empty()),
        database: Some(name.to_owned()).filter(|name| !name.is_empty()),
    };
    let mut expected = expected(url, "127.0.0.1");
    only_host(&expected, url);
    let host = &mut expected.hosts[0];
    if host.name == "localhost" {
        // The C library reads `localhost` as a socket.
        host.name = "127.0.0.1".to_owned();
    }
    if let (Ok(ours), Ok(theirs)) =
        (host.name.parse::<std::net::IpAddr>(), actual.hosts[0].name.parse::<std::net::IpAddr>())
    {
        assert_eq!(ours, theirs, "{text}");
        host.name.clone_from(&actual.hosts[0].name);
    }
    if socket.is_some() {
        host.port = 3306;
    }
    assert_eq!(actual, expected, "{:?}: {text}", url.expose_secret());
    let mode = match key("ssl_mode").as_deref() {
        Some("disabled") => TlsMode::Off,
        Some("preferred") => TlsMode::Prefer,
        Some("required") => TlsMode::Require,
        Some("verify_ca") => TlsMode::VerifyCa,
        Some("verify_identity") => TlsMode::VerifyFull,
        other => panic!("{text}: {other:?}"),
    };
    match socket {
        // A socket does not need the files.
        Some(_) => assert_eq!(mode, url.tls().mode(), "{text}"),
        None => {
            let tls = Tls { mode, root: key("ssl_ca"), certificate: key("ssl_cert"), key: key("ssl_key") };
            let root = tls.root.clone().or(Tls::of(url.tls()).root.filter(|root| root == "system"));
            assert_tls(Tls { root, ..tls }, url, true);
        }
    }
    let Session { charset, collation, time_zone, .. } = session(url);
    let has_session = charset.is_some() || collation.is_some() || time_zone.is_some();
    assert!(!has_session, "{text}: Diesel does not support them");
    // db-config passes no files for a socket.
    if url.hosts()[0].is_socket() || !has_idle_root(url) {
        assert_same_again(text, url, |again: &DieselUrl| again.expose_secret().to_owned());
    }
}

fn mysql_async(url: &DatabaseUrl, input: &Input) {
    let Some(options) = settings::<mysql_async::Opts>(url, input) else { return };
    check_mysql_async(&options, url);
    check_root(&options, root_file(url), url);
    assert_eq!(options.setup(), setup(&session(url)), "{:?}", url.expose_secret());
    let (pool, actual) = (pool::options(url), options.pool_opts());
    let default = PoolOpts::default();
    let max = pool.max_connections.map_or(default.constraints().max(), |given| given.value as usize);
    let min = pool.min_connections.map_or(default.constraints().min().min(max), |given| given.value as usize);
    let expected = (
        (min, max),
        pool::longest(pool.idle_timeout).unwrap_or(default.inactive_connection_ttl()),
        pool::limit(pool.max_lifetime).flatten(),
    );
    let sizes = (actual.constraints().min(), actual.constraints().max());
    assert_eq!((sizes, actual.inactive_connection_ttl(), actual.abs_conn_ttl()), expected, "{:?}", url.expose_secret());
}

fn mysql(url: &DatabaseUrl, input: &Input) {
    let Some(options) = settings::<::mysql::Opts>(url, input) else { return };
    let mut expected = expected(url, "127.0.0.1");
    only_host(&expected, url);
    let name = &mut expected.hosts[0].name;
    let host = match options.get_socket() {
        Some(socket) => Host::new(socket, options.get_tcp_port()),
        None => {
            // The client writes an address and a name as a browser does.
            let bracketed = if name.parse::<Ipv6Addr>().is_ok() { format!("[{name}]") } else { name.clone() };
            *name = url::Host::parse(&bracketed).map_or(bracketed, |host| host.to_string());
            Host::new(&options.get_ip_or_hostname(), options.get_tcp_port())
        }
    };
    assert!(!options.get_prefer_socket(), "{:?}", url.expose_secret());
    let actual = Parts {
        hosts: vec![host],
        user: options.get_user().map(str::to_owned),
        password: options.get_pass().filter(|password| !password.is_empty()).map(str::to_owned),
        database: options.get_db_name().map(str::to_owned),
    };
    assert_eq!(actual, expected, "{:?}", url.expose_secret());

    let actual = match options.get_ssl_opts() {
        None => TlsMode::Off,
        Some(options) if options.accept_invalid_certs() => TlsMode::Require,
        Some(options) if options.skip_domain_validation() => TlsMode::VerifyCa,
        Some(_) => TlsMode::VerifyFull,
    };
    assert_eq!(as_planned(actual, url), mode(url, false), "{:?}", url.expose_secret());
    if let Some(options) = options.get_ssl_opts() {
        let root = root_file(url).map(PathBuf::from);
        assert_eq!(options.root_cert_path(), root.as_deref(), "{:?}", url.expose_secret());
        let plan = url.tls();
        assert!(plan.client_certificate().is_none() && plan.client_key().is_none(), "{:?}", url.expose_secret());
    }

    let session = session(url);
    assert_eq!(options.get_init(), setup(&session), "{:?}", url.expose_secret());
    let cache = session.statement_cache.map_or(::mysql::DEFAULT_STMT_CACHE_SIZE, |size| size as usize);
    assert_eq!(options.get_stmt_cache_size(), cache, "{:?}", url.expose_secret());
    let timeout = pool::limit(pool::timeouts(url).connect).flatten();
    assert_eq!(options.get_tcp_connect_timeout(), timeout, "{:?}", url.expose_secret());
    let (pool, default) = (pool::options(url), ::mysql::PoolConstraints::DEFAULT);
    let max = pool.max_connections.map_or(default.max(), |given| given.value as usize);
    let min = pool.min_connections.map_or(default.min().min(max), |given| given.value as usize);
    assert_eq!(<(usize, usize)>::from(options.get_pool_opts().constraints()), (min, max), "{:?}", url.expose_secret());
}

/// Returns the setup statements. `SET NAMES` names both the charset and the collation, because each alone would reset
/// the other.
fn setup(session: &Session<'_>) -> Vec<String> {
    let names = match (session.charset.as_deref(), session.collation.as_deref()) {
        (None, None) => None,
        (Some(charset), None) => Some(format!("SET NAMES '{charset}'")),
        (charset, Some(collation)) => {
            Some(format!("SET NAMES '{}' COLLATE '{collation}'", charset.unwrap_or("utf8mb4")))
        }
    };
    names.into_iter().chain(session.time_zone.map(|zone| format!("SET time_zone = '{zone}'"))).collect()
}

/// Joins the parts as refinery does for its client.
fn refinery(url: &DatabaseUrl, input: &Input) {
    let Some(config) = settings::<::refinery::config::Config>(url, input) else { return };
    let text = super::refinery_url("mysql", &config);
    let read = mysql_async::Opts::from_url(&text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    check_mysql_async(&read, url);
    // The URL of mysql_async does not support a root certificate, and a mode without verification does not need one.
    check_root(&read, root_file(url).filter(|_| url.tls().mode() > TlsMode::Require), url);
    // The URL of mysql_async does not support these session settings either.
    let Session { charset, collation, time_zone, .. } = session(url);
    assert!(charset.is_none_or(|charset| charset == "utf8mb4"), "{text}");
    assert_eq!((read.setup(), collation.is_some(), time_zone), (&[][..], false, None), "{text}");
}

/// Returns the file of the CA certificate, if the URL does not select the trusted roots of the system.
fn root_file(url: &DatabaseUrl) -> Option<String> {
    Tls::of(url.tls()).root.filter(|root| root != "system")
}

/// Asserts that the client trusts only this CA certificate.
fn check_root(options: &mysql_async::Opts, root: Option<String>, url: &DatabaseUrl) {
    let Some(options) = options.ssl_opts() else { return };
    let roots: Vec<_> = root.into_iter().map(|root| PathBuf::from(root).into()).collect();
    assert_eq!(options.root_certs(), roots, "{:?}", url.expose_secret());
    assert_eq!(options.disable_built_in_roots(), !roots.is_empty(), "{:?}", url.expose_secret());
}

pub fn check_mysql_async_parts(options: &mysql_async::Opts, url: &DatabaseUrl) {
    let mut expected = expected(url, "127.0.0.1");
    only_host(&expected, url);
    let host = match options.socket() {
        Some(socket) => Host::new(socket, options.tcp_port()),
        None => Host::new(options.ip_or_hostname(), options.tcp_port()),
    };
    assert!(!options.prefer_socket() || options.socket().is_some(), "{:?}", url.expose_secret());
    let name = &mut expected.hosts[0].name;
    // The client shows the shortest form of an address.
    let address = |name: &str| name.trim_matches(['[', ']']).parse::<std::net::IpAddr>().ok();
    if address(name).is_some() && address(name) == address(&host.name) {
        name.clone_from(&host.name);
    }
    let actual = Parts {
        hosts: vec![host],
        user: options.user().map(str::to_owned),
        password: options.pass().filter(|password| !password.is_empty()).map(str::to_owned),
        database: options.db_name().map(str::to_owned),
    };
    assert_eq!(actual, expected, "{:?}", url.expose_secret());
}

fn check_mysql_async(options: &mysql_async::Opts, url: &DatabaseUrl) {
    check_mysql_async_parts(options, url);
    let actual = match options.ssl_opts() {
        None => TlsMode::Off,
        Some(options) if options.accept_invalid_certs() => TlsMode::Require,
        Some(options) if options.skip_domain_validation() => TlsMode::VerifyCa,
        Some(_) => TlsMode::VerifyFull,
    };
    assert_eq!(actual, mode(url, false), "{:?}", url.expose_secret());
    let plan = url.tls();
    let has_certificate =
        actual != TlsMode::Off && (plan.client_certificate().is_some() || plan.client_key().is_some());
    // Without one of its TLS libraries, mysql_async does not support client certificates.
    assert!(!has_certificate, "{:?}: the client certificate is missing", url.expose_secret());
    assert!(options.init().is_empty(), "{:?}", url.expose_secret());
    let cache = session(url).statement_cache.map_or(mysql_async::DEFAULT_STMT_CACHE_SIZE, |size| size as usize);
    assert_eq!(options.stmt_cache_size(), cache, "{:?}", url.expose_secret());
}
