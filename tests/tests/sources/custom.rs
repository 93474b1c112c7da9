//! Sources of the application, and chains of sources.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use db_config::{DatabaseConfig, DatabaseUrl, Env, ProblemKind, Source, SourceError, source};

#[derive(Debug, DatabaseConfig)]
struct Plain {
    database: DatabaseUrl,
    #[database(env = "EVENTS_URL")]
    events: Option<DatabaseUrl>,
}

fn hosts(source: &(impl Source + ?Sized)) -> (String, Option<String>) {
    let Plain { database, events } = Plain::from_source(source).unwrap();
    (database.host().unwrap().to_owned(), events.and_then(|url| url.host().map(str::to_owned)))
}

#[test]
fn a_source_can_be_chosen_at_run_time() {
    let map = HashMap::from([("DATABASE_URL", "postgres://map/d")]);
    let pairs = [("DATABASE_URL", "postgres://pairs/d")];
    let function = source::from_fn(|name| (name == "DATABASE_URL").then(|| "postgres://function/d".to_owned()));
    let sources: [&dyn Source; 3] = [&map, &pairs, &function];
    let found: Vec<String> = sources.iter().map(|source| hosts(*source).0).collect();
    assert_eq!(found, ["map", "pairs", "function"]);

    let boxes: Vec<Box<dyn Source>> = vec![Box::new(map.clone()), Box::new(pairs), Box::new(function)];
    let found: Vec<String> = boxes.iter().map(|source| hosts(source).0).collect();
    assert_eq!(found, ["map", "pairs", "function"]);
    let found: Vec<String> = boxes.iter().map(|source| hosts(&**source).0).collect();
    assert_eq!(found, ["map", "pairs", "function"]);

    let shared: Arc<dyn Source + Send + Sync> = Arc::new(pairs);
    let there = std::thread::spawn({
        let shared = Arc::clone(&shared);
        move || hosts(&shared).0
    });
    assert_eq!((there.join().unwrap(), hosts(&shared).0), ("pairs".to_owned(), "pairs".to_owned()));
    let counted: Rc<dyn Source> = Rc::new(pairs);
    assert_eq!(hosts(&counted).0, "pairs");
    // The box contains a source of another type.
    let sent: Box<dyn Source + Send> = Box::new(pairs);
    assert_eq!(hosts(&sent).0, "pairs");
    // These are pointers to a known source.
    let slice: Box<[(&str, &str)]> = Box::new(pairs);
    assert_eq!(
        (hosts(&slice).0, hosts(&&map).0, hosts(&Arc::new(map)).0),
        ("pairs".into(), "map".into(), "map".into())
    );
}

#[test]
fn two_sources_are_chained() {
    let first = [("DATABASE_URL", "postgres://first/d")];
    let second = HashMap::from([("DATABASE_URL", "postgres://second/d"), ("EVENTS_URL", "mongodb://second")]);
    let expected = ("first".to_owned(), Some("second".to_owned()));
    assert_eq!(hosts(&first.or(second.clone())), expected);
    assert_eq!(hosts(&(&first).or(&second)), expected);
    assert_eq!(hosts(&Env.or(&first).or(&second)), expected);
    let (dynamic, boxed): (&dyn Source, Box<dyn Source>) = (&second, Box::new(second.clone()));
    assert_eq!(hosts(&first.or(dynamic)), expected);
    assert_eq!(hosts(&dynamic.or(first)), ("second".to_owned(), Some("second".to_owned())));
    let chain: Box<dyn Source> = Box::new([("X", "")].or(first).or(boxed));
    assert_eq!(hosts(&chain), expected);
    // An empty variable counts as set.
    let empty = [("DATABASE_URL", "")].or(first);
    assert_eq!(Plain::from_source(&empty).unwrap_err().problems()[0].kind(), ProblemKind::Empty);
    assert_eq!(Env.or(first).get("DATABASE_URL").map(|url| url.is_some()), Ok(true));
}

#[test]
fn a_chain_does_not_skip_an_unreadable_variable() {
    let sealed = source::from_fn(|_| Err(SourceError::new("the vault is sealed")));
    let second = [("DATABASE_URL", "postgres://second/d")];
    let error = Plain::from_source(&sealed.or(second)).unwrap_err();
    assert!(error.problems().iter().all(|problem| problem.kind() == ProblemKind::Unreadable), "{error}");
    assert!(error.to_string().contains("the vault is sealed"), "{error}");
    let error = Plain::from_source(&[("EVENTS_URL", "mongodb://h")].or(sealed)).unwrap_err();
    assert!(error.to_string().contains("the vault is sealed"), "{error}");
}

#[test]
fn an_unreadable_variable_is_a_problem_of_its_own() {
    struct Broken;
    impl db_config::Source for Broken {
        fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
            if name == "EVENTS_URL" {
                Ok(Some("mongodb://h".to_owned()))
            } else {
                Err(SourceError::new("the vault is sealed"))
            }
        }
    }
    let error = Plain::from_source(&Broken).unwrap_err();
    assert!(error.problems().iter().all(|problem| problem.kind() == ProblemKind::Unreadable), "{error}");
    assert!(error.to_string().contains("the vault is sealed"), "{error}");
}

#[test]
fn every_shape_of_a_source() {
    let values = std::collections::BTreeMap::from([("DATABASE_URL", "postgres://h/d"), ("EVENTS_URL", "mongodb://h")]);
    let read = |name: &str| values.get(name).map(|value| (*value).to_owned());
    assert!(Plain::from_source(&values).is_ok());
    assert!(Plain::from_source(&values.iter().map(|(name, value)| (*name, *value)).collect::<Vec<_>>()).is_ok());
    assert!(Plain::from_source(&source::from_fn(read)).is_ok());
    assert!(Plain::from_source(&source::from_fn(|name| values.get(name).copied())).is_ok());
    assert!(Plain::from_source(&source::from_fn(|name| Ok::<_, SourceError>(read(name)))).is_ok());
    let error = Plain::from_source(&source::from_fn(|_| Err(SourceError::new("the vault is sealed")))).unwrap_err();
    assert_eq!(error.problems().len(), 2);
}

#[test]
fn a_chain_of_sources_shows_their_types() {
    let chain = Env.or([("DATABASE_URL", "postgres://app:S3cr3tPw@h/d")]);
    assert_eq!(format!("{chain:?}"), "Chain(db_config::source::Env, [(&str, &str); 1])");
}
