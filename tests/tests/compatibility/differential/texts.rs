//! Texts: URLs put together from parts, most of which some parser takes, and what a slip makes of them.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::Union;

/// What the texts of a database are made of.
#[derive(Debug, Clone)]
pub struct Dialect {
    pub schemes: &'static [&'static str],
    /// Each key, with values that it takes.
    pub keys: Vec<(String, Vec<&'static str>)>,
    pub is_file: bool,
}

/// Values for any key: of the kinds that keys take, and odd ones.
pub const VALUES: &[&str] = &[
    "",
    "0",
    "1",
    "10",
    "-1",
    "+5",
    "007",
    "99999999999",
    "true",
    "false",
    "on",
    "no",
    "True",
    "abc",
    "a%20b",
    "a+b",
    "a%2Bb",
    "a%26b",
    "a%3Db",
    "a=b",
    "%C3%A9",
    "é",
    "%zz",
    "%00",
    "%FF",
    "/tmp",
    "%2Ftmp",
    "h1,h2",
    "127.0.0.1",
    "::1",
    "disable",
    "require",
    "verify-full",
    "UTF8",
    "a@b",
    "a/b",
    "a:b",
    "'",
    "\"",
    "\\",
];

const NAMES: &[&str] =
    &["h", "localhost", "db.example.com", "DB.Example.COM", "127.0.0.1", "my_db", "a-b.internal", "h."];

const ODD_NAMES: &[&str] = &[
    "",
    "[::1]",
    "[fe80::1%25eth0]",
    "[fe80::1%eth0]",
    "[::FFFF:1.2.3.4]",
    "[1:2:3:4:5:6:7:8]",
    "[h]",
    "[]",
    "[::1",
    "%2Ftmp",
    "%2fvar%2Frun",
    "%2Ftmp%2Cx",
    "/tmp",
    "%68ost",
    "a%20b",
    "a%2Cb",
    "a%40b",
    "a%3Ab",
    "b%C3%BCcher.de",
    "bücher.de",
    "1.2.3",
    "0x7f.1",
    "256.1.1.1",
    "h..i",
    "-h",
    "x.sock",
    "ep-x-pooler.example.com",
    "%2Ftmp%2Fx.sock",
    "h!",
    "a b",
    "h%00",
    "ｈ",
    "h\u{ad}i",
    "xn--bcher-kva.de",
    "xn--a",
    "~",
    "*",
];

const PORTS: &[&str] = &["", ":5432", ":3306", ":27017", ":1", ":65535"];

const ODD_PORTS: &[&str] = &[
    ":",
    ":0",
    ":65536",
    ":05432",
    ":+5432",
    ":-1",
    ":abc",
    ":5432x",
    ":%35432",
    ":99999999999",
    ":5432,5433",
    ":543 2",
];

const PATHS: &[&str] = &["", "/", "/d", "/orders", "/my%20db", "/a-b_c.d~"];

/// The databases of Redis have numbers.
const NUMBERS: &[&str] = &["", "/", "/0", "/1", "/15"];

const ODD_PATHS: &[&str] = &[
    "//", "//d", "/d/", "/a/b", "/a%2Fb", "/.", "/..", "/a/../b", "/./d", "/%2e%2E", "/a%25b", "/a+b", "/é", "/%C3%A9",
    "/%FF", "/%zz", "/a%00", "/a b", "/a@b", "/a:b", "/\"", "/a\\b", "/a^b", "/a|b", "/{x}", "/<x>", "/$x", "/a;b",
    "/a,b", "/a%3Fb", "/a%23b", "/a'b",
];

