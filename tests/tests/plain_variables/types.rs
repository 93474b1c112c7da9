//! The types of plain variables.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use db_config::{ConfigError, DatabaseConfig, DatabaseUrl, ProblemKind};

#[derive(Debug, PartialEq)]
enum Level {
    Quiet,
    Loud,
}

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "quiet" => Ok(Level::Quiet),
            "loud" => Ok(Level::Loud),
            other => Err(format!("unknown level {other}")),
        }
    }
}

#[derive(DatabaseConfig)]
struct Config {
    #[database(env = "TRACE", parse, default = "off")]
    trace: bool,
    #[database(env = "WAIT", parse, default = "1h30m")]
    wait: Duration,
    #[database(env = "HOSTS", parse, default = "a,b")]
    hosts: Vec<String>,
    #[database(env = "PORTS", separator = ";", default = "")]
    ports: Vec<u16>,
    #[database(env = "FLAGS", separator = " | ")]
    flags: Option<Vec<bool>>,
    #[database(env = "WAITS", parse, default = "1s, 2s")]
    waits: Vec<Duration>,
    #[database(env = "DIRECTORY", parse, default = "./data")]
    directory: PathBuf,
    #[database(env = "LEVEL", parse, default = "quiet")]
    level: Level,
    #[database(env = "KEY", secret)]
    key: Option<String>,
    #[database(env = "KEYS", secret, parse)]
    keys: Option<Vec<u16>>,
    #[database(env = "NAME", parse, empty_as_none)]
    name: Option<String>,
    #[database(env("FIRST", "SECOND"), parse, empty_as_none)]
    either: Option<u16>,
}

fn read(source: &[(&str, &str)]) -> Config {
    Config::from_source(source).unwrap_or_else(|error| panic!("{error}"))
}

/// Returns the kind, message and help of the only problem.
#[track_caller]
fn problem(name: &str, value: &str) -> (ProblemKind, String) {
    let error = Config::from_source(&[(name, value)]).err().unwrap_or_else(|| panic!("{name}={value:?} is accepted"));
    let [problem] = error.problems() else { panic!("{error}") };
    assert_eq!(problem.variable(), name);
    // Only an error of the type's own `FromStr` has no help.
    assert_eq!(problem.help().is_empty(), problem.message().contains("invalid `"), "{error}");
    (problem.kind(), format!("{}; {}", problem.message(), problem.help()))
}

#[test]
fn defaults() {
    let config = read(&[]);
    assert!(!config.trace);
    assert_eq!(config.wait, Duration::from_secs(5400));
    assert_eq!(config.hosts, ["a", "b"]);
    assert!(config.ports.is_empty());
    assert_eq!(config.waits, [Duration::from_secs(1), Duration::from_secs(2)]);
    assert_eq!(config.directory, PathBuf::from("./data"));
    assert_eq!(config.level, Level::Quiet);
    assert_eq!((config.flags, config.key, config.keys, config.name, config.either), (None, None, None, None, None));
}

#[test]
fn booleans() {
    for (text, value) in [
        ("1", true),
        ("0", false),
        ("true", true),
        ("FALSE", false),
        ("Yes", true),
        ("no", false),
        ("on", true),
        ("OFF", false),
    ] {
        assert_eq!(read(&[("TRACE", text)]).trace, value, "{text}");
    }
    for text in ["", " ", "2", "y", "t", "true ", "\"true\"", "ja", "wahr", "１"] {
        let (kind, message) = problem("TRACE", text);
        assert_eq!(kind, ProblemKind::InvalidValue, "{text:?}");
        assert!(message.contains("use `true` or `false`"), "{message}");
    }
}

#[test]
fn durations() {
    for (text, milliseconds) in
        [("30s", 30_000), ("500ms", 500), ("1h30m", 5_400_000), ("1D", 86_400_000), ("0", 0), ("0s", 0)]
    {
        assert_eq!(read(&[("WAIT", text)]).wait, Duration::from_millis(milliseconds), "{text}");
    }
    for text in ["", "30", "30 s", "-1s", "1.5s", "30m1h", "s", "1w", "1µs", "PT30S", "99999999999999999999s", "+1s"] {
        let (kind, message) = problem("WAIT", text);
        assert_eq!(kind, ProblemKind::InvalidValue, "{text:?}");
        let cause = if text == "30" { "missing time unit" } else { "invalid duration" };
        let expected = format!("{cause}; use a number with a unit, such as `30s`");
        assert!(message.starts_with(&expected), "{text:?}: {message}");
    }
    let longest = "4294967295d4294967295h4294967295m4294967295s4294967295ms";
    assert!(read(&[("WAIT", longest)]).wait > Duration::from_secs(1 << 40));
}

