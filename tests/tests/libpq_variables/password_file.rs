//! Compares the password file with libpq's own result. The same file and the same URL must give the same password.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use db_config::{DatabaseConfig, DatabaseUrl, DieselUrl};
use tests::escaped;
use tests::psql::psql;
use tests::servers::{self, password_in};

#[derive(DatabaseConfig)]
struct Config {
    url: DatabaseUrl,
}

const SECRET: &str = "hunter2";

#[test]
fn reads_no_file_without_home() {
    let config = Config::from_source(&[("DATABASE_URL", "postgres://app@localhost/app")]).unwrap();
    assert_eq!(config.url.password(), None);
}

#[test]
fn the_file_comes_last_and_the_report_names_its_variable() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join(".pgpass");
    write(&file, format!("localhost:5432:app:app:{SECRET}\n").as_bytes());
    let (home, file) = (directory.path().to_str().unwrap(), file.to_str().unwrap());
    for (url, variable, expected) in [
        ("postgres://app@localhost/app", ("PGPASSFILE", file), Some(SECRET)),
        ("postgres://app@localhost/app", ("HOME", home), Some(SECRET)),
        ("postgres://app@localhost", ("HOME", home), Some(SECRET)),
        ("postgres:///app?user=app", ("HOME", home), Some(SECRET)),
        ("postgres://app@localhost:5433/app", ("HOME", home), None),
        ("postgres://app@db.example.com/app", ("HOME", home), None),
        ("mysql://app@localhost:5432/app", ("HOME", home), None),
        ("postgres://app:own@localhost/app", ("HOME", home), Some("own")),
    ] {
        let source = [("DATABASE_URL", url), variable];
        assert_eq!(Config::from_source(&source).unwrap().url.password(), expected, "{url}");
        let report = Config::report(&source).unwrap().to_string();
        let name = if variable.0 == "HOME" { file } else { variable.0 };
        assert_eq!(report.contains(name), expected == Some(SECRET), "{url}: {report}");
        assert!(!report.contains(SECRET) && Config::warnings(&source).unwrap().is_empty(), "{url}: {report}");
    }
    let source = [("DATABASE_URL", "postgres://app@localhost/app"), ("PGPASSWORD", "own"), ("PGPASSFILE", file)];
    assert_eq!(Config::from_source(&source).unwrap().url.password(), Some("own"));
}

#[test]
fn a_file_that_is_not_used_is_a_warning() {
    let directory = tempfile::tempdir().unwrap();
    let (open, missing) = (directory.path().join(".pgpass"), directory.path().join("missing"));
    write(&open, format!("*:*:*:*:{SECRET}\n").as_bytes());
    fs::set_permissions(&open, Permissions::from_mode(0o640)).unwrap();
    let missing = missing.to_str().unwrap();
    for (variable, value, expected) in [
        ("PGPASSFILE", open.to_str().unwrap(), Some("chmod 600")),
        ("HOME", directory.path().to_str().unwrap(), Some("chmod 600")),
        ("PGPASSFILE", missing, Some("does not exist")),
        ("PGPASSFILE", directory.path().to_str().unwrap(), Some("not a regular file")),
        ("HOME", missing, None),
    ] {
        let source = [("DATABASE_URL", "postgres://app@localhost/app"), (variable, value)];
        let warnings: Vec<String> = Config::warnings(&source).unwrap().iter().map(ToString::to_string).collect();
        match expected {
            Some(expected) => {
                assert!(warnings.len() == 1 && warnings[0].contains(expected), "{variable}={value}: {warnings:?}");
                assert!(warnings[0].contains(value) && !warnings[0].contains(SECRET), "{warnings:?}");
            }
            None => assert!(warnings.is_empty(), "{variable}={value}: {warnings:?}"),
        }
    }
}

