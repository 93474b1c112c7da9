//! The client options of refinery, and its migrations on real databases.

use std::process::Command;

use db_config::{FromDatabaseUrl, ProblemKind};
use mysql_async::prelude::Queryable;
use refinery::config::{Config, ConfigDbType};
use refinery::{Migration, Runner};
use tests::servers::{self, SSL_REQUEST, certificates};
use tests::url;

fn config(text: &str) -> Config {
    Config::from_database_url(&url(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Returns an option that only the `Debug` output contains.
fn setting(config: &Config, name: &str) -> String {
    let shown = format!("{config:?}");
    let (_, value) = shown.split_once(&format!("{name}: ")).unwrap_or_else(|| panic!("{name} in {shown}"));
    value.split([',', '}']).next().unwrap_or_default().trim().to_owned()
}

#[test]
fn postgres_options_are_those_of_the_url() {
    let config = config(
        "postgresql://us%40er:p%40ss@a.example.com,[::1]:5433/or%20ders?sslmode=verify-full&application_name=a%26b&schema=s1",
    );
    assert_eq!((config.db_type(), config.use_tls()), (ConfigDbType::Postgres, true));
    assert_eq!(setting(&config, "db_user"), r#"Some("us%40er")"#);
    assert_eq!(setting(&config, "db_pass"), r#"Some("p%40ss")"#);
    assert_eq!((config.db_host(), config.db_port()), (Some("a.example.com:5432,[::1]:5433"), None));
    let name = r#"Some("or%20ders?sslmode=require&application_name=a%26b&options=-c%20search_path%3Ds1")"#;
    assert_eq!(setting(&config, "db_name"), name);
}

#[test]
fn mysql_options_are_those_of_the_url() {
    let config = config("mariadb://us%40er:p%40ss@h.example.com:3307/or%20ders");
    assert_eq!(config.db_type(), ConfigDbType::Mysql);
    assert_eq!(config.db_host(), Some("h.example.com:3307"));
    let name = r#"Some("or%20ders?prefer_socket=false&require_ssl=true&verify_ca=false&verify_identity=false")"#;
    assert_eq!(setting(&config, "db_name"), name);
    let anybody = Config::from_database_url(&url("mysql://localhost")).unwrap();
    assert_eq!(anybody.db_host(), Some("localhost"));
}

#[test]
fn rejects_unsupported_parameters() {
    for (text, what) in [
        ("postgres://u:hunter2@db/d?sslmode=prefer", "`prefer`"),
        ("postgres://u:hunter2@h.example.com/d?sslmode=verify-ca", "`verify-ca`"),
        ("postgres://u:hunter2@h.example.com/d?sslrootcert=/ca.pem", "certificate files"),
        ("postgres://u:hunter2@h.example.com/d?sslcert=a&sslkey=b", "certificate files"),
        ("postgres://u:hunter2@h.example.com/d?passfile=f", "passfile"),
        ("mysql://u:hunter2@db/d?ssl-mode=PREFERRED", "`prefer`"),
        ("mysql://u:hunter2@h.example.com/d?ssl-ca=/ca.pem", "a CA certificate"),
        ("sqlite::memory:", "an in-memory database"),
        ("sqlite:app.db?mode=memory", "an in-memory database"),
        ("sqlite:app.db?mode=ro", "mode=ro"),
        ("sqlite:app.db?vfs=unix", "vfs"),
    ] {
        let error = Config::from_database_url(&url(text)).unwrap_err();
        assert_eq!(error.kind(), ProblemKind::Unsupported, "{error}");
        let error = error.to_string();
        assert!(error.contains(what) && error.contains("refinery") && !error.contains("hunter2"), "{error}");
    }
    for text in ["postgres://h.example.com/d?sslrootcert=system", "postgres://h.example.com", "postgres://localhost/d"]
    {
        config(text);
    }
}

/// Returns one migration with its own history table.
fn runner(name: &str, sql: &str) -> Runner {
    let mut runner = Runner::new(&[Migration::unapplied("V1__it", sql).unwrap()]);
    runner.set_migration_table_name(format!("history_of_{name}"));
    runner
}

#[test]
fn sqlite() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("my app #1%.db");
    let text = format!("sqlite://{}", tests::escaped(path.to_str().unwrap()).replace("%2F", "/"));
    let runner = runner("it", "create table t (x)");
    assert!(runner.run(&mut config(&text)).is_err(), "refinery opened a missing file");
    assert!(!path.exists());

    let connection = rusqlite::Connection::open(&path).unwrap();
    runner.run(&mut config(&text)).unwrap();
    runner.run(&mut config(&format!("{text}?mode=rwc"))).unwrap();
    assert_eq!(connection.query_row("select count(*) from t", [], |row| row.get(0)), Ok(0));
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Runs a migration that writes the result of the expression `value` for refinery's own connection.
async fn write(text: &str, name: &str, value: &str) -> Result<()> {
    let sql = format!("create table {name} as select ({value})::text as value");
    runner(name, &sql).run_async(&mut Config::from_database_url(&url(text))?).await?;
    Ok(())
}

/// Reads the result of [`write`] through another connection.
async fn read(name: &str) -> Result<String> {
    let server = tokio_postgres::Config::from_database_url(&url(&servers::postgres().url()))?;
    let (client, connection) = server.connect(tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    Ok(client.query_one(&format!("select value from {name}"), &[]).await?.get(0))
}

const SSL: &str = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn postgres_in_plain() -> Result<()> {
    let server = servers::postgres();
    let socket = tests::escaped(server.socket.to_str().ok_or("not UTF-8")?);
    let query = "application_name=me%20%2B%26&connect_timeout=5";
    for (name, text, value, wanted) in [
        ("by_tcp", server.url(), SSL, "false"),
        ("by_socket", server.url_as(server.user, &socket, ""), SSL, "false"),
        ("its_name", server.url_as(server.user, server.host, query), "current_setting('application_name')", "me +&"),
    ] {
        write(&text, name, value).await?;
        assert_eq!(read(name).await?, wanted, "{name}");
    }
    let wrong = server.url().replace(&tests::escaped(servers::PASSWORD), "wrong");
    assert!(write(&wrong, "never", SSL).await.is_err());
    Ok(())
}

/// Without db-config's options, refinery continues in plaintext here, because `use_tls` alone does not require TLS.
#[tokio::test]
async fn postgres_never_continues_without_tls() {
    for mode in ["require", "verify-full"] {
        let refuses = servers::refuses_tls();
        let text = format!("postgres://app:pw@{}/app?sslmode={mode}", refuses.address);
        assert!(runner("never", "select 1").run_async(&mut config(&text)).await.is_err());
        assert_eq!(refuses.first_messages(), [SSL_REQUEST.to_vec()]);
    }
}

const CHILD: &str = "DB_CONFIG_TESTS_CHILD";

/// refinery trusts the system's roots, which only a separate process can replace.
#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn postgres_with_tls() -> Result<()> {
    let server = servers::postgres();
    let url = |host, mode| server.url_as(server.user, host, &format!("sslmode={mode}"));
    let (name, address) = ("localhost", server.host);
    for (host, mode, table, goes) in [
        (name, "require", "required", true),
        (name, "verify-full", "verified", true),
        (address, "require", "never", false),
        (address, "verify-full", "never", false),
    ] {
        let child = Command::new(std::env::current_exe()?)
            .args(["--exact", "refinery::in_a_separate_process"])
            .env("SSL_CERT_FILE", &certificates().ca)
            .env(CHILD, format!("{table} {}", url(host, mode)))
            .output()?;
        assert_eq!(child.status.success(), goes, "{host} {mode}: {}", String::from_utf8_lossy(&child.stdout));
        if goes {
            assert_eq!(read(table).await?, "true");
        }
        assert!(write(&url(host, mode), "never", SSL).await.is_err(), "the system trusts the CA");
    }
    Ok(())
}

/// Runs in the child process of [`postgres_with_tls`].
#[tokio::test]
async fn in_a_separate_process() -> Result<()> {
    match std::env::var(CHILD) {
        Ok(task) => {
            let (table, url) = task.split_once(' ').ok_or("no task")?;
            write(url, table, SSL).await
        }
        Err(_) => Ok(()),
    }
}

#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn mariadb() {
    let server = servers::mariadb();
    let cipher =
        "select variable_value as value from information_schema.session_status where variable_name = 'Ssl_cipher'";
    for (name, query, encrypted) in [("plain", "", false), ("encrypted", "ssl-mode=REQUIRED", true)] {
        let text = server.url_as(server.user, server.host, query);
        let runner = runner(name, &format!("create table {name} as {cipher}"));
        runner.run_async(&mut config(&text)).await.unwrap();
        let opts = mysql_async::Opts::from_database_url(&url(&server.url())).unwrap();
        let mut connection = mysql_async::Conn::new(opts).await.unwrap();
        let value: Option<String> = connection.query_first(format!("select value from {name}")).await.unwrap();
        connection.disconnect().await.unwrap();
        assert_eq!(!value.unwrap().is_empty(), encrypted);
    }
    let untrusted = server.url_as(server.user, "localhost", "sslaccept=strict");
    assert!(runner("never", "select 1").run_async(&mut config(&untrusted)).await.is_err());
}
