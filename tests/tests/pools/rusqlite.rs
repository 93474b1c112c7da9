//! `busy_timeout` takes effect in a connection of rusqlite.

use std::time::{Duration, Instant};

use db_config::SqliteFile;
use rusqlite::Connection;
use tests::three_ways;

#[test]
fn it_waits_for_a_lock() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/app.db", directory.path().display());
    for file in three_ways!(SqliteFile, url, busy_timeout = "300ms") {
        assert_eq!(file.busy_timeout, Some(Duration::from_millis(300)));
        let (one, other) = (Connection::open(&file.path).unwrap(), Connection::open(&file.path).unwrap());
        other.execute_batch(&file.pragmas()).unwrap();
        one.execute_batch("begin immediate").unwrap();
        let start = Instant::now();
        other.execute_batch("begin immediate").unwrap_err();
        let waited = start.elapsed();
        // The default value of rusqlite is 5 s.
        assert!((Duration::from_millis(250)..Duration::from_secs(4)).contains(&waited), "{waited:?}");
    }
}
