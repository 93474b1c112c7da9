use std::collections::BTreeMap;
use std::time::Duration;

use db_config::{DatabaseUrl, TlsMode};
use mongodb::options::{
    ClientOptions, ConnectionString, Credential, HostInfo, ReadPreference, SelectionCriteria, ServerAddress,
    Tls as MongoTls,
};

use super::{Check, assert_tls, itself, pool, settings};
use crate::input::Input;
use crate::value::{Host, Parts, Tls, parts};

pub const CLIENTS: &[Check] = &[connection_string, client_options, pool::settings, itself];

fn expected(url: &DatabaseUrl) -> Parts {
    let mut expected = parts(url).expect("db-config accepts the URL");
    for host in &mut expected.hosts {
        if let Ok(address) = host.name.parse::<std::net::IpAddr>() {
            // The client writes the address in its own form.
            host.name = address.to_string();
        }
    }
    expected
}

fn host(address: &ServerAddress) -> Host {
    match address {
        ServerAddress::Tcp { host, port } => Host::new(host, port.unwrap_or(27017)),
        ServerAddress::Unix { path } => Host::new(&path.to_string_lossy(), 27017),
        other => panic!("{other:?}"),
    }
}

/// Sets the default port for sockets, which have no port.
fn without_socket_ports(mut hosts: Vec<Host>) -> Vec<Host> {
    hosts.iter_mut().filter(|host| host.name.ends_with(".sock")).for_each(|host| host.port = 27017);
    hosts
}

/// Holds the options that a part of the URL could change.
#[derive(Debug, PartialEq, Eq)]
struct Options {
    source: Option<String>,
    mechanism: Option<String>,
    properties: BTreeMap<String, String>,
    replica_set: Option<String>,
    app_name: Option<String>,
    read_preference: Option<String>,
    tags: Vec<BTreeMap<String, String>>,
    sizes: [Option<u32>; 2],
    times: [Option<Duration>; 2],
}

