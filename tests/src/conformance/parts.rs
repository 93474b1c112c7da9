//! Compares the parts that another parser reads from a URL with those of db-config.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use db_config::{
    Backend, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, Host, ProblemKind, RootCertificate, SqliteFile, TlsMode,
};
use serde_json::{Map, Value};
use sqlx::postgres::PgConnectOptions;

use super::{Refusal, Verdict, decisions};

/// The URL of a case, with the variables that the case sets.
#[derive(DatabaseConfig)]
struct Config {
    #[database(libpq_env)]
    url: DatabaseUrl,
}

/// Checks a case with the result of another parser: whether it accepts the URL, and the parts that it reads.
pub(super) fn check(case: &Value) -> Option<Verdict> {
    let expected = expected(case)?;
    let Some(text) = case["url"].as_str().or(case["conninfo"].as_str()) else {
        return Some(Verdict::NotCompared("it has no URL".to_owned()));
    };
    let mut source: BTreeMap<&str, &str> = variables(case).collect();
    source.insert("DATABASE_URL", text);
    let read = Config::from_source(&source).map(|config| config.url).map_err(|error| Refusal::of(&error));
    if let Some(decision) = case["differs"].as_str() {
        return Some(match (expected, read) {
            ("ok", Err(refusal)) => Verdict::OnPurpose(format!("rejected, {}: {decision}", refusal.message)),
            ("reject", Ok(url)) => Verdict::OnPurpose(format!("accepted, as {url}: {decision}")),
            (_, Ok(url)) => Verdict::Disagrees(format!("accepted, as {url}, which the other parser accepts too")),
            (_, Err(refusal)) => Verdict::Disagrees(format!("rejected, as by the other parser: {}", refusal.message)),
        });
    }
    Some(match (expected, read) {
        ("ok", Ok(url)) => compare(case, &url),
        // According to libpq's manual, weaker modes do not work with `sslrootcert=system`.
        ("ok", Err(refusal)) if refusal.kind == ProblemKind::Contradiction && names_system_roots(case) => {
            Verdict::OnPurpose(format!("rejected, {}: libpq rejects it when it connects", refusal.message))
        }
        ("ok", Err(refusal)) => match decisions::behind(text, &refusal) {
            Some(reason) => Verdict::OnPurpose(reason),
            None => Verdict::Disagrees(format!("rejected: {}", refusal.message)),
        },
        (_, Ok(url)) => Verdict::Disagrees(format!("accepted, as {url}")),
        (_, Err(_)) => Verdict::Agrees,
    })
}

/// Returns the result of the case, or `ok` if the case lists parts.
fn expected(case: &Value) -> Option<&str> {
    match &case["expected"] {
        Value::Object(parts) if parts.contains_key("error") => Some("error"),
        Value::Object(_) => Some("ok"),
        Value::String(name) => Some(name),
        _ => case["expect"].as_str(),
    }
}

fn variables(case: &Value) -> impl Iterator<Item = (&str, &str)> {
    let variables = ["env", "environment"].into_iter().filter_map(|name| case[name].as_object()).flatten();
    variables.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
}

fn names_system_roots(case: &Value) -> bool {
    variables(case).any(|variable| variable == ("PGSSLROOTCERT", "system"))
}

