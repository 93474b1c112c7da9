//! SeaORM 1.1: the same settings as 2 has, of another type.

use ::sea_orm_1_1 as sea_orm;

#[path = "sea_orm/options.rs"]
mod options;