impl Options {
    fn of(url: &DatabaseUrl) -> Self {
        let all = |wanted: &'static str| {
            url.query_pairs().filter(move |(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
        };
        let first = |name| all(name).next().map(str::to_owned);
        let count = |name| first(name).map(|value| value.parse().expect("the client has parsed it"));
        let time =
            |name| first(name).map(|value| Duration::from_millis(value.parse().expect("the client has parsed it")));
        let pairs = |list: &str| {
            let pair = |pair: &str| pair.split_once(':').map(|(key, value)| (key.to_owned(), value.to_owned()));
            list.split(',').filter_map(pair).collect::<BTreeMap<_, _>>()
        };
        let mechanism = first("authMechanism");
        let pool = pool::options(url);
        Self {
            // Without a user, the client keeps none of these. Without a mechanism, it keeps no properties.
            source: first("authSource").filter(|_| url.username().is_some() || mechanism.is_some()),
            properties: first("authMechanismProperties")
                .filter(|_| mechanism.is_some())
                .map_or_else(BTreeMap::new, |it| pairs(&it)),
            mechanism,
            replica_set: first("replicaSet"),
            app_name: first("appName"),
            read_preference: first("readPreference").map(|mode| mode.to_lowercase()),
            tags: all("readPreferenceTags").map(pairs).collect(),
            sizes: [
                count("maxPoolSize").or(pool.max_connections.map(|given| given.value)),
                count("minPoolSize").or(pool.min_connections.map(|given| given.value)),
            ],
            times: [
                time("connectTimeoutMS").or(pool::timeouts(url).connect.map(|given| given.value)),
                time("maxIdleTimeMS").or(pool.idle_timeout.map(|given| given.value)),
            ],
        }
    }

    /// Returns the options that both types contain. The others are `None`, and their names differ.
    fn with(credential: Option<&Credential>, preference: Option<&ReadPreference>) -> Self {
        let (mode, options) = match preference {
            None => (None, &None),
            Some(ReadPreference::Primary) => (Some("primary"), &None),
            Some(ReadPreference::Secondary { options }) => (Some("secondary"), options),
            Some(ReadPreference::PrimaryPreferred { options }) => (Some("primarypreferred"), options),
            Some(ReadPreference::SecondaryPreferred { options }) => (Some("secondarypreferred"), options),
            Some(ReadPreference::Nearest { options }) => (Some("nearest"), options),
            Some(other) => panic!("{other:?}"),
        };
        let tags = options.iter().filter_map(|options| options.tag_sets.as_ref()).flatten();
        let properties = credential.and_then(|credential| credential.mechanism_properties.as_ref());
        let property = |(key, value): (&String, &mongodb::bson::Bson)| {
            (key.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        };
        Self {
            source: credential.and_then(|credential| credential.source.clone()),
            mechanism: credential.and_then(|credential| Some(credential.mechanism.as_ref()?.as_str().to_owned())),
            properties: properties.into_iter().flatten().map(property).collect(),
            replica_set: None,
            app_name: None,
            read_preference: mode.map(str::to_owned),
            tags: tags.map(|tags| tags.clone().into_iter().collect()).collect(),
            sizes: [None; 2],
            times: [None; 2],
        }
    }
}

fn connection_string(url: &DatabaseUrl, input: &Input) {
    let Some(string) = settings::<ConnectionString>(url, input) else { return };
    check_parts(&string, url);
    let actual = Options {
        replica_set: string.replica_set.clone(),
        app_name: string.app_name.clone(),
        sizes: [string.max_pool_size, string.min_pool_size],
        times: [string.connect_timeout, string.max_idle_time],
        ..Options::with(string.credential.as_ref(), string.read_preference.as_ref())
    };
    assert_eq!(actual, Options::of(url), "{:?}", url.expose_secret());
    assert_tls(tls(string.tls.as_ref(), string.tls_insecure() == Some(true), url), url, false);
}

pub fn check_parts(string: &ConnectionString, url: &DatabaseUrl) {
    let hosts = match &string.host_info {
        HostInfo::HostIdentifiers(hosts) => hosts.iter().map(host).collect(),
        HostInfo::DnsRecord(name) => vec![Host::new(name, 27017)],
        other => panic!("{other:?}"),
    };
    assert_eq!(matches!(string.host_info, HostInfo::DnsRecord(_)), url.scheme() == "mongodb+srv");
    check(hosts, string.credential.as_ref(), string.default_database.clone(), url);
}

fn client_options(url: &DatabaseUrl, input: &Input) {
    let Some(options) = settings::<ClientOptions>(url, input) else { return };
    let hosts = options.hosts.iter().map(host).collect();
    check(hosts, options.credential.as_ref(), options.default_database.clone(), url);
    let preference = options.selection_criteria.as_ref().map(|criteria| match criteria {
        SelectionCriteria::ReadPreference(preference) => preference,
        other => panic!("{other:?}"),
    });
    let expected = Options::of(url);
    let source = default_source(options.credential.as_ref(), url.database()).map(str::to_owned);
    let expected = Options { source: expected.source.or(source), ..expected };
    let actual = Options {
        replica_set: options.repl_set_name.clone(),
        app_name: options.app_name.clone(),
        sizes: [options.max_pool_size, options.min_pool_size],
        times: [options.connect_timeout, options.max_idle_time],
        ..Options::with(options.credential.as_ref(), preference)
    };
    assert_eq!(actual, expected, "{:?}", url.expose_secret());
    assert_tls(tls(options.tls.as_ref(), false, url), url, false);
}

/// Returns the database in which the client looks for a user without `authSource`. These options contain it.
/// <https://www.mongodb.com/docs/manual/reference/connection-string-options/#mongodb-urioption-urioption.authSource>
fn default_source<'a>(credential: Option<&Credential>, database: Option<&'a str>) -> Option<&'a str> {
    let mechanism = credential?.mechanism.as_ref().map(|mechanism| mechanism.as_str());
    Some(match mechanism {
        None | Some("SCRAM-SHA-1" | "SCRAM-SHA-256" | "MONGODB-CR") => database.unwrap_or("admin"),
        Some("PLAIN") => database.unwrap_or("$external"),
        Some(_) => "$external",
    })
}

fn check(hosts: Vec<Host>, credential: Option<&Credential>, database: Option<String>, url: &DatabaseUrl) {
    let actual = Parts {
        hosts,
        user: credential.and_then(|credential| credential.username.clone()),
        password: credential.and_then(|credential| credential.password.clone()),
        database,
    };
    let expected = expected(url);
    let expected = Parts { hosts: without_socket_ports(expected.hosts), ..expected };
    assert_eq!(actual, expected, "{:?}", url.expose_secret());
}

fn tls(tls: Option<&MongoTls>, is_insecure: bool, url: &DatabaseUrl) -> Tls {
    let text = |path: &Option<std::path::PathBuf>| path.as_ref().map(|path| path.to_string_lossy().into_owned());
    match tls {
        Some(MongoTls::Enabled(options)) => Tls {
            mode: match is_insecure || options.allow_invalid_certificates == Some(true) {
                true => TlsMode::Require,
                false => TlsMode::VerifyFull,
            },
            root: text(&options.ca_file_path),
            certificate: text(&options.cert_key_file_path),
            // The certificate file contains the key.
            key: None,
        },
        // TLS is off and does not need the files.
        Some(MongoTls::Disabled) | None => Tls { mode: TlsMode::Off, ..Tls::of(url.tls()) },
    }
}
