use db_config::{DatabaseUrl, PoolSettings, TlsMode};
use mongodb::options::{ClientOptions, ConnectionString, HostInfo, ServerAddress, Tls as MongoTls};

use super::{Check, assert_tls, only, settings};
use crate::input::Input;
use crate::value::{Host, Parts, Tls, parts};

pub const CLIENTS: &[Check] = &[connection_string, client_options, only::<(DatabaseUrl, PoolSettings)>];

fn expected(url: &DatabaseUrl) -> Parts {
    let mut expected = parts(url).expect("the settings were made");
    for host in &mut expected.hosts {
        if let Ok(address) = host.name.parse::<std::net::IpAddr>() {
            // Its spelling is the driver's.
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

/// A socket has no port.
fn without_socket_ports(mut hosts: Vec<Host>) -> Vec<Host> {
    hosts.iter_mut().filter(|host| host.name.ends_with(".sock")).for_each(|host| host.port = 27017);
    hosts
}

fn connection_string(url: &DatabaseUrl, input: &Input) {
    let Some(string) = settings::<ConnectionString>(url, input) else { return };
    let expected = expected(url);
    let hosts = match &string.host_info {
        HostInfo::HostIdentifiers(hosts) => hosts.iter().map(host).collect(),
        HostInfo::DnsRecord(name) => vec![Host::new(name, 27017)],
        other => panic!("{other:?}"),
    };
    assert_eq!(matches!(string.host_info, HostInfo::DnsRecord(_)), url.scheme() == "mongodb+srv");
    let credential = string.credential.as_ref();
    let actual = Parts {
        hosts,
        user: credential.and_then(|credential| credential.username.clone()),
        password: credential.and_then(|credential| credential.password.clone()),
        database: string.default_database.clone(),
    };
    let expected = Parts { hosts: without_socket_ports(expected.hosts), ..expected };
    assert_eq!(actual, expected, "{:?}", url.expose());
    assert_tls(tls(string.tls.as_ref(), string.tls_insecure() == Some(true), url), url, false);
}

fn client_options(url: &DatabaseUrl, input: &Input) {
    let Some(options) = settings::<ClientOptions>(url, input) else { return };
    let expected = expected(url);
    let credential = options.credential.as_ref();
    let actual = Parts {
        hosts: options.hosts.iter().map(host).collect(),
        user: credential.and_then(|credential| credential.username.clone()),
        password: credential.and_then(|credential| credential.password.clone()),
        database: options.default_database.clone(),
    };
    let expected = Parts { hosts: without_socket_ports(expected.hosts), ..expected };
    assert_eq!(actual, expected, "{:?}", url.expose());
    assert_tls(tls(options.tls.as_ref(), false, url), url, false);
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
            key: url.tls().client_key().map(|path| path.to_string_lossy().into_owned()),
        },
        // Off, where files would have no use.
        _ => Tls { mode: TlsMode::Off, ..Tls::of(&url.tls()) },
    }
}
