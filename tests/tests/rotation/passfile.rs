//! libpq reads the file of `passfile` for each connection, so Diesel needs no provider.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use diesel::PgConnection;
use diesel::r2d2::{ConnectionManager, Pool};

use super::*;

/// Writes a password file that libpq accepts.
fn write(file: &Path, password: &str) {
    std::fs::write(file, format!("*:*:*:*:{password}\n")).unwrap();
    std::fs::set_permissions(file, Permissions::from_mode(0o600)).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: run ./test"]
async fn a_changed_password_file_is_used_for_the_next_connection() {
    let role = Role::new("rotates_passfile").await;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("pgpass");
    write(&file, "one");
    let (port, shown) = (servers::postgres().port, file.display());
    let url = format!(
        "postgres://{}@localhost:{port}/app?sslmode=disable&passfile={shown}&max_connections=2&min_connections=1",
        role.name
    );
    let connect = connect::<Pool<ConnectionManager<PgConnection>>>(url);
    let pool = tokio::task::spawn_blocking(move || connect.connect().unwrap()).await.unwrap();
    role.change_on_server("two").await;
    write(&file, "two");
    let (first, second) = tokio::task::spawn_blocking({
        let pool = pool.clone();
        move || {
            let first = pool.get().unwrap();
            let second = pool.get().unwrap();
            (first, second)
        }
    })
    .await
    .unwrap();
    assert_eq!(pool.state().connections, 2);
    assert_eq!(role.sessions().await, 2);
    drop((first, second, pool));
    role.assert_no_session().await;
}
