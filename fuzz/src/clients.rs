//! Compares the options of each client with the URL.
//!
//! Each file lists the clients of one database. One execution checks only one client, which keeps it fast.

mod libpq;
pub mod mongodb;
pub mod mysql;
pub mod pool;
pub mod postgres;
mod redis;
mod sqlite;
mod sqlite_uri;

use std::fmt;

use db_config::{Backend, DatabaseUrl, FromDatabaseUrl, MigrationTiming, TlsMode, TlsPlan, TlsReason};

use crate::canary::assert_no_secret;
use crate::input::{self, Input};
use crate::parse::everything;
use crate::value::{Host, Parts, Tls};

type Check = fn(&DatabaseUrl, &Input);

/// Checks one client of the database.
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
        Backend::MongoDb => mongodb::CLIENTS,
        Backend::Redis => redis::CLIENTS,
    };
    clients[input.choice % clients.len()](&url, &input);
}

/// Returns the client options, if the client supports the URL. Panics if the options or the error show a secret.
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

/// Checks the field type `DatabaseUrl`, together with a `TlsPlan` and a `MigrationTiming`.
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

/// Asserts that the client has the chosen TLS mode. If the client does not support `prefer` and only the host implies
/// it, TLS is off.
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
            assert!(is_guess, "{:?}: an explicit `prefer`", url.expose_secret());
            TlsMode::Off
        }
        mode => mode,
    }
}

/// Returns the planned mode for the mode of sqlx. sqlx trusts the public CAs in addition to a CA certificate. So it
/// verifies the host name if a CA certificate raises `require` to `verify-ca`, and in place of channel binding. db-config
/// rejects an explicit `verify-ca`.
#[track_caller]
fn as_planned(mode: TlsMode, url: &DatabaseUrl) -> TlsMode {
    assert_ne!(mode, TlsMode::VerifyCa, "{:?}", url.expose_secret());
    let binds = url.query_pairs().any(|(name, value)| {
        ["channel_binding", "channelBinding"].iter().any(|known| name.eq_ignore_ascii_case(known))
            && value.eq_ignore_ascii_case("require")
    });
    match url.tls().mode() {
        TlsMode::VerifyCa if mode == TlsMode::VerifyFull => TlsMode::VerifyCa,
        TlsMode::Require if mode == TlsMode::VerifyFull && binds => TlsMode::Require,
        _ => mode,
    }
}

/// Returns the only server, for a client that supports just one.
#[track_caller]
fn only_host<'a>(parts: &'a Parts, url: &DatabaseUrl) -> &'a Host {
    let [host] = &parts.hosts[..] else { panic!("{:?}: one of several hosts", url.expose_secret()) };
    host
}

/// Asserts that db-config builds the same string again from the string that it passes to the client.
#[track_caller]
fn assert_same_again<T: FromDatabaseUrl>(text: &str, url: &DatabaseUrl, handed: impl Fn(&T) -> String) {
    let again: DatabaseUrl =
        text.parse().unwrap_or_else(|error| panic!("{:?} is passed on as {text:?}: {error:#}", url.expose_secret()));
    let again = T::from_database_url(&again)
        .unwrap_or_else(|error| panic!("{:?} is passed on as {text:?}: {error:#}", url.expose_secret()));
    assert_eq!(handed(&again), text, "{:?}", url.expose_secret());
}

/// Does the same as refinery's private `build_db_url`. The config can only be read in its serialized form.
fn refinery_url(scheme: &str, config: &refinery::config::Config) -> String {
    let config = serde_json::to_value(config).expect("the config serializes to JSON");
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