/// No host gets the password of another host.
#[test]
fn several_hosts_need_the_same_password_or_libpq() {
    #[derive(DatabaseConfig)]
    struct Tokio {
        database: tokio_postgres::Config,
    }
    #[derive(DatabaseConfig)]
    #[database(schemes("postgres"))]
    struct Diesel {
        database: DieselUrl,
    }
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("pgpass");
    let source = [("DATABASE_URL", "postgres://app@a,b/app"), ("PGPASSFILE", file.to_str().unwrap())];
    for lines in [format!("a:*:*:*:{SECRET}\nb:*:*:*:other"), format!("b:*:*:*:{SECRET}"), format!("a:*:*:*:{SECRET}")]
    {
        write(&file, lines.as_bytes());
        let error = Tokio::from_source(&source).err().unwrap().to_string();
        assert!(
            error.contains("several hosts with different passwords")
                && !error.contains(SECRET)
                && !error.contains("other"),
            "{error}"
        );
        let diesel = Diesel::from_source(&source).unwrap().database;
        let passfile = format!("passfile={}", escaped(file.to_str().unwrap()));
        assert!(
            diesel.expose_secret().contains(&passfile) && !diesel.expose_secret().contains(SECRET),
            "{}",
            diesel.expose_secret()
        );
    }
    write(&file, format!("*:*:*:*:{SECRET}").as_bytes());
    assert_eq!(Tokio::from_source(&source).unwrap().database.get_password(), Some(SECRET.as_bytes()));
    // libpq reads the file itself, for each connection.
    let diesel = Diesel::from_source(&source).unwrap().database;
    assert!(diesel.expose_secret().contains("passfile=") && !diesel.expose_secret().contains(SECRET));
}

/// Returns the password that db-config reads.
fn ours(url: &str, file: &Path) -> Option<Vec<u8>> {
    let source = [("DATABASE_URL", url), ("PGPASSFILE", file.to_str().unwrap())];
    let config = Config::from_source(&source).unwrap_or_else(|error| panic!("{url}: {error}"));
    config.url.password().map(|password| password.as_bytes().to_vec())
}

/// Returns the password that libpq sends to a server.
fn libpqs(url: &str, file: &Path) -> Option<Vec<u8>> {
    let message = psql(url, &[("PGPASSFILE", file.to_str().unwrap())], "select 1").expect_err("the server refuses");
    let password = password_in(&message);
    assert!(password.is_some() || message.contains("no password supplied"), "{url}: {message}");
    password
}

fn write(file: &Path, content: &[u8]) {
    fs::write(file, content).unwrap();
    fs::set_permissions(file, Permissions::from_mode(0o600)).unwrap();
}

/// The parameters of a connection.
struct Target<'a> {
    user: &'a str,
    host: &'a str,
    address: &'a str,
    database: &'a str,
}

impl Target<'_> {
    /// Returns the URL. The server listens on 127.0.0.1 and in a directory, so every other host needs `hostaddr`.
    fn url(&self, port: u16) -> String {
        let Self { user, host, address, database } = self;
        let mut query = "sslmode=disable".to_owned();
        for (key, value) in [("host", *host), ("hostaddr", *address)].into_iter().filter(|(_, value)| !value.is_empty())
        {
            query.push_str(&format!("&{key}={}", escaped(value)));
        }
        if !address.is_empty() || !host.starts_with('/') {
            query.push_str(&format!("&port={port}"));
        }
        format!("postgres://{}@/{}?{query}", escaped(user), escaped(database))
    }
}

const fn target<'a>(user: &'a str, host: &'a str, address: &'a str, database: &'a str) -> Target<'a> {
    Target { user, host, address, database }
}

const TARGETS: &[Target<'_>] = &[
    target("app", "127.0.0.1", "", "app"),
    target("app", "localhost", "", "shop"),
    target("app", "", "127.0.0.1", ""),
    target("app", "db.example.com", "127.0.0.1", "shop"),
    target("app", "DB.example.com", "127.0.0.1", "app"),
    target("app", "::1", "127.0.0.1", "app"),
    target("app", "/var/run/postgresql", "127.0.0.1", "app"),
    target("app", "/srv/pg", "127.0.0.1", "app"),
    target("*", "127.0.0.1", "", "*"),
    target(r"a:p\p", "127.0.0.1", "", r"sh:o\p"),
    target("#app", "127.0.0.1", "", " app "),
    target("app", "{directory}", "", "app"),
];

