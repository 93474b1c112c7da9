//! Query parameters that db-config turns into pragmas.

use db_config::resolved::{SqliteJournalMode, SqliteSynchronous};
use db_config::{DieselUrl, FromDatabaseUrl, ProblemKind, SqliteFile};
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;
use tests::url;

#[tokio::test]
async fn laravels_pragmas_reach_the_file() {
    let directory = tempfile::tempdir().unwrap();
    let text = format!(
        "sqlite://{}/app.db?foreign_key_constraints=true&journal_mode=WAL&synchronous=normal&busy_timeout=1234",
        directory.path().display()
    );
    let mut sqlx = SqliteConnectOptions::from_database_url(&url(&text)).unwrap().connect().await.unwrap();
    let file = SqliteFile::from_database_url(&url(&text)).unwrap();
    assert_eq!((file.journal_mode, file.synchronous), (Some(SqliteJournalMode::Wal), Some(SqliteSynchronous::Normal)));
    let rusqlite = rusqlite::Connection::open_with_flags(&file.path, file.open_flags()).unwrap();
    rusqlite.execute_batch(&file.pragmas()).unwrap();
    for (pragma, value) in
        [("foreign_keys", "1"), ("journal_mode", "wal"), ("synchronous", "1"), ("busy_timeout", "1234")]
    {
        let other: String = rusqlite
            .query_row(&format!("pragma {pragma}"), [], |row| {
                row.get_ref(0).map(|value| match value.data_type() {
                    rusqlite::types::Type::Integer => value.as_i64().unwrap().to_string(),
                    _ => value.as_str().unwrap().to_owned(),
                })
            })
            .unwrap();
        assert_eq!(other, value, "{pragma}");
    }
    for (pragma, value) in [("foreign_keys", 1i64), ("synchronous", 1), ("busy_timeout", 1234)] {
        let row: (i64,) =
            sqlx::query_as(sqlx::AssertSqlSafe(format!("pragma {pragma}"))).fetch_one(&mut sqlx).await.unwrap();
        assert_eq!(row.0, value, "{pragma}");
    }
    let error = DieselUrl::from_database_url(&url(&text)).unwrap_err();
    assert_eq!(error.kind(), ProblemKind::Unsupported);
    assert!(error.to_string().contains("SqliteFile::pragmas"), "{error}");
}
