//! Runs the programs of `tests/node` with Node.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use db_config::DatabaseConfig;

/// The row that every program writes.
pub const NODES: &str = "it's Node's: \"é\"";

/// A program and its environment variables.
pub struct Program {
    /// The name of its file, without `.js`.
    pub name: &'static str,
    /// All of its environment variables.
    pub variables: Vec<(&'static str, String)>,
}

impl Program {
    /// Returns the program with these variables. Without a Node that has `node:sqlite`, or without the packages,
    /// reports this and returns `None`.
    pub fn new<const N: usize>(name: &'static str, variables: [(&'static str, String); N]) -> Option<Self> {
        node()?;
        Some(Program { name, variables: variables.into() })
    }

    /// Like [`Program::new`], with `DATABASE_URL` as the only variable.
    pub fn with_url(name: &'static str, url: &str) -> Option<Self> {
        Self::new(name, [("DATABASE_URL", url.to_owned())])
    }

    /// Returns the configuration from the program's variables.
    pub fn config<C: DatabaseConfig>(&self) -> C {
        C::from_source(&*self.variables).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// Runs the program to write its row.
    pub fn write(&self) {
        self.run(&["write", NODES]);
    }

    /// Runs the program to read all rows.
    pub fn read(&self) -> Vec<String> {
        self.run(&["read"]).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    fn run(&self, arguments: &[&str]) -> String {
        let mut command = node_command(&format!("{}.js", self.name));
        let output = command.args(arguments).envs(self.variables.iter().cloned()).output();
        stdout(self.name, &output.expect("Node starts"))
    }
}

/// Returns the stdout of a program that succeeded.
pub fn stdout(program: &str, output: &Output) -> String {
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program}: {stdout}{stderr}");
    stdout.into_owned()
}

/// Returns the command that runs a file of `tests/node` with an empty environment.
fn node_command(file: &str) -> Command {
    let mut command = Command::new(node().expect("`Program::new` has found Node"));
    command.env_clear().current_dir(directory()).arg(file);
    command
}

/// Runs a program that needs no packages, with this input, and returns its stdout. Without Node, reports this and
/// returns `None`.
pub fn answer(program: &Path, text: &str) -> Option<String> {
    let mut command = Command::new(node()?);
    command.env_clear().arg(program).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("Node starts");
    // `take`, so that the pipe is closed after the input.
    child.stdin.take().expect("stdin is piped").write_all(text.as_bytes()).expect("the program reads its input");
    Some(stdout("the program", &child.wait_with_output().expect("the program ends")))
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("node")
}

/// Returns the first Node that has `node:sqlite`: that of the packages, or the system's.
pub fn node() -> Option<&'static Path> {
    static NODE: OnceLock<Option<PathBuf>> = OnceLock::new();
    let node = NODE.get_or_init(|| {
        let packages = directory().join("node_modules");
        let works = |node: &PathBuf| {
            let output = Command::new(node).args(["-e", "require('node:sqlite')"]).output();
            output.is_ok_and(|output| output.status.success())
        };
        // npm writes this file last.
        let installed = packages.join(".package-lock.json").is_file();
        [packages.join(".bin/node"), "node".into()].into_iter().find(works).filter(|_| installed)
    });
    if node.is_none() {
        crate::left_out(
            "a test across languages, as there is no Node with `node:sqlite` (22.13 or newer) or \
             tests/node/node_modules is missing: run ./test, or `npm ci --ignore-scripts` in tests/node",
        );
    }
    node.as_deref()
}

/// Runs a command of Prisma's CLI with the schema for `provider`.
pub fn prisma(command: &str, provider: &str, url: Option<&str>) -> Output {
    // Prisma's CLI downloads two programs that neither command runs. If these variables name any file, it does not.
    let engine = directory().join("package.json");
    node_command("node_modules/prisma/build/index.js")
        .args([command, "--schema", &format!("prisma/{provider}.prisma")])
        .env("PRISMA_SCHEMA_ENGINE_BINARY", &engine)
        .env("PRISMA_QUERY_ENGINE_LIBRARY", &engine)
        .env("CHECKPOINT_DISABLE", "1")
        .envs(url.map(|url| ("DATABASE_URL", url)))
        .output()
        .expect("Node starts")
}
