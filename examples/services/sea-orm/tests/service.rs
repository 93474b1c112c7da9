//! Runs the service as a deployment does, on a file and on PostgreSQL.

use tests::servers::{self, Later};
use tests::services;

const PROGRAM: &str = env!("CARGO_BIN_EXE_service-sea-orm");

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
fn it_serves_a_file() {
    services::serves_a_file(PROGRAM);
}

#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn it_serves_postgres() {
    services::serves_postgres(PROGRAM, servers::postgres(), "sslmode=disable");
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
