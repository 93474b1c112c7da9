//! A client's own message about a URL that it rejects.

use db_config::{DatabaseUrl, FromDatabaseUrl, ProblemKind};
use mongodb::options::{ClientOptions, ConnectionString};
use tests::canaries::{Canary, everything};

#[test]
fn no_message_of_a_client_shows_a_secret() {
    let url: DatabaseUrl = "mongodb://u:S3cr3t%20W0rds%21@h/d?authMechanismProperties=k:t0k%C3%A9n".parse().unwrap();
    // A search for pieces of the secret would miss the last two reasons.
    for reason in [
        "S3cr3t W0rds!",
        "near S3cr3t",
        "near `W0rds!`",
        "S3cr3t%20W0rds%21",
        "in mongodb://u:S3cr3t%20W0rds%21@h",
        "value k:t0kén",
        "value t0kén",
        "value k%3At0k%C3%A9n",
        "a password of 13 letters, from `S` to `!`",
        "no such replica set",
    ] {
        let error = url.rejected_by("the client", reason);
        assert_eq!(error.kind(), ProblemKind::RejectedByClient);
        let shown = everything(&error);
        ["S3cr3t", "W0rds", "t0k"].iter().for_each(|secret| Canary::new(secret).is_not_in(&shown, reason));
        assert_eq!(
            error.message(),
            "the client rejects the URL; its reason is redacted because the URL contains a secret"
        );
    }
}

#[test]
fn the_message_about_a_url_without_a_secret_is_shown() {
    for text in ["mongodb://u@h/d?authMechanism=PLAIN", "postgres://h/d", "postgres://u:@h/d", "sqlite:app.db"] {
        let error = text.parse::<DatabaseUrl>().unwrap().rejected_by("the client", "no such\nreplica set");
        assert_eq!(error.message(), r"the client rejects the URL: no such\nreplica set", "{text}");
    }
}

/// The secret may be in any part of the URL.
#[test]
fn a_client_is_not_quoted_about_a_url_with_a_secret() {
    for text in [
        "mongodb://u:S3cr3t@h/d?authMechanism=S3",
        "mongodb://h/d?authMechanism=S3&authMechanismProperties=k:S3cr3t",
        "mongodb://h/d?proxyHost=h&proxyUsername=S3&proxyPassword=S3cr3t",
        "mongodb://h/d?tls=true&tlsCertificateKeyFile=S3&tlsCertificateKeyFilePassword=S3cr3t&authMechanism=S3",
    ] {
        let url: DatabaseUrl = text.parse().unwrap();
        let error = ConnectionString::from_database_url(&url).unwrap_err();
        assert!(!error.message().contains("S3"), "{text}: {error}");
        assert_eq!(error.kind(), ProblemKind::RejectedByClient);
    }
    let url: DatabaseUrl = "mongodb://u@h/d?authMechanism=S3".parse().unwrap();
    let error = ConnectionString::from_database_url(&url).unwrap_err();
    assert!(error.message().contains("S3"), "{error}");
}

/// The password also occurs in another part.
#[test]
fn a_password_in_a_value_is_not_shown_either() {
    for query in ["authMechanism=p%21S3cr3t", "maxPoolSize=p%21S3cr3t", "readPreference=p%21S3cr3t", "w=p%21S3cr3t"] {
        let text = format!("mongodb://u:p%21S3cr3t@localhost/d?{query}");
        let url: DatabaseUrl = text.parse().unwrap();
        for error in [ConnectionString::from_database_url(&url).err(), ClientOptions::from_database_url(&url).err()] {
            // The user wrote the password into the query, so only the message is searched.
            let message = error.map(|error| error.message().to_owned()).unwrap_or_default();
            Canary::new("S3cr3t").is_not_in(&message, &text);
        }
    }
}
