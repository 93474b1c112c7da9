//! What is measured: each row the same work done here and by what people would use instead, and how each input grows.

mod growth;
mod peers;
mod rows;

pub use growth::{Point, Series, growth};
pub use rows::{ENVIRONMENT, Row, rows};