#[test]
fn lists() {
    assert_eq!(read(&[("HOSTS", " x , y,z ")]).hosts, ["x", "y", "z"]);
    assert!(read(&[("HOSTS", "")]).hosts.is_empty());
    assert!(read(&[("HOSTS", " \t ")]).hosts.is_empty());
    assert_eq!(read(&[("PORTS", "1;2 ; 3")]).ports, [1, 2, 3]);
    assert_eq!(read(&[("FLAGS", "on | off | 1")]).flags, Some(vec![true, false, true]));
    assert_eq!(read(&[("FLAGS", "")]).flags, Some(Vec::new()));
    for text in [",", "x,", ",x", "x,,y", "x, ,y"] {
        let (kind, message) = problem("HOSTS", text);
        assert_eq!(kind, ProblemKind::Empty, "{text}");
        assert!(message.contains("of the list is empty; use one `,` between items"), "{message}");
    }
    let (kind, message) = problem("PORTS", "1;99999;x");
    assert_eq!(kind, ProblemKind::InvalidValue);
    assert!(message.starts_with("item 2 of the list: invalid `u16`: number too large"), "{message}");
    assert!(problem("PORTS", "1,2").1.starts_with("item 1 of the list"), "the separator is not a comma");
    assert!(problem("FLAGS", "on|off").1.starts_with("item 1 of the list: invalid boolean"));
    assert!(problem("WAITS", "1s,2").1.starts_with("item 2 of the list: missing time unit"));
}

#[test]
fn other_types() {
    assert_eq!(read(&[("LEVEL", "loud")]).level, Level::Loud);
    let (kind, message) = problem("LEVEL", "S3cr3t");
    assert_eq!(kind, ProblemKind::InvalidValue);
    assert!(message.contains("Level") && !message.contains("S3cr3t"), "{message}");
    assert_eq!(read(&[("DIRECTORY", "/a b/ü")]).directory, PathBuf::from("/a b/ü"));
}

#[test]
fn an_empty_value_is_none_only_with_the_attribute() {
    assert_eq!(read(&[("NAME", "")]).name, None);
    assert_eq!(read(&[("NAME", " ")]).name.as_deref(), Some(" "));
    assert_eq!(read(&[("KEY", "")]).key.as_deref(), Some(""));
    assert_eq!(read(&[("FIRST", ""), ("SECOND", "5")]).either, Some(5));
    assert_eq!(read(&[("FIRST", ""), ("SECOND", "")]).either, None);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "\n").unwrap();
    assert_eq!(read(&[("NAME_FILE", file.path().to_str().unwrap())]).name, None);
}

#[test]
fn an_empty_url_is_none_too() {
    #[derive(DatabaseConfig)]
    struct Urls {
        #[database(empty_as_none)]
        cache: Option<DatabaseUrl>,
        #[database(env = "OTHER_URL")]
        other: Option<DatabaseUrl>,
        #[database(env = "LIST", empty_as_none)]
        list: Option<Vec<DatabaseUrl>>,
        #[database(env = "PG", empty_as_none, libpq_env)]
        pg: Option<sqlx::postgres::PgConnectOptions>,
    }

    let urls = Urls::from_source(&[("DATABASE_URL", ""), ("LIST", ""), ("PG", "")]).unwrap();
    assert!(urls.cache.is_none() && urls.other.is_none() && urls.list.is_none() && urls.pg.is_none());
    let urls = Urls::from_source(&[("PG", ""), ("PGHOST", "h")]).unwrap();
    assert_eq!(urls.pg.unwrap().get_host(), "h");
    let error = Urls::from_source(&[("OTHER_URL", "")]).err().unwrap();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Empty);
}

#[track_caller]
fn assert_redacted(error: &ConfigError) {
    let shown = format!("{error} {error:?} {:?}", error.problems());
    assert!(!shown.contains("S3cr3t") && !shown.contains("12345") && !shown.contains("99999"), "{shown}");
}

