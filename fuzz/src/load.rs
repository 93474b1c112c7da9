//! Loads a whole configuration from arbitrary variables.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use db_config::resolved::{Sqlite, SqliteLocation};
use db_config::{
    Backend, DatabaseConfig, DatabaseUrl, FromDatabaseUrl, Host, MigrationTiming, PoolSettings, ProblemKind,
    SqliteFile, TlsMode, TlsPlan,
};
use serde::{Deserialize, Serialize};

use crate::canary::{assert_no_secret, secret, without_canary};
use crate::clients::mysql::check_mysql_async_parts;
use crate::clients::postgres::check_tokio_postgres_parts;
use crate::clients::{self, pool};
use crate::input;
use crate::parse::escaped;
use crate::value::without_memory_number;

#[derive(DatabaseConfig)]
#[database(debug)]
struct Config {
    main: DatabaseUrl,
    #[database(env("ORDERS_URL", "DATABASE_URL"), schemes("postgres", "mysql"), max_connections = 20)]
    orders: Option<(DatabaseUrl, PoolSettings)>,
    #[database(env = "PARTS_URL", parts, schemes("postgres", "mysql", "mongodb"))]
    parts: Option<DatabaseUrl>,
    #[database(env = "PG_URL", libpq_env, statement_timeout = "3s")]
    libpq: Option<tokio_postgres::Config>,
    #[database(env = "STRICT_URL", tls = "verify-full")]
    strict: Option<(Box<DatabaseUrl>, TlsPlan)>,
    #[database(env = "FILE_URL", default = "sqlite:app.db", busy_timeout = "1s")]
    file: SqliteFile,
    #[database(env = "PATH_URL", pathname, empty_as_none)]
    path: Option<PathBuf>,
    #[database(env = "MIGRATED_URL")]
    migrated: Option<(DatabaseUrl, MigrationTiming)>,
    replicas: Option<Vec<DatabaseUrl>>,
    #[database(env = "STORE_URL", default = "postgres://app:default@localhost/app", libpq_env)]
    store: Store,
    #[database(flatten, prefix = "SHOP_")]
    shop: Shop,
    #[database(env = "PORT", parse, default = "8080")]
    port: u16,
    #[database(env = "API_KEY", secret)]
    key: Option<String>,
    #[database(env = "WEIGHTS", secret, parse)]
    weights: Option<Vec<u8>>,
    #[database(env = "GRACE", parse, separator = ";", default = "1s;2m")]
    grace: Vec<Duration>,
    #[database(env = "VERBOSE", parse, empty_as_none)]
    verbose: Option<bool>,
}

#[derive(DatabaseConfig)]
#[database(debug)]
struct Shop {
    #[database(env = "URL")]
    database: Option<DatabaseUrl>,
    #[database(env = "NAME", parse, default = "shop")]
    name: String,
}

#[derive(DatabaseConfig)]
#[database(debug, busy_timeout = "4s")]
enum Store {
    #[database(busy_timeout = "3s")]
    Sqlite(SqliteFile),
    Postgres(Box<sqlx::postgres::PgConnectOptions>),
    MySql(mysql_async::Opts),
    MongoDb(Box<mongodb::options::ConnectionString>),
}

/// Reads the same values with serde.
#[derive(Serialize, Deserialize)]
struct Field {
    #[serde(with = "db_config::serde", default)]
    url: Option<DatabaseUrl>,
    #[serde(with = "db_config::serde", default)]
    urls: Vec<DatabaseUrl>,
}

type Variables = Vec<(String, String)>;

/// Parses a variable from each line. A line is `NAME=value` or `NAME|` with the parts of a URL. A `~` becomes the
/// canary if the value is a secret.
fn variables(data: &str) -> Variables {
    data.lines().take(24).filter_map(variable).collect()
}

