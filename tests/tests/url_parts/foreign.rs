//! URLs of systems that db-config does not support are named by their true cause.

use db_config::ProblemKind;
use tests::error;

#[test]
fn a_foreign_url_is_named_by_its_system() {
    for (text, message, help) in [
        ("libsql://app-me.turso.io", "libSQL", "libsql::Builder::new_remote"),
        ("https://app-me.turso.io", "libSQL", "libsql::Builder::new_remote"),
        ("mssql://sa:hunter2@db/app", "SQL Server", "tiberius::Config"),
        ("sqlserver://sa:hunter2@db", "SQL Server", "tiberius::Config"),
        ("oracle://app:hunter2@db/XE", "Oracle", "oracle::Connection"),
        ("clickhouse://app:hunter2@db:9000/app", "ClickHouse", "clickhouse::Client"),
        ("scylla://db:9042/app", "ScyllaDB", "known_nodes"),
        ("amqp://app:hunter2@mq/%2f", "message broker", "`lapin::uri::AMQPUri` with `#[database(parse, secret)]`"),
        ("mssql+pyodbc://sa:hunter2@db/app", "SQL Server", "tiberius::Config"),
        ("NATS://mq:4222", "message broker", "`async_nats::ServerAddr` with `#[database(parse, secret)]`"),
        ("redis-sentinel://s1:26379/0", "Sentinel", "fred::types::config::Config::from_url"),
        ("redis+cluster://h", "cluster", "`redis://` URL of one server"),
    ] {
        let fault = error(text);
        assert_eq!(fault.kind(), ProblemKind::UnknownScheme, "{text}");
        assert!(fault.message().contains(message), "{text}: {}", fault.message());
        assert!(fault.help().contains(help), "{text}: {}", fault.help());
        assert!(!format!("{fault:#} {fault:?}").contains("hunter2"), "{text}");
    }
    for other in ["https://example.com", "https://turso.io.example.com", "mysqlx://h"] {
        let fault = error(other);
        assert!(fault.message().starts_with("unknown scheme"), "{other}: {fault}");
    }
}