#[test]
fn no_message_contains_a_secret() {
    // The error does not contain a part of the value or its position either.
    for value in ["S3cr3t", "1,S3cr3t", "12345,99999,1", "1,,2"] {
        let error = Config::from_source(&[("KEYS", value)]).err().unwrap();
        assert_redacted(&error);
        assert_eq!(error.problems()[0].message(), "invalid value", "{error}");
    }
    assert_eq!(read(&[("KEYS", "1,2")]).keys, Some(vec![1, 2]));
    assert_eq!(read(&[("KEY", "S3cr3t")]).key.as_deref(), Some("S3cr3t"));
}

#[test]
fn no_message_contains_a_secret_default() {
    #[derive(DatabaseConfig, Debug)]
    #[allow(dead_code)]
    struct Secret {
        #[database(env = "KEYS", secret, separator = ";", default = "1;S3cr3t")]
        keys: Vec<u16>,
    }

    assert_redacted(&Secret::from_source(&[("OTHER", "")]).unwrap_err());
}

#[test]
fn a_secret_in_a_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "S3cr3t\n").unwrap();
    let path = file.path().to_str().unwrap();
    assert_eq!(read(&[("KEY_FILE", path)]).key.as_deref(), Some("S3cr3t"));
    let error = Config::from_source(&[("KEYS_FILE", path)]).err().unwrap();
    assert_redacted(&error);
    assert_eq!(error.problems()[0].variable(), "KEYS_FILE");
    let error = Config::from_source(&[("KEY_FILE", "S3cr3t")]).err().unwrap();
    assert_redacted(&error);
}

#[test]
fn every_problem_at_once() {
    let source = [("TRACE", "x"), ("WAIT", "30"), ("HOSTS", ","), ("LEVEL", "x"), ("FIRST", "x"), ("KEYS", "S3cr3t")];
    let error = Config::from_source(&source).err().unwrap();
    assert_redacted(&error);
    let variables: Vec<_> = error.problems().iter().map(|problem| problem.variable()).collect();
    assert_eq!(variables, ["TRACE", "WAIT", "HOSTS", "LEVEL", "KEYS", "FIRST"]);
}

#[test]
fn fields_know_whether_they_are_secret() {
    let secret = Config::fields().iter().filter(|setting| setting.is_secret()).map(|setting| setting.field());
    assert_eq!(secret.collect::<Vec<_>>(), ["key", "keys"]);
    assert!(Config::fields().iter().all(|setting| setting.schemes().is_empty()));
}

/// A custom type can have the name of a standard type. With its path, db-config uses its own `FromStr`.
#[test]
fn a_type_with_the_name_of_another() {
    mod own {
        #[derive(Debug, PartialEq)]
        pub struct Duration(pub u8);

        impl std::str::FromStr for Duration {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Duration)
            }
        }
    }
    #[derive(DatabaseConfig)]
    struct Own {
        #[database(env = "WAIT", parse)]
        wait: own::Duration,
        #[database(env = "WAITS", parse)]
        waits: Vec<own::Duration>,
    }

    let own = Own::from_source(&[("WAIT", "5"), ("WAITS", "6,7")]).unwrap();
    assert_eq!((own.wait, own.waits), (own::Duration(5), vec![own::Duration(6), own::Duration(7)]));
}

/// Checks whether the report and `Debug` output contain the values of a type.
#[track_caller]
fn is_shown<C: DatabaseConfig + std::fmt::Debug>(value: &str, shown: bool) {
    let name = std::any::type_name::<C>();
    let config = C::from_source(&[("VALUE", value)]).unwrap_or_else(|error| panic!("{name}: {error}"));
    let report = C::report(&[("VALUE", value)]).unwrap();
    let expected = if shown { value } else { "***" };
    assert_eq!(report.entries()[0].value(), Some(expected), "{name}");
    assert_eq!(report.to_string().contains(value), shown, "{name}: {report}");
    for debugged in [format!("{config:?}"), format!("{config:#?}")] {
        assert_ne!(debugged.contains("***"), shown, "{name}: {debugged}");
    }
}

/// Derives a config with one field of this type, with these attributes.
macro_rules! plain {
    ($name:ident: $ty:ty $(, $option:tt)*) => {
        #[derive(DatabaseConfig)]
        #[database(debug)]
        #[allow(dead_code)]
        struct $name {
            #[database(env = "VALUE", parse $(, $option)*)]
            value: $ty,
        }
    };
}

