//! Canaries: secrets of every shape, none of which may be in a message.

use std::fmt::Debug;
use std::str::FromStr;

use db_config::{
    ConfigError, DatabaseConfig, DatabaseUrl, DieselUrl, Env, FromDatabaseUrl, ProblemKind, Source as _, SqliteFile,
    UrlError, mongodb_client_options,
};
use mongodb::options::{ClientOptions, ConnectionString};
use tests::canaries::Canary;
use tests::clients::CLIENTS;
use tests::servers::escaped;

fn everything(error: &(impl Debug + std::fmt::Display)) -> String {
    format!("{error} {error:#} {error:?} {error:#?}")
}

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct Config {
    database: DatabaseUrl,
}

fn problem(name: &str, value: &str) -> ConfigError {
    Config::from_source(&[(name, value)]).expect_err(value)
}

#[test]
fn what_is_no_path_is_not_shown() {
    for canary in Canary::all() {
        let secret = &canary.secret;
        for value in [
            format!("host=h password={secret}"),
            format!("password={secret}"),
            secret.clone(),
            format!("{secret} "),
            format!("app:{secret}@h/d"),
            format!("app/{secret}"),
            format!("./{secret}"),
            format!("postgres://app:{secret}@h/d"),
            format!("postgres:app:{secret}@h"),
            format!("//app:{secret}@h/d"),
            format!("DATABASE_URL={secret}"),
            format!("Server=h;Password={secret}"),
            format!("\"{secret}\""),
            format!("{secret}\nsecond line"),
        ] {
            let error = problem("DATABASE_URL_FILE", &value);
            assert_eq!(error.problems()[0].kind(), ProblemKind::Unreadable, "{error}");
            canary.is_not_in(&format!("{} {:?}", everything(&error), error.problems()), &value);
        }
    }
}

#[test]
fn a_path_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no such file").display().to_string();
    let error = problem("DATABASE_URL_FILE", &missing).to_string();
    assert!(error.contains(&missing) && error.contains("cannot be read"), "{error}");
    // Relative and existing: the folder of this package.
    for path in ["tests", "src/../tests"] {
        let error = problem("DATABASE_URL_FILE", path).to_string();
        assert!(error.contains(&format!("the file {path} cannot be read")), "{error}");
    }
}

/// A type that reveals its input in its error, in one way or another.
macro_rules! teller {
    ($name:ident, $text:ident => $message:expr) => {
        #[derive(Debug)]
        struct $name;

        impl FromStr for $name {
            type Err = String;

            fn from_str($text: &str) -> Result<Self, String> {
                Err($message)
            }
        }
    };
}

teller!(Plainly, text => format!("cannot read {text}"));
teller!(Quoted, text => format!("cannot read {text:?}"));
teller!(Encoded, text => format!("cannot read {}", escaped(text)));
teller!(FirstWord, text => format!("unexpected {:?}", text.split_whitespace().next().unwrap_or_default()));
teller!(LastWord, text => format!("behind {:?}", text.split_whitespace().last().unwrap_or_default()));
teller!(Pieces, text => format!("{:?}", text.split([';', ',', ':']).collect::<Vec<_>>()));
teller!(Doubled, text => format!("cannot read {}", serde_json::to_string(text).unwrap()));

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct Tellers {
    #[database(env = "KEY", from_str)]
    plainly: Plainly,
    #[database(env = "KEY", from_str)]
    quoted: Quoted,
    #[database(env = "KEY", from_str)]
    encoded: Encoded,
    #[database(env = "KEY", from_str)]
    first_word: FirstWord,
    #[database(env = "KEY", from_str)]
    last_word: LastWord,
    #[database(env = "KEY", from_str)]
    pieces: Pieces,
    #[database(env = "KEY", from_str)]
    doubled: Doubled,
}

