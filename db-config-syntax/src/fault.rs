//! A mistake in the text of a URL.

use std::borrow::Cow;

use crate::problem::ProblemKind;
use crate::span::Span;

/// A mistake in the text of a URL: what is wrong, and what to write instead. It shows no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The kind of problem.
    pub kind: ProblemKind,
    /// What is wrong.
    pub message: Cow<'static, str>,
    /// What to write instead.
    pub help: Cow<'static, str>,
    /// The part that is wrong; `None` if nothing of the text may be shown.
    pub span: Option<Span>,
    /// The environment variable that is wrong, if it is not the text.
    pub variable: Option<&'static str>,
}

impl Fault {
    /// Makes the fault whose message and help are those of its kind.
    pub fn new(kind: ProblemKind) -> Self {
        Self { kind, message: kind.message(), help: kind.help(), span: None, variable: None }
    }

    /// Returns the fault with another message.
    pub fn with_message(self, message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), ..self }
    }

    /// Returns the fault with another help.
    pub fn with_help(self, help: impl Into<Cow<'static, str>>) -> Self {
        Self { help: help.into(), ..self }
    }

    /// Returns the fault with the part that is wrong.
    pub fn at(self, span: Span) -> Self {
        Self { span: Some(span), ..self }
    }

    pub(crate) fn in_variable(self, variable: &'static str) -> Self {
        Self { variable: Some(variable), ..self }
    }

    /// Makes the fault of two statements that contradict each other, or of one that is given twice.
    pub fn contradiction(name: &str, other: &str) -> Self {
        let message = match name == other {
            true => format!("`{name}` is given twice, with different values"),
            false => format!("`{name}` contradicts `{other}`"),
        };
        Self::new(ProblemKind::Contradiction).with_message(message).with_help("keep one of them")
    }
}

impl From<ProblemKind> for Fault {
    fn from(kind: ProblemKind) -> Self {
        Self::new(kind)
    }
}
