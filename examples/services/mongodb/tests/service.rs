//! Runs the service as a deployment does, on MongoDB.

use tests::{servers, services};

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
