//! Runs the services of `examples/services` as a deployment does, and sends them HTTP requests.

mod locks;
mod program;

use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::escaped;
use crate::servers::{Later, PASSWORD, Proxy, Server, Traffic, workspace};

use self::locks::{MongoLock, Schema, locked_file, unmigrated_file};
pub use self::program::{Ended, Program, Service};
use self::program::{HEALTH, SECRET};

/// Checks that each command rejects a URL of the unsupported scheme `wrong`, and prints the report without the
/// password. An unknown command prints the usage.
pub fn rejects_wrong_input(path: &'static str, wrong: &str) {
    let url = format!("{wrong}://app:{SECRET}@db.internal/app");
    let program = Program::new(path).with("DATABASE_URL", url);
    for command in ["check", "check --connect", "migrate", "serve"] {
        let ended = program.run(command);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""), "{command}");
        for part in ["DATABASE_URL", "expected a ", "use `"] {
            assert!(ended.stderr.contains(part), "{command}: {}", ended.stderr);
        }
    }
    let usage = program.run("server");
    assert!(usage.code == Some(1) && usage.stderr.starts_with("usage: service-"), "{usage:?}");
}

/// Checks that the `.env.example` of a service is the output of its `env-example` command.
pub fn writes_its_example(path: &'static str, example: &str) {
    let ended = Program::new(path).run("env-example");
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), example));
}

/// Checks that `fly.toml` and `Dockerfile` match the variables, port and commands of the service. All copied files
/// exist, and the image gets all published crates.
pub fn deploys(path: &'static str, fly: &str, dockerfile: &str) {
    let name = Path::new(path).file_name().and_then(|name| name.to_str()).expect("a program");
    let fly: toml::Table = fly.parse().expect("fly.toml is TOML");
    let mut program = Program::new(path);
    match fly.get("env") {
        Some(env) => {
            assert!(fly.contains_key("mounts") && !fly.contains_key("deploy"), "expected a file on a volume");
            let url = env["DATABASE_URL"].as_str().expect("expected a string");
            assert!(url.contains(fly["mounts"]["destination"].as_str().expect("expected a string")), "{url}");
            program = program.with("DATABASE_URL", url);
            assert_eq!(program.run("check").code, Some(0));
        }
        None => assert_eq!(fly["deploy"]["release_command"].as_str(), Some(&*format!("{name} migrate"))),
    }
    let example = program.run("env-example").stdout;
    let port = format!("PORT={}\n", fly["http_service"]["internal_port"]);
    assert!(example.ends_with(&port), "{port}");
    let check = &fly["http_service"]["checks"][0];
    assert_eq!(check["path"].as_str(), Some("/health"));
    let seconds = |text: &str| text.strip_suffix('s').and_then(|text| text.parse().ok()).map(Duration::from_secs);
    let time = |key: &str| check[key].as_str().and_then(seconds).expect("expected seconds");
    assert!(time("timeout") > HEALTH, "the platform gives up before the service answers");
    let wait = example.lines().find_map(|line| line.strip_prefix("# DATABASE_WAIT="));
    let wait = wait.map(|wait| seconds(wait).expect("expected seconds"));
    assert!(wait.is_none_or(|wait| time("grace_period") > wait), "the platform gives up while the service waits");

    for krate in ["db-config", "db-config-derive", "db-config-syntax"] {
        assert!(dockerfile.contains(&format!("\nCOPY {krate} {krate}\n")), "missing COPY for {krate}");
    }
    assert!(
        dockerfile.ends_with(&format!("\nCMD [\"{name}\"]\n")),
        "expected a CMD, which a release command can replace"
    );
    for line in dockerfile.lines().filter_map(|line| line.strip_prefix("COPY ")) {
        let paths: Vec<_> = line.split(' ').collect();
        let sources = &paths[..paths.len() - 1];
        for source in sources.iter().filter(|_| paths[0] != "--from=build") {
            assert!(workspace().join(source).exists(), "{source}");
        }
    }
}

/// Checks a service whose default database is a file. It starts without variables, and migrates the file at each start,
/// also if two start at once. It is unhealthy while another process locks the file. In a release command it rejects the
/// file.
pub fn serves_a_file(path: &'static str) {
    let program = Program::new(path);
    assert_eq!(program.run("check").code, Some(0));
    let checked = program.run("check --connect");
    assert!(checked.code == Some(0) && checked.stdout.contains("SQLite 3."), "{checked:?}");

    let (service, other) = thread::scope(|scope| {
        let first = scope.spawn(|| program.serve());
        let second = scope.spawn(|| program.serve());
        (first.join().expect("the first service starts"), second.join().expect("the second service starts"))
    });
    assert!(service.log().contains("migrated at startup"), "{}", service.log());
    service.counts("SQLite");
    assert_eq!(other.get("/visits"), (200, "4\n".to_owned()));
    other.stops();
    let file = program.directory().join("visits.db");
    let lock = locked_file(&file, "begin exclusive");
    service.is_unhealthy();
    drop(lock);
    service.becomes_healthy("SQLite");
    service.stops_after_the_running_visit(locked_file(&file, "begin exclusive"));

    program.migrate();
    assert_eq!(program.serve().get("/visits"), (200, "6\n".to_owned()));
    program.migrate_at_once(unmigrated_file(&file));
    assert_eq!(program.serve().get("/visits"), (200, "1\n".to_owned()));

    let url = format!("sqlite://{}/other.db", program.directory().display());
    let program = program.with("DATABASE_URL", url).with("RELEASE_COMMAND", "1");
    for command in ["check", "migrate"] {
        let ended = program.run(command);
        let refused = ended.stderr.contains("cannot migrate SQLite in a release command");
        assert!(ended.code == Some(1) && refused, "{ended:?}");
    }
    assert!(!program.directory().join("other.db").exists());
}