#[test]
fn no_error_of_another_type_tells_its_text() {
    let mut told = Vec::new();
    for canary in Canary::all() {
        let error = Tellers::from_source(&[("KEY", &canary.secret)]).unwrap_err();
        assert_eq!(error.problems().len(), 7, "{error}");
        for problem in error.problems() {
            if let Some(piece) = canary.told_by(&format!("{problem} {problem:?}")) {
                told.push(format!("{}: {piece} in {problem}", canary.secret));
            }
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn an_error_without_the_text_is_shown() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Port {
        #[database(env = "PORT", from_str)]
        port: u16,
    }
    let error = Port::from_source(&[("PORT", "eighty")]).unwrap_err().to_string();
    assert!(error.contains("invalid digit found in string"), "{error}");
}

#[test]
fn no_refusal_of_a_client_tells_a_secret() {
    let url: DatabaseUrl = "mongodb://u:S3cr3t%20W0rds%21@h/d?authMechanismProperties=k:t0k%C3%A9n".parse().unwrap();
    // A search for pieces would miss the last ones.
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
        let error = url.refused("the client", reason);
        assert_eq!(error.kind(), ProblemKind::Refused);
        let shown = everything(&error);
        ["S3cr3t", "W0rds", "t0k"].iter().for_each(|secret| Canary::new(secret).is_not_in(&shown, reason));
        assert_eq!(error.message(), "the client rejects the URL; its reason is not shown because the URL has a secret");
    }
}

#[test]
fn a_refusal_of_a_url_without_a_secret_is_shown() {
    for text in ["mongodb://u@h/d?authMechanism=PLAIN", "postgres://h/d", "postgres://u:@h/d", "sqlite:app.db"] {
        let error = text.parse::<DatabaseUrl>().unwrap().refused("the client", "no such\nreplica set");
        assert_eq!(error.message(), r"the client rejects the URL: no such\nreplica set", "{text}");
    }
}

/// Whatever adds the secret.
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
        assert_eq!(error.kind(), ProblemKind::Refused);
    }
    let url: DatabaseUrl = "mongodb://u@h/d?authMechanism=S3".parse().unwrap();
    let error = ConnectionString::from_database_url(&url).unwrap_err();
    assert!(error.message().contains("S3"), "{error}");
}

/// Its errors quote the values that it does not understand.
#[test]
fn mongodb_tells_no_secret() {
    for canary in Canary::all() {
        let secret = canary.escaped();
        for query in [
            format!("authMechanism=PLAIN&authMechanismProperties={secret}"),
            format!("authMechanism=MONGODB-OIDC&authMechanismProperties=ENVIRONMENT:{secret}"),
            format!("authMechanism=GSSAPI&authMechanismProperties=CANONICALIZE_HOST_NAME:{secret}"),
            format!("tls=true&tlsCertificateKeyFile=f&tlsCertificateKeyFilePassword={secret}"),
            format!("proxyHost=h&proxyUsername=u&proxyPassword={secret}"),
        ] {
            let text = format!("mongodb://localhost/d?{query}");
            let url: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            canary.is_not_in(&everything(&url), &text);
            if let Err(error) = ConnectionString::from_database_url(&url) {
                canary.is_not_in(&everything(&error), &text);
            }
            if let Err(error) = ClientOptions::from_database_url(&url) {
                canary.is_not_in(&everything(&error), &text);
            }
        }
    }
}

/// A password that also occurs in another part.
#[test]
fn a_password_in_a_value_is_not_told_either() {
    for query in ["authMechanism=p%21S3cr3t", "maxPoolSize=p%21S3cr3t", "readPreference=p%21S3cr3t", "w=p%21S3cr3t"] {
        let text = format!("mongodb://u:p%21S3cr3t@localhost/d?{query}");
        let url: DatabaseUrl = text.parse().unwrap();
        for error in [ConnectionString::from_database_url(&url).err(), ClientOptions::from_database_url(&url).err()] {
            // The query itself is the user's, who wrote the password there.
            let message = error.map(|error| error.message().to_owned()).unwrap_or_default();
            Canary::new("S3cr3t").is_not_in(&message, &text);
        }
    }
}

