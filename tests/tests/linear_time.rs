//! The time to load a value grows at most linearly with its length, whatever it contains.

use std::hint::black_box;
use std::time::{Duration, Instant};

use db_config::resolved::Resolved;
use db_config::{DatabaseConfig, DatabaseUrl, Diagnosis, FromDatabaseUrl, SqliteFile};
use mongodb::options::{ClientOptions, ConnectionString};

#[derive(DatabaseConfig)]
#[database(debug)]
#[allow(dead_code)]
struct Config {
    #[database(env = "URL")]
    url: Option<DatabaseUrl>,
    #[database(env = "LIST")]
    list: Option<Vec<DatabaseUrl>>,
    #[database(env = "TEXT", parse)]
    text: Option<String>,
    #[database(env = "SHOWN", show)]
    shown: Option<String>,
    #[database(env = "ITEMS", show)]
    items: Option<Vec<String>>,
    #[database(env = "NUMBERS", separator = ";")]
    numbers: Option<Vec<u16>>,
}

/// A value of 100 KB takes less than two seconds, also in a debug build on a busy machine.
const SIZE: usize = 100_000;
const LIMIT: Duration = Duration::from_secs(2);

/// Returns the CPU time of this thread if the system reports it, because the machine may be busy. Otherwise returns the
/// elapsed time.
fn time() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let on_cpu = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = on_cpu.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

#[track_caller]
fn is_linear(what: &str, run: impl Fn(usize)) {
    let took = |size: usize| {
        let start = time();
        run(size);
        time() - start
    };
    let whole = took(SIZE);
    assert!(whole < LIMIT, "{what}: {whole:?}");
    // A quarter of the input takes a quarter of the time if the time is linear, and a sixteenth if it is quadratic.
    if whole > LIMIT / 4 {
        let quarter = took(SIZE / 4);
        assert!(whole < quarter * 10, "{what}: {whole:?}, and {quarter:?} for a quarter");
    }
}

fn repeated(unit: &str, size: usize) -> String {
    unit.repeat(size / unit.len())
}

/// Loads the value and formats all output about it.
fn load(variable: &str, value: &str) {
    let source = [(variable, value)];
    match Config::load(&source) {
        Ok(loaded) => {
            black_box(format!("{loaded:?} {:?}", loaded.config));
            black_box(Config::report(&source).expect("it has loaded").to_string());
        }
        Err(error) => {
            black_box(format!("{error} {:?} {:?}", error.problems(), Diagnosis::from(&error)));
        }
    }
}

/// Parses a URL, resolves it, and builds the options of the clients that parse a string themselves.
fn parse(text: &str) {
    match text.parse::<DatabaseUrl>() {
        Ok(url) => {
            black_box(format!("{url} {url:?} {:?}", Resolved::resolve(&url)));
            black_box(url.warnings(SqliteFile::capabilities(&url)));
            black_box(url.migrates_at_startup());
            black_box(ConnectionString::from_database_url(&url).is_ok());
            black_box(ClientOptions::from_database_url(&url).is_ok());
            black_box(url.rejected_by("a client", text).to_string());
        }
        Err(error) => drop(black_box(format!("{error:#} {error:?}"))),
    }
}

/// Lists strings that this library searches for.
const UNITS: &[&str] = &[
    "@",
    ":",
    "/",
    "?",
    "#",
    "&",
    "=",
    "%",
    ",",
    ";",
    ".",
    "<",
    "[",
    "{",
    "$",
    "(",
    "\\",
    "'",
    " ",
    "-",
    "é",
    "\u{1b}",
    ":@",
    "${",
    "%41",
    "%C3%A9",
    "%00",
    "%1B",
    "a=b&",
    "../",
    "%2e/",
    "a,",
    "a,b:",
    "a@b,",
    "password=",
    "sqlite:",
    ",sqlite:",
    ",sqlite:a@b",
    ",postgres://",
    ",postgres://u:p@h/d",
    ",postgress://h",
    "jdbc:",
    "options[a]=1&",
    "unknown=1&",
    "tls-unknown=1&",
    "log=1&",
    "sslmode=require&",
    "sslrootcert=a&",
    "host=a&",
    "[::1],",
    "h:1,",
    "é,",
    "xn--a.",
    "a-pooler.",
    "-----BEGIN PRIVATE KEY-----",
    "@tcp(",
    "http://",
    "tcp://",
    "file:",
    " #",
    "readPreferenceTags=a:b,&",
    "w=1&",
];

