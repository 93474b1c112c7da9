//! The migrations, in order.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{pk_auto, timestamp_with_time_zone};

pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Visits)]
    }
}

struct Visits;

impl MigrationName for Visits {
    fn name(&self) -> &str {
        "m1_visits"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Visits {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("visits")
            .col(pk_auto("id"))
            .col(timestamp_with_time_zone("at").default(Expr::current_timestamp()))
            .take();
        manager.create_table(table).await
    }
}
