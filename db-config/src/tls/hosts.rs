//! The host table: the TLS mode for each kind of host, if nothing else sets the mode.
//!
//! Sources:
//!
//! - Fly.io's docs on private networking, Postgres and Managed Postgres
//! - Railway's docs on private networking
//! - Docker's, Podman's and Kubernetes' DNS
//! - RFC 6761 (`localhost`), RFC 4291 (loopback), RFC 8375 (`home.arpa`)
//! - RFC 1918, RFC 6598, RFC 3927 and RFC 4193 (private, shared, link-local and unique local addresses)

use std::fmt;
use std::net::IpAddr;

use super::TlsMode::{self, Off, Prefer, Require};
use crate::ipv4::ends_in_a_number;

/// The kind of a host, which sets the TLS mode if nothing else does.
///
/// `Display` completes the sentence "the host is ...".
///
/// ```
/// use db_config::{DatabaseUrl, HostKind, TlsReason};
///
/// let url: DatabaseUrl = "postgres://app@10.0.0.5/app".parse()?;
/// let TlsReason::Host { name, kind } = url.tls().reason() else { panic!() };
/// assert_eq!((&**name, *kind), ("10.0.0.5", HostKind::PrivateAddress));
/// assert_eq!(kind.to_string(), "a private address");
/// # Ok::<(), db_config::UrlError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HostKind {
    /// A Unix socket: TLS is off.
    Socket,
    /// This machine (`localhost`, a loopback or unspecified address, an omitted host): `prefer`.
    ThisMachine,
    /// A host in Fly.io's private network (`*.flycast`, `fdaa::/16`, and `.internal` names of an app on Fly.io): TLS is off.
    FlyPrivateNetwork,
    /// Fly.io's Managed Postgres (`*.flympg.net`): `require`.
    FlyManagedPostgres,
    /// Fly.io's public proxy (`*.fly.dev`): `require`.
    FlyProxy,
    /// A host in Railway's private network (`*.railway.internal`): `prefer`.
    RailwayPrivateNetwork,
    /// The machine that runs the container (`host.docker.internal`, `host.containers.internal`): `prefer`.
    ContainerHost,
    /// A service in the same Kubernetes cluster (`*.svc`, `*.svc.cluster.local`): `prefer`.
    KubernetesService,
    /// A host in the local network (`*.local`, `*.lan`, `*.home.arpa`): `prefer`.
    LocalNetwork,
    /// A private or link-local address: `prefer`.
    ///
    /// The ranges are `10/8`, `172.16/12`, `192.168/16`, `100.64/10`, `169.254/16`, `fc00::/7` and `fe80::/10`.
    PrivateAddress,
    /// A single-label name (a name without a dot), as used between containers: `prefer`.
    SingleLabel,
    /// Any other host: `require`.
    Public,
}

use HostKind::*;

type HostPredicate = fn(&HostName) -> bool;

/// The first row that matches counts.
const HOSTS: &[(HostKind, HostPredicate)] = &[
    (Socket, |host| host.is_socket),
    (ThisMachine, |host| host.is_loopback()),
    (FlyPrivateNetwork, |host| host.is_subdomain_of("flycast")),
    (FlyPrivateNetwork, |host| host.is_fly_address()),
    (FlyPrivateNetwork, |host| host.on_fly && host.is_fly_internal()),
    (FlyManagedPostgres, |host| host.is_subdomain_of("flympg.net")),
    (FlyProxy, |host| host.is_subdomain_of("fly.dev")),
    (RailwayPrivateNetwork, |host| host.is_subdomain_of("railway.internal")),
    (ContainerHost, |host| host.is("host.docker.internal") || host.is("host.containers.internal")),
    (KubernetesService, |host| host.is_subdomain_of("svc.cluster.local") || host.is_subdomain_of("svc")),
    (LocalNetwork, |host| {
        host.is_subdomain_of("local") || host.is_subdomain_of("lan") || host.is_subdomain_of("home.arpa")
    }),
    (PrivateAddress, |host| host.is_private_address()),
    (SingleLabel, |host| host.address.is_none() && !ends_in_a_number(host.name) && !host.name.contains('.')),
];