#[test]
fn numbers_and_addresses_of_the_standard_library_are_shown() {
    macro_rules! shown {
        ($($name:ident: $ty:ty = $value:literal;)*) => {
            $({
                plain!($name: $ty);
                is_shown::<$name>($value, true);
                plain!(Secret: $ty, secret);
                is_shown::<Secret>($value, false);
            })*
        };
    }
    type Number = u16;
    shown! {
        U8: u8 = "250"; U16: u16 = "8080"; U32: u32 = "8080"; U64: u64 = "8080"; U128: u128 = "8080"; Usize: usize = "8080";
        I8: i8 = "-25"; I16: i16 = "-808"; I32: i32 = "-808"; I64: i64 = "-808"; I128: i128 = "-808"; Isize: isize = "-808";
        F32: f32 = "0.25"; F64: f64 = "0.25"; Bool: bool = "true"; NonZero: std::num::NonZeroU16 = "8080";
        Time: Duration = "1h30m"; Ip: std::net::IpAddr = "::1"; V4: std::net::Ipv4Addr = "10.0.0.1"; V6: std::net::Ipv6Addr = "::1";
        Socket: std::net::SocketAddr = "[::1]:80"; SocketV4: std::net::SocketAddrV4 = "10.0.0.1:80";
        SocketV6: std::net::SocketAddrV6 = "[::1]:80";
        Optional: Option<u16> = "8080"; List: Vec<u16> = "8080,8081"; OptionalList: Option<Vec<Duration>> = "1s,2s";
        Boxed: Box<u16> = "8080"; BoxedList: Box<Vec<bool>> = "on,off"; ListOfBoxes: Vec<Box<f64>> = "0.25,0.75";
        Alias: Number = "8080"; Path: std::primitive::u16 = "8080"; AliasOfAList: Vec<Number> = "8080,8081";
    }
}

/// The name of a type does not matter.
#[test]
fn every_other_type_is_hidden() {
    mod own {
        macro_rules! text {
            ($($name:ident),*) => {
                $(
                    #[derive(Debug)]
                    #[allow(non_camel_case_types, dead_code)]
                    pub struct $name(String);

                    impl std::str::FromStr for $name {
                        type Err = String;

                        fn from_str(text: &str) -> Result<Self, String> {
                            Ok(Self(text.to_owned()))
                        }
                    }
                )*
            };
        }
        text!(Duration, IpAddr, SocketAddr, u16, f64, NonZeroU16);
    }
    macro_rules! hidden {
        ($($name:ident: $ty:ty;)*) => {
            $({
                plain!($name: $ty);
                is_shown::<$name>("8080", false);
                plain!(Shown: $ty, show);
                is_shown::<Shown>("8080", true);
            })*
        };
    }
    #[allow(non_camel_case_types)]
    type u32 = String;
    use own::{IpAddr, SocketAddr, u16};
    hidden! {
        Text: String; OptionalText: Option<String>; Texts: Vec<String>; BoxedText: Box<String>; Directory: PathBuf; Os: std::ffi::OsString;
        OwnDuration: own::Duration; OwnF64: own::f64; OwnNonZero: own::NonZeroU16; OwnIp: IpAddr; OwnSocket: SocketAddr;
        OwnNumber: u16; OwnNumbers: Vec<u16>; OwnOptional: Option<u16>; Alias: u32;
    }
    plain!(Letter: char);
    is_shown::<Letter>("§", false);
}

/// The derive does not know the type of a type parameter.
#[test]
fn a_type_parameter_is_redacted_without_the_attribute() {
    #[derive(DatabaseConfig)]
    #[database(debug)]
    #[allow(dead_code)]
    struct Hidden<T> {
        #[database(env = "VALUE", parse)]
        value: T,
    }
    #[derive(DatabaseConfig)]
    #[database(debug)]
    #[allow(dead_code)]
    struct Shown<T> {
        #[database(env = "VALUE", show)]
        value: T,
    }
    /// Does not implement `Debug`.
    struct Mute;
    impl FromStr for Mute {
        type Err = String;

        fn from_str(_: &str) -> Result<Self, String> {
            Ok(Mute)
        }
    }

    is_shown::<Hidden<String>>("8080", false);
    is_shown::<Hidden<u16>>("8080", false);
    is_shown::<Hidden<Mute>>("8080", false);
    is_shown::<Shown<String>>("8080", true);
    is_shown::<Shown<u16>>("8080", true);
}

