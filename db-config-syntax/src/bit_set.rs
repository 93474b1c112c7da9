//! Sets of enum variants.

/// Defines a set of the variants of an enum, with one bit per variant. The enum must have an array `ALL` of its variants.
macro_rules! bit_set {
    ($(#[$doc:meta])* $name:ident of $variant:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        #[must_use]
        pub struct $name(u8);

        impl $name {
            /// The empty set.
            pub const EMPTY: Self = Self(0);
            /// The set of all variants.
            pub const ALL: Self = Self::from_slice(&$variant::ALL);

            /// Creates the set of these variants.
            pub const fn from_slice(variants: &[$variant]) -> Self {
                let mut set = Self::EMPTY;
                let mut i = 0;
                while i < variants.len() {
                    set.0 |= 1 << variants[i] as u8;
                    i += 1;
                }
                set
            }

            /// Returns the variants that are in `self`, in `other` or in both.
            pub const fn union(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// Returns the variants that are in both sets.
            pub const fn intersection(self, other: Self) -> Self {
                Self(self.0 & other.0)
            }

            /// Returns the variants of `self` that are not in `other`.
            pub const fn difference(self, other: Self) -> Self {
                Self(self.0 & !other.0)
            }

            /// Returns whether the set contains the variant.
            pub const fn contains(self, variant: $variant) -> bool {
                self.0 & (1 << variant as u8) != 0
            }

            /// Returns whether the set is empty.
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// Iterates over the variants in the set, in the order of the enum.
            pub fn iter(self) -> impl Iterator<Item = $variant> {
                $variant::ALL.into_iter().filter(move |variant| self.contains(*variant))
            }
        }

        impl std::ops::BitOr for $name {
            type Output = Self;

            fn bitor(self, other: Self) -> Self {
                self.union(other)
            }
        }

        impl FromIterator<$variant> for $name {
            fn from_iter<I: IntoIterator<Item = $variant>>(variants: I) -> Self {
                variants.into_iter().fold(Self::EMPTY, |set, variant| set.union(Self::from_slice(&[variant])))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_set().entries(self.iter()).finish()
            }
        }
    };
}

pub(crate) use bit_set;

#[cfg(test)]
mod tests {
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub enum Letter {
        A,
        B,
        C,
    }
    use Letter::{A, B, C};

    impl Letter {
        const ALL: [Self; 3] = [A, B, C];
    }

    bit_set! {
        /// Letters.
        Letters of Letter
    }

    #[test]
    fn a_set_has_the_usual_operations() {
        const AB: Letters = Letters::from_slice(&[B, A]);
        const BC: Letters = Letters::from_slice(&[B, C]);
        assert_eq!(AB.union(BC), Letters::ALL);
        assert_eq!(AB | BC, Letters::ALL);
        assert_eq!(AB.intersection(BC), Letters::from_slice(&[B]));
        assert_eq!(AB.difference(BC), Letters::from_slice(&[A]));
        assert!(AB.contains(A) && !AB.contains(C));
        assert!(Letters::EMPTY.is_empty() && !AB.is_empty());
        assert_eq!(AB.iter().collect::<Vec<_>>(), [A, B]);
        assert_eq!([C, B].into_iter().collect::<Letters>(), BC);
        assert_eq!(format!("{AB:?}"), "{A, B}");
    }
}
