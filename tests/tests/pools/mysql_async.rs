//! Pool options take effect in mysql_async's pool, on a real server.

use std::time::Duration;

use db_config::Connect;
use mysql_async::prelude::Queryable;
use mysql_async::{Opts, Pool};
use tests::pools::{each, exhaust};
use tests::{servers, three_ways};

fn mariadb() -> String {
    servers::mariadb().url()
}

/// Returns the number of connections that the pool opens. The pool itself waits without a limit.
async fn most(pool: &Pool) -> usize {
    exhaust(async || tokio::time::timeout(Duration::from_secs(1), pool.get_conn()).await.map(Result::unwrap)).await.0
}

#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn the_size_reaches_the_pool() {
    each(three_ways!(Opts, mariadb(), max_connections = 2), async |opts| {
        assert_eq!(most(&Pool::new(opts)).await, 2);
    })
    .await;
    each(three_ways!(Connect<Pool>, mariadb(), max_connections = 3), async |connect| {
        assert_eq!(most(&connect.connect().await.unwrap()).await, 3);
    })
    .await;
}

/// Returns the number of connections that the pool keeps if its minimum is 1.
async fn kept(pool: &Pool) -> usize {
    let connections = [pool.get_conn().await.unwrap(), pool.get_conn().await.unwrap(), pool.get_conn().await.unwrap()];
    drop(connections);
    tokio::time::sleep(Duration::from_secs(3)).await;
    pool.metrics().connection_count.load(std::sync::atomic::Ordering::SeqCst)
}

#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn idle_connections_above_the_minimum_are_closed() {
    let all_opts = three_ways!(Opts, mariadb(), min_connections = 1, max_connections = 9, idle_timeout = "1s");
    for opts in all_opts {
        let pool = opts.pool_opts();
        assert_eq!((pool.constraints().min(), pool.constraints().max()), (1, 9));
        assert_eq!(pool.inactive_connection_ttl(), Duration::from_secs(1));
    }
    let connect = three_ways!(Connect<Pool>, mariadb(), min_connections = 1, max_connections = 9, idle_timeout = "60s");
    each(connect, async |connect| assert_eq!(kept(&connect.connect().await.unwrap()).await, 3)).await;
}

#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn a_connection_goes_after_its_time() {
    let connect = three_ways!(Connect<Pool>, mariadb(), max_connections = 1, max_lifetime = "1s");
    each(connect, async |connect| {
        let pool = connect.connect().await.unwrap();
        let id = async || {
            let mut connection = pool.get_conn().await.unwrap();
            connection.query_first::<u64, _>("select connection_id()").await.unwrap().unwrap()
        };
        let first = id().await;
        assert_eq!(id().await, first);
        tokio::time::sleep(Duration::from_millis(1500)).await;
        assert_ne!(id().await, first);
    })
    .await;
}