/// Checks a service in its own schema of PostgreSQL. Until `migrate` has run, it is healthy and refuses visits. In a
/// release command, `migrate` can run repeatedly and several times at once.
pub fn serves_postgres(path: &'static str, server: &Server, query: &str) {
    let schema = Schema::new(server);
    let query = format!("{query}&schema={}", schema.name);
    let program = Program::new(path).with("DATABASE_URL", server.url_as(server.user, "localhost", &query));
    for command in ["check", "check --connect"] {
        assert_eq!(program.run(command).code, Some(0), "{command}");
    }

    let unmigrated = program.serve();
    unmigrated.is_healthy("PostgreSQL");
    let tls = if query.contains("sslmode=disable") { "no" } else { "yes" };
    let (_, line) = unmigrated.get("/health");
    assert!(line.ends_with(&format!(", TLS at the server: {tls}\n")), "{line}");
    let (status, body) = unmigrated.get("/visits");
    assert!(status == 503 && body.contains("`migrate`"), "{status} {body}");
    let log = unmigrated.stops().stderr;
    assert!(log.contains("relation \"visits\" does not exist"), "{log}");

    let program = program.with("RELEASE_COMMAND", "1");
    program.migrate_at_once(schema.run(&format!("begin; create table {}.visits ()", schema.name)));
    let service = program.serve();
    service.counts("PostgreSQL");
    service.stops_after_the_running_visit(schema.run(&format!("begin; lock table {}.visits", schema.name)));
    assert_eq!(program.serve().get("/visits"), (200, "5\n".to_owned()));
}

/// Checks a service on MongoDB. In a release command, `migrate` can run repeatedly and several times at once.
pub fn serves_mongodb(path: &'static str, server: &Server) {
    let program = Program::new(path).with("DATABASE_URL", server.url()).with("RELEASE_COMMAND", "1");
    assert_eq!(program.run("check").code, Some(0));
    program.migrate_at_once(MongoLock::new(server));
    let service = program.serve();
    service.counts("MongoDB");
    service.stops_after_the_running_visit(MongoLock::new(server));
    assert_eq!(program.serve().get("/visits"), (200, "5\n".to_owned()));
}

/// Checks a service that starts before its server, whose name is `name`. It serves once the server runs, and is unhealthy
/// while the server is down.
pub fn outlives_its_server(path: &'static str, later: Later, name: &str) {
    let program = Program::new(path).with("DATABASE_URL", later.url());
    let checked = program.run("check --connect");
    assert!(checked.code == Some(2) && checked.stderr.contains("DATABASE_URL"), "{checked:?}");

    let (service, server) = thread::scope(|scope| {
        let service = scope.spawn(|| program.serve());
        // Longer than `acquire_timeout`, in which the pool of a client tries again by itself.
        thread::sleep(Duration::from_secs(6));
        assert!(!service.is_finished(), "the service does not wait");
        let server = later.start();
        (service.join().expect("the service starts"), server)
    });
    service.is_healthy(name);
    let checked = program.run("check --connect");
    assert!(checked.code == Some(0) && checked.stdout.contains(&format!("{name} ")), "{checked:?}");

    drop(server);
    let deadline = Instant::now() + Duration::from_secs(30);
    while TcpStream::connect(("127.0.0.1", later.port())).is_ok() {
        assert!(Instant::now() < deadline, "the server still runs");
        thread::sleep(Duration::from_millis(10));
    }
    service.is_unhealthy();
    let _server = later.start();
    service.becomes_healthy(name);
    let log = service.stops().stderr;
    assert!(log.contains("cannot ping: "), "{log}");
}

/// Checks that a service whose server no longer answers, although its connections stay open, is unhealthy until the server
/// answers again.
pub fn outlives_a_silent_server(path: &'static str, server: &'static Server, name: &str) {
    let proxy = Proxy::new(server);
    let service = Program::new(path).with("DATABASE_URL", proxy.url()).serve();
    service.is_healthy(name);
    proxy.set(Traffic::Stands);
    service.is_unhealthy();
    proxy.set(Traffic::Flows);
    service.becomes_healthy(name);
    service.stops();
}

/// Checks that a wrong password ends each command at once, with the cause.
pub fn rejects_a_wrong_password(path: &'static str, server: &Server) {
    let url = server.url().replace(&escaped(PASSWORD), SECRET);
    let program = Program::new(path).with("DATABASE_URL", url);
    for (command, code) in [("serve", 1), ("migrate", 1), ("check --connect", 2)] {
        let start = Instant::now();
        let ended = program.run(command);
        assert!(ended.code == Some(code) && ended.stderr.contains("DATABASE_URL"), "{command}: {ended:?}");
        assert!(ended.stderr.to_lowercase().contains("authentication failed"), "{command}: {ended:?}");
        assert!(start.elapsed() < Duration::from_secs(10), "{command}: {:?}", start.elapsed());
    }
}