/// The type's own message may contain the value.
#[test]
fn the_message_of_a_redacted_type_is_redacted() {
    plain!(Hidden: Level);
    plain!(Shown: Level, show);
    plain!(HiddenList: Vec<Level>);
    let message = |error: ConfigError| error.problems()[0].message().to_owned();
    let hidden = message(Hidden::from_source(&[("VALUE", "lou\u{1b}d")]).unwrap_err());
    assert_eq!(hidden, "invalid `plain_variables::types::Level`");
    let hidden = message(HiddenList::from_source(&[("VALUE", "loud,other")]).unwrap_err());
    assert_eq!(hidden, "item 2 of the list: invalid `plain_variables::types::Level`");
    let shown = message(Shown::from_source(&[("VALUE", "lou\u{1b}d")]).unwrap_err());
    assert_eq!(shown, r"invalid `plain_variables::types::Level`: unknown level lou\u{1b}d");
}

#[test]
fn a_default_is_shown_unless_the_field_is_secret() {
    #[derive(DatabaseConfig)]
    #[database(debug)]
    #[allow(dead_code)]
    struct Defaults {
        #[database(env = "GREETING", parse, default = "hello world")]
        greeting: String,
        #[database(env = "SALT", secret, default = "S3cr3t")]
        salt: String,
    }
    #[derive(DatabaseConfig, Debug)]
    #[allow(dead_code)]
    struct Wrong {
        #[database(env = "LEVEL", parse, default = "low")]
        level: Level,
        #[database(env = "SECRET_LEVEL", secret, default = "S3cr3t")]
        secret: Level,
    }

    let values = |source: &[(&str, &str)]| {
        let report = Defaults::report(source).unwrap();
        report.entries().iter().map(|entry| entry.value().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(values(&[]), ["hello world", "***"]);
    assert_eq!(values(&[("GREETING", "hello world")]), ["***", "***"], "a set value may be a secret");
    let example = Defaults::env_example();
    assert!(example.contains("# GREETING='hello world'\n") && example.contains("# SALT=\n"), "{example}");
    let error = Wrong::from_source(&[("OTHER", "")]).unwrap_err();
    assert_redacted(&error);
    let message =
        "invalid default (used because LEVEL is not set): invalid `plain_variables::types::Level`: unknown level low";
    assert!(error.to_string().contains(message), "{error}");
}

/// Covers the output of a type's own `Debug`, on one line and on several lines.
#[test]
fn a_shown_value_contains_no_control_characters() {
    struct Raw(String);
    impl FromStr for Raw {
        type Err = String;

        fn from_str(text: &str) -> Result<Self, String> {
            Ok(Self(text.to_owned()))
        }
    }
    impl std::fmt::Debug for Raw {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(&self.0)
        }
    }
    plain!(Shown: Vec<Raw>, show);

    let source = [("VALUE", "a\u{1b}[2J\u{202e},b\u{9b}")];
    let config = Shown::from_source(&source).unwrap();
    let report = Shown::report(&source).unwrap();
    let json = serde_json::to_string(&report).unwrap();
    let value = report.entries()[0].value().unwrap().to_owned();
    for shown in [format!("{config:?}"), format!("{config:#?}"), report.to_string(), format!("{report:?}"), json, value]
    {
        assert!(!shown.contains(|c: char| c != '\n' && c.is_control() || c == '\u{202e}'), "{shown:?}");
        assert!(shown.contains("u{1b}[2J"), "{shown}");
    }
    assert!(!format!("{config:?}").contains('\n'));
}

#[test]
fn reports_an_invalid_default() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Port {
        #[database(env = "PORT", parse, default = "eighty")]
        port: u16,
    }
    let error = Port::from_source(&[("PORT", "80x")]).unwrap_err().to_string();
    assert!(error.contains("PORT (field `port`): invalid `u16`") && !error.contains("80x"), "{error}");
    let error = Port::from_source(&[("X", "")]).unwrap_err().to_string();
    assert!(error.contains("invalid default (used because PORT is not set): invalid `u16`"), "{error}");
}

#[test]
fn shows_an_error_without_the_value() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Port {
        #[database(env = "PORT", parse)]
        port: u16,
    }
    let error = Port::from_source(&[("PORT", "eighty")]).unwrap_err().to_string();
    assert!(error.contains("invalid digit found in string"), "{error}");
}