fn compare(case: &Value, url: &DatabaseUrl) -> Verdict {
    let mut facts = Map::new();
    for (list, is_complete) in [("asserts", false), ("expected", false), ("config", true), ("non_default", true)] {
        facts.extend(case[list].as_object().cloned().unwrap_or_default());
        if is_complete && case[list].is_object() {
            for name in ["user", "password", "dbname", "hostaddr", "port"] {
                facts.entry(name).or_insert(Value::Null);
            }
            if !facts.contains_key("host_path") {
                facts.entry("host").or_insert(Value::Null);
            }
        }
    }
    // According to libpq's manual, `verify-full` is the default with `sslrootcert=system`.
    if names_system_roots(case) {
        facts.entry("sslmode").or_insert("verify-full".into());
    }
    if let Some(Value::Object(options)) = facts.remove("OPTIONS") {
        facts.extend(options);
    }
    let verdicts: Vec<_> = facts.iter().map(|(name, expected)| (name, fact(name, expected, url))).collect();
    let differing: Vec<String> = verdicts
        .iter()
        .filter_map(|(name, verdict)| match verdict {
            Verdict::Disagrees(how) => Some(format!("{name}: {how}")),
            _ => None,
        })
        .collect();
    let first =
        |wanted: fn(&Verdict) -> bool| verdicts.iter().map(|(_, verdict)| verdict).find(|it| wanted(it)).cloned();
    if !differing.is_empty() {
        Verdict::Disagrees(differing.join("; "))
    } else if let Some(on_purpose) = first(|verdict| matches!(verdict, Verdict::OnPurpose(_))) {
        on_purpose
    } else if let (None, Some(not_compared)) =
        (first(|verdict| *verdict == Verdict::Agrees), first(|verdict| matches!(verdict, Verdict::NotCompared(_))))
    {
        not_compared
    } else {
        Verdict::Agrees
    }
}

/// Compares one part, which can have the name that any of the parsers uses.
fn fact(name: &str, expected: &Value, url: &DatabaseUrl) -> Verdict {
    let name_of = |host: &Host| Some(host.name().to_owned());
    let address_of = |host: &Host| host.address().map(|address| address.to_string());
    let file = || SqliteFile::from_database_url(url).ok();
    let path = || url.sqlite_path().ok();
    let is_sqlite = url.hosts().is_empty();
    match name.strip_prefix("OPTIONS/").unwrap_or(name) {
        "user" | "username" | "USER" => same(expected, url.username()),
        "password" | "PASSWORD" => same(expected, url.password()),
        "dbname" | "database" | "NAME" if !is_sqlite => same(expected, url.database()),
        "NAME" | "filename" => same_file(expected, path(), url),
        "host" | "hosts" | "HOST" => match same(expected, Some(&each(url, name_of))) {
            // sqlx has one field for the host name and the address.
            Verdict::Disagrees(_) if url.host().is_none() => same(expected, Some(&each(url, address_of))),
            verdict => verdict,
        },
        "socket" | "host_path" => {
            let socket = url.hosts().first().filter(|host| host.is_socket()).map(Host::name);
            same(&text(expected).trim_end_matches('/').into(), socket.map(|path| path.trim_end_matches('/')))
        }
        "hostaddr" | "hostaddrs" => same(expected, Some(&each(url, address_of))),
        "port" | "PORT" => {
            let expected = ports(expected, url.hosts().len());
            match same(&expected, Some(&each(url, |host| host.port().map(|port| port.to_string())))) {
                // Some parsers fill in the default port.
                Verdict::Disagrees(_) => {
                    let default = if url.backend() == Backend::MySql { 3306 } else { 5432 };
                    same(&expected, Some(&each(url, |host| Some(host.port().unwrap_or(default).to_string()))))
                }
                verdict => verdict,
            }
        }
        "sslmode" => same(expected, Some(sslmode_value(url.tls().mode()))),
        "ssl" => match (expected["ca"].as_str(), url.tls().root_certificate()) {
            (Some(ca), Some(RootCertificate::File(path))) if path == Path::new(ca) => Verdict::Agrees,
            _ => Verdict::Disagrees(format!("expected {expected}")),
        },
        "options" => {
            // sqlx does not support every URL.
            match PgConnectOptions::from_database_url(url) {
                Ok(options) => same(expected, options.get_options()),
                Err(_) => same(expected, pair("options", url).as_deref()),
            }
        }
        "in_memory" => same_flag(expected, path() == Some(":memory:".into())),
        "shared_cache" => same_flag(expected, file().is_some_and(|file| file.shared_cache)),
        "read_only" => same_flag(expected, file().is_some_and(|file| file.read_only)),
        "build_url" => same_build(expected, url),
        "build_url_reparses" => Verdict::Agrees,
        "connect_timeout_s" => same(expected, pair("connect_timeout", url).as_deref()),
        "ENGINE" => match expected.as_str().and_then(|engine| engine.rsplit('.').next()) {
            Some(scheme) if url.backend().schemes().contains(&scheme) => Verdict::Agrees,
            _ => Verdict::NotCompared(format!("an engine of another framework: {expected}")),
        },
        key => match pair(key, url) {
            Some(value) => same(expected, Some(&value)),
            None => Verdict::NotCompared(format!("`{key}`, which is not in its URL")),
        },
    }
}

