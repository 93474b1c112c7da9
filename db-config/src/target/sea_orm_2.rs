//! SeaORM 2.

use ::sea_orm;

#[path = "sea_orm/options.rs"]
mod options;
