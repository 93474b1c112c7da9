use std::fmt;
use std::ops::Range;

/// A redacted URL, with a mark under the part that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Excerpt {
    /// The redacted URL.
    pub text: String,
    /// The marked part, in characters.
    pub mark: Range<usize>,
}

impl Excerpt {
    /// Removes the mark.
    pub fn unmarked(self) -> Self {
        Self { mark: 0..0, ..self }
    }
}

/// Writes the URL on one line, indented as in the report, and the mark, if any, on a second line.
impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "    {}", self.text)?;
        if !self.mark.is_empty() {
            write!(f, "\n    {}{}", " ".repeat(self.mark.start), "^".repeat(self.mark.len()))?;
        }
        Ok(())
    }
}
