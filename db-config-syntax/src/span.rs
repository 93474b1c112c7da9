//! The position of a part of a string.

/// A range of byte offsets in a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

impl Span {
    /// Returns this part of `text`, which must be the string that the span was created for.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Returns the position of the first `c` in this part of `text`, or the end of the part.
    pub(crate) fn find(self, text: &str, c: char) -> usize {
        self.of(text).find(c).map_or(self.end, |at| self.start + at)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.start == self.end
    }
}
