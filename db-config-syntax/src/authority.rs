//! Checks the syntax of the host list in the authority.

use crate::percent;
use crate::problem::ProblemKind;

/// Checks the syntax of a host list.
pub(crate) fn check_list(hosts: &str) -> Result<(), ProblemKind> {
    hosts.split(',').try_for_each(check_host)
}

fn check_host(host: &str) -> Result<(), ProblemKind> {
    let (name, port) = split_port(host);
    if port.is_some_and(|port| port.contains(':')) && !is_ipv6(host) {
        return Err(ProblemKind::SeveralPorts);
    }
    if host.starts_with('[') {
        let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        if !address.is_some_and(is_ipv6_like) {
            return Err(ProblemKind::InvalidHost);
        }
    } else {
        if name.contains(['"', '<', '>', '\\', '^', '`', '{', '|', '}', '(', ')', '[', ']']) {
            return Err(ProblemKind::InvalidHost);
        }
        if is_ipv6(host) {
            return Err(ProblemKind::BareIpv6);
        }
        percent::check(name)?;
    }
    self::port(port.unwrap_or_default()).map(|_| ())
}

/// Returns whether a host without brackets is an IPv6 address, with or without a port.
fn is_ipv6(host: &str) -> bool {
    let colons = host.matches(':').count();
    is_ipv6_like(host) && (host.contains("::") || colons >= 7)
}

/// Returns whether a host may be an IPv6 address. [`hosts`](crate::hosts) parses it later.
fn is_ipv6_like(text: &str) -> bool {
    let zone = text.trim_start_matches(|c: char| c.is_ascii_hexdigit() || matches!(c, ':' | '.'));
    zone.len() < text.len() && !text.contains(']') && (zone.is_empty() || zone.starts_with('%'))
}

/// Checks MongoDB's rules: every host needs a name, and `mongodb+srv` supports only one name without a port.
pub(crate) fn check_mongodb(scheme: &str, hosts: &str) -> Result<(), ProblemKind> {
    if hosts.split(',').any(|host| split_port(host).0.is_empty()) {
        return Err(ProblemKind::NoHost);
    }
    match scheme == "mongodb+srv" && hosts.contains([',', ':']) {
        true => Err(ProblemKind::SrvHost),
        false => Ok(()),
    }
}

/// Parses a port. Returns `None` for an empty string.
pub(crate) fn port(text: &str) -> Result<Option<u16>, ProblemKind> {
    match text.parse() {
        _ if text.is_empty() => Ok(None),
        Ok(port) if port > 0 && text.bytes().all(|b| b.is_ascii_digit()) => Ok(Some(port)),
        _ => Err(ProblemKind::InvalidPort),
    }
}

/// Splits a host of the authority at the colon before its port.
pub(crate) fn split_port(host: &str) -> (&str, Option<&str>) {
    let bracket = if host.starts_with('[') { host.find(']').unwrap_or(host.len()) } else { 0 };
    match host[bracket..].find(':') {
        Some(colon) => (&host[..bracket + colon], Some(&host[bracket + colon + 1..])),
        None => (host, None),
    }
}
