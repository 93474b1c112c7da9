//! The user, the password and the database, and their default values.

use std::process::Command;

use db_config::resolved::MySql;
use db_config::{Backend, FromDatabaseUrl};
use tests::clients::connecting;
use tests::url;

#[test]
fn missing_parts_are_none() {
    for text in ["postgres://", "postgres:///", "postgres://@/"] {
        let url = url(text);
        assert_eq!((url.username(), url.host(), url.port(), url.database()), (None, None, None, None), "{text}");
    }
    assert_eq!(url("postgres://u:@h/").password(), Some(""));
    assert_eq!(url("postgres://h:/d").port(), None);
}

fn system_user() -> String {
    if cfg!(windows) {
        return std::env::var("USERNAME").unwrap();
    }
    let output = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Like MySQL's own clients, db-config uses the operating system's user and ignores the environment.
#[test]
fn mysql_without_a_user_is_the_same_for_every_client() {
    let user = system_user();
    for text in ["mysql://h.example.com/d", "mysql://@h.example.com/d"] {
        let url = url(text);
        assert_eq!((url.username(), MySql::resolve(&url).unwrap().user), (None, &*user), "{text}");
        for client in connecting(Backend::MySql) {
            let shown = (client.show)(&url).unwrap_or_else(|error| panic!("{}: {error}", client.name));
            let shapes = [
                format!("username: \"{user}\""),
                format!("user: Some(\"{user}\")"),
                format!("db_user: Some(\"{user}\")"),
                format!("://{user}@"),
            ];
            // SeaORM may show its URL without the user.
            let is_hidden = client.name.starts_with("SeaORM");
            assert!(is_hidden || shapes.iter().any(|shape| shown.contains(shape)), "{}: {shown}", client.name);
        }
        let sea = sea_orm::ConnectOptions::from_database_url(&url).unwrap();
        assert!(sea.get_url().starts_with(&format!("mysql://{user}")), "{}", sea.get_url());
        let sea = sea_orm_1_1::ConnectOptions::from_database_url(&url).unwrap();
        assert!(sea.get_url().starts_with(&format!("mysql://{user}")), "{}", sea.get_url());
    }
}
