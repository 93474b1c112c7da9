//! The scheme, which selects the database.

use db_config::Backend;
use tests::{error, url};

#[test]
fn reads_every_scheme_in_any_case() {
    for (text, scheme, backend) in [
        ("postgres://h/d", "postgres", Backend::Postgres),
        ("POSTGRESQL://h/d", "postgresql", Backend::Postgres),
        ("mysql://h/d", "mysql", Backend::MySql),
        ("MariaDB://h/d", "mariadb", Backend::MySql),
        ("mysql2://h/d", "mysql2", Backend::MySql),
        ("sqlite:d.db", "sqlite", Backend::Sqlite),
        ("sqlite3:d.db", "sqlite3", Backend::Sqlite),
        ("file:d.db", "file", Backend::Sqlite),
        ("mongodb://h/d", "mongodb", Backend::MongoDb),
        ("mongodb+srv://h.example.com/d", "mongodb+srv", Backend::MongoDb),
        ("redis://h/0", "redis", Backend::Redis),
        ("REDISS://h/0", "rediss", Backend::Redis),
        ("Valkey://h", "valkey", Backend::Redis),
        ("valkeys://h", "valkeys", Backend::Redis),
        ("Redis+Unix:///r.sock", "redis+unix", Backend::Redis),
        ("valkey+unix:///r.sock", "valkey+unix", Backend::Redis),
        ("unix:///r.sock", "unix", Backend::Redis),
    ] {
        assert_eq!((url(text).scheme(), url(text).backend()), (scheme, backend), "{text}");
    }
}

#[test]
fn the_scheme_of_another_tool_gets_a_whole_url() {
    for (text, whole) in [
        ("pgsql://app:hunter2@h/d?sslmode=require", "`postgres://app:***@h/d?sslmode=require`"),
        ("cockroachdb://app:hunter2@h:26257/d", "`postgres://app:***@h:26257/d`"),
        ("timescaledb://h/d", "`postgres://h/d`"),
        ("mysql+pymysql://app:hunter2@h/d", "`mysql://app:***@h/d`"),
        ("postgresql+asyncpg://app:hunter2@h/d", "`postgresql://app:***@h/d`"),
        (
            "jdbc:postgresql://h:5432/d?user=app&password=hunter2&ssl=true",
            "`postgresql://h:5432/d?user=app&password=***&ssl=true`",
        ),
        ("ecto://app:hunter2@h/d", "`postgres://` or `mysql://`"),
        ("redis+tls://:hunter2@h/0", "`rediss://:***@h/0`"),
        ("keydb://:hunter2@h", "`redis://:***@h`"),
        ("redis+socket:///run/redis.sock?virtual_host=1", "`redis+unix:///run/redis.sock?virtual_host=1`"),
        ("redis-socket://app:hunter2@/run/redis.sock", "`redis+unix://app:***@/run/redis.sock`"),
    ] {
        let shown = format!("{:#} {:?}", error(text), error(text));
        assert!(shown.contains(whole) && !shown.contains("hunter2"), "{shown}");
    }
}