impl HostKind {
    /// Returns the kind of `host`. `on_fly` is whether the app runs on Fly.io, where `.internal` names are Fly's.
    pub(crate) fn from_host(host: &str, is_socket: bool, on_fly: bool) -> Self {
        let host = HostName::new(host, is_socket, on_fly);
        HOSTS.iter().find(|(_, fits)| fits(&host)).map_or(Public, |(kind, _)| *kind)
    }

    pub(crate) const fn mode(self) -> TlsMode {
        match self {
            Socket | FlyPrivateNetwork => Off,
            ThisMachine
            | RailwayPrivateNetwork
            | ContainerHost
            | KubernetesService
            | LocalNetwork
            | PrivateAddress
            | SingleLabel => Prefer,
            FlyManagedPostgres | FlyProxy | Public => Require,
        }
    }
}

impl fmt::Display for HostKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Socket => "a Unix socket",
            ThisMachine => "this machine",
            FlyPrivateNetwork => "in Fly.io's private network, whose servers have no TLS",
            FlyManagedPostgres => "Fly.io's Managed Postgres, which expects TLS",
            FlyProxy => "Fly.io's public proxy, which expects TLS",
            RailwayPrivateNetwork => "in Railway's private network",
            ContainerHost => "the machine that runs the container",
            KubernetesService => "a service in the same Kubernetes cluster",
            LocalNetwork => "in the local network",
            PrivateAddress => "a private address",
            SingleLabel => "a single-label name, as used between containers",
            Public => "outside every network known to be private",
        })
    }
}

/// A host for the predicates of the table.
struct HostName<'a> {
    /// The name without the trailing dot of the root.
    name: &'a str,
    address: Option<IpAddr>,
    is_socket: bool,
    on_fly: bool,
}

