use super::{CERT_USER, DATABASE, HOST, PASSWORD, Recipe, Server, TLS_USER, Tls, USER, find};
use std::cmp::Reverse;
use std::fs;
use std::path::PathBuf;

pub(super) fn start(tls: Tls) -> Server {
    let bin = find("initdb", &debian_folders(), "PostgreSQL (Debian's package `postgresql`)");
    let bin = bin.parent().expect("it is a file in a folder");
    let sql = format!(
        "create role {USER} login password '{PASSWORD}';
        create role {TLS_USER} login password '{PASSWORD}';
        create role {CERT_USER} login;
        create database {DATABASE} owner {USER};"
    );
    // The first line that fits a connection decides.
    let hba = match tls {
        Tls::Only => "hostssl all all 127.0.0.1/32 scram-sha-256
            hostssl all all ::1/128 scram-sha-256"
            .to_owned(),
        _ => format!(
            "local   all all scram-sha-256
        hostssl all {CERT_USER} all cert
        host    all {CERT_USER} all reject
        hostssl all {TLS_USER} all scram-sha-256
        host    all {TLS_USER} all reject
        host    all all all scram-sha-256"
        ),
    };
    let (folder, port) = Recipe {
        name: "PostgreSQL",
        // It refuses to run as root.
        prepare: r#"
            echo "$hba" >hba && cp "$certificates/ca.pem" . || return
            tls='-c ssl=off'
            if [ "$certificate" ]; then
                cp "$certificates/$certificate.pem" server.pem && cp "$certificates/$certificate.key" server.key || return
                tls="-c ssl=on -c ssl_ca_file=$folder/ca.pem"
                tls="$tls -c ssl_cert_file=$folder/server.pem -c ssl_key_file=$folder/server.key"
            fi
            as=
            if [ "$(id -u)" = 0 ]; then
                as='setpriv --reuid=postgres --regid=postgres --init-groups'
                chown -R postgres . || return
            fi
            $as "$bin/initdb" -D data -U postgres -E UTF8 --locale=C --no-sync --no-instructions &&
            echo "$sql" | $as "$bin/postgres" --single -D data postgres"#,
        serve: r#"$as "$bin/postgres" -D data -p "$port" -k "$folder" -c listen_addresses=127.0.0.1 \
            -c hba_file="$folder/hba" $tls \
            -c fsync=off -c full_page_writes=off"#,
        // Unlike KILL, it leaves no shared memory behind.
        stop: "QUIT",
        ready: "ready to accept connections",
        variables: &[
            ("bin", bin.as_os_str()),
            ("sql", sql.as_ref()),
            ("hba", hba.as_ref()),
            ("certificate", tls.certificate()),
        ],
    }
    .start();
    Server {
        scheme: "postgres",
        host: HOST,
        port,
        socket: folder.path.clone(),
        user: USER,
        password: PASSWORD,
        database: DATABASE,
        query: "sslmode=disable",
        _folder: folder,
    }
}

/// Where Debian keeps PostgreSQL's programs, the newest version first.
fn debian_folders() -> Vec<PathBuf> {
    let mut folders: Vec<_> =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    folders.sort_by_key(|folder| {
        let version = folder.file_name().and_then(|name| name.to_str());
        Reverse(version.and_then(|version| version.parse::<u32>().ok()))
    });
    folders.into_iter().map(|folder| folder.join("bin")).collect()
}