fn variable(line: &str) -> Option<(String, String)> {
    let at = line.find(['=', '|'])?;
    let (name, text) = (without_canary(&line[..at]).into_owned(), &line[at + 1..]);
    if line[at..].starts_with('|') && !name.ends_with("_FILE") {
        let mut parts = text.split('|');
        let scheme = parts.next().unwrap_or_default();
        return Some((name, input::url(scheme, &mut parts)));
    }
    let is_secret = name.ends_with("PASSWORD") || ["API_KEY", "WEIGHTS", "SHOP_NAME"].contains(&&*name);
    let value = match text.strip_prefix('~') {
        Some(pattern) if is_secret => Cow::Owned(secret(pattern)),
        // Reading a device would never end.
        _ if name.ends_with("_FILE") && text == "~" => Cow::Borrowed(file().0.as_str()),
        _ if name.ends_with("_FILE") => Cow::Owned(format!("/dev/null/{}", without_canary(text))),
        _ => without_canary(text),
    };
    Some((name, value.into_owned()))
}

/// Returns the path and the content of a file with a secret.
fn file() -> &'static (String, String) {
    static FILE: OnceLock<(String, String)> = OnceLock::new();
    FILE.get_or_init(|| {
        // The path has a constant length, because loops over it steer the fuzzer.
        let path = std::env::temp_dir().join(format!("db-config-fuzz-{:010}", std::process::id()));
        let text = format!("postgres://app:{}@localhost/app", secret("%40"));
        std::fs::write(&path, format!("{text}\n")).expect("a temporary file");
        (path.to_str().expect("it is UTF-8").to_owned(), text)
    })
}

pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (serde, text) = text.strip_prefix('{').map_or((false, &*text), |text| (true, text));
    let variables = variables(text);
    let input = format!("{variables:?}");
    match serde {
        true => field(&variables, &input),
        false => config(&variables, &input),
    }
}

fn config(variables: &Variables, input: &str) {
    let loaded = Config::load(variables);
    let report = Config::report(variables);
    let loaded = match (loaded, report) {
        (Ok(loaded), Ok(report)) => {
            let json = serde_json::to_string(&report).expect("a report is JSON");
            let mut shown = format!("{report} {report:?} {json} {:?} {:#?}", loaded.config, loaded.config);
            for warning in &loaded.warnings {
                let _ = write!(shown, " {warning} {warning:?}");
            }
            assert_no_secret(&shown, input);
            assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{input}: {shown:?}");
            assert_eq!(loaded.warnings, report.warnings(), "{input}");
            loaded.config
        }
        (Err(error), Err(again)) => {
            assert_no_secret(&format!("{error} {:?}", error.problems()), input);
            assert_eq!(error.to_string(), again.to_string(), "{input}");
            for problem in error.problems() {
                let texts = [problem.variable(), problem.field(), problem.message()];
                assert!(!texts.contains(&""), "{input}: {problem:?}");
                // The messages of a type's own parser and of a client need no help.
                let needs_help = !matches!(problem.kind(), ProblemKind::InvalidValue | ProblemKind::RejectedByClient);
                assert!(!problem.help().is_empty() || !needs_help, "{input}: {problem:?}");
            }
            return;
        }
        (Ok(_), Err(error)) | (Err(error), Ok(_)) => panic!("{input}: only one of two reads fails: {error}"),
    };
    assert_values(&loaded, variables, input);
}

/// Holds the variables and reads their expected values by the rules of the loader.
struct Expected<'a>(&'a Variables);

