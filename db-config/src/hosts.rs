//! What a host means for TLS, where nobody said anything: one table.
//!
//! Sources: Fly.io's docs on private networking, Postgres and Managed Postgres; Railway's private
//! networking; Docker's and Kubernetes' DNS; RFC 6761 (`localhost`), RFC 4291 (loopback).

use std::net::{IpAddr, Ipv6Addr};

use crate::TlsMode::{self, Off, Prefer, Require};

pub(crate) struct Meaning {
    is: fn(&Name) -> bool,
    pub mode: TlsMode,
    /// Completes "the host is ...".
    pub what: &'static str,
}

/// A host as the table looks at it: parsed, in lower case, without the root's dot.
struct Name {
    labels: Vec<String>,
    address: Option<IpAddr>,
    is_socket: bool,
    on_fly: bool,
}

/// The first row that fits decides; the last fits all.
#[rustfmt::skip]
const HOSTS: &[Meaning] = &[
    Meaning { is: |host| host.is_socket, mode: Off, what: "a Unix socket" },
    Meaning { is: |host| host.is_loopback(), mode: Off, what: "this machine" },
    Meaning { is: |host| host.ends_with(&["flycast"]), mode: Off, what: "in Fly.io's private network, whose servers take no TLS" },
    Meaning { is: |host| host.is_fly_address(), mode: Off, what: "in Fly.io's private network, whose servers take no TLS" },
    Meaning { is: |host| host.on_fly && host.is_fly_internal(), mode: Off, what: "in Fly.io's private network, whose servers take no TLS" },
    Meaning { is: |host| host.ends_with(&["flympg", "net"]), mode: Require, what: "Fly.io's Managed Postgres, which expects TLS" },
    Meaning { is: |host| host.ends_with(&["fly", "dev"]), mode: Require, what: "Fly.io's public proxy, which expects TLS" },
    Meaning { is: |host| host.ends_with(&["railway", "internal"]), mode: Prefer, what: "in Railway's private network" },
    Meaning { is: |host| host.labels == ["host", "docker", "internal"], mode: Prefer, what: "the machine that runs the container" },
    Meaning { is: |host| host.ends_with(&["svc", "cluster", "local"]), mode: Prefer, what: "a service of the same Kubernetes cluster" },
    Meaning { is: |host| host.ends_with(&["local"]), mode: Prefer, what: "in the local network" },
    Meaning { is: |host| host.labels.len() == 1, mode: Prefer, what: "a single label, as containers of one network call each other" },
    Meaning { is: |_| true, mode: Require, what: "outside every network known to be private" },
];

pub(crate) fn meaning(host: &str, on_fly: bool) -> &'static Meaning {
    let host = Name::new(host, on_fly);
    HOSTS.iter().find(|row| (row.is)(&host)).expect("the last row fits all")
}

impl Name {
    fn new(host: &str, on_fly: bool) -> Self {
        // An IPv6 address may name its zone: `fe80::1%eth0`.
        let plain = host.split('%').next().unwrap_or_default();
        let address = plain.parse::<IpAddr>().ok().map(|address| address.to_canonical());
        let labels = match address {
            Some(_) => Vec::new(),
            None if is_number(plain) => Vec::new(),
            None => {
                let root = host.strip_suffix('.').filter(|name| !name.is_empty());
                let name = root.unwrap_or(host).to_ascii_lowercase();
                name.split('.').map(str::to_owned).collect()
            }
        };
        Self { labels, address, is_socket: host.starts_with('/'), on_fly }
    }

    fn ends_with(&self, suffix: &[&str]) -> bool {
        self.labels.len() > suffix.len() && self.is_or_ends_with(suffix)
    }

    fn is_or_ends_with(&self, suffix: &[&str]) -> bool {
        self.labels.iter().rev().zip(suffix.iter().rev()).filter(|(a, b)| a == b).count() == suffix.len()
    }

    /// No host is this one, to every client.
    fn is_loopback(&self) -> bool {
        self.labels == [""]
            || self.is_or_ends_with(&["localhost"])
            || self.address.is_some_and(|address| address.is_loopback())
    }

    /// `fdaa::/16`, and the alias of a Machine's own address.
    fn is_fly_address(&self) -> bool {
        const FLY: Ipv6Addr = Ipv6Addr::new(0xfdaa, 0, 0, 0, 0, 0, 0, 0);
        let in_range = matches!(self.address, Some(IpAddr::V6(address)) if address.segments()[0] == FLY.segments()[0]);
        in_range || self.labels == ["fly-local-6pn"]
    }

    /// The shapes that Fly's DNS answers; other `.internal` names belong to other clouds.
    fn is_fly_internal(&self) -> bool {
        let labels: Vec<&str> = self.labels.iter().map(String::as_str).collect();
        match labels[..] {
            [_, "railway" | "docker", "internal"] => false,
            [app, "internal"] => !app.is_empty(),
            [region, _, "internal"] => region == "global" || region.len() == 3 || self.labels[1] == "_peer",
            [_, "vm" | "process", _, "internal"] => true,
            [top, "nearest", "of", _, "internal"] => top.starts_with("top"),
            [_, _, "kv", "_metadata", _, "internal"] => true,
            _ => false,
        }
    }
}

/// Whether resolvers read it as an IPv4 address in one of its other spellings (WHATWG: *ends in a number*).
fn is_number(host: &str) -> bool {
    let last = host.strip_suffix('.').unwrap_or(host).rsplit('.').next().unwrap_or_default();
    let digits = |text: &str, radix| text.chars().all(|c| c.is_digit(radix));
    let hexadecimal = last.strip_prefix("0x").or(last.strip_prefix("0X"));
    !last.is_empty() && digits(last, 10) || hexadecimal.is_some_and(|last| digits(last, 16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_on_label_boundaries() {
        for (host, on_fly, mode) in [
            ("", false, Off),
            ("/var/run/postgresql", false, Off),
            ("localhost", false, Off),
            ("db.LOCALHOST.", false, Off),
            ("127.8.9.1", false, Off),
            ("::1", false, Off),
            ("::ffff:127.0.0.1", false, Off),
            ("app-db.flycast", false, Off),
            ("evil-flycast", false, Prefer),
            ("flycast", false, Prefer),
            ("app.flycast.example.com", false, Require),
            ("fdaa:2:45b:a7b:174::2", false, Off),
            ("fdab::1", false, Require),
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
            ("10.0.0.5", false, Require),
            ("172.17.0.1", false, Require),
            ("db.example.com", false, Require),
        ] {
            assert_eq!(meaning(host, on_fly).mode, mode, "{host}");
        }
    }
}
