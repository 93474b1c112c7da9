//! Checks the URLs of platforms in every client of the database, and counts the results in a table.

use std::collections::BTreeMap;
use std::fmt;

use db_config::{Backend, DatabaseUrl, ProblemKind, TlsMode, TlsReason};
use serde_json::Value;

use super::clients::{Reading, Row, Variables, load_url, rows};
use super::exceptions::{self, Difference, EXCEPTIONS, Exception, What};
use super::paths::plain;
use super::{Refusal, Verdict};

/// The table: each client, and the results of the URLs of its database.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<(Row, Counts)>,
    /// The exceptions, each with its client and the name of its case.
    pub exceptions: Vec<(&'static Exception, &'static str, String)>,
}

/// The counts of one client with one database.
#[derive(Debug, Default)]
struct Counts {
    entries: usize,
    raw_accepts: usize,
    raw_is_wrong: usize,
    raw_connects: usize,
    same: usize,
    works: usize,
    refused: usize,
    is_wrong: usize,
}

/// The expected outcome.
struct Expected {
    /// The platform requires TLS.
    requires_tls: bool,
    /// The file or the database in memory that a SQLite URL names.
    file: Option<Reading>,
}

/// Checks the URL of a platform in every client of its database. If its database has no client here, db-config must
/// reject the URL.
pub(super) fn check(case: &Value, title: &str, table: &mut Table) -> Option<Verdict> {
    let (family, text) = (case["client_family"].as_str()?, case["url"].as_str()?);
    let mut source = Variables::from([("DATABASE_URL", text)]);
    if is_on_fly(case) {
        source.insert("FLY_APP_NAME", "app");
    }
    let url = load_url(&source, Backend::Sqlite.schemes().contains(&family));
    let rows: Vec<_> = table.rows.iter_mut().filter(|(row, _)| row.backend.schemes().contains(&family)).collect();
    if rows.is_empty() {
        return Some(match url {
            Ok(url) => Verdict::Disagrees(format!("`{family}`, and accepted as {url}")),
            Err(_) => Verdict::Agrees,
        });
    }

    let url = url.ok();
    let expected = Expected {
        requires_tls: case["tls"] == "required",
        file: url.as_ref().and_then(|url| url.sqlite_path().ok()).map(|path| match path.to_str() {
            Some(":memory:") => Reading::Memory,
            _ => Reading::File(plain(path)),
        }),
    };
    let (mut faults, mut reasons) = (Vec::new(), Vec::new());
    if let Some((is_explicit, fault)) = url.as_ref().and_then(|url| tls_fault(url, &case["tls"])) {
        if is_explicit { reasons.push(fault) } else { faults.push(fault) }
    }
    let mut refusals: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let clients = rows.len();
    for (row, counts) in rows {
        counts.entries += 1;
        let raw = (row.raw)(text).ok();
        let ours = (row.ours)(&source);
        if let Some(raw) = &raw {
            counts.raw_accepts += 1;
            counts.raw_is_wrong += usize::from(expected.is_ignored_by(raw));
        }
        if let Some(raw) = raw.filter(|raw| connects(raw, text, &case["tls"])) {
            counts.raw_connects += 1;
            match outcome(row.name, text, &raw, &ours, &case["tls"]) {
                Outcome::Same => counts.same += 1,
                Outcome::Exception(exception) => table.exceptions.push((exception, row.name, title.to_owned())),
                Outcome::Unexplained(how) => faults.push(format!("{} alone connects: {how}", row.name)),
            }
        }
        let fault = match ours {
            Ok(Ok(reading)) => expected.fault_of(&reading, chosen_mode(row.name, url.as_ref())),
            Ok(Err(error)) => Some(format!("the client rejects the options: {error}")),
            Err(refusal) if refusal.kind == ProblemKind::RejectedByClient => {
                Some(format!("rejected late: {}", refusal.message))
            }
            Err(refusal) => {
                counts.refused += 1;
                refusals.entry(refusal.message).or_default().push(row.name);
                continue;
            }
        };
        match fault {
            None => counts.works += 1,
            Some(fault) => {
                counts.is_wrong += 1;
                faults.push(format!("{}: {fault}", row.name));
            }
        }
    }
    reasons.extend(refusals.into_iter().map(|(message, names)| match names.len() == clients {
        true => format!("rejected, {message}"),
        false => format!("{}: {message}", names.join(", ")),
    }));
    Some(if !faults.is_empty() {
        Verdict::Disagrees(faults.join("; "))
    } else if !reasons.is_empty() {
        Verdict::OnPurpose(reasons.join("; "))
    } else {
        Verdict::Agrees
    })
}

