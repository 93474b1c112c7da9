//! The supertrait of sealed traits. Other crates cannot implement them, so adding items is not a breaking change.

/// Restricts the implementation of a public trait to this crate.
pub trait Sealed {}
