//! The properties that the fuzz targets check, and the inputs that they check them with.

pub mod canary;
pub mod clients;
pub mod input;
pub mod load;
pub mod parse;
pub mod pathname;
pub mod value;
