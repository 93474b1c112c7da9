//! A bound that nobody outside can meet, so that a trait can grow without breaking anybody's implementation.

/// The supertrait of the public traits that only this crate implements.
pub trait Sealed {}
