//! Cases of URLs and environment variables.

use std::fmt;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use tests::escaped;
use tests::servers::{self, certificates};

use super::clients::{Client, Family, Source, source};
use super::rules::{Ours, Rule};

/// A URL and environment variables.
pub struct Case {
    pub url: String,
    variables: Vec<(&'static str, String)>,
    exceptions: Vec<(Option<Family>, Rule, Ours)>,
}

impl Case {
    /// Adds an exception for every client: its result differs from that of psql.
    pub fn all(mut self, rule: Rule, ours: Ours) -> Self {
        self.exceptions.push((None, rule, ours));
        self
    }

    /// Adds an exception for these clients: their result differs from that of psql.
    pub fn but(mut self, families: &[Family], rule: Rule, ours: Ours) -> Self {
        self.exceptions.extend(families.iter().map(|family| (Some(*family), rule, ours)));
        self
    }

    pub fn variables(&self) -> Vec<(&str, &str)> {
        self.variables.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }

    pub fn source(&self) -> Source {
        source(&self.url, &self.variables())
    }

    pub fn exception(&self, client: &Client) -> Option<(Rule, Ours)> {
        let is_for = |family: &Option<Family>| family.is_none_or(|family| family == client.family);
        self.exceptions.iter().find(|(family, ..)| is_for(family)).map(|(_, rule, ours)| (*rule, *ours))
    }
}

/// Formats the case as a shell command.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.variables.iter().try_for_each(|(name, value)| write!(f, "{name}='{value}' "))?;
        write!(f, "psql '{}'", self.url)
    }
}

/// The values of the placeholders in the cases: parts of the servers' URLs, and paths of files.
pub struct Places {
    names: Vec<(&'static str, String)>,
    _directory: tempfile::TempDir,
}

impl Places {
    pub fn new() -> Self {
        let (tls, plain) = (servers::postgres(), servers::postgres_without_tls());
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name).to_str().unwrap().to_owned();
        let write = |name: &str, content: &str, mode| {
            fs::write(path(name), content).unwrap();
            fs::set_permissions(path(name), Permissions::from_mode(mode)).unwrap();
        };
        let password = tls.password.replace('\\', r"\\").replace(':', r"\:");
        let (user, port) = (tls.user, tls.port);
        write("right", &format!("# comment\n*:*:*:{user}:{password}\n"), 0o600);
        write("wrong", &format!("*:*:*:{user}:wrong\n*:*:*:{user}:{password}\n"), 0o600);
        write("open", &format!("*:*:*:{user}:{password}\n"), 0o644);
        write("exact", &format!("localhost:{port}:{user}:{user}:{password}\n"), 0o600);
        fs::create_dir(path("home")).unwrap();
        write("home/.pgpass", &format!("*:*:*:{user}:{password}\n"), 0o600);
        let names = vec![
            ("{tls}", tls.port.to_string()),
            ("{plain}", plain.port.to_string()),
            ("{socket}", tls.socket.to_str().unwrap().to_owned()),
            ("{%socket}", escaped(tls.socket.to_str().unwrap())),
            ("{pw}", tls.password.to_owned()),
            ("{%pw}", escaped(tls.password)),
            ("{ca}", certificates().ca.to_str().unwrap().to_owned()),
            ("{other_ca}", certificates().other_ca.to_str().unwrap().to_owned()),
            ("{missing}", path("missing")),
            ("{right}", path("right")),
            ("{%right}", escaped(&path("right"))),
            ("{wrong}", path("wrong")),
            ("{%wrong}", escaped(&path("wrong"))),
            ("{open}", path("open")),
            ("{exact}", path("exact")),
            ("{home}", path("home")),
        ];
        Self { names, _directory: directory }
    }

    pub fn case(&self, url: &str, variables: &[(&'static str, &str)]) -> Case {
        let fill_in = |text: &str| {
            let text = self.names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value));
            assert!(!text.contains(['{', '}']), "{text}");
            text
        };
        let variables = variables.iter().map(|(name, value)| (*name, fill_in(value))).collect();
        Case { url: fill_in(url), variables, exceptions: Vec::new() }
    }
}