/// `{port}` is the server's port, and `{directory}` the directory of its socket.
const FILES: &[&str] = &[
    "",
    "\n",
    "*:*:*:*:secret",
    "*:*:*:*:secret\n",
    "*:*:*:*:secret\r\n",
    "*:*:*:*:secret\r\r\n",
    "*:*:*:*: sec ret \n",
    "*:*:*:*:\n*:*:*:*:second\n",
    "*:*:*:*\n*:*:*:*:second\n",
    "*:*:*:*:one\n*:*:*:*:two\n",
    "#*:*:*:*:one\n # comment\n*:*:*:*:two\n",
    "\n\r\n\n*:*:*:*:secret",
    " *:*:*:*:one\n* :*:*:*:two\n",
    "127.0.0.1:{port}:app:app:secret\n",
    "127.0.0.1:5432:app:app:secret\n",
    "127.0.0.1:*:*:app:a\nlocalhost:*:*:app:b\ndb.example.com:*:*:app:c\nDB.example.com:*:*:app:d\n",
    "localhost:{port}:shop:app:secret\nlocalhost:{port}:app:app:of app\n",
    "localhost:{port}:*:*:secret\n/var/run/postgresql:*:*:*:never looked up by this libpq\n",
    "/srv/pg:{port}:app:app:secret\n/srv/pg/:*:*:*:other\n",
    "{directory}:5432:app:app:secret\n",
    "{directory}:{port}:app:app:other\n{directory}:5432:*:*:secret\n",
    "localhost:*:*:*:secret\n",
    "::1:{port}:app:app:secret\n",
    r"\:\:1:{port}:app:app:secret",
    r"\1\2\7.0.0.1:*:\a\p\p:\a\p\p:\s\e\c\r\e\t",
    r"127.0.0.1:*:\*:\*:secret",
    r"127.0.0.1:*:\*:*:secret",
    r"127.0.0.1:*:sh\:o\\p:a\:p\\p:sec\:r\\et",
    r"127.0.0.1:*:sh:o\\p:a:p\\p:secret",
    r"127.0.0.1:*:sh\:o\p:a\:p\p:secret",
    r"*:*: app :\#app:secret",
    "*:*: app :#app:secret\n#app:*:*:*:other\n",
    r"\*:*:*:*:secret",
    r"*:*:*:*:secret\",
    r"*:*:*:*:secret\\",
    "*:*:*:*:sec:ret:more\n",
    r"*:*:*:*:sec\:ret:more",
    "*:*:*:*\\:secret\n",
    "**:*:*:*:secret\n*a:*:*:*:secret\n127*:*:*:*:secret\n",
    "\u{feff}*:*:*:*:secret\n",
    "*:*:*:*:s\u{e9}cret\u{1f511}\n",
    "*:*:*:*:tab\tand\u{1}control\n",
    "*:*:*:*:one\0two\nthree\n",
    "#\0\n*:*:*:*:one\n*:*:*:*:two\n",
    "*:*:*:*:one\0two",
    "*:*:*:*:one\0two\n",
    "*:*:*:*:one\n\0",
    "\0\n*:*:*:*:one\n",
];

/// A server that requests the password, and the directory of its socket.
struct Field {
    port: u16,
    directory: tempfile::TempDir,
}

impl Field {
    fn new() -> Self {
        let server = servers::asks_for_password();
        let directory = tempfile::tempdir().unwrap();
        server.listen_in(directory.path());
        Self { port: server.port, directory }
    }

    fn fill_in(&self, text: &str) -> String {
        let directory = self.directory.path().to_str().unwrap();
        text.replace("{port}", &self.port.to_string()).replace("{directory}", directory)
    }