impl<'a> Expected<'a> {
    /// Returns the value of a variable or of its file. An empty variable gives way to its file.
    fn text(&self, name: &str) -> Option<&'a str> {
        let own = self.value(name);
        let file = || self.value(&format!("{name}_FILE")).map(|_| file().1.as_str());
        own.filter(|text| !text.is_empty()).or_else(file).or(own)
    }

    fn value(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the value with `empty_as_none`.
    fn filled(&self, name: &str) -> Option<&'a str> {
        self.text(name).filter(|text| !text.is_empty())
    }

    /// Returns the value of a libpq variable. An empty one counts as unset.
    fn libpq(&self, name: &str) -> Option<&'a str> {
        let value = if name == "PGPASSWORD" { self.text(name) } else { self.value(name) };
        value.filter(|value| !value.is_empty())
    }

    /// Returns the user and the password from the variables next to the URL's.
    fn login(&self, base: &str, text: &str, is_default: bool) -> [Option<&'a str>; 2] {
        let url = reparsed(text);
        let mechanism = url.query_pairs().find(|(name, _)| name.eq_ignore_ascii_case("authMechanism"));
        let has_password = |mechanism: &str| {
            let mechanism = mechanism.to_ascii_uppercase();
            !["MONGODB-X509", "MONGODB-OIDC", "GSSAPI"].contains(&&*mechanism)
        };
        if url.backend() == Backend::MongoDb && mechanism.is_some_and(|(_, mechanism)| !has_password(mechanism)) {
            return [None, None];
        }
        let set = |ending: &str| self.filled(&format!("{base}{ending}"));
        let (user, password) = (set("_USER").or(set("_USERNAME")), set("_PASSWORD"));
        match url.username() {
            // The password of the default is not that of another user.
            own if is_default && password.is_none() && user.is_some() && own != user => [user, Some("")],
            _ if is_default => [user, password],
            Some(own) if user.is_some_and(|user| user != own) => [None, None],
            own => [user.filter(|_| own.is_none()), password.filter(|_| url.password().is_none_or(str::is_empty))],
        }
    }

    /// Returns the value of a part: that of its first variable that is not empty. The others have to agree.
    fn part(&self, endings: &[&str]) -> Option<&'a str> {
        endings.iter().find_map(|ending| self.filled(&format!("PARTS_{ending}")))
    }

    fn names_a_server(&self) -> bool {
        ["PGHOST", "PGHOSTADDR", "PGDATABASE"].iter().any(|name| self.libpq(name).is_some())
    }
}

/// Asserts that every value comes from its own variable, or is the default value.
fn assert_values(config: &Config, variables: &Variables, input: &str) {
    let expected = Expected(variables);
    let urls = [
        (Some(&config.main), expected.text("DATABASE_URL")),
        (config.orders.as_ref().map(|(url, _)| url), expected.filled("ORDERS_URL").or(expected.text("DATABASE_URL"))),
        (config.strict.as_ref().map(|(url, _)| &**url), expected.text("STRICT_URL")),
        (config.migrated.as_ref().map(|(url, _)| url), expected.text("MIGRATED_URL")),
        (config.shop.database.as_ref(), expected.text("SHOP_URL")),
    ];
    for (url, text) in urls {
        assert_eq!(url.map(DatabaseUrl::expose_secret), text, "{input}");
    }
    if let Some((url, pool)) = &config.orders {
        orders(url, pool, &expected, input);
    }
    if let Some((url, plan)) = &config.strict {
        assert_eq!((plan, plan.mode() >= TlsMode::VerifyFull || url.hosts().is_empty()), (url.tls(), true), "{input}");
    }
    if let Some((url, migration)) = &config.migrated {
        assert_eq!(*migration == MigrationTiming::AtStartup, url.migrates_at_startup(), "{input}");
    }
    assert_eq!(
        config.replicas.as_deref().map(list),
        expected.text("DATABASE_REPLICA_URLS").map(without_spaces),
        "{input}"
    );
    parts(config.parts.as_ref(), &expected, input);
    libpq(config.libpq.as_ref(), &expected, input);
    let timeout = expected.text("FILE_BUSY_TIMEOUT").or(Some("1s"));
    assert_file(&config.file, expected.text("FILE_URL").unwrap_or("sqlite:app.db"), timeout, input);
    path(config.path.as_deref(), expected.filled("PATH_URL"), input);
    store(&config.store, &expected, input);
    plain(config, &expected, input);
}

/// Asserts that the pool options come from the URL, a variable or the attribute.
fn orders(url: &DatabaseUrl, settings: &PoolSettings, expected: &Expected<'_>, input: &str) {
    pool::check(settings, url);
    let variable =
        if expected.filled("ORDERS_URL").is_some() { "ORDERS_MAX_CONNECTIONS" } else { "DATABASE_MAX_CONNECTIONS" };
    let alone = reparsed(url.expose_secret());
    let of_url = pool::options(&alone).max_connections.map(|given| given.value);
    let of_variable = expected.text(variable).map(|count| count.parse().expect("it was accepted"));
    assert_eq!(settings.max_connections(), of_url.or(of_variable).or(Some(20)), "{input}");
}

