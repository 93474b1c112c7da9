//! The operators and formats of a set of TLS modes.

use std::fmt;
use std::ops::BitOr;

use super::{TlsMode, TlsModes};

impl BitOr for TlsModes {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl FromIterator<TlsMode> for TlsModes {
    fn from_iter<I: IntoIterator<Item = TlsMode>>(modes: I) -> Self {
        modes.into_iter().fold(Self::EMPTY, |set, mode| set | Self::from_slice(&[mode]))
    }
}

/// Shows the modes of the set.
impl fmt::Debug for TlsModes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use TlsMode::{Off, Prefer, Require, VerifyCa, VerifyFull};
        let modes = [Off, Prefer, Require, VerifyCa, VerifyFull];
        f.debug_set().entries(modes.into_iter().filter(|mode| self.contains(*mode))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_collected_and_shown() {
        let modes: TlsModes = [TlsMode::VerifyFull, TlsMode::Off].into_iter().collect();
        assert_eq!(format!("{modes:?}"), "{Off, VerifyFull}");
        assert_eq!(modes | TlsModes::from_slice(&[TlsMode::Off]), modes);
    }
}