    /// Checks that db-config and libpq read the same password for each target, and returns the passwords.
    fn compare(&self, content: &[u8], targets: &[Target<'_>]) -> Vec<Option<Vec<u8>>> {
        let file = self.directory.path().join("pgpass");
        write(&file, content);
        let of = |target: &Target<'_>| {
            let host = self.fill_in(target.host);
            let url = Target { host: &host, ..*target }.url(self.port);
            let (ours, libpqs) = (ours(&url, &file), libpqs(&url, &file));
            let text = |password: &Option<Vec<u8>>| password.as_ref().map(|bytes| bytes.escape_ascii().to_string());
            assert_eq!(text(&ours), text(&libpqs), "ours, libpq's: {url}: {}", content.escape_ascii());
            libpqs
        };
        targets.iter().map(of).collect()
    }
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn agrees_with_libpq() {
    let setting = Field::new();
    let passwords: Vec<_> =
        FILES.iter().map(|file| setting.compare(setting.fill_in(file).as_bytes(), TARGETS)).collect();
    // Each target gets a password from some files and none from others.
    for (i, target) in TARGETS.iter().enumerate() {
        let some = passwords.iter().filter(|passwords| passwords[i].is_some()).count();
        assert!((10..FILES.len() - 5).contains(&some), "{} {}: {some}", target.host, target.user);
    }
}

/// The lines consist of few different pieces, so that many of them match.
#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn agrees_with_libpq_on_random_lines() {
    let setting = Field::new();
    let pieces = ["*", "127.0.0.1", "{port}", "app", "a", "\\", "\\:", "\\\\", "#", "\r", "\0", ":", "*:*:*"];
    // A xorshift generator: the same files every time.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut some = 0;
    for _ in 0..300 {
        let mut content = String::new();
        for _ in 0..=random(4) {
            // Many lines have the right number of fields.
            for field in ["127.0.0.1", "{port}", "app", "app", "secret"] {
                match random(6) {
                    0 => content.push('*'),
                    1 => (0..=random(2)).for_each(|_| content.push_str(pieces[random(pieces.len())])),
                    _ => content.push_str(field),
                }
                content.push(if random(30) == 0 { '\n' } else { ':' });
            }
            content.truncate(content.len() - random(2));
            content.push('\n');
        }
        content.truncate(content.len() - random(2));
        let passwords = setting.compare(setting.fill_in(&content).as_bytes(), &TARGETS[..1]);
        some += usize::from(passwords[0].is_some());
    }
    assert!((60..240).contains(&some), "{some} of 300 gave a password");
}

/// Covers file permissions, missing files, directories and special files.
#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn skips_the_same_files_as_libpq() {
    let setting = Field::new();
    let file = setting.directory.path().join("pgpass");
    let url = TARGETS[0].url(setting.port);
    let mut used = 0;
    for mode in [0o600, 0o400, 0o700, 0o640, 0o604, 0o610, 0o601, 0o644, 0o666] {
        write(&file, b"*:*:*:*:secret\n");
        fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
        let (ours, libpqs) = (ours(&url, &file), libpqs(&url, &file));
        assert_eq!(ours, libpqs, "{mode:o}");
        used += usize::from(libpqs.is_some());
    }
    assert_eq!(used, 3);
    for path in [setting.directory.path(), &setting.directory.path().join("missing"), Path::new("/dev/null")] {
        assert_eq!((ours(&url, path), libpqs(&url, path)), (None, None), "{}", path.display());
    }
}

/// A real server accepts libpq's password if and only if db-config reads the right password.
#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn a_server_accepts_the_same_password() {
    let server = servers::postgres();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("pgpass");
    let password = server.password.replace('\\', r"\\").replace(':', r"\:");
    let socket = server.socket.to_str().unwrap();
    let (mut taken, mut refused) = (0, 0);
    for line in [
        format!("*:*:*:*:{password}"),
        format!("127.0.0.1:{}:app:app:{password}", server.port),
        format!("localhost:{}:app:app:{password}", server.port),
        format!("{socket}:{}:app:app:{password}", server.port),
        format!("*:5432:*:*:{password}\n*:*:*:app:wrong"),
        format!("*:*:*:other:wrong\n*:*:*:app:{password}\n*:*:*:*:wrong"),
        // The password has a colon.
        format!("*:*:*:*:{}", server.password),
        "*:*:*:*:".to_owned(),
    ] {
        write(&file, line.as_bytes());
        for host in ["127.0.0.1", "localhost", socket] {
            let url = format!("postgres://app@{}:{}/app?sslmode=disable", escaped(host), server.port);
            let ours = ours(&url, &file);
            let libpqs = psql(&url, &[("PGPASSFILE", file.to_str().unwrap())], "select 1");
            assert_eq!(
                ours.as_deref() == Some(server.password.as_bytes()),
                libpqs.is_ok(),
                "{url}: {line}: {libpqs:?}"
            );
            if libpqs.is_ok() { taken += 1 } else { refused += 1 }
        }
    }
    assert_eq!((taken, refused), (9, 15));
}
