//! What libpq does by itself: its variables, and its defaults.

mod defaults;
pub(crate) mod password_file;
mod variables;

pub(crate) use self::defaults::{PORT, host};
pub(crate) use self::variables::{Ambient, VARIABLES, Variable, asks_for_nothing, is_minor};
