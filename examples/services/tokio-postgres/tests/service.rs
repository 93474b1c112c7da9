//! Runs the service as a deployment does, on PostgreSQL, with TLS.

use tests::{servers, services};

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
fn its_health_check_fails_if_the_certificate_is_not_verified() {
    let server = servers::postgres();
    let query = format!("sslmode=verify-full&sslrootcert={}", servers::certificates().other_ca.display());
    let url = server.url_as(server.user, "localhost", &query);
    let program = services::Program::new(PROGRAM).with("DATABASE_URL", url);
    let service = program.serve();
    assert_eq!(service.get("/health").0, 503);
    let log = service.stops().stderr;
    assert!(log.contains("certificate"), "{log}");
}
