//! Type aliases: how a field is read depends on its type, not on the name of the type.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use db_config::{DatabaseConfig, DatabaseUrl, ProblemKind, WarningKind};

type Maybe<T> = Option<T>;
type Many<T> = Vec<T>;
type MaybeMany<T> = Maybe<Many<T>>;
type Flag = bool;
type Wait = std::time::Duration;
type Directory = PathBuf;

const NOTHING: [(&str, &str); 0] = [];

#[derive(DatabaseConfig)]
#[database(debug)]
struct Urls {
    one: DatabaseUrl,
    #[database(env = "CACHE_URL")]
    maybe: Maybe<PathBuf>,
    many: Many<DatabaseUrl>,
    #[database(env = "SHARDS_URLS")]
    maybe_many: MaybeMany<DatabaseUrl>,
    #[database(env = "ARCHIVE_URLS")]
    written: Option<Vec<DatabaseUrl>>,
}

#[test]
fn aliases_of_urls() {
    let variables: Vec<_> = Urls::fields().iter().map(|setting| setting.variables().join(" ")).collect();
    assert_eq!(variables, ["DATABASE_URL", "CACHE_URL", "DATABASE_REPLICA_URLS", "SHARDS_URLS", "ARCHIVE_URLS"]);
    let optional: Vec<_> = Urls::fields().iter().map(db_config::Field::is_optional).collect();
    assert_eq!(optional, [false, true, false, true, true]);

    let few = [("DATABASE_URL", "sqlite:/a"), ("DATABASE_REPLICA_URLS", "sqlite:/b,sqlite:/c")];
    let urls = Urls::from_source(&few).unwrap();
    assert_eq!((urls.one.expose_secret(), urls.many.len()), ("sqlite:/a", 2));
    assert!(urls.maybe.is_none() && urls.maybe_many.is_none() && urls.written.is_none());
    let shown = format!("{urls:?}");
    assert!(
        shown.contains("maybe: None from CACHE_URL, many: [sqlite:/b, sqlite:/c] from DATABASE_REPLICA_URLS"),
        "{shown}"
    );

    let all = [("CACHE_URL", "sqlite:/d"), ("SHARDS_URLS", "sqlite:/e"), ("ARCHIVE_URLS", "")];
    let urls = Urls::from_source(&[few[0], few[1], all[0], all[1], all[2]]).unwrap();
    assert_eq!(urls.maybe.as_deref(), Some(Path::new("/d")));
    assert_eq!((urls.maybe_many.map(|urls| urls.len()), urls.written.map(|urls| urls.len())), (Some(1), Some(0)));

    let error = Urls::from_source(&NOTHING).unwrap_err();
    let unset: Vec<_> = error.problems().iter().map(|problem| (problem.variable(), problem.kind())).collect();
    assert_eq!(unset, [("DATABASE_URL", ProblemKind::Missing), ("DATABASE_REPLICA_URLS", ProblemKind::Missing)]);
}

#[derive(Debug, PartialEq)]
struct Duration(u8);

impl FromStr for Duration {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Duration)
    }
}

#[derive(DatabaseConfig)]
struct Plain {
    #[database(env = "FLAG", parse)]
    flag: Flag,
    #[database(env = "FLAGS", parse, separator = ";")]
    flags: MaybeMany<Flag>,
    #[database(env = "WAIT", parse, empty_as_none)]
    wait: Maybe<Wait>,
    #[database(env = "WAITS", parse)]
    waits: Many<Box<Wait>>,
    #[database(env = "NAMES", parse)]
    names: Option<Vec<String>>,
    #[database(env = "DIRECTORY", parse)]
    directory: Directory,
    #[database(env = "OWN", parse)]
    own: Duration,
}

