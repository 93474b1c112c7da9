//! The service as it is deployed: on a file and on PostgreSQL.

use tests::{servers, services};

const PROGRAM: &str = env!("CARGO_BIN_EXE_service-sqlx");

#[test]
fn its_env_example_is_what_it_writes() {
    services::writes_its_example(PROGRAM, include_str!("../.env.example"));
}

#[test]
fn it_deploys() {
    services::deploys(PROGRAM, include_str!("../fly.toml"), include_str!("../Dockerfile"));
}

#[test]
fn it_refuses_what_is_wrong() {
    services::refuses_what_is_wrong(PROGRAM, "mysql");
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
