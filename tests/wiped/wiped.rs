//! The feature `zeroize`: what db-config has held is overwritten before its memory is given back. An allocator looks at
//! every block that is.

use std::alloc::{GlobalAlloc, Layout, System};
use std::convert::Infallible;
use std::mem::forget;
use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};

use db_config::resolved::Resolved;
use db_config::{DatabaseConfig, DatabaseUrl, DieselUrl, FromDatabaseUrl};
use sqlx::any::AnyConnectOptions;
use sqlx::mysql::MySqlConnectOptions;
use sqlx::postgres::PgConnectOptions;

/// A piece that the password has before and after it is decoded.
const PIECE: &[u8] = b"zQ7xKw9v";
const PASSWORD: &str = "zQ7xKw9v@1";
const URL: &str = "postgres://app:zQ7xKw9v%401@localhost/orders?sslpassword=zQ7xKw9v%21";
const POSTGRES: &str = "postgres://app:zQ7xKw9v%401@localhost/orders?application_name=shop";
const MYSQL: &str = "mysql://app:zQ7xKw9v%401@localhost/orders";

/// Blocks that were given back with the piece in them.
static UNWIPED: AtomicUsize = AtomicUsize::new(0);

struct Watched;

#[global_allocator]
static WATCHED: Watched = Watched;

// SAFETY: the system's, whose contract is the same. `realloc` is the trait's own: a new block, and the old one given back.
unsafe impl GlobalAlloc for Watched {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Zeroed, so that every byte that is looked at has been written.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: it has this size, and nobody else has it any more.
        let bytes = unsafe { std::slice::from_raw_parts(block, layout.size()) };
        if bytes.windows(PIECE.len()).any(|window| window == PIECE) {
            UNWIPED.fetch_add(1, Ordering::Relaxed);
        }
        unsafe { System.dealloc(block, layout) }
    }
}

fn unwiped(run: impl FnOnce()) -> usize {
    let before = UNWIPED.load(Ordering::Relaxed);
    run();
    UNWIPED.load(Ordering::Relaxed) - before
}

#[track_caller]
fn is_wiped(what: &str, run: impl FnOnce()) {
    assert_eq!(unwiped(run), 0, "blocks of {what} that still had the password");
}

/// A field that keeps nothing of its text.
#[derive(Debug)]
struct Nothing;

impl FromStr for Nothing {
    type Err = Infallible;

    fn from_str(_: &str) -> Result<Self, Infallible> {
        Ok(Self)
    }
}

#[derive(DatabaseConfig)]
#[database(debug)]
#[allow(dead_code)]
struct Config {
    #[database(libpq_env)]
    database: DatabaseUrl,
    replicas: Vec<DatabaseUrl>,
    diesel: DieselUrl,
    #[database(env = "API_KEY", secret, from_str)]
    api_key: Nothing,
    #[database(env = "PEER", from_str)]
    peer: Option<Nothing>,
}

#[derive(DatabaseConfig)]
#[database(debug)]
struct Settings {
    database: PgConnectOptions,
}

/// One test, because the allocator is everybody's.
#[test]
fn nothing_of_a_password_is_left_behind() {
    assert_eq!(unwiped(|| drop(PASSWORD.to_owned())), 1, "the watch finds what is not wiped");

    is_wiped("a URL", || {
        let url: DatabaseUrl = URL.parse().expect("it is valid");
        assert_eq!(url.password(), Some(PASSWORD));
        drop((url.clone(), url.to_string(), format!("{url:?}"), Resolved::of(&url).expect("it is valid")));
        drop(DatabaseUrl::try_from(URL.to_owned()).expect("it is valid"));
    });
    is_wiped("a URL whose path is encoded", || {
        for path in ["\u{f6}rders", "a/../b"] {
            let text = ["postgres://app:zQ7xKw9v%401@localhost/", path].concat();
            drop(DatabaseUrl::try_from(text).expect("it is valid"));
        }
    });
    is_wiped("a client's reason", || {
        let url: DatabaseUrl = URL.parse().expect("it is valid");
        assert!(!url.refused("a client", "no zQ7xKw9v@1 here").to_string().contains("zQ7x"));
    });
    is_wiped("a text that is no URL", || {
        for end in ["&shcema=a", " ", "%00", "%ff"] {
            DatabaseUrl::try_from([URL, end].concat()).expect_err("it is no URL");
        }
        let refused = DatabaseUrl::try_from("postgres://app:zQ7xKw9v%ff@h/d".to_owned());
        refused.expect_err("it is no UTF-8");
        let corrected = DatabaseUrl::try_from(["postgres+asyncpg", &URL["postgres".len()..]].concat());
        assert!(corrected.expect_err("no such scheme").to_string().contains("`postgres://app:***@localhost/"));
    });
    is_wiped("Diesel's texts", || {
        for url in [URL, MYSQL] {
            let url: DatabaseUrl = url.parse().expect("it is valid");
            let diesel = DieselUrl::from_database_url(&url).expect("it is valid");
            assert!(diesel.clone().expose().contains("zQ7xKw9v"));
        }
    });
    settings();
    configurations();
}