/// Whatever a client says about any part of the URL.
#[test]
fn no_client_tells_a_secret_in_its_error() {
    for canary in Canary::all() {
        let secret = canary.escaped();
        for text in [
            format!("postgres://u:{secret}@a,b/d?target_session_attrs=standby"),
            format!("postgres://u:{secret}@h.example.com/d?channel_binding=require"),
            format!(
                "postgres://u:{secret}@h.example.com/d?oauth_client_secret={secret}&oauth_client_id=x&oauth_issuer=y"
            ),
            format!("postgres://u@h.example.com/d?scram_client_key={secret}&scram_server_key={secret}"),
            format!("postgres://u:{secret}@h.example.com/d?sslcert=c&sslkey=k&sslpassword={secret}"),
            format!("postgres://u@/d?password={secret}&sslmode=require"),
            format!("mysql://u:{secret}@a,b/d?charset=latin1"),
            format!("mysql://u:{secret}@[::1]/d?charset=latin1&collation=utf8mb4_bin"),
            format!("sqlite://u:{secret}@h/app.db"),
            format!("mongodb://u:{secret}@h.example.com/d?maxPoolSize=0"),
        ] {
            let url: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            canary.is_not_in(&everything(&url), &text);
            for client in CLIENTS {
                if let Err(error) = (client.show)(&url) {
                    canary.is_not_in(&everything(&error), &format!("{}: {text}", client.name));
                }
                for notice in url.notices((client.carried)(&url)) {
                    canary.is_not_in(&format!("{notice} {notice:?}"), client.name);
                }
            }
        }
    }
}

#[test]
fn settings_with_a_secret_do_not_show_it_by_accident() {
    for canary in Canary::all() {
        let url: DatabaseUrl = format!("postgres://u:{}@h.example.com/d", canary.escaped()).parse().unwrap();
        let diesel = DieselUrl::from_database_url(&url).unwrap();
        canary.is_not_in(&format!("{diesel:?} {diesel:#?}"), "a `DieselUrl`");
        assert!(diesel.expose().contains(&canary.escaped()), "{}", diesel.expose());
        assert_eq!(url.password(), Some(&*canary.secret));
    }
}

#[tokio::test]
async fn a_name_that_dns_does_not_have_tells_no_secret() {
    for canary in Canary::all() {
        let url: DatabaseUrl = format!("mongodb+srv://u:{}@db.invalid/d", canary.escaped()).parse().unwrap();
        let error: UrlError = mongodb_client_options(&url).await.unwrap_err();
        canary.is_not_in(&everything(&error), "a failed lookup");
    }
}

#[test]
fn a_notice_tells_no_secret_and_obeys_no_terminal() {
    for text in
        ["sqlite:user:hunter2@host/data.db", "sqlite:user:hunter2@my%20host.db", "sqlite:///no%1b[31mdir%0Ax/x.db"]
    {
        let url: DatabaseUrl = text.parse().unwrap();
        for notice in url.notices(SqliteFile::carried(&url)) {
            Canary::new("hunter2").is_not_in(&format!("{notice} {notice:?}"), text);
            assert!(!notice.to_string().contains(char::is_control), "{text}: {notice:?}");
        }
    }
}

#[test]
fn an_error_and_its_excerpt_obey_no_terminal() {
    for text in [
        "postgres://h/d\u{202e}x?shcema=1",
        "postgres://h/d\u{9b}31mx?sslmode=x",
        "postgres://h/d?sh\u{202e}ema=1",
        "postgres://h\u{9b}31m/d",
    ] {
        let error = text.parse::<DatabaseUrl>().expect_err(text);
        let shown = format!("{error:#}");
        assert!(!shown.contains(|c: char| c != '\n' && c.is_control() || c == '\u{202e}'), "{shown:?}");
    }
    // The mark stands under what is shown.
    let error = "postgres://h/d\u{202e}x?shcema=1".parse::<DatabaseUrl>().unwrap_err();
    assert!(
        format!("{error:#}")
            .contains("\n    postgres://h/d\\u{202e}x?shcema=***\n                            ^^^^^^\n"),
        "{error:#}"
    );
}