const FILES: &[&str] = &[
    "app.db",
    "data/app.db",
    "./app.db",
    "../app.db",
    "a%20b.db",
    "é.db",
    "%C3%A9.db",
    ":memory:",
    "a b.db",
    "a^b.db",
    "a|b.db",
    "a%2Fb.db",
    "a%3Fb.db",
    "a/../b.db",
    "a/./b.db",
    "a//b.db",
    "C:/app.db",
    "localhost/app.db",
    "%FF",
    "%zz",
    "%00",
    "a%25b.db",
    "a#b.db",
    "dir/",
    ".",
    "..",
    "",
    "/",
    "a@b.db",
    "a:b.db",
    "u:p@h/app.db",
    "a+b.db",
    "~/app.db",
    "%7E",
    "{x}.db",
    "$HOME/app.db",
    "<x>",
    "a\\b.db",
    "sqlite:app.db",
    "file:app.db",
    "a;b",
    "a'b",
    "a\"b",
    ":memory:x",
    "%3Amemory%3A",
    "a.db ",
    " a.db",
    "a%0Ab",
    "%2e%2e/a.db",
    "a/%2e%2e/b.db",
    "[x].db",
    "a&b=c.db",
];

/// What a user name or a password is made of.
const PIECES: &[&str] = &[
    "a", "b", "user", "S3cret", "%40", "%3A", "%2F", "%3F", "%23", "%25", "%20", "%2B", "%2C", "%26", "%3D", "%C3%A9",
    "%5B", "%7E", "%41", "!", "$", "&", "'", "(", ")", "*", "+", ",", ";", "=", "-", ".", "_", "~",
];

const ODD_PIECES: &[&str] = &[
    "@",
    ":",
    "/",
    "?",
    "#",
    "[",
    "]",
    "%",
    "%zz",
    "%4",
    "%00",
    "%FF",
    "%c3",
    " ",
    "\"",
    "<",
    ">",
    "\\",
    "^",
    "`",
    "{",
    "|",
    "}",
    "é",
    "✓",
    "\t",
    "\u{a0}",
    "${X}",
    "$X",
    "***",
    "<password>",
];

fn odd_one_in(n: u32, plain: &'static [&'static str], odd: &'static [&'static str]) -> BoxedStrategy<&'static str> {
    prop_oneof![n - 1 => select(plain), 1 => select(odd)].boxed()
}

fn words(pieces: BoxedStrategy<&'static str>) -> BoxedStrategy<String> {
    prop::collection::vec(pieces, 0..4).prop_map(|pieces| pieces.concat()).boxed()
}

fn userinfo() -> BoxedStrategy<String> {
    let word = || words(odd_one_in(16, PIECES, ODD_PIECES));
    prop_oneof![
        3 => Just(String::new()),
        2 => word().prop_map(|user| format!("{user}@")),
        6 => (word(), word()).prop_map(|(user, password)| format!("{user}:{password}@")),
    ]
    .boxed()
}

fn hosts() -> BoxedStrategy<String> {
    let host = (odd_one_in(4, NAMES, ODD_NAMES), odd_one_in(8, PORTS, ODD_PORTS))
        .prop_map(|(name, port)| format!("{name}{port}"));
    let hosts = prop_oneof![6 => prop::collection::vec(host.clone(), 1), 1 => prop::collection::vec(host, 0..4)];
    hosts.prop_map(|hosts| hosts.join(",")).boxed()
}