/// Asserts that each part of the URL is the literal value of its variable. Next to a URL, a variable sets only a part that
/// the URL leaves out.
fn parts(url: Option<&DatabaseUrl>, expected: &Expected<'_>, input: &str) {
    let host = expected.part(&["HOST", "HOSTNAME", "SERVER", "ADDRESS"]);
    let port = expected.part(&["PORT"]).filter(|port| !port.starts_with("tcp://") && !port.starts_with("udp://"));
    let port = port.map(|port| port.parse::<u16>().expect("it was accepted"));
    let user = expected.part(&["USER", "USERNAME"]);
    let password = expected.part(&["PASSWORD", "PASS", "PWD"]);
    let name = expected.part(&["NAME", "DATABASE", "DATABASE_NAME", "DATABASENAME", "DB", "DB_NAME", "DBNAME"]);
    let given = expected.filled("PARTS_URL").map(reparsed);
    let Some(url) = url else {
        assert!(given.is_none() && host.or(user).or(password).or(name).is_none() && port.is_none(), "{input}");
        return;
    };
    let parsed = reparsed(url.expose_secret());
    assert_eq!(parsed.hosts(), url.hosts(), "{input}");
    if let Some(host) = host {
        let is_same = |own: &str| own.eq_ignore_ascii_case(host) || host == format!("[{own}]");
        assert!(matches!(url.hosts(), [own] if is_same(own.name())), "{input}: {:?}", url.hosts());
        assert_eq!(url.hosts()[0].is_socket(), host.starts_with('/'), "{input}");
    }
    // A socket of MySQL or MongoDB has no port.
    let is_socket = url.hosts().iter().any(Host::is_socket);
    if port.is_some() && (url.backend() == Backend::Postgres || !is_socket) {
        assert!(url.hosts().iter().all(|host| host.port() == port), "{input}: {:?}", url.hosts());
    }
    let Some(given) = given else {
        assert!(host.is_some(), "{input}");
        assert_eq!((url.username(), url.database()), (user, name), "{input}");
        assert!(url.password() == password || user.is_none() && url.password().is_none(), "{input}");
        // MySQL's socket is a query parameter.
        assert!(parsed.query_pairs().all(|(name, _)| name == "socket"), "{input}");
        return;
    };
    assert!(name.is_none() || url.database() == name, "{input}");
    assert!(name.is_some() || url.database() == given.database(), "{input}");
    assert!(host.is_some() || url.hosts().iter().map(Host::name).eq(given.hosts().iter().map(Host::name)), "{input}");
    assert!([given.username(), user].contains(&url.username()), "{input}");
    let is_set = |password: &&str| !password.is_empty();
    assert!([given.password().filter(is_set), password].contains(&url.password().filter(is_set)), "{input}");
    // A part that is filled in replaces an empty parameter. The database of MongoDB's user stays the same.
    let other = |(name, value): &(&str, &str)| !value.is_empty() && !["host", "authSource"].contains(name);
    assert!(parsed.query_pairs().filter(other).all(|pair| given.query_pairs().any(|own| own == pair)), "{input}");
}

/// Joins the URLs of a list without the whitespace around its commas.
fn list(urls: &[DatabaseUrl]) -> String {
    without_spaces(&urls.iter().map(DatabaseUrl::expose_secret).collect::<Vec<_>>().join(","))
}

fn without_spaces(list: &str) -> String {
    list.split(',').map(str::trim).collect::<Vec<_>>().join(",")
}

fn libpq(config: Option<&tokio_postgres::Config>, expected: &Expected<'_>, input: &str) {
    let text = expected.text("PG_URL").or(expected.names_a_server().then_some("postgres://"));
    assert_eq!(config.is_some(), text.is_some(), "{input}");
    let Some((config, text)) = config.zip(text) else { return };
    check_tokio_postgres_parts(config, &with_libpq(text, "PG", expected, false));
    let options = config.get_options().unwrap_or_default();
    assert!(options.contains("statement_timeout="), "{input}: {options}");
}

