//! Where a part of the text stands.

/// Byte offsets into the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub(crate) fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    pub(crate) const fn bytes_of(self, t: &[u8]) -> &[u8] {
        t.split_at(self.end).0.split_at(self.start).1
    }
}
