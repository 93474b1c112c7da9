//! Runs the service as a deployment does, on PostgreSQL, with TLS.

use tests::servers::{self, Later};
use tests::services;

const PROGRAM: &str = env!("CARGO_BIN_EXE_service-tokio-postgres");

#[test]
fn its_env_example_is_up_to_date() {
    services::writes_its_example(PROGRAM, include_str!("../.env.example"));
}

#[test]
fn it_deploys() {
    services::deploys(PROGRAM, include_str!("../fly.toml"), include_str!("../Dockerfile"));
}

#[test]
fn it_rejects_wrong_input() {
    services::rejects_wrong_input(PROGRAM, "mysql");
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn it_serves_postgres_with_verified_tls() {
    let query = format!("sslmode=verify-full&sslrootcert={}", servers::certificates().ca.display());
    services::serves_postgres(PROGRAM, servers::postgres(), &query);
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn a_certificate_that_is_not_verified_ends_it() {
    let server = servers::postgres();
    let query = format!("sslmode=verify-full&sslrootcert={}", servers::certificates().other_ca.display());
    let url = server.url_as(server.user, "localhost", &query);
    let program = services::Program::new(PROGRAM).with("DATABASE_URL", url);
    for (command, code) in [("serve", 1), ("check --connect", 2)] {
        let ended = program.run(command);
        assert!(ended.code == Some(code) && ended.stderr.contains("certificate"), "{command}: {ended:?}");
    }
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn it_waits_for_postgres_and_outlives_it() {
    services::outlives_its_server(PROGRAM, Later::postgres(), "PostgreSQL");
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn it_outlives_a_silent_postgres() {
    services::outlives_a_silent_server(PROGRAM, servers::postgres(), "PostgreSQL");
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn it_rejects_a_wrong_password() {
    services::rejects_a_wrong_password(PROGRAM, servers::postgres());
}
