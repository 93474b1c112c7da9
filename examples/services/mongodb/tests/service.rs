//! Runs the service as a deployment does, on MongoDB.

use tests::servers::{self, Later};
use tests::services;

const PROGRAM: &str = env!("CARGO_BIN_EXE_service-mongodb");

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
#[ignore = "needs MongoDB: run ./test"]
fn it_serves_mongodb() {
    services::serves_mongodb(PROGRAM, servers::mongodb());
}

#[test]
#[ignore = "needs MongoDB: run ./test"]
fn it_waits_for_mongodb_and_outlives_it() {
    services::outlives_its_server(PROGRAM, Later::mongodb().without_user(), "MongoDB");
}

#[test]
#[ignore = "needs MongoDB: run ./test"]
fn it_outlives_a_silent_mongodb() {
    services::outlives_a_silent_server(PROGRAM, servers::mongodb(), "MongoDB");
}

#[test]
#[ignore = "needs MongoDB: run ./test"]
fn it_rejects_a_wrong_password() {
    services::rejects_a_wrong_password(PROGRAM, servers::mongodb());
}