#[test]
fn aliases_of_plain_variables() {
    let source = [
        ("FLAG", "yes"),
        ("FLAGS", "on;0"),
        ("WAIT", ""),
        ("WAITS", "30s,1m"),
        ("NAMES", "a, b"),
        ("DIRECTORY", "/data"),
        ("DIRECTORY_FILE", "/none"),
        ("OWN", "7"),
    ];
    let plain = Plain::from_source(&source).unwrap();
    assert_eq!((plain.flag, plain.flags), (true, Some(vec![true, false])));
    assert_eq!((plain.wait, plain.waits.len(), *plain.waits[1]), (None, 2, Wait::from_secs(60)));
    assert_eq!(plain.names, Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!((&*plain.directory, plain.own), (Path::new("/data"), Duration(7)));

    let error = Plain::from_source(&[("FLAG", "maybe")]).err().unwrap();
    let unset: Vec<_> = error.problems().iter().map(|problem| (problem.variable(), problem.kind())).collect();
    assert_eq!(
        unset,
        [
            ("FLAG", ProblemKind::InvalidValue),
            ("WAITS", ProblemKind::Missing),
            ("DIRECTORY", ProblemKind::Missing),
            ("OWN", ProblemKind::Missing),
        ],
    );
    assert_eq!(error.problems()[0].message(), "invalid boolean");
    assert!(!error.problems()[2].help().contains("DIRECTORY_FILE"), "{error}");
}

#[derive(DatabaseConfig)]
#[database(debug)]
struct Generic<T, P> {
    many: Many<T>,
    #[database(env = "MAYBE_URL")]
    maybe: Maybe<T>,
    #[database(env = "LISTS")]
    both: MaybeMany<Box<T>>,
    #[database(env = "PORTS", parse)]
    plain: Option<Vec<P>>,
    fixed: DatabaseUrl,
}

#[test]
fn aliases_in_a_generic_type() {
    let source = [
        ("DATABASE_REPLICA_URLS", "sqlite:/a,sqlite:/b"),
        ("LISTS", "sqlite:/c"),
        ("PORTS", "1,2"),
        ("DATABASE_URL", "sqlite:/d"),
    ];
    let generic = Generic::<PathBuf, u16>::from_source(&source).unwrap();
    assert_eq!(generic.many, [Path::new("/a"), Path::new("/b")]);
    assert_eq!(
        (generic.maybe, generic.both, generic.plain),
        (None, Some(vec![Box::new("/c".into())]), Some(vec![1, 2]))
    );
    assert_eq!(generic.fixed.expose_secret(), "sqlite:/d");
    let variables: Vec<_> =
        Generic::<DatabaseUrl, u8>::fields().iter().map(|setting| setting.variables().join(" ")).collect();
    assert_eq!(variables, ["DATABASE_REPLICA_URLS", "MAYBE_URL", "LISTS", "PORTS", "DATABASE_URL"]);
}

struct Tagged<C>(DatabaseUrl, std::marker::PhantomData<C>);

impl<C> db_config::FromDatabaseUrl for Tagged<C> {
    const BACKENDS: db_config::Backends = db_config::Backends::ALL;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, db_config::UrlError> {
        Ok(Tagged(url.clone(), std::marker::PhantomData))
    }
}

#[test]
fn a_type_with_the_configuration_itself() {
    #[derive(DatabaseConfig)]
    struct Config {
        tagged: Maybe<Tagged<Self>>,
    }

    let config = Config::from_source(&[("DATABASE_URL", "sqlite:/a")]).unwrap();
    assert_eq!(config.tagged.unwrap().0.expose_secret(), "sqlite:/a");
}

#[test]
fn load_returns_everything() {
    #[derive(DatabaseConfig)]
    struct Config {
        file: PathBuf,
        #[database(env = "PORT", parse)]
        port: Maybe<u16>,
    }

    let source = [("DATABASE_URL", "sqlite:/app.db?connection_limit=1"), ("PORT", "80")];
    let loaded = Config::load(&source).unwrap();
    assert_eq!((&*loaded.config.file, loaded.config.port), (Path::new("/app.db"), Some(80)));
    let unsupported = WarningKind::Unsupported { parameter: "connection_limit".to_owned() };
    assert_eq!(loaded.warnings.iter().map(db_config::Warning::kind).collect::<Vec<_>>(), [&unsupported]);
    let values: Vec<_> = loaded.report.entries().iter().map(|entry| (entry.field(), entry.value())).collect();
    assert_eq!(values, [("file", Some("sqlite:/app.db?connection_limit=1")), ("port", Some("80"))]);

    // The other functions return the same values.
    assert_eq!(loaded.warnings, loaded.report.warnings());
    assert_eq!(loaded.warnings, Config::warnings(&source).unwrap());
    assert_eq!(loaded.report.to_string(), Config::report(&source).unwrap().to_string());
    assert_eq!(loaded.config.file, Config::from_source(&source).unwrap().file);
    assert_eq!(Config::load(&NOTHING).err(), Config::from_source(&NOTHING).err());
}

#[test]
fn every_field_is_read_after_a_problem() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        first: DatabaseUrl,
        #[database(env = "SECOND_URL", max_connections = 5)]
        second: (DatabaseUrl, db_config::PoolSettings),
        #[database(env = "PORT", parse)]
        port: u16,
    }

    let source = [("SECOND_URL", "postgres://h/d"), ("SECOND_MAX_CONNECTIONS", "many"), ("PORT", "x")];
    let error = Config::from_source(&source).err().unwrap();
    let variables: Vec<_> = error.problems().iter().map(db_config::Problem::variable).collect();
    assert_eq!(variables, ["DATABASE_URL", "SECOND_MAX_CONNECTIONS", "PORT"]);
}