/// A raw `&`, `?` or `@` may belong to a password that nobody has escaped.
#[test]
fn what_may_be_the_rest_of_a_password_is_not_shown() {
    let error = |text: &str| text.parse::<DatabaseUrl>().expect_err(text);
    let rest = error("postgres://app@h/d?password=ab&S3cr3t=cd&W0rds=x&sslmode=require");
    assert_eq!(rest.kind(), ProblemKind::UnknownKey);
    assert_eq!(
        format!("{rest:#}"),
        "a raw `&` in the value of `password`, or an unknown query key after it
    postgres://app@h/d?password=***&sslmode=require
    write a `&` of the value as `%26`, or remove the key",
    );
    let rest = error("postgres://app:p@S3cr3t?W0rds=x@h/d");
    assert_eq!(
        format!("{rest:#}"),
        "a raw `@` after an unknown query key: one of the two belongs to another part
    write a `?` of the password as `%3F`, or the `@` of a value as `%40`",
    );
    let value = error("postgres://app:p@S3cr3t?sslmode=x@h/d");
    assert_eq!((value.kind(), value.excerpt()), (ProblemKind::Value, None));
    let key = error("postgres://app@h/d?application_name=a@b&shcema=x");
    assert!(key.excerpt().is_some_and(|shown| shown.contains("application_name=a@b&shcema=***")), "{key:#}");
}

#[test]
fn a_key_in_place_of_its_file_is_not_shown() {
    for key in ["-----BEGIN%20PRIVATE%20KEY", "%0A-----BEGIN%20PRIVATE%20KEY", "S3cr3t%0AS3cr3t"] {
        let text = format!("postgres://app@h.example.com/d?sslcert=c&sslkey={key}");
        let error = text.parse::<DatabaseUrl>().expect_err(&text);
        assert_eq!(error.kind(), ProblemKind::Value, "{error}");
        Canary::new("S3cr3t").is_not_in(&everything(&error), &text);
    }
}

/// It would be on the disk.
#[test]
fn no_file_is_named_after_a_password() {
    let of =
        |text: &str| SqliteFile::from_database_url(&text.parse().unwrap_or_else(|error| panic!("{text}: {error}")));
    for slashes in ["", "/", "//", "///", "////"] {
        let error = of(&format!("sqlite:{slashes}app:S3cr3tPw@h/app.db")).unwrap_err();
        assert_eq!((error.kind(), error.remedy()), (ProblemKind::SqliteHost, "write `sqlite:///app.db`"), "{error:#}");
        let excerpt = error.excerpt().unwrap_or_default();
        assert!(excerpt.contains(&format!("sqlite:{slashes}app:***@h/app.db\n")), "{excerpt}");
    }
    let error = of("sqlite:logs/2026:11@x.db").unwrap_err();
    assert_eq!(error.remedy(), "write the path alone, with a `:` that belongs to it as `%3A`");
    assert_eq!(of("sqlite:logs/2026%3A11@x.db").unwrap().path.to_str(), Some("logs/2026:11@x.db"));
    assert_eq!(of("sqlite:///logs@x/2026:11.db").unwrap().path.to_str(), Some("/logs@x/2026:11.db"));
}

#[test]
fn a_chain_of_sources_shows_their_types() {
    let chain = Env.or([("DATABASE_URL", "postgres://app:S3cr3tPw@h/d")]);
    assert_eq!(format!("{chain:?}"), "Chain(db_config::config::source::Env, [(&str, &str); 1])");
}

/// rustls' error has the line, as numbers: all of a key whose newlines were lost on the way through a variable.
#[test]
fn the_error_of_a_key_file_shows_none_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key.pem");
    std::fs::write(&file, "-----BEGIN PRIVATE KEY-----S3cr3tPw").unwrap();
    let path = file.display();
    let url: DatabaseUrl =
        format!("postgres://h.example.com/d?sslmode=require&sslcert=c&sslkey={path}").parse().unwrap();
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let error = url.tls().rustls_with_provider(db_config::Roots::WebPki, provider).unwrap_err();
    let message = format!("{path} is not a private key: `-----BEGIN ...-----` is not on a line of its own");
    assert_eq!(error.message(), message);
}
