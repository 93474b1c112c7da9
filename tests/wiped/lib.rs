//! The tests of the feature `zeroize`, apart because their allocator is `unsafe`.
