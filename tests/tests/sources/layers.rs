//! Several sources. The first source with `NAME` or `NAME_FILE` has precedence for both.

use std::path::Path;
use std::rc::Rc;

use db_config::{DatabaseConfig, DatabaseUrl, DotEnv, Env, Origin, ProblemKind, Source, SourceError, source};
use tests::child::{again, is_child};

use crate::{Named, only_problem};

#[derive(DatabaseConfig, Debug)]
struct Config {
    database: DatabaseUrl,
}

fn host(source: &(impl Source + ?Sized)) -> String {
    let config = Config::from_source(source).unwrap_or_else(|error| panic!("{error}"));
    config.database.host().unwrap().to_owned()
}

/// Creates a file that contains a URL with this host.
fn file(directory: &Path, host: &str) -> String {
    let path = directory.join(host);
    std::fs::write(&path, format!("postgres://u@{host}/d\n")).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_first_source_with_one_of_the_two_counts() {
    let directory = tempfile::tempdir().unwrap();
    let path = file(directory.path(), "file");
    let url = [("DATABASE_URL", "postgres://u@own/d")];
    let in_file = [("DATABASE_URL_FILE", path.as_str())];
    let none = [("OTHER", "x")];
    assert_eq!(host(&url.or(in_file)), "own");
    assert_eq!(host(&in_file.or(url)), "file");
    assert_eq!(host(&none.or(in_file).or(url)), "file");
    assert_eq!(host(&none.or(url.or(in_file))), "own");
    assert_eq!(host(&in_file.or(none).or(none.or(url))), "file");
    assert_eq!(host(&url.or(Named(none, Origin::DotEnv)).or(in_file)), "own");
    // The rule also holds through pointers.
    let boxed: Box<dyn Source> = Box::new(in_file);
    assert_eq!(host(&boxed.or(url)), "file");
    let chain = url.or(in_file);
    let (dynamic, shared): (&dyn Source, Rc<dyn Source>) = (&chain, Rc::new(in_file.map(|(k, v)| (k, v.to_owned()))));
    assert_eq!((host(dynamic), host(&dynamic), host(&none.or(dynamic))), ("own".into(), "own".into(), "own".into()));
    assert_eq!(host(&shared.or(url)), "file");
    let boxed: Box<dyn Source> = Box::new(in_file.or(url));
    assert_eq!(host(&boxed), "file");
}

#[test]
fn an_empty_one_gives_way_in_any_source() {
    let directory = tempfile::tempdir().unwrap();
    let path = file(directory.path(), "file");
    let path = path.as_str();
    assert_eq!(host(&[("DATABASE_URL", "")].or([("DATABASE_URL_FILE", path)])), "file");
    assert_eq!(host(&[("DATABASE_URL_FILE", "")].or([("DATABASE_URL", "postgres://u@own/d")])), "own");
    // For the same name, the first source has precedence, even if its value is empty.
    let error = Config::from_source(&[("DATABASE_URL", "")].or([("DATABASE_URL", "postgres://u@own/d")])).unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Empty);
}

#[test]
fn both_in_one_place_are_an_error_that_names_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = file(directory.path(), "file");
    let both = [("DATABASE_URL", "postgres://u:S3cr3t@own/d"), ("DATABASE_URL_FILE", path.as_str())];
    for (source, place) in [
        (Box::new(both) as Box<dyn Source>, "source"),
        (Box::new([("OTHER", "x")].or(both).or([("DATABASE_URL", "postgres://u@other/d")])), "source"),
        (Box::new(Named(both, Origin::DotEnv)), ".env"),
        (Box::new([("OTHER", "x")].or(Named(both, Origin::Environment))), "environment"),
    ] {
        let error = Config::from_source(&source).unwrap_err();
        let expected = format!("both DATABASE_URL ({place}) and DATABASE_URL_FILE ({place}) are set");
        assert_eq!(only_problem(&error), ("DATABASE_URL", expected.as_str()));
        assert_eq!(error.problems()[0].kind(), ProblemKind::SetTwice);
        assert!(!error.to_string().contains("S3cr3t") && !error.problems()[0].help().is_empty(), "{error}");
    }
    // This source does not know the origin of its values.
    let own = source::from_fn(|name| both.iter().find(|(own, _)| *own == name).map(|(_, value)| *value));
    assert_eq!(Config::from_source(&own).unwrap_err().problems()[0].kind(), ProblemKind::SetTwice);
}

#[test]
fn an_unreadable_variable_is_an_error_unless_an_earlier_source_has_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = file(directory.path(), "file");
    let sealed = source::from_fn(|name| match name {
        "DATABASE_URL" => Err(SourceError::new("the vault is sealed")),
        _ => Ok(None),
    });
    let in_file = [("DATABASE_URL_FILE", path.as_str())];
    assert_eq!(host(&in_file.or(&sealed)), "file");
    for error in [Config::from_source(&(&sealed).or(in_file)), Config::from_source(&sealed)].map(Result::unwrap_err) {
        assert_eq!(only_problem(&error), ("DATABASE_URL", "the vault is sealed"));
    }
}

/// Lists the variables in the environment, those in the `.env` file, and the expected host.
const CASES: [(&str, &str, &str); 8] = [
    ("file", "url", "environment-file"),
    ("url", "file", "environment-own"),
    ("url", "url", "environment-own"),
    ("file", "file", "environment-file"),
    ("", "file", "dotenv-file"),
    ("", "url", "dotenv-own"),
    ("file", "url file", "environment-file"),
    ("url", "url file", "environment-own"),
];

#[test]
fn the_environment_wins_over_a_dotenv_file() {
    if is_child() {
        let expected = std::env::var("EXPECTED").unwrap();
        for source in [Box::new(DotEnv::load().unwrap()) as Box<dyn Source>, Box::new(Env.or(DotEnv::load().unwrap()))]
        {
            assert_eq!(host(&source), expected);
        }
        return;
    }
    for (environment, dotenv, expected) in CASES {
        let directory = tempfile::tempdir().unwrap();
        let variables = |of: &str, kinds: &str| -> Vec<(&str, String)> {
            let file = file(directory.path(), &format!("{of}-file"));
            let all =
                [("url", "DATABASE_URL", format!("postgres://u@{of}-own/d")), ("file", "DATABASE_URL_FILE", file)];
            let of = all.into_iter().filter(|(kind, ..)| kinds.split(' ').any(|it| it == *kind));
            of.map(|(_, name, value)| (name, value)).collect()
        };
        let lines: String =
            variables("dotenv", dotenv).iter().map(|(name, value)| format!("{name}={value}\n")).collect();
        std::fs::write(directory.path().join(".env"), lines).unwrap();
        let mut variables = variables("environment", environment);
        variables.push(("EXPECTED", expected.to_owned()));
        again("layers::the_environment_wins_over_a_dotenv_file", directory.path(), &variables);
    }
}

#[test]
fn both_in_a_dotenv_file_are_an_error() {
    let directory = tempfile::tempdir().unwrap();
    let path = file(directory.path(), "file");
    let env = directory.path().join(".env");
    std::fs::write(&env, format!("DATABASE_URL=postgres://u@own/d\nDATABASE_URL_FILE={path}\n")).unwrap();
    let error = Config::from_source(&DotEnv::from_path(&env).unwrap()).unwrap_err();
    assert_eq!(only_problem(&error).1, "both DATABASE_URL (.env) and DATABASE_URL_FILE (.env) are set");
}
