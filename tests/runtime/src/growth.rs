//! What grows: what an operator may well write, and texts made to be slow.

use std::hint::black_box;

use db_config::{DatabaseConfig, DatabaseUrl, Source, source};
use sqlx::postgres::PgConnectOptions;

/// One thing in several sizes.
pub struct Series {
    pub name: &'static str,
    /// A text made to be slow.
    pub is_hostile: bool,
    pub points: Vec<Point>,
}

/// One size of it.
pub struct Point {
    pub size: usize,
    pub run: Box<dyn Fn()>,
}

/// As far as a URL can be in an environment variable, and beyond.
const BYTES: [usize; 5] = [64, 512, 4096, 16_384, 65_536];
/// As many as people have, and more.
const HOSTS: [usize; 4] = [1, 4, 16, 64];

pub fn growth() -> Vec<Series> {
    vec![
        urls("bytes of a password", BYTES, |n| format!("postgres://shop:{}@db/orders", "p".repeat(n))),
        urls("escapes in a password", BYTES, |n| format!("postgres://shop:{}@db/orders", "%40".repeat(n))),
        urls("bytes of a path", BYTES, |n| format!("sqlite:///{}app.db", "data/".repeat(n / 5))),
        urls("hosts", HOSTS, |n| format!("postgres://shop@{}/orders", hosts(n))),
        urls("keys", [1, 4, 16, KEYS.len()], |n| format!("postgres://shop@db/orders?{}", KEYS[..n].join("&"))),
        Series { name: "URLs in a list", is_hostile: false, points: HOSTS.map(list).into() },
        Series {
            name: "variables in the source",
            is_hostile: false,
            points: [16, 64, 256, 1024].map(variables).into(),
        },
        Series { name: "fields of a struct", is_hostile: false, points: fields() },
        hostile("hosts with ports", |n| format!("postgres://shop@{}/orders", hosts(n / 22))),
        hostile("commas", |n| format!("postgres://shop@{}/orders", ",".repeat(n))),
        hostile("`%41` as hosts", |n| format!("postgres://shop@{}/orders", "%41,".repeat(n / 4))),
        hostile("`%` in a password", |n| format!("postgres://shop:{}@db/orders", "%".repeat(n))),
        hostile("`@`", |n| format!("postgres://{}", "@".repeat(n))),
        hostile("`:`", |n| format!("postgres://shop:{}@db/orders", ":".repeat(n))),
        hostile("`/`", |n| format!("postgres://shop@db{}", "/".repeat(n))),
        hostile("`../`", |n| format!("sqlite:{}a.db", "../".repeat(n / 3))),
        hostile("`&`", |n| format!("postgres://shop@db/orders?{}", "&".repeat(n))),
        hostile("`[`", |n| format!("postgres://shop@{}/orders", "[".repeat(n))),
        hostile("`<a`", |n| format!("postgres://{}", "<a".repeat(n / 2))),
        hostile("`$A`", |n| format!("postgres://{}", ":$A-".repeat(n / 4))),
        hostile("one key", |n| format!("postgres://shop@db/orders?{}", ["sslmode=require"].repeat(n / 16).join("&"))),
        hostile("one key of another tool", |n| {
            format!("postgres://shop@db/orders?{}", ["supa=a"].repeat(n / 7).join("&"))
        }),
        hostile("one key, then another", |n| {
            let [one, other] = ["pool=1&", "max_age=1&"].map(|key| key.repeat(n / 18));
            format!("postgres://shop@db/orders?{one}{other}")
        }),
        hostile("one key in every case", |n| {
            let keys: Vec<String> =
                (0..n / 31).map(|i| format!("{}=1", in_case("max_idle_connection_lifetime", i))).collect();
            format!("sqlite:a.db?{}", keys.join("&"))
        }),
        hostile("an unknown key", |n| format!("postgres://shop@db/orders?{}=1", "ss".repeat(n / 2))),
        Series {
            name: "commas in a list",
            is_hostile: true,
            points: HOSTILE
                .map(|n| {
                    let text = format!("postgres://shop@{}/orders", ["db"].repeat(n / 3).join(","));
                    of_list(n, text)
                })
                .into(),
        },
        Series {
            name: "blanks and commas in a list",
            is_hostile: true,
            points: HOSTILE.map(|n| of_list(n, ", ".repeat(n / 2))).into(),
        },
    ]
}

/// Bytes of a text made to be slow.
const HOSTILE: [usize; 3] = [4096, 16_384, 65_536];

fn hostile(name: &'static str, text: impl Fn(usize) -> String) -> Series {
    Series { is_hostile: true, ..urls(name, HOSTILE, text) }
}

