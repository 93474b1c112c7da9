//! What a client's settings say is what the URL says.
//!
//! Each file has a table of the clients of one database; an execution goes through one of them, so that it is quick.

mod libpq;
pub mod mongodb;
pub mod mysql;
pub mod pool;
pub mod postgres;
mod sqlite;
mod sqlite_uri;

use std::fmt;

use db_config::{Backend, DatabaseUrl, FromDatabaseUrl, MigrationTiming, TlsMode, TlsPlan, TlsReason};

use crate::canary::assert_no_secret;
use crate::input::{self, Input};
use crate::parse::everything;
use crate::value::{Host, Parts, Tls};

type Check = fn(&DatabaseUrl, &Input);

/// The clients of one database, one for each execution.
pub fn check(backend: Backend, data: &[u8]) {
    let Some(input) = input::read(data) else { return };
    let Ok(url) = input.text.parse::<DatabaseUrl>() else { return };
    if url.backend() != backend {
        return;
    }
    let clients: &[Check] = match backend {
        Backend::Postgres => postgres::CLIENTS,
        Backend::MySql => mysql::CLIENTS,
        Backend::Sqlite => sqlite::CLIENTS,
        _ => mongodb::CLIENTS,
    };
    clients[input.choice % clients.len()](&url, &input);
}

/// The settings, if the client supports the URL. Neither they nor the error shows a secret.
fn settings<T: FromDatabaseUrl>(url: &DatabaseUrl, input: &Input) -> Option<T> {
    let settings = T::from_database_url(url);
    if input.has_secret {
        let mut shown = match &settings {
            Ok(settings) => Redacted(settings).to_string(),
            Err(error) => everything(error),
        };
        for warning in url.warnings(T::capabilities(url)) {
            shown.push_str(&warning.to_string());
        }
        assert_no_secret(&shown, url.expose_secret());
    }
    settings.ok()
}

struct Redacted<'a, T>(&'a T);

impl<T: FromDatabaseUrl> fmt::Display for Redacted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_redacted(f)
    }
}

/// The URL as a field's type, with what goes beside it.
fn itself(url: &DatabaseUrl, input: &Input) {
    if let Some((same, plan)) = settings::<(DatabaseUrl, TlsPlan)>(url, input) {
        assert_eq!((same.expose_secret(), &plan), (url.expose_secret(), url.tls()));
    }
    if let Some(migration) = settings::<MigrationTiming>(url, input) {
        let expected = if url.backend() == Backend::Sqlite {
            MigrationTiming::AtStartup
        } else {
            MigrationTiming::InReleaseCommand
        };
        assert_eq!(migration, expected, "{:?}", url.expose_secret());
    }
}

/// TLS is what was decided; a client without a mode `prefer` is off where the host alone decided it, which is a guess.
#[track_caller]
fn assert_tls(actual: Tls, url: &DatabaseUrl, has_prefer: bool) {
    let expected = Tls { mode: mode(url, has_prefer), ..Tls::of(url.tls()) };
    assert_eq!(actual, expected, "{:?}", url.expose_secret());
}

#[track_caller]
fn mode(url: &DatabaseUrl, has_prefer: bool) -> TlsMode {
    let plan = url.tls();
    let is_guess = matches!(plan.reason(), TlsReason::Host { .. });
    match plan.mode() {
        TlsMode::Prefer if !has_prefer => {
            assert!(is_guess, "{:?}: a `prefer` that was asked for", url.expose_secret());
            TlsMode::Off
        }
        mode => mode,
    }
}

/// sqlx trusts the public CAs in addition to a root certificate: where that raised `require` to `verify-ca`, it verifies
/// the name too, and `verify-ca` itself is refused.
#[track_caller]
fn as_planned(mode: TlsMode, url: &DatabaseUrl) -> TlsMode {
    assert_ne!(mode, TlsMode::VerifyCa, "{:?}", url.expose_secret());
    match url.tls().mode() {
        TlsMode::VerifyCa if mode == TlsMode::VerifyFull => TlsMode::VerifyCa,
        _ => mode,
    }
}

/// The only server, for a client that takes just one.
#[track_caller]
fn only_host<'a>(parts: &'a Parts, url: &DatabaseUrl) -> &'a Host {
    let [host] = &parts.hosts[..] else { panic!("{:?}: one of several hosts", url.expose_secret()) };
    host
}

/// What the client is handed is the same value: read again, it is handed over as the same text.
#[track_caller]
fn assert_same_again<T: FromDatabaseUrl>(text: &str, url: &DatabaseUrl, handed: impl Fn(&T) -> String) {
    let again: DatabaseUrl =
        text.parse().unwrap_or_else(|error| panic!("{:?} is handed over as {text:?}: {error:#}", url.expose_secret()));
    let again = T::from_database_url(&again)
        .unwrap_or_else(|error| panic!("{:?} is handed over as {text:?}: {error:#}", url.expose_secret()));
    assert_eq!(handed(&again), text, "{:?}", url.expose_secret());
}

/// refinery's `build_db_url`, which is its own affair; its settings can be read only as they are serialized.
fn refinery_url(scheme: &str, config: &refinery::config::Config) -> String {
    let config = serde_json::to_value(config).expect("settings are JSON");
    let part = |name: &str| config["main"][name].as_str().map(str::to_owned);
    let mut text = format!("{scheme}://");
    text += &part("db_user").unwrap_or_default();
    text += &part("db_pass").map_or(String::new(), |password| format!(":{password}"));
    if let Some(host) = part("db_host") {
        text += if part("db_user").is_some() { "@" } else { "" };
        text += &host;
    }
    text += &part("db_port").map_or(String::new(), |port| format!(":{port}"));
    text + &part("db_name").map_or(String::new(), |name| format!("/{name}"))
}
