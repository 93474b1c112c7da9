use super::{CERT_USER, DATABASE, HOST, LIMITED_USER, PASSWORD, Recipe, Server, TLS_USER, Tls, USER, find};
use std::cmp::Reverse;
use std::fs;
use std::path::PathBuf;

pub(super) fn start(tls: Tls, port: u16) -> Server {
    let bin = program("initdb");
    let bin = bin.parent().expect("the program is in a directory");
    let sql = format!(
        "create role {USER} login createdb createrole password '{PASSWORD}';
        create role {TLS_USER} login password '{PASSWORD}';
        create role {CERT_USER} login;
        create role {LIMITED_USER} login connection limit 1 password '{PASSWORD}';
        create database {DATABASE} owner {USER};"
    );
    // The first line that matches a connection applies.
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
    let directory = Recipe {
        name: "PostgreSQL",
        // PostgreSQL does not run as root.
        prepare: r#"
            echo "$hba" >hba && cp "$certificates/ca.pem" . || return
            tls='-c ssl=off'
            if [ "$certificate" ]; then
                cp "$certificates/$certificate.pem" server.pem && cp "$certificates/$certificate.key" server.key || return
                tls="-c ssl=on -c ssl_ca_file=$directory/ca.pem"
                tls="$tls -c ssl_cert_file=$directory/server.pem -c ssl_key_file=$directory/server.key"
            fi
            as=
            if [ "$(id -u)" = 0 ]; then
                as='setpriv --reuid=postgres --regid=postgres --init-groups'
                chown -R postgres . || return
            fi
            $as "$bin/initdb" -D data -U postgres -E UTF8 --locale=C --no-sync --no-instructions &&
            echo "$sql" | $as "$bin/postgres" --single -D data postgres"#,
        serve: r#"$as "$bin/postgres" -D data -p "$port" -k "$directory" -c listen_addresses=127.0.0.1 \
            -c hba_file="$directory/hba" $tls \
            -c fsync=off -c full_page_writes=off"#,
        // After QUIT, unlike after KILL, no shared memory is left over.
        stop: "QUIT",
        ready: "ready to accept connections",
        variables: &[
            ("bin", bin.as_os_str()),
            ("sql", sql.as_ref()),
            ("hba", hba.as_ref()),
            ("certificate", tls.certificate()),
        ],
    }
    .start(port);
    Server {
        scheme: "postgres",
        host: HOST,
        port,
        tls_port: port,
        socket: directory.path.clone(),
        user: USER,
        password: PASSWORD,
        database: DATABASE,
        query: "sslmode=disable",
        _directory: directory,
    }
}

/// Returns the path of a PostgreSQL program, not of Debian's wrapper script, which chooses a server.
pub(super) fn program(name: &str) -> PathBuf {
    find(name, &debian_directories(), "PostgreSQL (Debian's package `postgresql`)")
}

/// Returns Debian's directories for PostgreSQL's programs, the newest version first.
fn debian_directories() -> Vec<PathBuf> {
    let mut directories: Vec<_> =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    directories.sort_by_key(|directory| {
        let version = directory.file_name().and_then(|name| name.to_str());
        Reverse(version.and_then(|version| version.parse::<u32>().ok()))
    });
    directories.into_iter().map(|directory| directory.join("bin")).collect()
}
