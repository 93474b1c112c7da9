//! Sources of variables: the environment, files and other crates, and their errors.

use std::collections::{BTreeMap, HashMap};

use db_config::{
    Chain, ConfigError, DatabaseConfig, DatabaseUrl, DotEnv, Env, ProblemKind, SecretDirectory, ServiceBinding, Source,
    SourceError, source,
};
use figment::providers::Format as _;

use super::search::{Search, forms, search_all};

#[derive(Debug, DatabaseConfig)]
#[database(libpq_env)]
#[allow(dead_code)]
struct Config {
    database: DatabaseUrl,
    #[database(env = "API_KEY", secret)]
    api_key: Option<String>,
}

fn read(search: &mut Search, source: &(impl Source + ?Sized)) -> Option<ConfigError> {
    match Config::load(source) {
        Ok(loaded) => {
            search.debug(&loaded.config.database);
            search.text("Source", &format!("{:?}", source.origin("DATABASE_URL")));
            None
        }
        Err(error) => {
            search.error(&error);
            Some(error)
        }
    }
}

#[test]
fn in_every_source() {
    search_all(
        search,
        forms! {
            Chain: Debug;
            ConfigError: Debug, Display, Error;
            DotEnv: Debug;
            Env: Debug;
            SecretDirectory: Debug;
            ServiceBinding: Debug;
            SourceError: Debug, Display, Error;
        },
    );
}

fn search(search: &mut Search) {
    let canary = search.canary.clone();
    let url = format!("postgres://app:{}@db.example.com/orders", canary.escaped());
    let secret = &*canary.secret;

    // The `Debug` of a chain includes that of its sources.
    let pairs = [("DATABASE_URL", url.clone()), ("API_KEY", secret.to_owned())];
    let map: BTreeMap<String, String> = pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let hash: HashMap<String, String> = map.clone().into_iter().collect();
    let chain = Env.or(pairs.clone());
    search.debug(&Env);
    search.debug(&chain);
    search.debug::<Chain<_, _>>(&map.clone().or(hash.clone()).or(pairs.to_vec()));
    assert!(read(search, &chain).is_none() && read(search, &map).is_none() && read(search, &hash).is_none());
    let boxed: Box<dyn Source> = Box::new(map);
    assert!(read(search, &boxed).is_none());
    let captured = url.clone();
    let function = source::from_fn(move |name| (name == "DATABASE_URL").then(|| captured.clone()));
    search.text("source", &format!("{function:?}"));
    assert!(read(search, &function).is_none());

    // These values are invalid.
    for value in [format!("{url} "), format!("\"{url}\""), format!("{url}?sslmode=maybe"), secret.to_owned()] {
        assert!(read(search, &[("DATABASE_URL", &value)]).is_some());
        files(search, &value);
    }
    not_paths(search, secret);
    libpq(search, secret);
    others(search, &url, secret);

    let error = SourceError::new("the vault is sealed");
    search.error(&error);
    assert!(read(search, &source::from_fn(|_| Err(error.clone()))).is_some());
}

