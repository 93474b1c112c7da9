//! Parses a URL like libpq: `conninfo_uri_parse_options` of its `fe-connect.c`, in Rust.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use crate::value::{Host, Parts};

/// Returns the parameters of a URL. The later of two values counts.
pub fn parameters(text: &str) -> Result<BTreeMap<String, String>, String> {
    let rest = text.strip_prefix("postgresql://").or(text.strip_prefix("postgres://")).ok_or("another scheme")?;
    let mut found = BTreeMap::new();
    let rest = match rest.find(['@', '/']).filter(|at| rest[*at..].starts_with('@')) {
        Some(at) => {
            let (user, password) = rest[..at].split_once(':').map_or((&rest[..at], None), |(a, b)| (a, Some(b)));
            add(&mut found, "user", user)?;
            add(&mut found, "password", password.unwrap_or_default())?;
            &rest[at + 1..]
        }
        None => rest,
    };
    let rest = hosts(rest, &mut found)?;
    let rest = match rest.strip_prefix('/') {
        Some(rest) => {
            let end = rest.find('?').unwrap_or(rest.len());
            add(&mut found, "dbname", &rest[..end])?;
            &rest[end..]
        }
        None => rest,
    };
    for pair in rest.strip_prefix('?').unwrap_or(rest).split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or_else(|| format!("no value in {pair:?}"))?;
        if value.contains('=') {
            return Err(format!("a second `=` in {pair:?}"));
        }
        found.insert(decoded(name)?, decoded(value)?);
    }
    Ok(found)
}

/// Parses the list of hosts and returns the rest. The names are decoded as one string and split at the commas
/// afterwards.
fn hosts<'a>(mut rest: &'a str, found: &mut BTreeMap<String, String>) -> Result<&'a str, String> {
    let (mut names, mut ports) = (Vec::new(), Vec::new());
    loop {
        let end = match rest.strip_prefix('[') {
            Some(address) => {
                let end = address.find(']').ok_or("an address without its end")?;
                names.push(&address[..end]);
                end + 2
            }
            None => {
                let end = rest.find([':', '/', '?', ',']).unwrap_or(rest.len());
                names.push(&rest[..end]);
                end
            }
        };
        rest = &rest[end..];
        let port = rest.strip_prefix(':').map(|port| &port[..port.find(['/', '?', ',']).unwrap_or(port.len())]);
        rest = port.map_or(rest, |port| &rest[port.len() + 1..]);
        ports.push(port.unwrap_or_default());
        match rest.strip_prefix(',') {
            Some(next) => rest = next,
            None => break,
        }
    }
    add(found, "host", &names.join(","))?;
    add(found, "port", &ports.join(","))?;
    Ok(rest)
}

fn add(found: &mut BTreeMap<String, String>, name: &str, value: &str) -> Result<(), String> {
    if !value.is_empty() {
        found.insert(name.to_owned(), decoded(value)?);
    }
    Ok(())
}

fn decoded(text: &str) -> Result<String, String> {
    let decoded = percent_decode_str(text).decode_utf8().map_err(|error| error.to_string())?;
    match decoded.contains('\0') {
        true => Err("%00".to_owned()),
        false => Ok(decoded.into_owned()),
    }
}

/// Returns the servers and the login.
pub fn parts(found: &BTreeMap<String, String>) -> Parts {
    let list = |name: &str| found.get(name).map_or(Vec::new(), |list| list.split(',').collect::<Vec<_>>());
    let (names, addresses, ports) = (list("host"), list("hostaddr"), list("port"));
    let host = |(i, name): (usize, &&str)| Host {
        address: addresses.get(i).and_then(|address| address.parse().ok()),
        ..Host::new(name, ports.get(i).or(ports.first()).and_then(|port| port.parse().ok()).unwrap_or(5432))
    };
    let text = |name: &str| found.get(name).cloned();
    Parts {
        hosts: names.iter().enumerate().map(host).collect(),
        user: text("user"),
        password: text("password"),
        database: text("dbname"),
    }
}