fn urls<const N: usize>(name: &'static str, sizes: [usize; N], text: impl Fn(usize) -> String) -> Series {
    let point = |size| {
        let source = [("DATABASE_URL", text(size))];
        Point { size, run: Box::new(move || load::<Url>(&source)) }
    };
    Series { name, is_hostile: false, points: sizes.map(point).into() }
}

/// The whole way: the variables, the text, the settings, the notices; or the problems, as they are shown.
fn load<C: DatabaseConfig>(source: &(impl Source + ?Sized)) {
    match C::load(source) {
        Ok(loaded) => drop(black_box(loaded)),
        Err(problems) => drop(black_box(problems.to_string())),
    }
}

/// The settings of whatever client takes the URL, made from its text anew where it takes a text.
#[derive(DatabaseConfig)]
struct Url {
    _database: DatabaseUrl,
}

#[derive(DatabaseConfig)]
struct List {
    #[database(env = "DATABASE_URLS")]
    _databases: Vec<PgConnectOptions>,
}

fn of_list(size: usize, text: String) -> Point {
    let source = [("DATABASE_URLS", text)];
    Point { size, run: Box::new(move || load::<List>(&source)) }
}

fn list(size: usize) -> Point {
    of_list(size, (0..size).map(|i| format!("postgres://shop@db{i}.example.com/orders")).collect::<Vec<_>>().join(","))
}

fn variables(size: usize) -> Point {
    let others = (1..size).map(|i| (format!("VARIABLE_{i}"), "value".to_owned()));
    let source: Vec<_> = others.chain([("DATABASE_URL".to_owned(), "postgres://shop@db/orders".to_owned())]).collect();
    Point { size, run: Box::new(move || load::<Url>(&source)) }
}

fn hosts(count: usize) -> String {
    (0..count).map(|i| format!("db{i}.example.com:5432")).collect::<Vec<_>>().join(",")
}

/// The letters of a word in upper case where the number has a bit.
fn in_case(word: &str, number: usize) -> String {
    let upper = |(i, c): (usize, char)| if number >> (i % 28) & 1 == 1 { c.to_ascii_uppercase() } else { c };
    word.chars().enumerate().map(upper).collect()
}

const KEYS: [&str; 48] = [
    "sslmode=verify-full",
    "application_name=shop",
    "connect_timeout=5",
    "target_session_attrs=any",
    "channel_binding=prefer",
    "keepalives=1",
    "keepalives_idle=60",
    "keepalives_interval=10",
    "keepalives_count=3",
    "tcp_user_timeout=5000",
    "statement_timeout=5000",
    "search_path=shop",
    "options=-cwork_mem=64MB",
    "max_connections=10",
    "idle_timeout=60",
    "load_balance_hosts=random",
    "min_connections=1",
    "acquire_timeout=5",
    "max_lifetime=600",
    "socket_timeout=5",
    "fallback_application_name=shop",
    "prepared_statements=true",
    "statement_cache_size=100",
    "sslrootcert=/etc/ca.pem",
    "sslcert=/etc/client.pem",
    "sslkey=/etc/client.key",
    "sslnegotiation=postgres",
    "gssencmode=disable",
    "krbsrvname=postgres",
    "max_protocol_version=3.2",
    "min_protocol_version=3.0",
    "passfile=/etc/passfile",
    "require_auth=scram-sha-256",
    "requirepeer=postgres",
    "ssl_min_protocol_version=TLSv1.2",
    "ssl_max_protocol_version=TLSv1.3",
    "sslcertmode=allow",
    "sslcompression=0",
    "sslcrl=/etc/crl.pem",
    "sslsni=1",
    "client_encoding=utf8",
    "serverVersion=16",
    "timeout=5",
    "adapter=postgresql",
    "advisory_locks=true",
    "schema_dump=false",
    "replica=true",
    "supa=base-pooler.x",
];

/// Each field has a variable of its own. The depth is the same for all, because each floor moves what is below it.
fn fields() -> Vec<Point> {
    fn point<C: DatabaseConfig>(size: usize) -> Point {
        let text = "postgres://shop@db.example.com/orders";
        let source = source::from_fn(move |name| name.ends_with("DATABASE_URL").then_some(text));
        Point { size, run: Box::new(move || load::<C>(&source)) }
    }
    vec![
        point::<One<One<One<Url>>>>(1),
        point::<Four<One<One<Url>>>>(4),
        point::<Four<Four<One<Url>>>>(16),
        point::<Four<Four<Four<Url>>>>(64),
    ]
}

#[derive(DatabaseConfig)]
struct One<T> {
    #[database(flatten, prefix = "A_")]
    _a: T,
}

#[derive(DatabaseConfig)]
struct Four<T> {
    #[database(flatten, prefix = "A_")]
    _a: T,
    #[database(flatten, prefix = "B_")]
    _b: T,
    #[database(flatten, prefix = "C_")]
    _c: T,
    #[database(flatten, prefix = "D_")]
    _d: T,
}
