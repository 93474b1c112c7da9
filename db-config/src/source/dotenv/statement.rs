//! A statement of a `.env` file: `NAME=value`. A quoted value can have several lines.

use std::iter::Peekable;
use std::str::CharIndices;

use crate::source::SourceError;

/// A statement with its position in the file.
pub(super) struct EnvStatement<'a> {
    /// The text of all its lines.
    text: &'a str,
    line: usize,
    /// The name and the offset of the value.
    assignment: Option<(&'a str, usize)>,
}

/// A problem with a statement. dotenvy rejects the first five and silently changes the value for the others.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum EnvFault {
    NoAssignment,
    /// Whitespace in an unquoted value.
    Whitespace,
    /// An unclosed quote.
    Quote,
    /// An unknown escape sequence.
    Escape,
    /// An unclosed `${`.
    Brace,
    /// A substitution of a variable that is not set.
    Unset,
    /// A substitution of a variable that is not valid UTF-8.
    NotUtf8,
    /// A substitution of a variable that has a fault itself.
    Refers {
        line: usize,
    },
    /// Braces with more than a name, such as `${NAME:-default}`.
    Form,
    /// A `$` that is not followed by a name, which dotenvy drops.
    Cut,
    /// `$NAME_REST`: dotenvy ends the name at the `_`.
    Underscore,
    /// `$NAME"`: dotenvy treats the quote or backslash as a part of the value.
    Literal,
    /// A `\` at the end, which dotenvy drops.
    Backslash,
    /// Whitespace before a comment, of which dotenvy keeps too much or too little.
    CommentSpace,
    /// A quote in a comment after two spaces, where dotenvy searches for the closing quote.
    Comment,
    /// The end of a line outside quotes. The value has a `\'`, which closes the quotes but not the line.
    NewLine,
    /// A variable that is already set on another line.
    Twice {
        first: usize,
    },
    /// A line inside the quotes of another value, which begins on the line `start`.
    Quoted {
        start: usize,
    },
}

/// A fault and its position.
pub(super) struct EnvPosition<'a> {
    fault: EnvFault,
    line: usize,
    character: usize,
    /// The variable of a substitution, if it is unlikely to be a part of a password.
    variable: Option<&'a str>,
}

impl<'a> EnvStatement<'a> {
    /// Finds the statement after empty lines and comments. `line` is the number of the first line.
    pub(super) fn parse(lines: &'a str, mut line: usize) -> Self {
        let mut text = lines;
        while let Some((first, rest)) = text.split_once('\n') {
            let first = first.trim_start();
            if !first.is_empty() && !first.starts_with('#') {
                break;
            }
            line += 1;
            text = rest;
        }
        let text = text.trim_end();
        Self { text, line, assignment: assignment(text) }
    }

    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// Returns the name of the variable. It is empty if there is no `=` after it, because the text may then be a
    /// secret.
    pub(super) fn name(&self) -> &'a str {
        self.assignment.map_or("", |(name, _)| name)
    }

    /// Returns the names at the beginning of lines inside the value, with their line numbers.
    pub(super) fn quoted(&self) -> impl Iterator<Item = (&'a str, usize)> {
        let lines = self.text.lines().zip(self.line..).skip(1);
        lines.filter_map(|(line, number)| Some((assignment(line)?.0, number)))
    }

    /// Returns the reason that dotenvy rejects the statement.
    pub(super) fn rejected(&self) -> EnvPosition<'a> {
        let Some((_, start)) = self.assignment else { return self.place((0, EnvFault::NoAssignment, None)) };
        let mut scan = Scan::new(self.text, start, |_| None);
        let fault = match (scan.run(), scan.changed) {
            // dotenvy takes the closing quote literally.
            (Some((_, EnvFault::Quote)), Some(changed @ (_, EnvFault::Literal, _))) => changed,
            (Some((at, fault)), _) => (at, fault, None),
            (None, Some(changed)) => changed,
            (None, None) => match scan.comment {
                Some(at) => (at, EnvFault::Comment, None),
                None => (start, EnvFault::NewLine, None),
            },
        };
        self.place(fault)
    }

    /// Returns the reason that dotenvy changes the value. `fault_of` returns the fault of a variable on an earlier
    /// line.
    pub(super) fn changed(&self, fault_of: impl Fn(&str) -> Option<EnvFault>) -> Option<EnvPosition<'a>> {
        let (_, start) = self.assignment?;
        let mut scan = Scan::new(self.text, start, fault_of);
        scan.run();
        scan.changed.map(|changed| self.place(changed))
    }

    fn place(&self, (at, fault, variable): Changed<'a>) -> EnvPosition<'a> {
        let before = &self.text[..at];
        let line = self.line + before.matches('\n').count();
        let character = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        EnvPosition { fault, line, character, variable }
    }
}

