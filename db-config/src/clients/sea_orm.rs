//! SeaORM in both major versions. As with sqlx, the files in `sea_orm` are compiled once for each.

#[cfg(feature = "sea-orm-2")]
#[path = "sea_orm"]
mod v2 {
    use ::sea_orm;
    use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbErr, QueryResult, Statement};

    mod connect;
    mod options;

    async fn query_one(connection: &DatabaseConnection, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        connection.query_one_raw(statement).await
    }
}

#[cfg(feature = "sea-orm-1")]
#[path = "sea_orm"]
mod v1_1 {
    use ::sea_orm_1 as sea_orm;
    use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbErr, QueryResult, Statement};

    mod connect;
    mod options;

    async fn query_one(connection: &DatabaseConnection, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        connection.query_one(statement).await
    }
}
