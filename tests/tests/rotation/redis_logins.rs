//! The clients of Redis, which log in on each new connection, and also on open ones.

use db_config::{ConnectError, DatabaseUrl, FromDatabaseUrl, PasswordError, ProblemKind, Rotates, WarningKind};
use fred::clients::{Client, Pool as FredPool};
use fred::interfaces::ClientLike;
use fred::types::CustomCommand;
use redis::aio::ConnectionManager;
use redis::{AsyncTypedCommands as _, FromRedisValue, cmd};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use std::sync::atomic::AtomicBool;

use super::*;

type DeadpoolPool = deadpool_redis::Pool;

/// Returns the result of a command of the administrator.
async fn admin<T: FromRedisValue>(arguments: &[&str]) -> T {
    let client = redis::Client::open(servers::redis().url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    cmd(arguments[0]).arg(&arguments[1..]).query_async(&mut connection).await.unwrap()
}

/// A user of its own on the server, and the password that the provider returns.
struct User {
    name: &'static str,
    password: Arc<Mutex<String>>,
    asked: Arc<AtomicU32>,
}

impl User {
    /// Makes a user with the password `one`.
    async fn new(name: &'static str) -> Self {
        let user = Self { name, password: Arc::new(Mutex::new("one".to_owned())), asked: Arc::default() };
        user.change_on_server("one").await;
        user
    }

    async fn change_on_server(&self, password: &str) {
        let password = format!(">{password}");
        admin::<()>(&["ACL", "SETUSER", self.name, "on", "resetpass", &password, "~*", "&*", "+@all"]).await;
    }

    fn change_in_provider(&self, password: &str) {
        *self.password.lock().unwrap() = password.to_owned();
    }

    async fn change(&self, password: &str) {
        self.change_on_server(password).await;
        self.change_in_provider(password);
    }

    /// Closes the connections of the user, as a server does that restarts.
    async fn disconnect(&self) {
        admin::<i64>(&["CLIENT", "KILL", "USER", self.name]).await;
    }

    fn provider(&self, cache: Duration) -> PasswordProvider {
        self.provider_for(cache, Some(servers::redis().port))
    }

    fn provider_of_any_port(&self, cache: Duration) -> PasswordProvider {
        self.provider_for(cache, None)
    }

    fn provider_for(&self, cache: Duration, port: Option<u16>) -> PasswordProvider {
        let (name, password, asked) = (self.name, Arc::clone(&self.password), Arc::clone(&self.asked));
        PasswordProvider::new(cache, move |target| {
            asked.fetch_add(1, Ordering::Relaxed);
            let expected = ("localhost", port.unwrap_or(target.port), name, "5");
            assert_eq!((&*target.host, target.port, &*target.user, &*target.database), expected);
            std::future::ready(Ok::<_, Infallible>(password.lock().unwrap().clone()))
        })
    }

    /// Returns options whose URL has no password.
    fn options<P: Connectable>(&self, query: &str) -> Connect<P> {
        options(&format!("redis://{}@localhost:{}/5?{query}", self.name, servers::redis().port))
    }

    async fn open<P: Rotates<Opened = P>>(&self, cache: Duration) -> P {
        self.options::<P>("wait=10").connect_with(self.provider(cache)).await.unwrap()
    }

    /// Waits until the connection that has selected the database has last sent this command, and returns its number. A
    /// connection that only tries a password logs in before it selects the database.
    async fn connection_that_sent(&self, command: &str) -> String {
        let fields = [format!("user={}", self.name), format!("cmd={command}"), "db=5".to_owned()];
        eventually(async || {
            let list: String = admin(&["CLIENT", "LIST"]).await;
            let has = |line: &str| fields.iter().all(|field| line.split(' ').any(|it| it == field));
            let line = list.lines().find(|line| has(line)).map(|line| line.split(' ').next().unwrap().to_owned());
            line.ok_or(list)
        })
        .await
    }

    /// Changes the password while both are valid.
    async fn change_slowly(&self, password: &str) {
        admin::<()>(&["ACL", "SETUSER", self.name, &format!(">{password}")]).await;
        let old = std::mem::replace(&mut *self.password.lock().unwrap(), password.to_owned());
        self.is_asked(2).await;
        admin::<()>(&["ACL", "SETUSER", self.name, &format!("<{old}")]).await;
    }

    /// Waits until the provider is called again.
    async fn is_asked(&self, times: u32) {
        let expected = self.asked.load(Ordering::Relaxed) + times;
        eventually(async || match self.asked.load(Ordering::Relaxed) {
            asked if asked >= expected => Ok(()),
            asked => Err(asked),
        })
        .await;
    }

    /// Returns whether the server has refused a login of the user.
    async fn was_refused(&self) -> bool {
        let log: redis::Value = admin(&["ACL", "LOG", "1000"]).await;
        format!("{log:?}").contains(&format!("\"{}\"", self.name))
    }
}

fn options<P: Connectable>(url: &str) -> Connect<P> {
    let url: DatabaseUrl = url.parse().unwrap();
    Connect::from_database_url(&url).unwrap()
}

/// A proxy of the server, which counts the connections.
struct Proxy {
    port: u16,
    accepted: Arc<AtomicU32>,
    has_stopped: Arc<AtomicBool>,
}

impl Proxy {
    /// Starts it. A connection that sends `last` gets no more answers.
    async fn start(last: Option<&'static [u8]>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (accepted, has_stopped) = (Arc::<AtomicU32>::default(), Arc::<AtomicBool>::default());
        let (of_task, stopped_by_task) = (Arc::clone(&accepted), Arc::clone(&has_stopped));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                of_task.fetch_add(1, Ordering::Relaxed);
                let server = TcpStream::connect(("127.0.0.1", servers::redis().port)).await.unwrap();
                let (mut from_client, mut to_client) = client.into_split();
                let (mut from_server, mut to_server) = server.into_split();
                tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
                let has_stopped = Arc::clone(&stopped_by_task);
                tokio::spawn(async move {
                    let mut buffer = vec![0; 4096];
                    while let Ok(count @ 1..) = from_client.read(&mut buffer).await {
                        let sent = &buffer[..count];
                        if last.is_some_and(|last| sent.windows(last.len()).any(|it| it == last)) {
                            has_stopped.store(true, Ordering::Relaxed);
                            std::future::pending::<()>().await;
                        }
                        to_server.write_all(sent).await.unwrap();
                    }
                });
            }
        });
        Self { port, accepted, has_stopped }
    }

    fn url(&self, user: &User) -> String {
        format!("redis://{}@localhost:{}/5", user.name, self.port)
    }

    fn accepted(&self) -> u32 {
        self.accepted.load(Ordering::Relaxed)
    }

    fn stopped(&self) -> bool {
        self.has_stopped.load(Ordering::Relaxed)
    }
}