/// Returns the name of `NAME=value` and the offset of the value. `export` may precede the name.
fn assignment(text: &str) -> Option<(&str, usize)> {
    let (name, rest) = split_name(text)?;
    let (name, rest) = match rest.strip_prefix('=') {
        None if name == "export" => {
            let (name, rest) = split_name(rest)?;
            (name, rest.strip_prefix('=')?)
        }
        rest => (name, rest?),
    };
    Some((name, text.len() - rest.trim_start().len()))
}

fn split_name(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    if !text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return None;
    }
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let (name, rest) = text.split_at(text.find(|c| !is_of_name(c)).unwrap_or(text.len()));
    Some((name, rest.trim_start()))
}

/// A fault that changes the value, with its offset and the variable that may be shown.
type Changed<'a> = (usize, EnvFault, Option<&'a str>);

/// Scans a value like `parse_value` of dotenvy.
struct Scan<'a, F> {
    text: &'a str,
    characters: Peekable<CharIndices<'a>>,
    start: usize,
    fault_of: F,
    /// The first fault that dotenvy does not reject.
    changed: Option<Changed<'a>>,
    /// The offset of the comment that ends the value.
    comment: Option<usize>,
}

impl<'a, F: Fn(&str) -> Option<EnvFault>> Scan<'a, F> {
    fn new(text: &'a str, start: usize, fault_of: F) -> Self {
        let characters = text[start..].char_indices().peekable();
        Self { text, characters, start, fault_of, changed: None, comment: None }
    }

    fn next(&mut self) -> Option<(usize, char)> {
        let (at, character) = self.characters.next()?;
        Some((self.start + at, character))
    }

    fn next_if(&mut self, is: impl Fn(char) -> bool) -> bool {
        self.characters.next_if(|(_, c)| is(*c)).is_some()
    }

    fn note(&mut self, at: usize, fault: EnvFault) {
        self.changed.get_or_insert((at, fault, None));
    }

    /// Scans to the end of the value, or to the first fault that dotenvy rejects, and returns that fault.
    fn run(&mut self) -> Option<(usize, EnvFault)> {
        let mut quote = None;
        // Whether dotenvy's search for the end of the line treats a `#` here as a comment: after whitespace, but not
        // after an even number of spaces.
        let mut begins_comment = true;
        // dotenvy removes whitespace before a comment, even an escaped space.
        let mut is_escaped_space = false;
        while let Some((at, c)) = self.next() {
            let is_after_space = std::mem::take(&mut begins_comment);
            let is_after_escaped = std::mem::take(&mut is_escaped_space);
            match (quote, c) {
                (None, '#') if is_after_space => {
                    self.comment = Some(at);
                    return None;
                }
                (Some((_, '\'')), '\'') | (Some((_, '"')), '"') => quote = None,
                (Some((_, '\'')), _) => {}
                (_, '$') => match self.substitution(at, quote.is_some()) {
                    Ok(Some((end, '\n'))) if quote.is_none() => self.note(end, EnvFault::NewLine),
                    Ok(last) => begins_comment = last.is_some_and(|(_, c)| c.is_whitespace()),
                    Err(fault) => return Some((at, fault)),
                },
                (_, '\\') => match self.next() {
                    Some((_, c @ ('\\' | '\'' | '"' | '$' | ' ' | 'n'))) => is_escaped_space = c == ' ',
                    Some(_) => return Some((at, EnvFault::Escape)),
                    None => self.note(at, EnvFault::Backslash),
                },
                (Some(_), _) => {}
                (None, '\'' | '"') => quote = Some((at, c)),
                (None, ' ' | '\t') => {
                    let mut is_odd = true;
                    while self.next_if(|c| c == ' ' || c == '\t') {
                        is_odd = !is_odd;
                    }
                    if !self.next_if(|c| c == '#') {
                        return Some((at, EnvFault::Whitespace));
                    }
                    // The first space after `$NAME` is a part of the value, unless it is removed.
                    if is_odd && (is_after_space || is_after_escaped) {
                        self.note(at, EnvFault::CommentSpace);
                    }
                    self.comment = Some(at);
                    return None;
                }
                (None, '\n') => self.note(at, EnvFault::NewLine),
                (None, _) => begins_comment = c.is_whitespace() && !is_after_space,
            }
        }
        quote.map(|(at, _)| (at, EnvFault::Quote))
    }

    /// Scans the rest of a substitution, or of several in a row. Returns the character after it, which dotenvy always
    /// adds to the value.
    fn substitution(&mut self, mut dollar: usize, is_quoted: bool) -> Result<Option<(usize, char)>, EnvFault> {
        loop {
            let start = dollar + 1;
            while self.next_if(char::is_alphanumeric) {}
            let Some((end, c)) = self.next() else {
                self.substituted(dollar, &self.text[start..]);
                return Ok(None);
            };
            if c == '{' && end == start {
                while self.next_if(|c| c != '}') {}
                let (end, _) = self.next().ok_or(EnvFault::Brace)?;
                self.braced(dollar, &self.text[start + 1..end]);
                return Ok(None);
            }
            match c {
                '_' => self.note(dollar, EnvFault::Underscore),
                '"' | '\\' => self.note(dollar, EnvFault::Literal),
                '\'' if !is_quoted => self.note(dollar, EnvFault::Literal),
                _ => {}
            }
            self.substituted(dollar, &self.text[start..end]);
            if c != '$' {
                return Ok(Some((end, c)));
            }
            dollar = end;
        }
    }

