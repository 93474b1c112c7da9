//! The variables that set pool options.

use std::time::Duration;

use db_config::{DatabaseConfig, ProblemKind};

use super::{Config, Orders, URL, pool, problems};

#[test]
fn every_url_of_a_list_has_the_pool() {
    #[derive(DatabaseConfig)]
    struct Lists {
        #[database(max_connections = 20, idle_timeout = "9s")]
        replicas: Vec<Orders>,
    }

    let urls = ("DATABASE_REPLICA_URLS", "postgres://a/x,postgres://b/x?max_connections=40,postgres://c/x");
    let most = |source: &[(&str, &str)]| -> Vec<_> {
        let replicas = Lists::from_source(source).unwrap().replicas;
        assert!(replicas.iter().all(|(_, pool)| pool.idle_timeout() == Some(Some(Duration::from_secs(9)))));
        replicas.iter().map(|(_, pool)| pool.max_connections().unwrap()).collect()
    };
    assert_eq!(most(&[urls]), [20, 40, 20]);
    assert_eq!(most(&[urls, ("DATABASE_REPLICA_MAX_CONNECTIONS", "30")]), [30, 40, 30]);
    assert_eq!(most(&[urls, ("DATABASE_MAX_CONNECTIONS", "30")]), [20, 40, 20]);
}

#[test]
fn a_flattened_type_has_its_prefix_before_the_pools_variables() {
    #[derive(DatabaseConfig)]
    struct App {
        #[database(flatten, prefix = "SIDE_")]
        side: Config,
        #[database(flatten)]
        main: Config,
    }

    let source = [
        URL,
        ("SIDE_DATABASE_URL", "postgres://localhost/side"),
        ("SIDE_DATABASE_MAX_CONNECTIONS", "3"),
        ("DATABASE_MAX_CONNECTIONS", "4"),
    ];
    let app = App::from_source(&source).unwrap();
    assert_eq!(app.side.orders.1.max_connections(), Some(3));
    assert_eq!(app.main.orders.1.max_connections(), Some(4));
    let app = App::from_source(&[source[0], source[1], source[3]]).unwrap();
    assert_eq!(app.side.orders.1.max_connections(), Some(20));

    let bad = [source[0], source[1], ("SIDE_DATABASE_MAX_CONNECTIONS", "S3cr3t")];
    let error = App::from_source(&bad).err().unwrap();
    assert_eq!(problems(&error), [("SIDE_DATABASE_MAX_CONNECTIONS", "side.orders", ProblemKind::InvalidValue)]);
}

#[test]
fn a_pool_variable_has_the_prefix_of_the_urls_variable() {
    #[derive(DatabaseConfig)]
    #[allow(dead_code)]
    struct Names {
        #[database(env = "A_URL")]
        a: Orders,
        #[database(env = "B_URLS")]
        b: Orders,
        #[database(env = "C_URI")]
        c: Orders,
        #[database(env = "D_DSN")]
        d: Orders,
        #[database(env = "E")]
        e: Orders,
        #[database(env = "F_URL_RO")]
        f: Orders,
        #[database(env = "_URL")]
        g: Orders,
    }

    let names = ["A_URL A", "B_URLS B", "C_URI C", "D_DSN D", "E E", "F_URL_RO F_URL_RO", "_URL _URL"].map(|names| {
        let (url, base) = names.split_once(' ').unwrap();
        (url, format!("{base}_MAX_CONNECTIONS"))
    });
    let set: Vec<_> = names
        .iter()
        .enumerate()
        .flat_map(|(i, (url, most))| [(*url, "postgres://localhost/x".to_owned()), (most, (i + 1).to_string())])
        .collect();
    let Names { a, b, c, d, e, f, g } = Names::from_source(&set).unwrap();
    assert_eq!([a, b, c, d, e, f, g].map(|(_, pool)| pool.max_connections().unwrap_or(0)), [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn only_the_pool_variable_of_the_url_that_is_set_counts() {
    #[derive(DatabaseConfig)]
    struct Two {
        #[database(env("FIRST_URL", "SECOND_URL"))]
        orders: Orders,
    }

    let second = ("SECOND_URL", "postgres://localhost/x");
    let most = |source: &[(&str, &str)]| Two::from_source(source).unwrap().orders.1.max_connections();
    assert_eq!(most(&[second, ("FIRST_MAX_CONNECTIONS", "1"), ("SECOND_MAX_CONNECTIONS", "2")]), Some(2));
    assert_eq!(most(&[second, ("FIRST_MAX_CONNECTIONS", "1")]), None, "it belongs to another URL");
}

#[test]
fn the_pool_of_a_url_in_a_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "postgres://app:S3cr3tPw@localhost/app\n").unwrap();
    let path = file.path().to_str().unwrap();
    let source = [("DATABASE_URL_FILE", path), ("DATABASE_MAX_CONNECTIONS", "30")];
    assert_eq!(pool(&source).max_connections(), Some(30));
    // The name of the `_FILE` variable has no variables of its own.
    let source = [("DATABASE_URL_FILE", path), ("DATABASE_URL_FILE_MAX_CONNECTIONS", "30")];
    assert_eq!(pool(&source).max_connections(), Some(20));
}