/// The result through db-config, compared with that of a client that connects alone.
#[derive(Debug)]
pub enum Outcome {
    /// The same server, user, database and file, and at least the same TLS.
    Same,
    /// Another result, for a reason.
    Exception(&'static Exception),
    /// Another result, without a reason.
    Unexplained(String),
}

/// The results of a client.
#[derive(Debug)]
pub struct Compared {
    /// The client.
    pub client: &'static str,
    /// The server or file of the client alone, and its TLS mode.
    pub alone: (String, Option<TlsMode>),
    /// The server or file through db-config, and its TLS mode; or the error.
    pub here: Result<(String, Option<TlsMode>), String>,
    /// How they compare.
    pub outcome: Outcome,
}

/// Returns the results of the clients that connect with a URL alone.
pub fn compared(backend: Backend, text: &str) -> Vec<Compared> {
    let source = Variables::from([("DATABASE_URL", text)]);
    let shown = |reading: &Reading| (reading.to_string(), reading.mode());
    let compared = |row: Row| {
        let raw = (row.raw)(text).ok().filter(|raw| connects(raw, text, &Value::Null))?;
        let ours = (row.ours)(&source);
        let outcome = outcome(row.name, text, &raw, &ours, &Value::Null);
        let here = match &ours {
            Ok(Ok(ours)) => Ok(shown(ours)),
            Ok(Err(error)) => Err(error.clone()),
            Err(refusal) => Err(refusal.message.clone()),
        };
        Some(Compared { client: row.name, alone: shown(&raw), here, outcome })
    };
    rows().into_iter().filter(|row| row.backend == backend).filter_map(compared).collect()
}

fn outcome(
    client: &str,
    text: &str,
    raw: &Reading,
    ours: &Result<Result<Reading, String>, Refusal>,
    platform: &Value,
) -> Outcome {
    let Some(found) = difference(raw, ours, platform).filter(|found| !is_weakened(text, found)) else {
        return Outcome::Same;
    };
    match exceptions::of(client, text, &found) {
        Some(exception) => Outcome::Exception(exception),
        None => Outcome::Unexplained(found.to_string()),
    }
}

/// Returns whether TLS is weaker because the URL itself turns it off, or for Redis its verification, in words that the client
/// alone does not know.
fn is_weakened(text: &str, found: &Difference) -> bool {
    let is_asked_for = |url: DatabaseUrl| {
        let tls = url.tls();
        let turns_off = tls.mode() == TlsMode::Off && matches!(tls.reason(), TlsReason::QueryParameter(_));
        let names = ["#insecure", "ssl_cert_reqs=", "ssl_check_hostname=", "skip_verify="];
        let is_insecure = tls.mode() == TlsMode::Require && names.iter().any(|name| text.contains(name));
        turns_off || url.backend() == Backend::Redis && is_insecure
    };
    found.what == What::WeakerTls && text.parse().is_ok_and(is_asked_for)
}

/// Returns whether the client alone connects, or opens the file: nothing that it reads is certain to fail.
fn connects(raw: &Reading, text: &str, platform: &Value) -> bool {
    let query = text.split_once('?').map_or("", |(_, query)| query);
    // Nothing expands a variable in the name of a file.
    let has_variable = query.contains('$');
    let is_possible = match raw {
        Reading::Server(server) | Reading::Connector(server) => {
            let is_allowed = match platform.as_str() {
                Some("required") => server.mode != TlsMode::Off,
                Some("forbidden") => server.mode <= TlsMode::Prefer,
                _ => true,
            };
            is_allowed && !server.hosts.is_empty() && server.hosts.iter().all(|host| can_resolve(host))
        }
        // A directory with the name of the scheme is not there.
        Reading::File(path) => {
            let first = path.iter().next().unwrap_or_default();
            path.iter().count() == 1 || !first.as_encoded_bytes().ends_with(b":")
        }
        Reading::Memory | Reading::Hidden => true,
    };
    is_possible && !has_variable
}

/// Returns whether a host is a name or an address with a valid port, or a socket.
fn can_resolve(host: &str) -> bool {
    let (name, port) = host.rsplit_once(':').unwrap_or((host, "27017"));
    let is_possible = |c: char| c.is_alphanumeric() || "._-:[]".contains(c);
    host.starts_with('/') || name.chars().all(is_possible) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

/// The sockets that deadpool-postgres tries if the URL has no host.
const DEFAULT_SOCKETS: [&str; 3] = ["/run/postgresql:5432", "/var/run/postgresql:5432", "/tmp:5432"];

/// Returns how the result through db-config differs from that of the client alone. More TLS is no difference.
fn difference(raw: &Reading, ours: &Result<Result<Reading, String>, Refusal>, platform: &Value) -> Option<Difference> {
    let found = |what, detail: String| Some(Difference { what, detail });
    let ours = match ours {
        Ok(Ok(ours)) => ours,
        Ok(Err(error)) => return found(What::RejectedOptions, error.clone()),
        Err(refusal) => return found(What::Refused(refusal.kind), refusal.message.clone()),
    };
    let (Some(theirs), Some(server)) = (raw.server(), ours.server()) else {
        let is_same = raw == ours || *ours == Reading::Hidden;
        return if is_same { None } else { found(What::File, format!("{raw}, and {ours}")) };
    };
    // For the C library of MySQL, `localhost` is a socket.
    let named = |host: &String| match host.strip_prefix("127.0.0.1:") {
        Some(port) => format!("localhost:{port}"),
        None => host.clone(),
    };
    // libpq and deadpool-postgres have default directories for sockets, and db-config looks for one.
    let is_local = |host: &String| host.starts_with('/') || host.starts_with("localhost:");
    let is_default = |host: &String| host.starts_with(':') || DEFAULT_SOCKETS.contains(&host.as_str());
    let is_same =
        |(theirs, ours): (&String, &String)| named(theirs) == named(ours) || is_default(theirs) && is_local(ours);
    let has_same_hosts = match &server.hosts[..] {
        [ours] if theirs.hosts.len() > 1 => theirs.hosts.iter().all(is_default) && is_local(ours),
        ours => theirs.hosts.len() == ours.len() && theirs.hosts.iter().zip(ours).all(is_same),
    };
    // There, a client that prefers TLS connects without it.
    let has_no_tls = platform == "forbidden" || server.hosts.iter().all(|host| host.starts_with('/'));
    if !has_same_hosts {
        found(What::Server, format!("{:?}, and {:?}", theirs.hosts, server.hosts))
    } else if theirs.user != server.user {
        found(What::User, format!("{:?}, and {:?}", theirs.user, server.user))
    } else if theirs.database != server.database {
        found(What::Database, format!("{:?}, and {:?}", theirs.database, server.database))
    } else if server.mode < theirs.mode && !has_no_tls {
        found(What::WeakerTls, format!("{:?}, and {:?}", theirs.mode, server.mode))
    } else {
        None
    }
}

/// Returns the chosen mode for this client. If the client does not support `prefer`, a `prefer` of the host table means
/// no TLS.
fn chosen_mode(client: &str, url: Option<&DatabaseUrl>) -> Option<TlsMode> {
    let url = url?;
    let plan = url.tls();
    let lacks_prefer = ["mysql_async", "mysql ", "refinery"].iter().any(|name| client.starts_with(name))
        || client.starts_with("diesel-async") && url.backend() == Backend::MySql;
    Some(if lacks_prefer { plan.downgrade_implied_prefer().mode() } else { plan.mode() })
}

/// Returns whether the application runs on Fly.io, or the URL comes from Fly's tools and guides.
fn is_on_fly(case: &Value) -> bool {
    let text = |name: &str| case[name].as_str().unwrap_or_default().to_ascii_lowercase();
    let platform = text("platform");
    let mut parts = platform.split(|c: char| !c.is_ascii_alphanumeric());
    parts.any(|part| part == "fly") || ["superfly/", "fly-apps/"].iter().any(|owner| text("source").starts_with(owner))
}

/// Returns the fault of the chosen TLS mode, according to the platform's documentation. The flag is true if the URL
/// itself sets the mode, which nothing overrides.
fn tls_fault(url: &DatabaseUrl, platform: &Value) -> Option<(bool, String)> {
    let tls = url.tls();
    let is_right = match platform.as_str() {
        Some("required") => tls.mode() >= TlsMode::Require,
        Some("forbidden") => tls.mode() == TlsMode::Off,
        _ => true,
    };
    let is_explicit = match tls.reason() {
        TlsReason::QueryParameter(_) => true,
        TlsReason::Scheme(scheme) => matches!(*scheme, "redis" | "valkey") == (tls.mode() == TlsMode::Off),
        _ => false,
    };
    (!is_right).then(|| (is_explicit, format!("TLS is {platform} there, and the chosen mode is {tls}")))
}

impl Expected {
    /// Returns the fault of the client options that db-config built.
    fn fault_of(&self, reading: &Reading, chosen: Option<TlsMode>) -> Option<String> {
        let is_right = match (reading, chosen) {
            (Reading::Hidden, _) => true,
            (Reading::File(_) | Reading::Memory, _) => self.file.as_ref() == Some(reading),
            (Reading::Connector(server), Some(chosen)) => server.mode == chosen.min(TlsMode::Require),
            // A client that encrypts may verify more than the mode requires.
            (Reading::Server(server), Some(chosen)) => {
                server.mode == chosen || (chosen >= TlsMode::Require && server.mode > chosen)
            }
            (Reading::Connector(_) | Reading::Server(_), None) => false,
        };
        (!is_right).then(|| match (&self.file, chosen) {
            (Some(file), _) => format!("{reading:?}, where the URL names {file:?}"),
            (None, chosen) => format!("{reading:?}, although the chosen TLS mode is {chosen:?}"),
        })
    }

    /// Returns whether the client alone ignores required TLS, or opens another file.
    fn is_ignored_by(&self, raw: &Reading) -> bool {
        match raw.mode() {
            Some(mode) => self.requires_tls && mode < TlsMode::Require,
            None => self.file.as_ref().is_some_and(|file| file != raw),
        }
    }
}

impl Default for Table {
    fn default() -> Self {
        Self { rows: rows().into_iter().map(|row| (row, Counts::default())).collect(), exceptions: Vec::new() }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HEAD: [&str; 10] = [
            "client",
            "database",
            "URLs",
            "accepted by the client alone",
            "with weaker TLS or another file",
            "the client alone connects",
            "of these, the same or better through db-config",
            "accepted through db-config",
            "rejected with a reason",
            "with weaker TLS or another file through db-config",
        ];
        let rows = || self.rows.iter().filter(|(_, counts)| counts.entries > 0);
        if rows().next().is_none() {
            return Ok(());
        }
        writeln!(f, "| {} |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|", HEAD.join(" | "))?;
        rows().try_for_each(|(row, counts)| {
            let Counts { entries, raw_accepts, raw_is_wrong, raw_connects, same, works, refused, is_wrong } = counts;
            let (name, backend) = (row.name, row.backend.name());
            let alone = format!("{entries} | {raw_accepts} | {raw_is_wrong} | {raw_connects} | {same}");
            writeln!(f, "| {name} | {backend} | {alone} | {works} | {refused} | {is_wrong} |")
        })?;
        if !self.exceptions.is_empty() {
            writeln!(f, "\nThe client alone connects, and db-config rejects the URL or reads it in another way:\n")?;
        }
        EXCEPTIONS.iter().try_for_each(|exception| {
            let found = self.exceptions.iter().filter(|(it, ..)| std::ptr::eq(*it, exception));
            let mut titles: Vec<&str> = found.clone().map(|(_, _, title)| title.as_str()).collect();
            titles.dedup();
            match found.count() {
                0 => Ok(()),
                count => {
                    let Exception { has, example, alone, .. } = exception;
                    writeln!(f, "- {has}, as in `{example}`: the client alone {alone}")?;
                    writeln!(f, "  ({count} results: {})", titles.join("; "))
                }
            }
        })
    }
}
