//! Compares the blocks of `docs/operating.md` with real runs, except for the numbers. `OPERATING=overwrite` rewrites them.

use std::path::Path;
use std::time::Duration;

use db_config::{Connect, ConnectError, Connectable, DatabaseConfig};
use sqlx::PgPool;
use tests::canaries::WRONG;
use tests::escaped;
use tests::servers::{self, PASSWORD};

use crate::attempts::events::Collector;
use crate::clients::with;
use crate::silent::silent;

#[derive(DatabaseConfig)]
struct Config {
    #[database(wait = "1s")]
    orders: Connect<PgPool>,
}

fn load(url: &str) -> Connect<PgPool> {
    Config::from_source(&[("DATABASE_URL", url)]).unwrap().orders
}

async fn failure(url: &str) -> String {
    load(url).connect().await.unwrap_err().to_string()
}

async fn ping<P: Connectable<Mode = db_config::Async>>(url: &str) -> String {
    let connect: Connect<P> = db_config::FromDatabaseUrl::from_database_url(&url.parse().unwrap()).unwrap();
    db_config::ping(&connect.connect().await.unwrap()).await.unwrap().to_string()
}

/// Returns the events of a server that starts at the third attempt.
async fn events() -> String {
    let (events, url) = (Collector::default(), servers::postgres().url());
    let _guard = tracing::subscriber::set_default(events.clone());
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let later = url.replace(&format!(":{}/", servers::postgres().port), &format!(":{port}/"));
    let connect = load(&with(&later, "wait=60"));
    let (_, opened) = tokio::join!(
        async {
            tokio::time::sleep(Duration::from_millis(150)).await;
            let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.unwrap();
            tokio::spawn(async move {
                loop {
                    let (mut client, _) = listener.accept().await.unwrap();
                    let address = ("127.0.0.1", servers::postgres().port);
                    let mut server = tokio::net::TcpStream::connect(address).await.unwrap();
                    tokio::spawn(async move { tokio::io::copy_bidirectional(&mut client, &mut server).await });
                }
            });
        },
        connect.connect()
    );
    opened.unwrap();
    let lines = events.lines();
    let attempts: Vec<&String> = lines.iter().filter(|line| line.contains("attempt")).collect();
    // The number of attempts depends on the machine.
    format!("{}\n{}", attempts[0], attempts[attempts.len() - 1])
}

async fn exhausted() -> String {
    let pool = load(&with(&servers::postgres().url(), "max_connections=1")).connect().await.unwrap();
    let _held = pool.acquire().await.unwrap();
    let error: ConnectError = db_config::ping_within(&pool, Duration::from_millis(500)).await.unwrap_err();
    error.to_string()
}

async fn run(name: &str) -> String {
    let postgres = servers::postgres();
    match name {
        "events" => events().await,
        "refused" => failure("postgres://app@127.0.0.1:1/app").await,
        "silent" => failure(&format!("postgres://app@127.0.0.1:{}/app?sslmode=disable", silent())).await,
        "password" => failure(&postgres.url().replace(&escaped(PASSWORD), &escaped(WRONG))).await,
        "exhausted" => exhausted().await,
        "ping" => {
            let tls = postgres.url_as(postgres.user, postgres.host, "sslmode=require");
            [
                ping::<PgPool>(&tls).await,
                ping::<sqlx::MySqlPool>(&servers::mariadb().url()).await,
                ping::<mongodb::Client>(&servers::mongodb().url()).await,
                ping::<sqlx::SqlitePool>("sqlite::memory:").await,
            ]
            .join("\n")
        }
        name => panic!("no run is called {name}"),
    }
}

/// Replaces each number, such as a time or a version.
fn without_numbers(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' if shown.ends_with('#') => {}
            '0'..='9' => shown.push('#'),
            '.' if shown.ends_with('#') => {}
            c => shown.push(c),
        }
    }
    shown.replace("# attempts", "# attempt")
}

#[tokio::test]
#[ignore = "needs PostgreSQL, MariaDB and MongoDB: run ./test"]
async fn every_block_is_the_output_of_a_run() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operating.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (mut anew, mut runs) = (String::new(), 0);
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        anew += line;
        anew.push('\n');
        if let Some(name) = line.strip_prefix("<!-- run: ").and_then(|rest| rest.strip_suffix(" -->")) {
            assert_eq!(lines.next(), Some("```text"));
            while lines.next_if(|line| *line != "```").is_some() {}
            anew += &format!("```text\n{}\n", run(name).await);
            runs += 1;
        }
    }
    assert!(runs >= 6, "{runs}");
    assert!(!anew.contains(PASSWORD) && !anew.contains(WRONG) && !anew.contains(&escaped(PASSWORD)));
    if std::env::var_os("OPERATING").is_some_and(|value| value == "overwrite") {
        std::fs::write(&path, &anew).unwrap();
        return;
    }
    let (anew, page) = (without_numbers(&anew), without_numbers(&page));
    let differs = anew.lines().zip(page.lines()).find(|(new, old)| new != old);
    assert_eq!(differs, None, "run `OPERATING=overwrite ./test -p tests --test connecting operating`");
    assert_eq!(anew, page);
}