/// The texts that are made for clients. What a client holds is its own: it is kept.
fn settings() {
    fn make<T: FromDatabaseUrl>(url: &str) -> T {
        let url: DatabaseUrl = url.parse().expect("it is valid");
        T::from_database_url(&url).unwrap_or_else(|error| panic!("{error}"))
    }
    for url in [POSTGRES, MYSQL] {
        is_wiped("SeaORM's text", || forget(make::<sea_orm::ConnectOptions>(url)));
        is_wiped("refinery's parts", || forget(make::<refinery::config::Config>(url)));
        is_wiped("the text for sqlx's `Any`", || forget(make::<AnyConnectOptions>(url)));
    }
    is_wiped("deadpool's text", || forget(make::<deadpool_postgres::Config>(POSTGRES)));
    is_wiped("sqlx's settings", || forget(make::<PgConnectOptions>(POSTGRES)));
    is_wiped("sqlx's settings", || forget(make::<MySqlConnectOptions>(MYSQL)));
}

fn configurations() {
    let read = |name: &str| match name {
        "DATABASE_URL" => Some(URL.to_owned()),
        "DATABASE_REPLICA_URLS" => Some([URL, ",", MYSQL].concat()),
        "API_KEY" => Some(PASSWORD.to_owned()),
        "PEER" => Some("host=h password=zQ7xKw9v".to_owned()),
        _ => None,
    };
    is_wiped("a configuration", || {
        let loaded = Config::load(&read).unwrap_or_else(|error| panic!("{error}"));
        drop(format!("{:?}", loaded.config));
        drop(Config::report(&read).expect("it is valid").to_string());
    });
    is_wiped("a client's `Debug`", || {
        let config = Settings::from_source(&[("DATABASE_URL", POSTGRES)]).unwrap_or_else(|error| panic!("{error}"));
        assert!(format!("{config:?}").contains("app@"));
        forget(config.database);
    });
    is_wiped("libpq's variables", || {
        let libpq = |name: &str| match name {
            "DATABASE_URL" => Some("postgres://app@localhost/orders".to_owned()),
            "PGPASSWORD" => Some(PASSWORD.to_owned()),
            name => read(name),
        };
        let config = Config::from_source(&libpq).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(config.database.password(), Some(PASSWORD));
    });
    is_wiped("a configuration with problems", || {
        let broken = |name: &str| match name {
            "DATABASE_URL" | "API_KEY" => Some([URL, " "].concat()),
            "DATABASE_REPLICA_URLS" => Some([URL, ",", URL, "&shcema=a"].concat()),
            _ => None,
        };
        drop(Config::from_source(&broken).expect_err("it is broken").to_string());
    });

    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("url");
    std::fs::write(&path, format!("{URL}\n")).expect("a file can be written");
    let path = path.to_str().expect("it is UTF-8");
    is_wiped("a file", || {
        let file = |name: &str| match name {
            "DATABASE_URL" => None,
            "DATABASE_URL_FILE" => Some(path.to_owned()),
            name => read(name),
        };
        drop(Config::from_source(&file).unwrap_or_else(|error| panic!("{error}")));
    });
    // SAFETY: there is no other thread that reads the environment.
    unsafe {
        std::env::set_var("DATABASE_URL", URL);
        std::env::set_var("DATABASE_REPLICA_URLS", URL);
        std::env::set_var("API_KEY", PASSWORD);
    }
    is_wiped("the process' variables", || {
        drop(Config::from_env().unwrap_or_else(|error| panic!("{error}")));
    });
}
