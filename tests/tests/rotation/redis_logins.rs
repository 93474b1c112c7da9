//! The pool of deadpool-redis, which logs in on each new connection.

use db_config::PasswordError;
use deadpool_redis::Pool;
use redis::cmd;

use super::*;

/// Returns the result of a command of the administrator.
async fn acl(arguments: &[&str]) {
    let client = redis::Client::open(servers::redis().url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    cmd("ACL").arg(arguments).exec_async(&mut connection).await.unwrap();
}

/// Gives the user only this password.
async fn set_password(user: &str, password: &str) {
    acl(&["SETUSER", user, "on", "resetpass", &format!(">{password}"), "~*", "&*", "+@all"]).await;
}

fn connect_as(user: &str, query: &str) -> Connect<Pool> {
    #[derive(DatabaseConfig)]
    struct Config {
        cache: Connect<Pool>,
    }
    let url = format!("redis://{user}:{WRONG}@localhost:{}/5?{query}", servers::redis().port);
    Config::from_source(&[("REDIS_URL", url)]).unwrap().cache
}

/// Returns a provider, and the password that it returns.
fn provider(cache: Duration) -> (PasswordProvider, Arc<Mutex<String>>) {
    let password = Arc::new(Mutex::new("one".to_owned()));
    let of_provider = Arc::clone(&password);
    let provider = PasswordProvider::new(cache, move |target| {
        let expected = ("localhost", servers::redis().port, "5");
        assert_eq!((&*target.host, target.port, &*target.database), expected);
        std::future::ready(Ok::<_, Infallible>(of_provider.lock().unwrap().clone()))
    });
    (provider, password)
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn each_new_connection_has_the_new_password() {
    set_password("rotates", "one").await;
    let (provider, password) = provider(Duration::ZERO);
    let pool = connect_as("rotates", "max_connections=4&wait=10").connect_with(provider).await.unwrap();
    let mut first = pool.get().await.unwrap();
    set_password("rotates", "two").await;
    *password.lock().unwrap() = "two".to_owned();
    let mut second = pool.get().await.unwrap();
    set_password("rotates", "three").await;
    let error = pool.get().await.err().expect("the provider still returns the old password");
    assert!(!format!("{error:?}").contains("two"), "{error:?}");
    *password.lock().unwrap() = "three".to_owned();
    let mut third = pool.get().await.unwrap();
    for connection in [&mut first, &mut second, &mut third] {
        let user: String = cmd("ACL").arg("WHOAMI").query_async(connection).await.unwrap();
        let info: String = cmd("CLIENT").arg("INFO").query_async(connection).await.unwrap();
        assert_eq!((&*user, info.contains(" db=5 ")), ("rotates", true));
    }
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn a_cached_password_that_the_server_refuses_is_replaced() {
    set_password("cached", "one").await;
    let (provider, password) = provider(Duration::from_secs(3600));
    let pool = connect_as("cached", "max_connections=4").connect_with(provider).await.unwrap();
    let _first = pool.get().await.unwrap();
    set_password("cached", "two").await;
    *password.lock().unwrap() = "two".to_owned();
    let _second = pool.get().await.unwrap();
    db_config::ping(&pool).await.unwrap();
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn the_error_of_the_provider_reaches_the_application() {
    let fails = PasswordProvider::new(Duration::ZERO, |_| std::future::ready(Err::<String, _>(std::fmt::Error)));
    let error = connect_as("fails", "").connect_with(fails).await.err().unwrap();
    assert!(error.client_error().is_some_and(|error| error.is::<PasswordError>()), "{error:?}");

    let asked = AtomicU32::new(0);
    let fails_later = PasswordProvider::new(Duration::ZERO, move |_| {
        let first = asked.fetch_add(1, Ordering::Relaxed) == 0;
        std::future::ready(if first { Ok("one".to_owned()) } else { Err(std::fmt::Error) })
    });
    let pool = connect_as("fails", "").connect_with(fails_later).await.unwrap();
    let error = db_config::ping(&pool).await.unwrap_err();
    assert!(error.to_string().contains("the password provider failed"), "{error}");
    let causes =
        std::iter::successors(error.client_error().map(|error| error as &dyn std::error::Error), |it| it.source());
    assert!(causes.into_iter().any(|cause| cause.is::<PasswordError>()), "{error:?}");
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn resp3_is_not_supported() {
    let (provider, _) = provider(Duration::ZERO);
    let error = connect_as("resp3", "protocol=3").connect_with(provider).await.err().unwrap();
    assert!(error.is_final() && error.to_string().contains("`protocol=3`"), "{error}");
}