/// Returns the URL with the user and the password of the variables.
fn with_login(text: &str, [user, password]: [Option<&str>; 2]) -> String {
    if user.or(password).is_none() {
        return text.to_owned();
    }
    let url = reparsed(text);
    let (scheme, rest) = text.split_once("//").expect("it is the URL of a server");
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let rest = authority.rfind('@').map_or(rest, |at| &rest[at + 1..]);
    let user = user.or(url.username()).map(escaped).unwrap_or_default();
    let password = match password {
        Some("") => None,
        password => password.or(url.password()).map(escaped),
    };
    match (user.is_empty(), password) {
        // The user of the operating system.
        (true, Some(password)) => {
            let separator = if rest.contains('?') { '&' } else { '?' };
            format!("{scheme}//{rest}{separator}password={password}")
        }
        (_, Some(password)) => format!("{scheme}//{user}:{password}@{rest}"),
        (_, None) => format!("{scheme}//{user}@{rest}"),
    }
}

/// Returns the URL with libpq's variables as query parameters. They fill in missing parts, and override those of a
/// default URL. The variables of the user and the password, which begin with `base`, come before them.
fn with_libpq(text: &str, base: &str, expected: &Expected<'_>, is_default: bool) -> DatabaseUrl {
    let login = expected.login(base, text, is_default);
    let text = &*with_login(text, login);
    let url = reparsed(text);
    let has = |key: &str| url.query_pairs().any(|(name, _)| name.eq_ignore_ascii_case(key));
    let authority = text.split(['/', '?']).nth(2).unwrap_or_default();
    let hosts = authority.rsplit('@').next().unwrap_or_default();
    let has_list = hosts.contains(',');
    let open = [
        ("host", "PGHOST", !has("host") && !has_list && hosts.split(':').next() == Some("")),
        ("hostaddr", "PGHOSTADDR", !has("hostaddr")),
        ("port", "PGPORT", !has("port") && !has_list && url.hosts().iter().all(|host| host.port().is_none())),
        ("user", "PGUSER", url.username().is_none()),
        ("password", "PGPASSWORD", url.password().is_none_or(str::is_empty)),
        ("dbname", "PGDATABASE", url.database().is_none()),
    ];
    let [user, password] = login.map(|part| part.is_some_and(|part| !part.is_empty()));
    let is_set = |key: &str| key == "user" && user || key == "password" && password;
    let by_variable = open.iter().filter_map(|(key, variable, is_open)| {
        Some((*key, expected.libpq(variable).filter(|_| (*is_open || is_default) && !is_set(key))?))
    });
    // An empty parameter has no effect, but would contradict the variable.
    let is_empty = |(name, value): (&str, &str)| {
        value.is_empty() && ["user", "dbname"].iter().any(|key| name.eq_ignore_ascii_case(key))
    };
    let own = url.query_pairs().filter(|pair| !is_empty(*pair));
    let pairs: Vec<_> =
        own.chain(by_variable).map(|(key, value)| format!("{}={}", escaped(key), escaped(value))).collect();
    reparsed(&format!("{}?{}", text.split('?').next().unwrap_or_default(), pairs.join("&")))
}

fn reparsed(text: &str) -> DatabaseUrl {
    text.parse().unwrap_or_else(|error| panic!("{text:?}: it was accepted: {error}"))
}

/// Asserts that a file has the options of its URL. Only the timeout also has a variable and an attribute.
fn assert_file(file: &SqliteFile, text: &str, default_timeout: Option<&str>, input: &str) {
    let Some(url) = url_of_file(text) else {
        assert_eq!(file.path, Path::new(text), "{input}");
        assert_eq!(file.busy_timeout, default_timeout.and_then(duration), "{input}");
        return;
    };
    let mut expected = SqliteFile::from_database_url(&url).expect("it was accepted");
    expected.busy_timeout = expected.busy_timeout.or(default_timeout.and_then(duration));
    let shown = |file: &SqliteFile| without_memory_number(&format!("{file:?}"));
    assert_eq!(shown(file), shown(&expected), "{input}");
}

/// Returns the URL of a file, or `None` for a path without a scheme.
fn url_of_file(text: &str) -> Option<DatabaseUrl> {
    if text == ":memory:" { Some(reparsed("sqlite::memory:")) } else { text.parse().ok() }
}

