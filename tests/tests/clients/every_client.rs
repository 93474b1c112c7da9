//! No part of a URL is lost silently, and none is changed on the way to a client.

use std::process::Command;

use db_config::resolved::MySql;
use db_config::{Backend, FromDatabaseUrl, ProblemKind};
use tests::clients::connecting;
use tests::url;

/// As in MySQL's own clients: the operating system's user, whatever the environment says.
#[test]
fn mysql_without_a_user_is_the_same_for_every_client() {
    let output = Command::new("id").arg("-un").output().unwrap();
    let user = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    for text in ["mysql://h.example.com/d", "mysql://@h.example.com/d", "mysql://:pw@h.example.com/d"] {
        let url = url(text);
        assert_eq!((url.username(), MySql::of(&url).unwrap().user), (None, &*user), "{text}");
        for client in connecting(Backend::MySql) {
            let shown = (client.show)(&url).unwrap_or_else(|error| panic!("{}: {error}", client.name));
            let shapes = [
                format!("username: \"{user}\""),
                format!("user: Some(\"{user}\")"),
                format!("db_user: Some(\"{user}\")"),
                format!("://{user}@"),
                format!("://{user}:pw@"),
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

#[test]
fn mongodbs_missing_feature_is_named() {
    for (query, feature) in [
        ("compressors=zlib", "zlib-compression"),
        ("compressors=zstd", "zstd-compression"),
        ("compressors=snappy,zlib", "snappy-compression"),
        ("tls=true&tlsCertificateKeyFile=f&tlsCertificateKeyFilePassword=x", "cert-key-password"),
    ] {
        let url = url(&format!("mongodb://u:hunter2@localhost/d?{query}"));
        for client in connecting(Backend::MongoDb) {
            let error = (client.show)(&url).expect_err(client.name);
            assert_eq!(error.kind(), ProblemKind::Refused, "{error}");
            let shown = format!("{error:#}");
            assert!(shown.contains("feature") && shown.contains(feature), "{shown}");
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
}