/// Waits until a call succeeds.
async fn eventually<T, E: std::fmt::Debug>(mut call: impl AsyncFnMut() -> Result<T, E>) -> T {
    let start = Instant::now();
    loop {
        match call().await {
            Ok(value) => return value,
            Err(error) => assert!(start.elapsed() < Duration::from_secs(30), "{error:?}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn who_is(manager: &mut ConnectionManager) -> redis::RedisResult<String> {
    cmd("ACL").arg("WHOAMI").query_async(manager).await
}

async fn who_is_of_fred(client: &impl ClientLike) -> Result<String, fred::error::Error> {
    client.custom(CustomCommand::new_static("ACL", None, false), vec!["WHOAMI"]).await
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn each_new_connection_has_the_new_password() {
    let user = User::new("rotates").await;
    let connect: Connect<DeadpoolPool> = user.options("max_connections=4&wait=10");
    let pool = connect.connect_with(user.provider(Duration::ZERO)).await.unwrap();
    let mut first = pool.get().await.unwrap();
    user.change("two").await;
    let mut second = pool.get().await.unwrap();
    user.change_on_server("three").await;
    let error = pool.get().await.err().expect("the provider still returns the old password");
    assert!(!format!("{error:?}").contains("two"), "{error:?}");
    user.change_in_provider("three");
    let mut third = pool.get().await.unwrap();
    for connection in [&mut first, &mut second, &mut third] {
        let name: String = cmd("ACL").arg("WHOAMI").query_async(connection).await.unwrap();
        let info: String = cmd("CLIENT").arg("INFO").query_async(connection).await.unwrap();
        assert_eq!((&*name, info.contains(" db=5 ")), ("rotates", true));
    }
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn a_cached_password_that_the_server_refuses_is_replaced() {
    let user = User::new("cached").await;
    let pool: DeadpoolPool = user.open(Duration::from_secs(3600)).await;
    let _first = pool.get().await.unwrap();
    user.change("two").await;
    let _second = pool.get().await.unwrap();
    db_config::ping(&pool).await.unwrap();
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn a_manager_connects_again_with_the_new_password() {
    let user = User::new("manager").await;
    let mut manager: ConnectionManager = user.open(Duration::from_secs(3600)).await;
    assert_eq!(who_is(&mut manager).await.unwrap(), "manager");
    user.change("two").await;
    user.disconnect().await;
    assert_eq!(eventually(async || who_is(&mut manager).await).await, "manager");
    let info: String = cmd("CLIENT").arg("INFO").query_async(&mut manager).await.unwrap();
    assert!(info.contains(" db=5 "), "{info}");
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn a_manager_outlives_a_provider_that_is_late() {
    let user = User::new("late").await;
    let mut connect: Connect<ConnectionManager> = user.options("");
    let (_, config) = connect.settings_mut();
    *config = config.clone().set_number_of_retries(1);
    let mut manager = connect.connect_with(user.provider(Duration::from_secs(3600))).await.unwrap();
    who_is(&mut manager).await.unwrap();
    user.change_on_server("two").await;
    user.disconnect().await;
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(2) {
        if let Err(error) = who_is(&mut manager).await {
            let text = format!("{error} {error:?}");
            assert!(!text.contains("one") && error.is_io_error(), "{text}");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(who_is(&mut manager).await.is_err(), "the provider still returns the old password");
    user.change_in_provider("two");
    assert_eq!(eventually(async || who_is(&mut manager).await).await, "late");
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn a_manager_logs_in_again_on_its_connection() {
    let user = User::new("refreshed").await;
    let mut manager: ConnectionManager = user.open(Duration::from_secs(1)).await;
    // The client sends a password again as soon as it has connected.
    let connection = user.connection_that_sent("auth").await;
    manager.get("key").await.unwrap();
    assert_eq!(user.connection_that_sent("get").await, connection);
    user.change_slowly("two").await;
    assert_eq!(user.connection_that_sent("auth").await, connection);
    assert!(!user.was_refused().await);
    // A wrong password does not end the connection.
    manager.get("key").await.unwrap();
    user.change_in_provider("wrong");
    user.is_asked(3).await;
    assert_eq!(user.connection_that_sent("get").await, connection);
    assert!(user.was_refused().await);
    user.change("three").await;
    assert_eq!(user.connection_that_sent("auth").await, connection);
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn a_manager_opens_no_connection_for_an_unchanged_password() {
    let user = User::new("unchanged").await;
    let proxy = Proxy::start(None).await;
    let connect: Connect<ConnectionManager> = options(&proxy.url(&user));
    let mut manager = connect.connect_with(user.provider_of_any_port(Duration::from_secs(1))).await.unwrap();
    manager.get("key").await.unwrap();
    user.is_asked(1).await;
    let connections = proxy.accepted();
    user.is_asked(3).await;
    assert_eq!(proxy.accepted(), connections);
}

/// The manager ends an attempt to connect after a second.
#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn a_manager_waits_for_a_slow_provider() {
    for cache in [Duration::ZERO, Duration::from_secs(2)] {
        let user = User::new("slow").await;
        let asked = Arc::clone(&user.asked);
        let slow = PasswordProvider::new(cache, move |_| {
            asked.fetch_add(1, Ordering::Relaxed);
            async {
                tokio::time::sleep(Duration::from_millis(1500)).await;
                Ok::<_, Infallible>("one".to_owned())
            }
        });
        let mut manager = user.options::<ConnectionManager>("").connect_with(slow).await.unwrap();
        assert_eq!(who_is(&mut manager).await.unwrap(), "slow");
        assert!(user.asked.load(Ordering::Relaxed) <= 3);
        tokio::time::sleep(Duration::from_secs(1)).await;
        user.disconnect().await;
        assert_eq!(eventually(async || who_is(&mut manager).await).await, "slow");
    }
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn fred_connects_again_with_the_new_password() {
    let (client, pool) = (User::new("client").await, User::new("pool").await);
    let of_client: Client = client.open(Duration::from_secs(3600)).await;
    let of_pool: FredPool = pool.open(Duration::from_secs(3600)).await;
    for user in [&client, &pool] {
        user.change("two").await;
        user.disconnect().await;
    }
    assert_eq!(eventually(async || who_is_of_fred(&of_client).await).await, "client");
    for _ in 0..of_pool.size() {
        assert_eq!(eventually(async || who_is_of_fred(&of_pool).await).await, "pool");
    }
    assert!(pool.asked.load(Ordering::Relaxed) <= 6, "connections at the same time share a password");
    of_client.quit().await.unwrap();
    of_pool.quit().await.unwrap();
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn fred_logs_in_again_on_its_connection() {
    for (name, query, command) in [("again", "", "auth"), ("again3", "protocol=3", "hello")] {
        let user = User::new(name).await;
        let connect: Connect<Client> = user.options(query);
        let client = connect.connect_with(user.provider(Duration::from_secs(1))).await.unwrap();
        let connection = user.connection_that_sent(command).await;
        user.change_slowly("two").await;
        who_is_of_fred(&client).await.unwrap();
        assert_eq!(user.connection_that_sent(command).await, connection);
        assert!(!user.was_refused().await);
        client.quit().await.unwrap();
    }
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn fred_waits_for_a_slow_provider() {
    let user = User::new("slow_fred").await;
    let slow = PasswordProvider::new(Duration::ZERO, move |_| async {
        tokio::time::sleep(Duration::from_millis(2500)).await;
        Ok::<_, Infallible>("one".to_owned())
    });
    let client = user.options::<Client>("connect_timeout=1").connect_with(slow).await.unwrap();
    assert_eq!(who_is_of_fred(&client).await.unwrap(), "slow_fred");
    client.quit().await.unwrap();
}

/// Each attempt of `wait` logs in, and the server does not answer the next command.
#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn a_failed_client_of_fred_calls_the_provider_no_more() {
    let user = User::new("ended").await;
    let proxy = Proxy::start(Some(b"PING")).await;
    let connect: Connect<Client> = options(&format!("{}?wait=2", proxy.url(&user)));
    let error = connect.connect_with(user.provider_of_any_port(Duration::from_secs(1))).await.unwrap_err();
    assert!(error.to_string().contains("did not answer"), "{error}");
    assert!(proxy.stopped(), "a client has logged in");
    let asked = user.asked.load(Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(user.asked.load(Ordering::Relaxed), asked);
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn fred_does_not_send_a_password_as_several_words() {
    let user = User::new("words").await;
    let connect: Connect<Client> = user.options("protocol=3");
    user.change_in_provider("one two");
    let error = connect.connect_with(user.provider(Duration::ZERO)).await.unwrap_err();
    let cause = "fred does not support whitespace or quotation marks in the password with `protocol=3`";
    assert!(error.to_string().contains(cause) && !error.to_string().contains("one two"), "{error}");
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn the_error_of_the_provider_reaches_the_application() {
    async fn fails<P: Rotates<Opened = P>>() -> ConnectError {
        let fails = PasswordProvider::new(Duration::ZERO, |_| std::future::ready(Err::<String, _>(std::fmt::Error)));
        let connect: Connect<P> = options("redis://fails@localhost");
        connect.connect_with(fails).await.err().unwrap()
    }
    let errors = [
        fails::<DeadpoolPool>().await,
        fails::<ConnectionManager>().await,
        fails::<Client>().await,
        fails::<FredPool>().await,
    ];
    for error in errors {
        assert!(error.client_error().is_some_and(|error| error.is::<PasswordError>()), "{error:?}");
    }
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn a_later_error_of_the_provider_reaches_the_application() {
    let user = User::new("later").await;
    let asked = AtomicU32::new(0);
    let fails_later = PasswordProvider::new(Duration::ZERO, move |_| {
        let first = asked.fetch_add(1, Ordering::Relaxed) == 0;
        std::future::ready(if first { Ok("one".to_owned()) } else { Err(std::fmt::Error) })
    });
    let pool = user.options::<DeadpoolPool>("").connect_with(fails_later).await.unwrap();
    let error = db_config::ping(&pool).await.unwrap_err();
    assert!(error.to_string().contains("the password provider failed"), "{error}");
    let causes =
        std::iter::successors(error.client_error().map(|error| error as &dyn std::error::Error), |it| it.source());
    assert!(causes.into_iter().any(|cause| cause.is::<PasswordError>()), "{error:?}");
}

#[tokio::test]
#[ignore = "needs Redis: run ./test"]
async fn deadpool_redis_does_not_support_resp3() {
    let user = User::new("resp3").await;
    let connect: Connect<DeadpoolPool> = user.options("protocol=3");
    let error = connect.connect_with(user.provider(Duration::ZERO)).await.err().unwrap();
    assert!(error.is_final() && error.to_string().contains("`protocol=3`"), "{error}");
    let manager: Connect<ConnectionManager> = user.options("protocol=3");
    let mut manager = manager.connect_with(user.provider(Duration::ZERO)).await.unwrap();
    assert_eq!(who_is(&mut manager).await.unwrap(), "resp3");
}

#[tokio::test]
async fn a_password_does_not_reach_a_public_host_in_plaintext() {
    async fn refused<P: Rotates<Opened = P>>() {
        let provider = PasswordProvider::new(Duration::ZERO, |_| async {
            panic!("it is not asked");
            #[allow(unreachable_code, reason = "names the type")]
            Ok::<String, Infallible>(String::new())
        });
        let connect: Connect<P> = options("redis://app@cache.example.com");
        let error = connect.connect_with(provider).await.err().unwrap();
        assert_eq!(
            error.to_string(),
            "cannot connect: the password of a provider needs TLS for the host `cache.example.com`: use `rediss://`, or add \
             `tls=false` if the network is trusted"
        );
    }
    refused::<DeadpoolPool>().await;
    refused::<ConnectionManager>().await;
    refused::<Client>().await;
    refused::<FredPool>().await;
}

#[tokio::test]
async fn without_a_provider_a_user_needs_a_password() {
    async fn refused<P: Rotates<Opened = P> + db_config::ConnectLazy>(query: &str) {
        let connect: Connect<P> = options(&format!("rediss://hunter2@cache.internal/?{query}"));
        let expected = "cannot connect: missing password for the user name: use `redis://user:password@host`, or \
                        `redis://:password@host` for a password without a user";
        for error in [connect.connect().await.err().unwrap(), connect.connect_lazy().err().unwrap()] {
            assert_eq!(error.to_string(), expected);
            assert!(error.is_final() && !format!("{error:?} {connect:?}").contains("hunter2"));
        }
    }
    for query in ["", "wait=30"] {
        refused::<DeadpoolPool>(query).await;
        refused::<ConnectionManager>(query).await;
        refused::<Client>(query).await;
        refused::<FredPool>(query).await;
    }
}

#[test]
fn a_user_without_a_password_is_a_warning_only_for_a_pool_with_a_provider() {
    #[derive(DatabaseConfig)]
    struct Pools {
        #[database(env = "REDIS_URL")]
        _one: Connect<DeadpoolPool>,
        #[database(env = "REDIS_URL")]
        _optional: Option<Connect<ConnectionManager>>,
        #[database(env = "REDIS_URL")]
        _of_enum: Either,
    }
    #[derive(DatabaseConfig)]
    enum Either {
        _Fred(Box<Connect<FredPool>>),
        _Sqlite(std::path::PathBuf),
    }
    #[derive(DatabaseConfig)]
    struct Options {
        _client: redis::Client,
        #[database(env = "REDIS_URL")]
        _blocking: Connect<diesel::r2d2::Pool<redis::Client>>,
    }
    let source = [("REDIS_URL", "rediss://hunter2@cache.internal")];
    assert!(Pools::from_source(&source).is_ok());
    let warnings = Pools::warnings(&source).unwrap();
    assert_eq!(warnings.len(), 3);
    for warning in warnings {
        assert_eq!(*warning.kind(), WarningKind::MissingPassword);
        assert!(!format!("{warning} {warning:?}").contains("hunter2"), "{warning}");
    }
    let error = Options::from_source(&source).err().unwrap();
    assert_eq!(error.problems().iter().filter(|problem| problem.kind() == ProblemKind::MissingPassword).count(), 2);
}
