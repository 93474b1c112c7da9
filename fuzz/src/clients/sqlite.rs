use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use db_config::resolved::{Sqlite as Resolved, SqliteCache, SqliteLocation, SqliteMode};
use db_config::{DatabaseUrl, DieselUrl, SqliteFile};
use rusqlite::OpenFlags;

use super::sqlite_uri::{Opened, opened};
use super::{Check, itself, pool, settings};
use crate::input::Input;

pub const CLIENTS: &[Check] = &[
    v0_9::settings,
    v0_9::any,
    v0_9::sea_orm,
    v0_8::settings,
    v0_8::any,
    v0_8::sea_orm,
    diesel,
    rusqlite,
    path,
    refinery,
    pool::settings,
    itself,
];

/// Holds the file to open, and how to open it.
#[derive(Debug, PartialEq, Eq)]
struct Meaning {
    /// `None` for an in-memory database.
    path: Option<PathBuf>,
    read_only: bool,
    create: bool,
    shared: bool,
    immutable: bool,
    vfs: Option<String>,
    /// The pragmas, which only an open connection can set.
    pragmas: Vec<(&'static str, String)>,
}

const PRAGMAS: [&str; 3] = ["foreign_keys", "journal_mode", "synchronous"];

impl Meaning {
    fn of(url: &DatabaseUrl) -> Self {
        let it = Resolved::resolve(url).expect("db-config accepts the URL");
        let mode = it.mode.map_or(SqliteMode::Create, |mode| mode.value);
        let path = match it.location {
            SqliteLocation::File(path) => Some(path),
            SqliteLocation::Memory(_) => None,
        };
        let pragmas = [
            it.foreign_keys.map(|given| if given.value { "on" } else { "off" }.to_owned()),
            it.journal_mode.map(|given| given.value.to_string()),
            it.synchronous.map(|given| given.value.to_string()),
        ];
        assert_eq!(path.as_deref().unwrap_or(Path::new(":memory:")), url.sqlite_path().expect("the same"));
        Self {
            read_only: mode == SqliteMode::ReadOnly,
            create: mode == SqliteMode::Create || path.is_none(),
            shared: it.cache.map_or(path.is_none(), |cache| cache.value == SqliteCache::Shared),
            immutable: it.immutable.is_some_and(|given| given.value),
            vfs: it.vfs.map(|given| given.value.to_owned()),
            pragmas: PRAGMAS.into_iter().zip(pragmas).filter_map(|(name, value)| Some((name, value?))).collect(),
            path,
        }
    }