    fn substituted(&mut self, dollar: usize, name: &str) {
        let fault = if name.is_empty() { Some(EnvFault::Cut) } else { (self.fault_of)(name) };
        if let Some(fault) = fault {
            self.note(dollar, fault);
        }
    }

    fn braced(&mut self, dollar: usize, name: &'a str) {
        let is_plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        let Some(fault) = (self.fault_of)(name) else { return };
        let fault = if is_plain { fault } else { EnvFault::Form };
        // A name in lower case may be a part of a password.
        let is_variable = is_plain && !name.contains(|c: char| c.is_ascii_lowercase());
        self.changed.get_or_insert((dollar, fault, is_variable.then_some(name)));
    }
}

impl EnvFault {
    pub(super) fn at<'a>(self, line: usize) -> EnvPosition<'a> {
        EnvPosition { fault: self, line, character: 0, variable: None }
    }
}

impl EnvPosition<'_> {
    /// Returns the error of a variable in this file. It contains no part of the value.
    pub(super) fn describe(&self, file: &str, name: &str) -> SourceError {
        let &Self { fault, line, character, variable } = self;
        let place = format!("at column {character} in the value of {name}");
        let message = match fault {
            EnvFault::NoAssignment => "expected `NAME=value`".to_owned(),
            EnvFault::Whitespace => format!("unquoted whitespace in the value of {name}"),
            EnvFault::Quote => format!("unclosed quote {place}"),
            EnvFault::Escape => format!("unknown escape sequence {place}"),
            EnvFault::Brace => format!("unclosed `${{` {place}"),
            EnvFault::Unset | EnvFault::NotUtf8 | EnvFault::Refers { .. } => {
                let subject = match variable {
                    Some(variable) => format!("{name} refers to `${{{variable}}}`, which"),
                    None => format!("the `$` {place} refers to a variable that"),
                };
                match fault {
                    EnvFault::Unset => format!("{subject} is not set"),
                    EnvFault::Refers { line } => format!("{subject} has an error on line {line}"),
                    _ => format!("{subject} is not valid UTF-8"),
                }
            }
            EnvFault::Form => format!("the `${{...}}` {place} contains more than the name of a variable"),
            EnvFault::Cut => format!("dotenvy would drop the `$` {place}"),
            EnvFault::Underscore => format!("dotenvy would end the name after the `$` {place} at the `_`"),
            EnvFault::Literal => {
                format!("dotenvy would treat the quote or `\\` after the `$` {place} as a part of the value")
            }
            EnvFault::Backslash => format!("dotenvy would drop the `\\` at the end of the value of {name}"),
            EnvFault::CommentSpace => {
                format!("dotenvy would misread the whitespace between the value of {name} and the comment")
            }
            EnvFault::Comment => format!("dotenvy would misread the quote in the comment after the value of {name}"),
            EnvFault::NewLine => format!("dotenvy would misread the `\\` before a quote in the value of {name}"),
            EnvFault::Twice { first } => format!("{name} is already set on line {first}"),
            EnvFault::Quoted { start } => {
                format!("{name} is inside the quotes of the value that begins on line {start}")
            }
        };
        let help: &str = match fault {
            EnvFault::NoAssignment => "use letters, digits, `_` and `.` in the name, and `#` at the start of a comment",
            EnvFault::Whitespace => "put the value in single quotes",
            EnvFault::Quote => "close the quote, or put the value in the other kind of quotes",
            EnvFault::Escape => "write `\\\\` for a `\\`, or put the value in single quotes",
            EnvFault::Brace | EnvFault::Cut => "put the value in single quotes, or write `\\$` for a `$`",
            EnvFault::Unset => {
                "set that variable in the environment or on an earlier line; if the `$` is part of the value, use single quotes"
            }
            EnvFault::NotUtf8 => "set that variable to valid UTF-8",
            EnvFault::Refers { .. } => "fix that line",
            EnvFault::Form => "use `${NAME}`; if the `$` is part of the value, use single quotes",
            EnvFault::Underscore | EnvFault::Literal => {
                "put the name in braces, as in `${NAME}`; if the `$` is part of the value, use single quotes"
            }
            EnvFault::Backslash => "write `\\\\` for a `\\`",
            EnvFault::CommentSpace | EnvFault::Comment => "put the comment on its own line",
            EnvFault::NewLine => "put the value in double quotes, and write `\\\\` for a `\\`",
            EnvFault::Twice { .. } => "remove one of the two lines",
            EnvFault::Quoted { .. } => "close those quotes before this line",
        };
        SourceError::new(format!("{file}, line {line}: {message}")).with_help(help)
    }
}
