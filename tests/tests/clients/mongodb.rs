//! The client options of mongodb, on a real database.

use std::time::Duration;

use db_config::{Backend, DatabaseUrl, FromDatabaseUrl, ProblemKind, mongodb_client_options};
use mongodb::bson::doc;
use mongodb::options::{ClientOptions, ConnectionString, HostInfo, ReadPreference, ServerAddress, Tls, TlsOptions};
use tests::clients::connecting;
use tests::servers::{self, certificates};
use tests::url;

fn options(text: &str) -> ClientOptions {
    ClientOptions::from_database_url(&url(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn string(text: &str) -> ConnectionString {
    ConnectionString::from_database_url(&url(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn tcp(host: &str, port: u16) -> ServerAddress {
    ServerAddress::Tcp { host: host.to_owned(), port: Some(port) }
}

/// Needs neither a runtime nor a server.
#[test]
fn options_are_those_of_the_url() {
    let options = options(
        "MONGODB://us%40er:p%40ss%3A%2F%3F%25+%26@a.example.com:27018,[2001:db8::1]:27019/ev%65nts?authSource=admin\
         &appName=a%26b&replicaSet=rs0&readPreference=secondary&readPreferenceTags=dc:ny,rack:r1&readPreferenceTags=\
         &w=majority&connectTimeoutMS=1500&maxPoolSize=7&retryWrites=false&tls=true",
    );
    assert_eq!(options.hosts, [tcp("a.example.com", 27018), tcp("2001:db8::1", 27019)]);
    let credential = options.credential.unwrap();
    assert_eq!((credential.username.as_deref(), credential.source.as_deref()), (Some("us@er"), Some("admin")));
    assert_eq!(credential.password.as_deref(), Some("p@ss:/?%+&"));
    assert_eq!(options.app_name.as_deref(), Some("a&b"));
    assert_eq!((options.repl_set_name.as_deref(), options.retry_writes), (Some("rs0"), Some(false)));
    assert_eq!((options.connect_timeout, options.max_pool_size), (Some(Duration::from_millis(1500)), Some(7)));
    assert_eq!(options.tls, Some(Tls::Enabled(TlsOptions::default())));
    let string = string("mongodb://localhost/ev%65nts?readPreference=secondary&readPreferenceTags=dc:ny,rack:r1");
    assert_eq!(string.default_database.as_deref(), Some("events"));
    let Some(ReadPreference::Secondary { options: Some(options) }) = string.read_preference else {
        panic!("{:?}", string.read_preference);
    };
    assert_eq!(options.tag_sets.unwrap()[0].len(), 2);
}

#[test]
fn hosts_of_every_kind() {
    let hosts = |text: &str| options(text).hosts;
    assert_eq!(hosts("mongodb://localhost"), [ServerAddress::Tcp { host: "localhost".to_owned(), port: None }]);
    let socket = ServerAddress::Unix { path: "/tmp/mongodb-27017.sock".into() };
    assert_eq!(hosts("mongodb://%2Ftmp%2Fmongodb-27017.sock/d"), [socket]);
    let srv = string("mongodb+srv://u:p@cluster.example.com/d");
    assert_eq!(srv.host_info, HostInfo::DnsRecord("cluster.example.com".to_owned()));
}

#[test]
fn sets_the_chosen_tls_mode() {
    let tls = |text: &str| string(text).tls;
    let enabled = |change: fn(&mut TlsOptions)| {
        let mut options = TlsOptions::default();
        change(&mut options);
        Some(Tls::Enabled(options))
    };
    assert_eq!(tls("mongodb://localhost"), Some(Tls::Disabled));
    assert_eq!(tls("mongodb://db.example.com/?tls=false"), Some(Tls::Disabled));
    assert_eq!(tls("mongodb+srv://db.example.com/?ssl=false"), Some(Tls::Disabled));
    let unverified = enabled(|options| options.allow_invalid_certificates = Some(true));
    assert_eq!(tls("mongodb://localhost/?tls=true&tlsInsecure=true"), unverified);
    assert_eq!(tls("mongodb://localhost/?tlsAllowInvalidCertificates=true"), unverified);
    let verified = enabled(|_| ());
    assert_eq!(tls("mongodb://db.example.com"), verified);
    assert_eq!(tls("mongodb://localhost/?tls=true"), verified);
    assert_eq!(tls("mongodb+srv://db.example.com"), verified);
    let files = enabled(|options| {
        options.ca_file_path = Some("/my ca.pem".into());
        options.cert_key_file_path = Some("/client.pem".into());
    });
    assert_eq!(tls("mongodb://localhost/?tlsCAFile=/my%20ca.pem&tlsCertificateKeyFile=/client.pem"), files);
}

#[test]
fn rejects_unsupported_parameters() {
    for (text, kind, what) in [
        ("mongodb://u:hunter2@h/?tls=true&tlsAllowInvalidHostnames=true", ProblemKind::Unsupported, "`verify-ca`"),
        ("mongodb://u:hunter2@%2Ftmp%2Fmongo/d", ProblemKind::Unsupported, "`.sock`"),
        ("mongodb+srv://u:hunter2@h.example.com/d", ProblemKind::Unsupported, "ConnectionString"),
        // The client would read `dc:ny`.
        (
            "mongodb://u:hunter2@localhost/?readPreference=nearest&readPreferenceTags=a:b,dc:ny:1",
            ProblemKind::Unsupported,
            "a second `:` in a tag",
        ),
        ("mongodb://u:hunter2@localhost/?maxPoolSize=0", ProblemKind::InvalidValue, "must be at least 1"),
        ("mongodb://u@localhost/?maxConnecting=0", ProblemKind::RejectedByClient, "maxConnecting"),
        ("mongodb://u:hunter2@localhost/?maxPoolSize=hunter2", ProblemKind::RejectedByClient, "is redacted"),
        ("mongodb://u@localhost/a%20b", ProblemKind::RejectedByClient, "database name"),
        ("mongodb://u@localhost,b/?directConnection=true&tls=true", ProblemKind::RejectedByClient, "direct"),
        (
            "mongodb://u:hunter2@localhost/?tls=true&tlsCertificateKeyFile=f&tlsCertificateKeyFilePassword=hunter3",
            ProblemKind::RejectedByClient,
            "cert-key-password",
        ),
        ("mongodb://u:hunter2@localhost/?authMechanism=hunter2", ProblemKind::RejectedByClient, "remove the password"),
        (
            "mongodb://u:hunter2@localhost/?authMechanism=PLAIN&authMechanismProperties=hunter3",
            ProblemKind::RejectedByClient,
            "remove the password",
        ),
    ] {
        let error = ClientOptions::from_database_url(&url(text)).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        if !text.starts_with("mongodb+srv") {
            let string = ConnectionString::from_database_url(&url(text)).unwrap_err();
            assert_eq!(string.to_string(), error.to_string());
        }
        let error = format!("{error} {error:?}");
        assert!(error.contains(what), "{error}");
        assert!(!error.contains("hunter2") && !error.contains("hunter3"), "{error}");
    }
}

#[tokio::test]
async fn looks_up_names_in_dns() {
    let plain = "mongodb://u:hunter2@localhost:27018/d?maxPoolSize=7";
    assert_eq!(mongodb_client_options(&url(plain)).await.unwrap(), options(plain));
    // No resolver has this name (RFC 6761, section 6.4).
    let error = mongodb_client_options(&url("mongodb+srv://u:hunter2@cluster.db.invalid/d")).await.unwrap_err();
    assert_eq!(error.kind(), ProblemKind::RejectedByClient, "{error}");
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

const QUERY: &str = "authSource=admin&serverSelectionTimeoutMS=1500";

/// Writes through both field types, which needs the user.
async fn write(url: &DatabaseUrl) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let options = ClientOptions::from_database_url(url)?;
    let parsed = ClientOptions::parse(ConnectionString::from_database_url(url)?).await?;
    assert_eq!(options, parsed);
    let client = mongodb::Client::with_options(options)?;
    let database = client.default_database().ok_or("no database")?;
    database.collection("db_config").insert_one(doc! { "x": 1 }).await?;
    Ok(())
}

#[tokio::test]
#[ignore = "needs MongoDB: run ./test"]
async fn on_a_server() {
    let server = servers::mongodb();
    let socket = tests::escaped(server.socket.to_str().unwrap());
    let (ca, other, client) = (&certificates().ca, &certificates().other_ca, &certificates().client_combined_pem);
    let (ca, other, client) = (ca.display(), other.display(), client.display());
    let mut wrong = Vec::new();
    for (host, query, goes) in [
        (server.host, String::new(), true),
        ("localhost", String::new(), true),
        (&*socket, String::new(), true),
        (server.host, "&tls=false".to_owned(), true),
        (server.host, "&tls=true&tlsInsecure=true".to_owned(), true),
        ("localhost", format!("&tls=true&tlsCAFile={ca}"), true),
        ("localhost", format!("&tlsCAFile={ca}"), true),
        ("localhost", format!("&tlsCAFile={ca}&tlsCertificateKeyFile={client}"), true),
        ("localhost", format!("&tlsCAFile={other}"), false),
        ("localhost", "&tls=true".to_owned(), false),
        (server.host, format!("&tlsCAFile={ca}"), false),
        (server.host, format!("&tlsCAFile={ca}&tlsAllowInvalidHostnames=true"), false),
    ] {
        let text = server.url_as(server.user, host, &format!("{QUERY}{query}"));
        let result = write(&url(&text)).await;
        if result.is_ok() != goes {
            wrong.push(format!("{}: {result:?}", url(&text)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    let text = server.url_as(server.user, server.host, QUERY).replace(&tests::escaped(servers::PASSWORD), "wrong");
    assert!(write(&url(&text)).await.is_err());
}

/// MongoDB does not report whether a connection is encrypted, so this checks the first byte that the client sends.
#[tokio::test]
async fn uses_tls_if_the_url_enables_it() {
    use std::io::Read;
    for (query, encrypted) in [("", false), ("&tls=true&tlsInsecure=true", true), ("&tls=true", true)] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let text = format!("mongodb://u:p@{}/d?serverSelectionTimeoutMS=300{query}", listener.local_addr().unwrap());
        let first = std::thread::spawn(move || {
            let mut first = [0; 1];
            listener.accept().unwrap().0.read_exact(&mut first).unwrap();
            first[0]
        });
        assert!(write(&url(&text)).await.is_err());
        // 22 is the first byte of a TLS handshake (RFC 8446, section 5.1).
        assert_eq!(first.join().unwrap() == 22, encrypted, "{text}");
    }
}

#[test]
fn names_the_missing_feature_of_mongodb() {
    for (query, feature) in [
        ("compressors=zlib", "zlib-compression"),
        ("compressors=zstd", "zstd-compression"),
        ("compressors=snappy,zlib", "snappy-compression"),
        ("tls=true&tlsCertificateKeyFile=f&tlsCertificateKeyFilePassword=x", "cert-key-password"),
    ] {
        let url = url(&format!("mongodb://u:hunter2@localhost/d?{query}"));
        for client in connecting(Backend::MongoDb) {
            let error = (client.show)(&url).expect_err(client.name);
            assert_eq!(error.kind(), ProblemKind::RejectedByClient, "{error}");
            let shown = format!("{error:#}");
            assert!(shown.contains("feature") && shown.contains(feature), "{shown}");
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
}