/// Returns this part of every host, separated by commas.
fn each(url: &DatabaseUrl, part: impl Fn(&Host) -> Option<String>) -> String {
    url.hosts().iter().map(|host| part(host).unwrap_or_default()).collect::<Vec<_>>().join(",")
}

/// Returns the port of each host. A single port applies to all hosts. libpq keeps leading zeros until it connects.
fn ports(expected: &Value, hosts: usize) -> Value {
    let expected = text(expected);
    let ports: Vec<&str> = expected.split(',').map(|port| port.trim_start_matches('0')).collect();
    match ports[..] {
        [port] => vec![port; hosts.max(1)].join(",").into(),
        _ => ports.join(",").into(),
    }
}

/// Returns the value of a query parameter.
fn pair(key: &str, url: &DatabaseUrl) -> Option<String> {
    let plain = |name: &str| name.replace(['-', '_'], "").to_ascii_lowercase();
    url.query_pairs().find(|(name, _)| plain(name) == plain(key)).map(|(_, value)| value.to_owned())
}

fn same(expected: &Value, actual: Option<&str>) -> Verdict {
    let (expected, actual) = (text(expected), actual.unwrap_or_default());
    let is_nothing = |list: &str| list.chars().all(|c| c == ',');
    if expected == actual || (is_nothing(&expected) && is_nothing(actual)) {
        Verdict::Agrees
    } else {
        Verdict::Disagrees(format!("expected {expected:?}, read {actual:?}"))
    }
}

fn same_flag(expected: &Value, actual: bool) -> Verdict {
    if *expected == actual {
        Verdict::Agrees
    } else {
        Verdict::Disagrees(format!("expected {expected}, read {actual}"))
    }
}

/// Compares the files. Django reads three slashes differently, on purpose.
fn same_file(expected: &Value, actual: Option<PathBuf>, url: &DatabaseUrl) -> Verdict {
    let (expected, actual) = (PathBuf::from(text(expected)), actual.unwrap_or_default());
    if expected == actual {
        Verdict::Agrees
    } else if url.expose_secret().contains(":///") && expected.is_relative() && Path::new("/").join(&expected) == actual
    {
        Verdict::OnPurpose(format!(
            "{} is absolute here and in every Rust client, relative in Django",
            actual.display()
        ))
    } else {
        Verdict::Disagrees(format!("expected {expected:?}, read {actual:?}"))
    }
}

/// Compares the URL with the one that a client builds from its options.
fn same_build(expected: &Value, url: &DatabaseUrl) -> Verdict {
    let parts = |url: &DatabaseUrl| {
        let names: Vec<String> = url.hosts().iter().map(|host| host.name().to_owned()).collect();
        let login = (url.username().map(str::to_owned), url.password().map(str::to_owned));
        (names, login, url.database().map(str::to_owned), url.sqlite_path().ok())
    };
    match text(expected).parse() {
        Ok(built) if parts(&built) == parts(url) => Verdict::Agrees,
        Ok(built) => Verdict::Disagrees(format!("expected {built}")),
        Err(error) => Verdict::Disagrees(format!("the built URL is rejected: {error}")),
    }
}

/// Returns a value as a string, with commas between the items of a list.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

fn sslmode_value(mode: TlsMode) -> &'static str {
    if mode == TlsMode::Off { "disable" } else { mode.as_str() }
}
