use std::fmt;
use std::ops::Range;

/// A redacted text, with a mark under the part that an error is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Excerpt {
    /// The text, without its secrets.
    pub text: String,
    /// In characters.
    pub mark: Range<usize>,
}

impl Excerpt {
    /// The same without the mark.
    pub fn unmarked(self) -> Self {
        Self { mark: 0..0, ..self }
    }
}

/// Two lines, or one if nothing is marked, indented as in the report.
impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "    {}", self.text)?;
        if !self.mark.is_empty() {
            write!(f, "\n    {}{}", " ".repeat(self.mark.start), "^".repeat(self.mark.len()))?;
        }
        Ok(())
    }
}