    /// Reads the meaning of a name alone, if the client opens it with the flags to read, write and create.
    fn of_name(name: &str) -> Self {
        let Opened { path, mut keys } = opened(name).unwrap_or_else(|error| panic!("{name:?}: {error}"));
        let mode = keys.remove("mode");
        let shared = keys.remove("cache").is_some_and(|cache| cache == "shared");
        let immutable = keys.remove("immutable").is_some_and(|immutable| immutable == "1");
        let vfs = keys.remove("vfs");
        assert!(keys.is_empty(), "{name}: {keys:?}");
        assert!(mode.as_deref() == Some("memory") || !path.as_os_str().is_empty() && path != Path::new(":memory:"));
        Self {
            read_only: mode.as_deref() == Some("ro"),
            create: matches!(mode.as_deref(), None | Some("rwc" | "memory")),
            shared,
            immutable,
            vfs,
            pragmas: Vec::new(),
            path: (mode.as_deref() != Some("memory")).then_some(path),
        }
    }
}

macro_rules! sqlx {
    ($module:ident, $sqlx:ident, $sea_orm:ident) => {
        mod $module {
            use $sea_orm::ConnectOptions;
            use $sqlx::Sqlite;
            use $sqlx::any::AnyConnectOptions;
            use $sqlx::sqlite::SqliteConnectOptions;

            use super::*;

            pub fn settings(url: &DatabaseUrl, input: &Input) {
                pool::$module::settings::<Sqlite>(url, input);
                let Some(options) = super::settings::<SqliteConnectOptions>(url, input) else { return };
                check(&options, url);
                // The default value of sqlx is 5 s.
                let timeout = pool::timeouts(url).busy.map_or(Duration::from_secs(5), |given| given.value);
                let debug = format!("{options:?}");
                assert!(debug.contains(&format!(" busy_timeout: {timeout:?},")), "{:?}: {debug}", url.expose_secret());
            }

            pub fn any(url: &DatabaseUrl, input: &Input) {
                if let Some(options) = super::settings::<AnyConnectOptions>(url, input) {
                    check(&read(options.database_url.as_str()), url);
                }
            }

            pub fn sea_orm(url: &DatabaseUrl, input: &Input) {
                let Some(options) = super::settings::<ConnectOptions>(url, input) else { return };
                assert!($sea_orm::DbBackend::Sqlite.is_prefix_of(options.get_url()));
                // `connect` of SeaORM first parses the URL with the `Any` driver.
                let any = AnyConnectOptions::from_str(options.get_url());
                any.unwrap_or_else(|error| panic!("{:?}: {error}", options.get_url()));
                check(&read(options.get_url()), url);
                pool::$module::sea_orm(&options, url);
            }

            fn read(text: &str) -> SqliteConnectOptions {
                SqliteConnectOptions::from_str(text).unwrap_or_else(|error| panic!("{text:?}: {error}"))
            }

            /// Reads `Debug`, because these options have no getter.
            fn check(options: &SqliteConnectOptions, url: &DatabaseUrl) {
                let (expected, debug) = (Meaning::of(url), format!("{options:?}"));
                let flag = |name: &str| debug.contains(&format!(" {name}: true,"));
                let in_memory = flag("in_memory");
                // sqlx opens the file with SQLite's flag for URIs.
                let name = options.get_filename().to_string_lossy();
                let opened = opened(&name).unwrap_or_else(|error| panic!("{name:?}: {error}"));
                assert!(opened.keys.is_empty(), "{name}");
                let actual = Meaning {
                    path: (!in_memory).then_some(opened.path),
                    read_only: flag("read_only"),
                    create: flag("create_if_missing") || in_memory,
                    shared: flag("shared_cache"),
                    immutable: flag("immutable"),
                    vfs: expected.vfs.clone(),
                    pragmas: shown_pragmas(&debug, &expected),
                };
                assert_eq!(actual, expected, "{:?}: {debug}", url.expose_secret());
                if let Some(vfs) = &expected.vfs {
                    assert!(debug.contains(&format!("vfs: Some({vfs:?})")), "{:?}: {debug}", url.expose_secret());
                }
            }
        }
    };
}

sqlx!(v0_9, sqlx, sea_orm);
sqlx!(v0_8, sqlx_0_8, sea_orm_1_1);

/// Returns the pragmas that sqlx shows, except its default value.
fn shown_pragmas(debug: &str, expected: &Meaning) -> Vec<(&'static str, String)> {
    let shown = PRAGMAS.into_iter().filter_map(|name| {
        let (_, rest) = debug.split_once(&format!("{name:?}: Some(\""))?;
        Some((name, rest.split('"').next()?.to_lowercase()))
    });
    let is_expected = |name: &str| expected.pragmas.iter().any(|(expected, _)| *expected == name);
    shown.filter(|(name, value)| is_expected(name) || (*name, value.as_str()) != ("foreign_keys", "on")).collect()
}

/// Returns the pragmas of the SQL, except the timeout.
fn pragmas_of(sql: &str) -> Vec<(&'static str, String)> {
    let statements = sql.split("; ").filter_map(|statement| statement.strip_prefix("PRAGMA ")?.split_once(" = "));
    let named =
        |(name, value): (&str, &str)| Some((PRAGMAS.into_iter().find(|known| *known == name)?, value.to_owned()));
    statements.filter_map(named).collect()
}

fn diesel(url: &DatabaseUrl, input: &Input) {
    let Some(diesel) = settings::<DieselUrl>(url, input) else { return };
    // This is the first step of Diesel. Then SQLite opens the file with the flag for URIs.
    let text = diesel.expose_secret();
    let name = text.strip_prefix("sqlite://").map_or(text.to_owned(), |rest| format!("file:{rest}"));
    assert_eq!(Meaning::of_name(&name), Meaning::of(url), "{:?}: {text}", url.expose_secret());
}

fn rusqlite(url: &DatabaseUrl, input: &Input) {
    let Some(file) = settings::<SqliteFile>(url, input) else { return };
    if input.has_secret {
        crate::canary::assert_no_secret(&format!("{file:?} {}", file.pragmas()), url.expose_secret());
    }
    let (expected, flags) = (Meaning::of(url), file.open_flags());
    let pragmas = pragmas_of(&file.pragmas());
    let named = Meaning { pragmas: pragmas.clone(), ..Meaning::of_name(file.uri()) };
    assert_eq!(named, expected, "{:?}: {}", url.expose_secret(), file.uri());
    let timeout = pool::timeouts(url).busy.map(|given| given.value);
    assert_eq!(file.busy_timeout, timeout, "{:?}", url.expose_secret());
    let has_timeout =
        timeout.is_some_and(|timeout| file.pragmas().contains(&format!("busy_timeout = {};", timeout.as_millis())));
    assert_eq!(has_timeout, timeout.is_some(), "{:?}: {}", url.expose_secret(), file.pragmas());
    let path = file.path.to_str().expect("it is UTF-8");
    let named = Meaning::of_name(path);
    let is_memory = flags.contains(OpenFlags::SQLITE_OPEN_MEMORY);
    let actual = Meaning {
        path: named.path.filter(|_| !is_memory),
        read_only: flags.contains(OpenFlags::SQLITE_OPEN_READ_ONLY),
        create: flags.contains(OpenFlags::SQLITE_OPEN_CREATE),
        shared: flags.contains(OpenFlags::SQLITE_OPEN_SHARED_CACHE),
        pragmas,
        ..named
    };
    assert_eq!(actual, expected, "{:?}: {path}", url.expose_secret());
    assert_ne!(actual.read_only, flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE));
    assert!(flags.contains(OpenFlags::SQLITE_OPEN_URI));
}

fn path(url: &DatabaseUrl, input: &Input) {
    let Some(path) = settings::<PathBuf>(url, input) else { return };
    let expected = Meaning::of(url);
    assert_eq!(Meaning::of_name(path.to_str().expect("it is UTF-8")), expected, "{:?}", url.expose_secret());
}

/// refinery opens the file without the flag for URIs and does not create it.
fn refinery(url: &DatabaseUrl, input: &Input) {
    let Some(config) = settings::<::refinery::config::Config>(url, input) else { return };
    let config = serde_json::to_value(&config).expect("the config serializes to JSON");
    let path = config["main"]["db_path"].as_str().map(PathBuf::from);
    let expected = Meaning::of(url);
    assert_eq!(path, expected.path, "{:?}", url.expose_secret());
    assert!(!expected.read_only && !expected.shared && !expected.immutable && expected.vfs.is_none());
    assert!(expected.pragmas.is_empty(), "{:?}", url.expose_secret());
}