impl<'a> HostName<'a> {
    fn new(host: &'a str, is_socket: bool, on_fly: bool) -> Self {
        let name = host.strip_suffix('.').filter(|name| !name.is_empty()).unwrap_or(host);
        // An IPv6 address may have a zone: `fe80::1%eth0`.
        let plain = host.split('%').next().unwrap_or_default();
        let may_be_address = plain.ends_with(|c: char| c.is_ascii_digit()) || plain.contains(':');
        let address = if may_be_address { plain.parse().ok() } else { None };
        Self { name, address: address.map(|address: IpAddr| address.to_canonical()), is_socket, on_fly }
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Returns whether the name ends with a dot and `parent`.
    fn is_subdomain_of(&self, parent: &str) -> bool {
        let start = self.name.len().checked_sub(parent.len()).filter(|start| self.name.is_char_boundary(*start));
        start.is_some_and(|start| {
            let (labels, end) = self.name.split_at(start);
            labels.len() > 1 && labels.ends_with('.') && end.eq_ignore_ascii_case(parent)
        })
    }

    /// Returns whether the host is this machine, as an empty host is for every client.
    fn is_loopback(&self) -> bool {
        self.name.is_empty()
            || self.is("localhost")
            || self.is_subdomain_of("localhost")
            || self.address.is_some_and(|address| address.is_loopback() || address.is_unspecified())
    }

    /// Returns whether it is a private, shared (carrier-grade NAT, Tailscale), link-local or unique local address.
    fn is_private_address(&self) -> bool {
        match self.address {
            Some(IpAddr::V4(address)) => {
                let [first, second, ..] = address.octets();
                address.is_private() || address.is_link_local() || first == 100 && second & 0xc0 == 64
            }
            Some(IpAddr::V6(address)) => {
                let first = address.segments()[0];
                first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80
            }
            None => false,
        }
    }

    /// Returns whether it is in `fdaa::/16`, or the alias of a Machine's own address.
    fn is_fly_address(&self) -> bool {
        let in_range = matches!(self.address, Some(IpAddr::V6(address)) if address.segments()[0] == 0xfdaa);
        in_range || self.is("fly-local-6pn")
    }

    /// Returns whether Fly's DNS has names of this form. Other `.internal` names belong to other clouds.
    fn is_fly_internal(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        let labels: Vec<&str> = name.split('.').collect();
        match labels[..] {
            [_, "railway" | "docker", "internal"] => false,
            [app, "internal"] => !app.is_empty(),
            [region, app, "internal"] => region == "global" || region.len() == 3 || app == "_peer",
            [_, "vm" | "process", _, "internal"] => true,
            [top, "nearest", "of", _, "internal"] => top.starts_with("top"),
            [_, _, "kv", "_metadata", _, "internal"] => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_on_label_boundaries() {
        for (host, on_fly, mode) in [
            ("", false, Prefer),
            ("/var/run/postgresql", false, Off),
            ("localhost", false, Prefer),
            ("db.LOCALHOST.", false, Prefer),
            ("127.8.9.1", false, Prefer),
            ("::1", false, Prefer),
            ("::ffff:127.0.0.1", false, Prefer),
            ("app-db.flycast", false, Off),
            ("evil-flycast", false, Prefer),
            ("flycast", false, Prefer),
            ("app.flycast.example.com", false, Require),
            ("fdaa:2:45b:a7b:174::2", false, Off),
            ("fdab::1", false, Prefer),
            ("app-db.internal", true, Off),
            ("top2.nearest.of.app-db.internal", true, Off),
            ("iad.app-db.internal", true, Off),
            ("app-db.internal", false, Require),
            ("ip-10-0-0-1.ec2.internal", true, Require),
            ("db.c.project.internal", true, Require),
            ("x.internal.example.com", true, Require),
            ("pgbouncer.abc.flympg.net", true, Require),
            ("app.fly.dev", true, Require),
            ("postgres.railway.internal", true, Prefer),
            ("host.docker.internal", true, Prefer),
            ("db", false, Prefer),
            ("my_db", false, Prefer),
            ("nas.local", false, Prefer),
            ("pg.default.svc.cluster.local", false, Prefer),
            ("fdaa::1%eth0", false, Off),
            ("2001:db8::1%eth0", false, Require),
            ("134744072", false, Require),
            ("0x08080808", false, Require),
            ("127.1", false, Require),
            ("0.0.0.0", false, Prefer),
            ("::", false, Prefer),
            ("10.0.0.5", false, Prefer),
            ("172.16.0.1", false, Prefer),
            ("172.31.255.255", false, Prefer),
            ("172.32.0.1", false, Require),
            ("192.168.1.10", false, Prefer),
            ("192.169.0.1", false, Require),
            ("100.64.0.5", false, Prefer),
            ("100.127.255.255", false, Prefer),
            ("100.128.0.1", false, Require),
            ("100.63.0.1", false, Require),
            ("169.254.1.1", false, Prefer),
            ("fd12::5", false, Prefer),
            ("fc00::1", false, Prefer),
            ("fe80::1%eth0", false, Prefer),
            ("febf::1", false, Prefer),
            ("fec0::1", false, Require),
            ("::ffff:10.0.0.5", false, Prefer),
            ("11.0.0.1", false, Require),
            ("db.lan", false, Prefer),
            ("db.home.arpa", false, Prefer),
            ("home.arpa", false, Require),
            ("db.lan.example.com", false, Require),
            ("evil-lan.example", false, Require),
            ("host.containers.internal", false, Prefer),
            ("evil.host.containers.internal", false, Require),
            ("pg.ns.svc", false, Prefer),
            ("pg.ns.svc.", false, Prefer),
            ("pg.ns.svc.example", false, Require),
            ("db.example.com", false, Require),
        ] {
            assert_eq!(HostKind::from_host(host, host.starts_with('/'), on_fly).mode(), mode, "{host}");
        }
    }
}