/// Searches the errors of the file of a secret, of a secret in place of the file's name, and of `.env`.
fn files(search: &mut Search, value: &str) {
    let directory = tempfile::tempdir().expect("a directory can be created");
    let file = directory.path().join("secret");
    let path = file.to_str().expect("the path is UTF-8");
    std::fs::write(&file, format!("{value}\n")).expect("a file can be written");
    assert!(read(search, &[("DATABASE_URL_FILE", path)]).is_some());
    assert!(read(search, &[("DATABASE_URL_FILE", path), ("DATABASE_URL", value)]).is_some());
    std::fs::write(&file, [value.as_bytes(), &[0xff]].concat()).expect("a file can be written");
    assert!(read(search, &[("DATABASE_URL_FILE", path)]).is_some());
    assert!(read(search, &[("DATABASE_URL_FILE", value)]).is_some());
    assert!(read(search, &[("DATABASE_URL", "sqlite:a.db"), ("API_KEY_FILE", value)]).is_some());

    for name in ["DATABASE_URL", "uri", "password"] {
        std::fs::write(directory.path().join(name), value).expect("a file can be written");
    }
    let secrets = SecretDirectory::new(directory.path());
    search.debug(&secrets);
    assert!(read(search, &secrets).is_some());
    let binding = ServiceBinding::from_root(directory.path(), "");
    search.debug(&binding);
    assert!(read(search, &binding).is_some());

    for line in [format!("DATABASE_URL={value}"), format!("DATABASE_URL='{value}"), format!("{value}\n=")] {
        std::fs::write(&file, line).expect("a file can be written");
        match DotEnv::from_path(&file) {
            Ok(dotenv) => {
                search.debug(&dotenv);
                read(search, &dotenv);
            }
            Err(error) => search.error(&error),
        }
    }
}

/// Searches the errors of values that are not a file name.
fn not_paths(search: &mut Search, secret: &str) {
    for value in [
        format!("host=h password={secret}"),
        format!("password={secret}"),
        secret.to_owned(),
        format!("{secret} "),
        format!("app:{secret}@h/d"),
        format!("app/{secret}"),
        format!("./{secret}"),
        format!("postgres://app:{secret}@h/d"),
        format!("postgres:app:{secret}@h"),
        format!("//app:{secret}@h/d"),
        format!("DATABASE_URL={secret}"),
        format!("Server=h;Password={secret}"),
        format!("\"{secret}\""),
        format!("{secret}\nsecond line"),
    ] {
        let error = read(search, &[("DATABASE_URL_FILE", &value)]).expect(&value);
        assert_eq!(error.problems()[0].kind(), ProblemKind::Unreadable, "{error}");
    }
}

fn libpq(search: &mut Search, secret: &str) {
    let host = ("PGHOST", "db.example.com");
    assert!(read(search, &[host, ("PGPASSWORD", secret)]).is_none());
    for broken in [format!("\"{secret}\""), format!("{secret}\n")] {
        assert!(read(search, &[host, ("PGPASSWORD", &broken)]).is_some());
    }
    for name in ["PGPORT", "PGSSLMODE", "PGHOSTADDR", "PGCHANNELBINDING", "PGCONNECT_TIMEOUT", "PGSSLROOTCERT"] {
        assert!(read(search, &[host, ("PGPASSWORD", secret), (name, "\u{1}no\n")]).is_some(), "{name}");
    }
    // The secret is in the wrong variable.
    for name in ["PGPORT", "PGSSLMODE", "PGHOSTADDR", "PGREQUIRESSL", "PGTARGETSESSIONATTRS"] {
        assert!(read(search, &[host, (name, secret)]).is_some(), "{name}");
    }
}

/// Searches the errors of figment and config, also for values that are not strings.
fn others(search: &mut Search, url: &str, secret: &str) {
    let (url, quoted) = (toml::Value::from(url), toml::Value::from(secret));
    let texts = [
        (format!("database_url = {url}\napi_key = {quoted}"), true),
        (format!("database_url = [{url}]"), false),
        (format!("database_url = {{ url = {url} }}"), false),
        (format!("database_url = {quoted}"), false),
    ];
    for (text, is_valid) in texts {
        let figment = figment::Figment::from(figment::providers::Toml::string(&text));
        assert_eq!(read(search, &figment).is_none(), is_valid, "{text}");
        let file = config::File::from_str(&text, config::FileFormat::Toml);
        let config = config::Config::builder().add_source(file).build().expect("the file is TOML");
        assert_eq!(read(search, &config).is_none(), is_valid, "{text}");
    }
    let broken = format!("database_url = {url}\napi_key = {quoted} {quoted}");
    let figment = figment::Figment::from(figment::providers::Toml::string(&broken));
    assert!(read(search, &figment).is_some());
}
