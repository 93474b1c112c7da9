use crate::similar;
use syn::LitStr;

#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Backend {
    Postgres,
    MySql,
    Sqlite,
    MongoDb,
}

// Mirrors the table of db_config::Backend.
const SCHEMES: &[(&str, Backend)] = &[
    ("postgres", Backend::Postgres),
    ("postgresql", Backend::Postgres),
    ("mysql", Backend::MySql),
    ("mariadb", Backend::MySql),
    ("mysql2", Backend::MySql),
    ("sqlite", Backend::Sqlite),
    ("sqlite3", Backend::Sqlite),
    ("file", Backend::Sqlite),
    ("mongodb", Backend::MongoDb),
    ("mongodb+srv", Backend::MongoDb),
];

impl Backend {
    pub fn of(scheme: &str) -> Option<Backend> {
        SCHEMES.iter().find(|(spelling, _)| *spelling == scheme).map(|(_, backend)| *backend)
    }
}

/// What a URL has before its first colon, if that could be a scheme at all.
pub fn of_url(url: &str) -> Option<String> {
    let (scheme, _) = url.split_once(':')?;
    let mut letters = scheme.chars();
    (letters.next()?.is_ascii_alphabetic()
        && letters.all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter)))
    .then(|| scheme.to_ascii_lowercase())
}

/// All spellings of the backends that the words stand for.
pub fn spellings(words: &[LitStr]) -> impl Iterator<Item = &'static str> {
    let backends: Vec<_> = backends(words).collect();
    SCHEMES.iter().filter(move |(_, backend)| backends.contains(backend)).map(|(spelling, _)| *spelling)
}

pub fn backends(words: &[LitStr]) -> impl Iterator<Item = Backend> {
    words.iter().filter_map(|word| Backend::of(&word.value()))
}

pub fn check(scheme: &str) -> Result<(), String> {
    if Backend::of(scheme).is_some() {
        return Ok(());
    }
    let spellings = || SCHEMES.iter().map(|(spelling, _)| *spelling);
    Err(match similar::nearest(scheme, spellings()) {
        Some(meant) => format!("unknown scheme `{scheme}`; did you mean `{meant}`?"),
        None => format!("unknown scheme `{scheme}`; expected {}", similar::list(spellings())),
    })
}