fn query(keys: &[(String, Vec<&'static str>)]) -> BoxedStrategy<String> {
    let key = Union::new(keys.iter().map(|(key, values)| {
        let value = prop_oneof![5 => select(values.clone()), 1 => select(VALUES)];
        let key = prop_oneof![
            20 => Just(key.clone()),
            1 => Just(key.to_uppercase()),
            1 => Just(format!("{key}x")),
            1 => Just(key.replace(['_', '-'], "%5F")),
        ];
        (key, value).prop_map(|(key, value)| format!("{key}={value}")).boxed()
    }));
    let odd = select(vec!["", "x", "=", "=x", "a=b=c", "bogus=1", "sslx=1", "%zz=1", "a?=b", "?a=b", "a=b?"]);
    let pair = prop_oneof![14 => key, 1 => odd.prop_map(str::to_owned)];
    let pairs = prop::collection::vec(pair, 1..4).prop_map(|pairs| format!("?{}", pairs.join("&")));
    prop_oneof![2 => Just(String::new()), 1 => Just("?".to_owned()).boxed(), 6 => pairs.boxed()].boxed()
}

fn scheme(schemes: &'static [&'static str]) -> BoxedStrategy<String> {
    const ODD: &[&str] =
        &["jdbc:postgres", "postgres+asyncpg", "pg", "POSTGRES", "mysql", "http", "sqlite3", "MySQL", "file"];
    prop_oneof![
        24 => select(schemes).prop_map(str::to_owned),
        1 => select(schemes).prop_map(str::to_uppercase),
        1 => select(ODD).prop_map(str::to_owned),
    ]
    .boxed()
}

fn of_a_server(dialect: &Dialect) -> BoxedStrategy<String> {
    let slashes = prop_oneof![40 => Just("://"), 1 => Just(":"), 1 => Just(":/"), 1 => Just(":///"), 1 => Just("//")];
    let is_redis = dialect.schemes[0] == "redis";
    let path = odd_one_in(4, if is_redis { NUMBERS } else { PATHS }, ODD_PATHS);
    let fragment = prop_oneof![30 => Just(""), 1 => Just("#"), 1 => Just(if is_redis { "#insecure" } else { "#x" })];
    (scheme(dialect.schemes), slashes, userinfo(), hosts(), path, query(&dialect.keys), fragment)
        .prop_map(|(scheme, slashes, userinfo, hosts, path, query, fragment)| {
            format!("{scheme}{slashes}{userinfo}{hosts}{path}{query}{fragment}")
        })
        .boxed()
}

fn of_a_file(dialect: &Dialect) -> BoxedStrategy<String> {
    let slashes = select(vec![":", ":/", "://", ":///", ":////", "://localhost/"]);
    (scheme(dialect.schemes), slashes, select(FILES), query(&dialect.keys))
        .prop_map(|(scheme, slashes, file, query)| format!("{scheme}{slashes}{file}{query}"))
        .boxed()
}

/// What a slip of the hand does at some place of a text.
#[derive(Debug, Clone)]
enum Slip {
    Insert(char),
    Remove,
    Replace(char),
    Truncate,
    Repeat,
}

fn slips() -> BoxedStrategy<Vec<(Index, Slip)>> {
    let character = || {
        prop_oneof![
            4 => select(":/?#[]@!$&'()*+,;=%-._~\"<>\\^`{|} \t\n0aZ\u{a0}\u{200b}é".chars().collect::<Vec<_>>()),
            1 => any::<char>(),
        ]
    };
    let slip = prop_oneof![
        3 => character().prop_map(Slip::Insert),
        2 => Just(Slip::Remove),
        2 => character().prop_map(Slip::Replace),
        1 => Just(Slip::Truncate),
        1 => Just(Slip::Repeat),
    ];
    prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec((any::<Index>(), slip), 1..4)].boxed()
}

fn slipped(text: &str, slips: &[(Index, Slip)]) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for (index, slip) in slips {
        let at = index.index(text.len() + 1);
        match slip {
            Slip::Insert(c) => text.insert(at, *c),
            Slip::Replace(c) if at < text.len() => text[at] = *c,
            Slip::Remove if at < text.len() => drop(text.remove(at)),
            Slip::Truncate => text.truncate(at),
            Slip::Repeat => text.extend_from_within(at..),
            Slip::Replace(_) | Slip::Remove => {}
        }
    }
    text.into_iter().collect()
}

/// The texts of a dialect.
pub fn texts(dialect: &Dialect) -> BoxedStrategy<String> {
    let whole = if dialect.is_file { of_a_file(dialect) } else { of_a_server(dialect) };
    (whole, slips()).prop_map(|(text, slips)| slipped(&text, &slips)).boxed()
}