/// Asserts that the path is JavaScript's pathname, the name of an in-memory database, or the path without a scheme.
fn path(path: Option<&Path>, text: Option<&str>, input: &str) {
    let of_url = |url: DatabaseUrl| match Sqlite::resolve(&url).map(|it| it.location) {
        Ok(SqliteLocation::Memory(_)) => PathBuf::from_database_url(&url).expect("it was accepted"),
        _ => url.pathname().into(),
    };
    let expected = text.map(|text| url_of_file(text).map_or_else(|| PathBuf::from(text), of_url));
    let shown = |path: &Path| without_memory_number(path.to_str().expect("it is UTF-8"));
    assert_eq!(path.map(shown), expected.as_deref().map(shown), "{input}");
}

/// Asserts that the scheme selects the variant.
fn store(store: &Store, expected: &Expected<'_>, input: &str) {
    let text = expected.text("STORE_URL");
    let (text, is_default) = (text.unwrap_or("postgres://app:default@localhost/app"), text.is_none());
    let with_login_of_store = || reparsed(&with_login(text, expected.login("STORE", text, is_default)));
    match (store, reparsed(text).backend()) {
        (Store::Sqlite(file), Backend::Sqlite) => {
            // The option of the variant has precedence over that of the enum.
            assert_file(file, text, expected.text("STORE_BUSY_TIMEOUT").or(Some("3s")), input);
        }
        (Store::Postgres(options), Backend::Postgres) => {
            clients::postgres::v0_9::check_parts(options, &with_libpq(text, "STORE", expected, is_default));
        }
        (Store::MySql(options), Backend::MySql) => check_mysql_async_parts(options, &with_login_of_store()),
        (Store::MongoDb(string), Backend::MongoDb) => clients::mongodb::check_parts(string, &with_login_of_store()),
        (_, backend) => panic!("{input}: the variant is not that of {backend:?}"),
    }
}

fn plain(config: &Config, expected: &Expected<'_>, input: &str) {
    assert_eq!(expected.text("SHOP_NAME").unwrap_or("shop"), config.shop.name, "{input}");
    assert_eq!(expected.text("PORT").unwrap_or("8080").parse(), Ok(config.port), "{input}");
    assert_eq!(expected.text("API_KEY"), config.key.as_deref(), "{input}");
    let weights = expected.text("WEIGHTS").map(|list| items(list, ',').map(str::parse).collect());
    assert_eq!(weights, config.weights.clone().map(Ok), "{input}");
    let grace = items(expected.text("GRACE").unwrap_or("1s;2m"), ';').map(duration);
    assert!(grace.eq(config.grace.iter().copied().map(Some)), "{input}: {:?}", config.grace);
    let verbose = expected.filled("VERBOSE").map(str::to_lowercase);
    assert_eq!(verbose.map(|value| ["true", "1", "on", "yes"].contains(&&*value)), config.verbose, "{input}");
}

/// Splits a list. A list of whitespace is empty.
fn items(list: &str, separator: char) -> impl Iterator<Item = &str> {
    list.split(separator).map(str::trim).filter(move |_| !list.trim().is_empty())
}

/// Parses a duration such as `1h30m`.
fn duration(text: &str) -> Option<Duration> {
    if text.bytes().all(|byte| byte == b'0') {
        return Some(Duration::ZERO);
    }
    let (mut sum, mut rest) = (Duration::ZERO, text);
    while !rest.is_empty() {
        let (number, behind) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?);
        let (unit, behind) = behind.split_at(behind.find(|c: char| c.is_ascii_digit()).unwrap_or(behind.len()));
        let milliseconds = match unit.to_ascii_lowercase().as_str() {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return None,
        };
        sum += Duration::from_millis(number.parse::<u64>().ok()? * milliseconds);
        rest = behind;
    }
    Some(sum)
}

fn field(variables: &Variables, input: &str) {
    let texts: Vec<&str> = variables.iter().map(|(_, value)| value.as_str()).collect();
    let json = match texts[..] {
        [text] => serde_json::json!({ "url": text }),
        _ => serde_json::json!({ "urls": texts }),
    };
    match serde_json::from_value::<Field>(json) {
        Ok(field) => {
            let shown = serde_json::to_string(&field).expect("it is JSON");
            assert_no_secret(&shown, input);
            let read: Vec<&str> = field.url.iter().chain(&field.urls).map(DatabaseUrl::expose_secret).collect();
            assert_eq!(read, texts, "{input}");
        }
        Err(error) => assert_no_secret(&format!("{error} {error:?}"), input),
    }
}
