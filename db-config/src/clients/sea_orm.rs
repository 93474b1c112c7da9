//! SeaORM in both major versions. As with sqlx, the file in `sea_orm` is compiled once for each.

#[cfg(feature = "sea-orm-2")]
#[path = "sea_orm"]
mod v2 {
    use ::sea_orm;

    mod options;
}

#[cfg(feature = "sea-orm-1")]
#[path = "sea_orm"]
mod v1_1 {
    use ::sea_orm_1 as sea_orm;

    mod options;
}
