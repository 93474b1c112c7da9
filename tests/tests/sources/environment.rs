//! The process environment. Each test runs itself again as a child process with its own environment.

use std::ffi::OsStr;
use std::path::Path;

use db_config::{DatabaseConfig, DatabaseUrl, DotEnv, ProblemKind};
use tests::child::{again, is_child};

#[test]
fn a_dotenv_file_fills_in_what_is_unset() {
    #[derive(DatabaseConfig)]
    struct Config {
        #[database(env = "FROM_FILE_URL")]
        from_file: DatabaseUrl,
        #[database(env = "FROM_BOTH_URL")]
        from_both: DatabaseUrl,
    }
    if !is_child() {
        let directory = tempfile::tempdir().unwrap();
        let lines = "FROM_FILE_URL=postgres://file/d\nexport FROM_BOTH_URL='postgres://file/d'\n";
        std::fs::write(directory.path().join(".env"), lines).unwrap();
        std::fs::write(directory.path().join("broken"), "DATABASE_URL='hunter2\n").unwrap();
        std::fs::create_dir(directory.path().join("below")).unwrap();
        let variables = [("FROM_BOTH_URL", "postgres://process/d")];
        return again("environment::a_dotenv_file_fills_in_what_is_unset", &directory.path().join("below"), &variables);
    }
    let config = Config::from_source(&DotEnv::load().unwrap()).unwrap();
    assert_eq!((config.from_file.host(), config.from_both.host()), (Some("file"), Some("process")));
    assert!(std::env::var_os("FROM_FILE_URL").is_none(), "the environment was written");
    let error = DotEnv::from_path("../broken").err().unwrap();
    assert!(error.to_string().contains("broken") && !format!("{error} {error:?}").contains("hunter2"), "{error}");
    assert!(DotEnv::from_path("missing").is_err());
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf8_is_a_problem() {
    use std::os::unix::ffi::OsStrExt;
    if !is_child() {
        let value = OsStr::from_bytes(b"postgres://\xff/d");
        return again(
            "environment::a_variable_that_is_not_utf8_is_a_problem",
            Path::new("."),
            &[("DATABASE_URL", value)],
        );
    }
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Config {
        database: DatabaseUrl,
    }
    let error = Config::from_env().unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Unreadable);
}