/// Returns all cases except those of TLS.
pub fn cases(places: &Places) -> Vec<Case> {
    let mut all = Vec::new();
    let mut plain = |cases: &[(&str, &[(&'static str, &str)])]| {
        all.extend(cases.iter().map(|(url, variables)| places.case(url, variables)));
    };
    plain(USERS_AND_PASSWORDS);
    plain(PASSWORD_FILES);
    plain(DATABASES);
    plain(SERVERS);
    plain(SESSIONS);
    all.extend(with_rules(places));
    all
}

type Cases<'a> = &'a [(&'a str, &'a [(&'static str, &'a str)])];

const USERS_AND_PASSWORDS: Cases<'_> = &[
    ("postgres://localhost:{tls}", &[("PGUSER", "app"), ("PGPASSWORD", "{pw}")]),
    ("postgresql://localhost:{tls}/app", &[("PGUSER", "app"), ("PGPASSWORD", "{pw}")]),
    ("postgres://localhost:{tls}/app", &[("PGUSER", "nobody"), ("PGPASSWORD", "{pw}")]),
    ("postgres://app@localhost:{tls}", &[("PGPASSWORD", "{pw}")]),
    ("postgres://app@localhost:{tls}", &[("PGPASSWORD", "wrong")]),
    ("postgres://app@localhost:{tls}/app", &[]),
    ("postgres://app:@localhost:{tls}/app", &[("PGPASSWORD", "{pw}")]),
    // The URL overrides the variables.
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGUSER", "nobody"), ("PGPASSWORD", "wrong")]),
    ("postgres://app:wrong@localhost:{tls}/app", &[("PGPASSWORD", "{pw}")]),
    ("postgres://localhost:{tls}/app?user=app&password={%pw}", &[("PGUSER", "nobody"), ("PGPASSWORD", "wrong")]),
    ("postgres://app@localhost:{tls}/app", &[("PGUSER", "nobody"), ("PGPASSWORD", "{pw}")]),
];

const PASSWORD_FILES: Cases<'_> = &[
    ("postgres://app@localhost:{tls}/app", &[("PGPASSFILE", "{right}")]),
    ("postgres://app@localhost:{tls}/app", &[("PGPASSFILE", "{wrong}")]),
    ("postgres://app@localhost:{tls}/app", &[("HOME", "{home}")]),
    ("postgres://app@localhost:{tls}/app", &[("PGPASSFILE", "{wrong}"), ("HOME", "{home}")]),
    ("postgres://app@localhost:{tls}/app", &[("PGPASSFILE", "{missing}"), ("HOME", "{home}")]),
    ("postgres://app@localhost:{tls}/app", &[("PGPASSFILE", "{open}"), ("HOME", "{home}")]),
    ("postgres://app@localhost:{tls}/app", &[("PGPASSFILE", ""), ("HOME", "{home}")]),
    ("postgres://app@localhost:{tls}/app?passfile={%right}", &[("PGPASSFILE", "{wrong}")]),
    ("postgres://app@localhost:{tls}/app?passfile={%wrong}", &[("PGPASSFILE", "{right}")]),
    ("postgres://app@localhost:{tls}/app?passfile=", &[("PGPASSFILE", "{wrong}"), ("HOME", "{home}")]),
    // The password file has the lowest priority.
    ("postgres://app@localhost:{tls}/app", &[("PGPASSWORD", "wrong"), ("PGPASSFILE", "{right}")]),
    ("postgres://app@localhost:{tls}/app", &[("PGPASSWORD", "{pw}"), ("PGPASSFILE", "{wrong}")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGPASSFILE", "{wrong}")]),
    ("postgres://app:{%pw}@localhost:{tls}/app?passfile={%wrong}", &[]),
    ("postgres://app@localhost:{tls}/app?passfile={%wrong}", &[("PGPASSWORD", "{pw}")]),
    ("postgres://app:wrong@localhost:{tls}/app", &[("PGPASSFILE", "{right}")]),
    // The line is chosen by other variables.
    ("postgres://localhost:{tls}/app", &[("PGUSER", "app"), ("PGPASSFILE", "{exact}")]),
    ("postgres://localhost:{tls}", &[("PGUSER", "app"), ("PGPASSFILE", "{exact}")]),
    ("postgres://app@localhost:{tls}", &[("PGDATABASE", "postgres"), ("PGPASSFILE", "{exact}")]),
    ("postgres:///app", &[("PGHOST", "localhost"), ("PGPORT", "{tls}"), ("PGUSER", "app"), ("PGPASSFILE", "{exact}")]),
    ("postgres:///", &[("PGHOST", "127.0.0.1"), ("PGPORT", "{tls}"), ("PGUSER", "app"), ("PGPASSFILE", "{exact}")]),
    ("postgres://app@127.0.0.1:{tls}/app", &[("PGPASSFILE", "{exact}")]),
    ("postgres://app@localhost:{tls}/app?hostaddr=127.0.0.1", &[("PGPASSFILE", "{exact}")]),
    ("postgres://app@localhost:{plain}/app", &[("PGPASSFILE", "{exact}")]),
    ("postgres://app@{%socket}:{tls}/app", &[("PGPASSFILE", "{right}")]),
    ("postgres://app@{%socket}:{tls}/app", &[("PGPASSFILE", "{exact}")]),
];

const DATABASES: Cases<'_> = &[
    ("postgres://app:{%pw}@localhost:{tls}", &[("PGDATABASE", "postgres")]),
    ("postgres://app:{%pw}@localhost:{tls}/", &[("PGDATABASE", "postgres")]),
    ("postgres://app:{%pw}@localhost:{tls}", &[("PGDATABASE", "missing")]),
    ("postgres://app:{%pw}@localhost:{tls}", &[("PGDATABASE", "post%67res")]),
    ("postgres://localhost:{tls}", &[("PGUSER", "app"), ("PGPASSWORD", "{pw}"), ("PGDATABASE", "postgres")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGDATABASE", "postgres")]),
    ("postgres://app:{%pw}@localhost:{tls}?dbname=app", &[("PGDATABASE", "postgres")]),
];

const SERVERS: Cases<'_> = &[
    ("postgres://app:{%pw}@localhost/app", &[("PGPORT", "{tls}")]),
    ("postgres://app:{%pw}@localhost/app", &[("PGPORT", "{plain}")]),
    ("postgres://app:{%pw}@localhost/app", &[("PGPORT", "bogus")]),
    ("postgres://app:{%pw}@localhost/app", &[("PGPORT", "0")]),
    ("postgres://app:{%pw}@localhost/app", &[("PGPORT", "70000")]),
    ("postgres://app:{%pw}@localhost/app", &[("PGPORT", "{tls},{tls}")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGPORT", "{plain}")]),
    ("postgres://app:{%pw}@localhost/app?port={tls}", &[("PGPORT", "{plain}")]),
    ("postgres://app:{%pw}@localhost,127.0.0.1/app", &[("PGPORT", "{tls}")]),
    ("postgres://app:{%pw}@localhost,127.0.0.1/app", &[("PGPORT", "{tls},{tls}")]),
    ("postgres:///", &[("PGHOST", "localhost"), ("PGPORT", "{tls}"), ("PGUSER", "app"), ("PGPASSWORD", "{pw}")]),
    ("postgres://", &[("PGHOST", "localhost"), ("PGPORT", "{tls}"), ("PGUSER", "app"), ("PGPASSWORD", "{pw}")]),
    ("postgres://app:{%pw}@/app", &[("PGHOST", "localhost"), ("PGPORT", "{tls}")]),
    ("postgres://app:{%pw}@/app", &[("PGHOST", "127.0.0.1"), ("PGPORT", "{plain}")]),
    ("postgres://app:{%pw}@:{tls}/app", &[("PGHOST", "localhost")]),
    ("postgres://app:{%pw}@:{tls}/app", &[("PGHOST", "localhost"), ("PGPORT", "{plain}")]),
    ("postgres://app:{%pw}@/app", &[("PGHOST", "{socket}"), ("PGPORT", "{tls}")]),
    ("postgres://app:{%pw}@/app?port={tls}", &[("PGHOST", "{socket}")]),
    ("postgres://app:{%pw}@/app?port={tls}", &[("PGHOST", "nowhere.invalid")]),
    ("postgres://app:{%pw}@/app?port={tls}", &[("PGHOST", "localhost:{tls}")]),
    ("postgres://app:{%pw}@/app?port={tls}", &[("PGHOST", "127.0.0.2")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGHOST", "127.0.0.2")]),
    ("postgres://app:{%pw}@/app?host={%socket}&port={tls}", &[("PGHOST", "127.0.0.2")]),
    ("postgres://app:{%pw}@{%socket}:{tls}/app", &[("PGHOST", "localhost"), ("PGPORT", "{plain}")]),
    ("postgres://app:{%pw}@:{tls}/app", &[("PGHOSTADDR", "127.0.0.1")]),
    ("postgres://app:{%pw}@:{tls}/app", &[("PGHOSTADDR", "127.0.0.2")]),
    ("postgres://app:{%pw}@:{tls}/app", &[("PGHOSTADDR", "localhost")]),
    ("postgres://app:{%pw}@:{tls}/app", &[("PGHOST", "localhost"), ("PGHOSTADDR", "127.0.0.1")]),
    ("postgres://app:{%pw}@/app?hostaddr=127.0.0.1&port={tls}", &[("PGHOSTADDR", "127.0.0.2")]),
    ("postgres://app:{%pw}@/app?hostaddr=127.0.0.1&port={tls}", &[]),
];

const SESSIONS: Cases<'_> = &[
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGAPPNAME", "shop")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGAPPNAME", "my shop %41 'x'")]),
    ("postgres://app:{%pw}@localhost:{tls}/app?application_name=mine", &[("PGAPPNAME", "shop")]),
    ("postgres://app:{%pw}@localhost:{tls}/app?fallback_application_name=mine", &[("PGAPPNAME", "shop")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGOPTIONS", "-c work_mem=77MB")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGOPTIONS", "-c work_mem=77MB -c search_path=a,\\ b")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGOPTIONS", "-c work_mem=bogus")]),
    ("postgres://app:{%pw}@localhost:{tls}/app?options=-c%20work_mem%3D66MB", &[("PGOPTIONS", "-c work_mem=77MB")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGCONNECT_TIMEOUT", "10")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGCONNECT_TIMEOUT", "0")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGCONNECT_TIMEOUT", "bogus")]),
    ("postgres://app:{%pw}@localhost:{tls}/app?connect_timeout=10", &[("PGCONNECT_TIMEOUT", "bogus")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGTARGETSESSIONATTRS", "any")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGTARGETSESSIONATTRS", "read-only")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGTARGETSESSIONATTRS", "standby")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGTARGETSESSIONATTRS", "bogus")]),
    ("postgres://app:{%pw}@localhost:{tls}/app?target_session_attrs=any", &[("PGTARGETSESSIONATTRS", "read-only")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGCHANNELBINDING", "prefer")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGCHANNELBINDING", "bogus")]),
    ("postgres://app:{%pw}@localhost:{plain}/app", &[("PGCHANNELBINDING", "require")]),
    ("postgres://app:{%pw}@localhost:{tls}/app", &[("PGCHANNELBINDING", "require"), ("PGSSLMODE", "disable")]),
    ("postgres://app:{%pw}@localhost:{plain}/app?channel_binding=prefer", &[("PGCHANNELBINDING", "require")]),
];

/// Returns the cases with results that differ from those of psql.
fn with_rules(places: &Places) -> Vec<Case> {
    use Family::{Sqlx, TokioPostgres};
    use Ours::{Connects, Refuses};

    let whole = "postgres://app:{%pw}@localhost:{tls}/app";
    let case = |url: &str, variables: &[(&'static str, &str)]| places.case(url, variables);
    let mut all = vec![
        case(whole, &[("PGHOSTADDR", "127.0.0.2")]).all(Rule::AddressOnlyWithoutHost, Connects),
        case("postgres://app:{%pw}@/app?host=localhost,127.0.0.1", &[("PGPORT", "{tls}")])
            .all(Rule::PortOnlyForSingleHost, Refuses),
        case("postgres://app:{%pw}@/app", &[("PGHOST", "127.0.0.2,localhost"), ("PGPORT", "{tls}")]).but(
            &[Sqlx],
            Rule::OneHost,
            Refuses,
        ),
        // No server listens on the first host. Each port belongs to its host.
        case("postgres://app:{%pw}@/app", &[("PGHOST", "127.0.0.2,localhost"), ("PGPORT", "{plain},{tls}")]).but(
            &[Sqlx],
            Rule::OneHost,
            Refuses,
        ),
        case("postgres://app:{%pw}@/app", &[("PGHOST", "localhost,127.0.0.1"), ("PGPORT", "{tls},{tls},{tls}")]),
        case(whole, &[("PGSERVICE", "shop")]).all(Rule::NoService, Connects),
        case(whole, &[("PGTARGETSESSIONATTRS", "read-write")]).but(&[Sqlx], Rule::SessionAttributes, Refuses),
        case(whole, &[("PGTARGETSESSIONATTRS", "primary")]).but(
            &[Sqlx, TokioPostgres],
            Rule::SessionAttributes,
            Refuses,
        ),
        case(whole, &[("PGTARGETSESSIONATTRS", "prefer-standby")]).but(
            &[Sqlx, TokioPostgres],
            Rule::SessionAttributes,
            Refuses,
        ),
        case(whole, &[("PGCHANNELBINDING", "require")]).but(&[Sqlx], Rule::ChannelBinding, Refuses),
    ];
    for name in ["PGSSLMODE", "PGCONNECT_TIMEOUT", "PGTARGETSESSIONATTRS", "PGCHANNELBINDING"] {
        all.push(case(whole, &[(name, "")]).all(Rule::EmptyIsUnset, Connects));
    }
    let others = [
        "PGUSER",
        "PGPASSWORD",
        "PGDATABASE",
        "PGPORT",
        "PGHOST",
        "PGHOSTADDR",
        "PGAPPNAME",
        "PGOPTIONS",
        "PGREQUIRESSL",
    ];
    all.extend(others.map(|name| case(whole, &[(name, "")])));
    all.push(case("postgres://app:{%pw}@:{tls}/app", &[("PGHOST", "localhost"), ("PGHOSTADDR", "")]));
    all.push(case("postgres://app@localhost:{tls}/app", &[("PGPASSWORD", ""), ("PGPASSFILE", "{right}")]));
    all.push(case("postgres://app:{%pw}@localhost:{tls}", &[("PGDATABASE", ""), ("PGUSER", "")]));
    all
}
