use db_config::DatabaseConfig;
use std::path::PathBuf;

pub struct Duration(u8);

impl std::str::FromStr for Duration {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Duration)
    }
}

#[derive(DatabaseConfig)]
struct Config<T> {
    #[database(env = "TRACE", parse, default = "off")]
    trace: bool,

    #[database(env = "DEBUG", parse)]
    debug: Option<std::primitive::bool>,

    #[database(env = "WAIT", parse, default = "1h30m")]
    wait: std::time::Duration,

    // A user-defined type with the same name.
    #[database(env = "OWN_WAIT", parse, default = "5")]
    own_wait: crate::Duration,

    #[database(env = "HOSTS", separator = ";", default = "a; b")]
    hosts: Vec<String>,

    #[database(env = "PORTS", parse)]
    ports: std::vec::Vec<u16>,

    #[database(env = "FLAGS", parse, separator = " | ")]
    flags: Option<::std::vec::Vec<bool>>,

    #[database(env = "WAITS", parse, default = "")]
    waits: Vec<core::time::Duration>,

    #[database(env = "KEY", secret, empty_as_none)]
    key: ::core::option::Option<String>,

    #[database(env = "KEYS", secret, separator = ";")]
    keys: Vec<String>,

    #[database(env = "FOLDER", parse, default = "./data")]
    folder: PathBuf,

    #[database(env = "TITLE", show, separator = ";")]
    title: Vec<String>,

    #[database(env = "SIZE", parse)]
    size: Box<u64>,

    #[database(env = "SIZES", separator = ";")]
    sizes: Option<std::boxed::Box<Vec<Box<bool>>>>,

    #[database(env = "VALUE", parse)]
    value: T,

    #[database(env = "VALUES", parse)]
    values: Vec<T>,

    #[database(empty_as_none)]
    cache: Option<PathBuf>,

    #[database(env = "REPLICAS", default = "")]
    replicas: Vec<db_config::DatabaseUrl>,

    #[database(env = "MIRRORS", default = "sqlite:a.db", schemes("sqlite"))]
    mirrors: Vec<T>,
}

fn main() {
    assert_eq!(Config::<PathBuf>::fields().len(), 19);
}