#[test]
fn the_text_of_a_variable() {
    for unit in UNITS {
        for variable in ["URL", "LIST", "TEXT", "SHOWN", "ITEMS", "NUMBERS"] {
            is_linear(&format!("{variable}={unit}..."), |size| load(variable, &repeated(unit, size)));
        }
    }
}

#[test]
fn a_part_of_a_url() {
    for (before, after) in [
        ("postgres://", ""),
        ("postgres://u", "@h/d"),
        ("postgres://u:p", "@h/d"),
        ("postgres://h", "/d"),
        ("postgres://u:p@h", "/d"),
        ("postgres://h/d", ""),
        ("postgres://h/d?", ""),
        ("postgres://h/d?a", "=1"),
        ("postgres://h/d?application_name=", ""),
        ("postgres://h/d?password=", "&unknown=1"),
        ("postgres://h/d?host=", ""),
        ("postgres://h/d?options=", ""),
        ("mysql://u:p@h/d?", ""),
        ("mongodb://u:p@h", "/d"),
        ("mongodb://u:p@h/d?", ""),
        ("mongodb://u:p@h/d?authMechanism=", ""),
        ("mongodb://h/d?authMechanism=", ""),
        ("sqlite:", ""),
        ("sqlite:///", "?unknown=1"),
        ("sqlite://", "/a.db?mode=ro"),
        ("cockroach+", "://u:p@h/d"),
        ("postgresql+asyncpg://u:p", "@h/d"),
        ("jdbc:postgresql://h/", ""),
    ] {
        for unit in UNITS {
            is_linear(&format!("{before}{unit}...{after}"), |size| {
                parse(&format!("{before}{}{after}", repeated(unit, size)))
            });
        }
    }
}

#[test]
fn two_parts_of_a_url() {
    for text in [
        |part: &str| format!("mongodb://u:{part}@h/d?authMechanism={part}"),
        |part: &str| format!("postgres://u:{part}@h/d?application_name={part}&shcema={part}"),
        |part: &str| format!("postgres://u:{part}@h/d?password={part}&sslmode={part}"),
        |part: &str| format!("sqlite:{part}:{part}@{part}"),
    ] {
        for unit in ["p", "a%40", "%41", ".", "a:"] {
            is_linear(&text(unit), |size| parse(&text(&repeated(unit, size))));
        }
    }
}

#[test]
fn a_url_that_another_variable_completes() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Completed {
        #[database(parts = "DB_", params = "application_name=shop&options[search_path]=shop&charset=utf8mb4")]
        database: DatabaseUrl,
    }
    let variables = [("DB_NAME", "d"), ("DB_PASSWORD", "p"), ("PGAPPNAME", "a"), ("PGOPTIONS", "-c jit=off")];
    for (start, unit) in [
        ("postgres://u@h?", "jit=off&"),
        ("postgres://u@h?", "options=-c%20jit%3Doff&"),
        ("mysql://u@h?", "charset=utf8&"),
    ] {
        is_linear(&format!("{start}{unit}..."), |size| {
            let url = format!("{start}{}", repeated(unit, size));
            let source = [&[("DATABASE_URL", &*url)], &variables[..]].concat();
            let loaded = Completed::from_source(&source);
            let _ = black_box(loaded.map(|loaded| Resolved::resolve(&loaded.database).map(drop)));
        });
    }
}

#[test]
fn a_scheme_that_is_repeated_without_end() {
    for scheme in ["jdbc:", "pgsql:", "mysql+x:", "sqlite:", "file:"] {
        let text = scheme.repeat(200_000);
        let _ = text.parse::<DatabaseUrl>().map(|url| url.sqlite_path().map(drop));
    }
}
