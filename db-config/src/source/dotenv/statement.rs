//! One statement of a `.env` file: `NAME=value`, which can have several lines within quotes.

use std::iter::Peekable;
use std::str::CharIndices;

use crate::source::SourceError;

/// A statement as it stands in the file.
pub(super) struct EnvStatement<'a> {
    /// All of its lines.
    text: &'a str,
    line: usize,
    /// The name, and where the value begins.
    assignment: Option<(&'a str, usize)>,
}

/// A problem with a statement. dotenvy refuses the first five, and changes the others silently.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum EnvFault {
    NoAssignment,
    /// Whitespace in a value without quotes.
    Whitespace,
    /// A quote that is not closed.
    Quote,
    /// A `\` before a character that has no escape.
    Escape,
    /// A `${` that is not closed.
    Brace,
    /// A substitution of a variable that is not set.
    Unset,
    NotUtf8,
    /// A substitution of a variable with a fault.
    Refers {
        line: usize,
    },
    /// `${NAME:-default}`
    Form,
    /// A `$` that is not before a name.
    Cut,
    /// `$NAME_REST`: to dotenvy, the name ends at the `_`.
    Underscore,
    /// `$NAME"`: the quote or the backslash is the value's.
    Literal,
    /// A `\` at the end.
    Backslash,
    /// Whitespace before a comment of which dotenvy keeps too much or too little.
    Blank,
    /// A quote in a comment behind two blanks, where dotenvy looks for its end.
    Comment,
    /// The end of a line outside of the quotes: they have a `\'`, at which dotenvy ends the value, and not the line.
    NewLine,
    /// The name is another statement's too.
    Twice {
        first: usize,
    },
    /// The line is inside the quotes of another value.
    Quoted {
        by: usize,
    },
}

/// A fault and its place.
pub(super) struct EnvPosition<'a> {
    fault: EnvFault,
    line: usize,
    character: usize,
    /// The variable of a substitution, if it can hardly be a piece of a password.
    variable: Option<&'a str>,
}

impl<'a> EnvStatement<'a> {
    /// The statement behind blank lines and comments. The first line has this number.
    pub(super) fn of(lines: &'a str, mut line: usize) -> Self {
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

    /// The variable; empty if no `=` is behind it, because it can then be anything.
    pub(super) fn name(&self) -> &'a str {
        self.assignment.map_or("", |(name, _)| name)
    }

    /// The names that begin a line inside the value, and their lines.
    pub(super) fn quoted(&self) -> impl Iterator<Item = (&'a str, usize)> {
        let lines = self.text.lines().zip(self.line..).skip(1);
        lines.filter_map(|(line, number)| Some((assignment(line)?.0, number)))
    }

    /// Why dotenvy refuses it.
    pub(super) fn refused(&self) -> EnvPosition<'a> {
        let Some((_, start)) = self.assignment else { return self.place((0, EnvFault::NoAssignment, None)) };
        let mut scan = Scan::new(self.text, start, |_| None);
        let fault = match (scan.run(), scan.doubt) {
            // The quote that would close it is taken literally.
            (Some((_, EnvFault::Quote)), Some(doubt @ (_, EnvFault::Literal, _))) => doubt,
            (Some((at, fault)), _) => (at, fault, None),
            (None, Some(doubt)) => doubt,
            (None, None) => match scan.comment {
                Some(at) => (at, EnvFault::Comment, None),
                None => (start, EnvFault::NewLine, None),
            },
        };
        self.place(fault)
    }

    /// Why the value is not the one that a person wrote; `fault_of` has the faults of the variables before it.
    pub(super) fn doubt(&self, fault_of: impl Fn(&str) -> Option<EnvFault>) -> Option<EnvPosition<'a>> {
        let (_, start) = self.assignment?;
        let mut scan = Scan::new(self.text, start, fault_of);
        scan.run();
        scan.doubt.map(|doubt| self.place(doubt))
    }

    fn place(&self, (at, fault, variable): Doubt<'a>) -> EnvPosition<'a> {
        let before = &self.text[..at];
        let line = self.line + before.matches('\n').count();
        let character = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        EnvPosition { fault, line, character, variable }
    }
}

/// The name of `NAME=value`, and where the value begins. `export` may precede it.
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

/// A fault with its offset, and the variable that may be shown.
type Doubt<'a> = (usize, EnvFault, Option<&'a str>);

/// Goes through a value as dotenvy's `parse_value` does.
struct Scan<'a, F> {
    text: &'a str,
    characters: Peekable<CharIndices<'a>>,
    start: usize,
    fault_of: F,
    /// The first that dotenvy does not refuse.
    doubt: Option<Doubt<'a>>,
    /// Where a comment ends the value.
    comment: Option<usize>,
}

impl<'a, F: Fn(&str) -> Option<EnvFault>> Scan<'a, F> {
    fn new(text: &'a str, start: usize, fault_of: F) -> Self {
        let characters = text[start..].char_indices().peekable();
        Self { text, characters, start, fault_of, doubt: None, comment: None }
    }

    fn next(&mut self) -> Option<(usize, char)> {
        let (at, character) = self.characters.next()?;
        Some((self.start + at, character))
    }

    fn next_if(&mut self, is: impl Fn(char) -> bool) -> bool {
        self.characters.next_if(|(_, c)| is(*c)).is_some()
    }

    fn note(&mut self, at: usize, fault: EnvFault) {
        self.doubt.get_or_insert((at, fault, None));
    }

    /// What dotenvy refuses, at which it ends.
    fn run(&mut self) -> Option<(usize, EnvFault)> {
        let mut quote = None;
        // Whether a `#` begins a comment, as to what finds the end of the line: behind whitespace. Of two blanks, the second
        // is the first of something else to it.
        let mut begins_comment = true;
        // It removes whitespace before a comment, that behind a `\\` included.
        let mut is_escaped_blank = false;
        while let Some((at, c)) = self.next() {
            let is_behind_blank = std::mem::take(&mut begins_comment);
            let is_behind_escaped = std::mem::take(&mut is_escaped_blank);
            match (quote, c) {
                (None, '#') if is_behind_blank => {
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
                    Some((_, c @ ('\\' | '\'' | '"' | '$' | ' ' | 'n'))) => is_escaped_blank = c == ' ',
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
                    // The first blank behind `$NAME` is a part of the value, unless it is removed.
                    if is_odd && (is_behind_blank || is_behind_escaped) {
                        self.note(at, EnvFault::Blank);
                    }
                    self.comment = Some(at);
                    return None;
                }
                (None, '\n') => self.note(at, EnvFault::NewLine),
                (None, _) => begins_comment = c.is_whitespace() && !is_behind_blank,
            }
        }
        quote.map(|(at, _)| (at, EnvFault::Quote))
    }

    /// The rest of a substitution, or of several without anything between them. The character behind it, which becomes a
    /// part of the value, whatever it is.
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
        // In lower case it may well be a piece of a password.
        let is_variable = is_plain && !name.contains(|c: char| c.is_ascii_lowercase());
        self.doubt.get_or_insert((dollar, fault, is_variable.then_some(name)));
    }
}

impl EnvFault {
    pub(super) fn at<'a>(self, line: usize) -> EnvPosition<'a> {
        EnvPosition { fault: self, line, character: 0, variable: None }
    }
}

impl EnvPosition<'_> {
    /// The error of a variable of this file. It shows nothing of the value.
    pub(super) fn describe(&self, file: &str, name: &str) -> SourceError {
        let &Self { fault, line, character, variable } = self;
        let of_dollar = format!("{name} has a `$` at character {character}");
        let message = match fault {
            EnvFault::NoAssignment => "expected `NAME=value`".to_owned(),
            EnvFault::Whitespace => format!("{name} has whitespace in a value without quotes"),
            EnvFault::Quote => format!("{name} has a quote at character {character} that is not closed"),
            EnvFault::Escape => {
                format!("{name} has a `\\` at character {character} before a character that has no escape")
            }
            EnvFault::Brace => format!("{name} has a `${{` at character {character} that is not closed"),
            EnvFault::Unset | EnvFault::NotUtf8 | EnvFault::Refers { .. } => {
                let subject = match variable {
                    Some(variable) => format!("{name} refers to `${{{variable}}}`, which"),
                    None => format!("{of_dollar} that refers to a variable that"),
                };
                match fault {
                    EnvFault::Unset => format!("{subject} is not set"),
                    EnvFault::Refers { line } => format!("{subject} has an error on line {line}"),
                    _ => format!("{subject} is not UTF-8"),
                }
            }
            EnvFault::Form => format!("{of_dollar}, with braces that contain more than the name of a variable"),
            EnvFault::Cut => format!("{of_dollar} that dotenvy would cut"),
            EnvFault::Underscore => format!("{of_dollar} before a name that dotenvy would end at its `_`"),
            EnvFault::Literal => {
                format!("{of_dollar} before a name and a quote or `\\`, which dotenvy would take literally")
            }
            EnvFault::Backslash => format!("{name} ends with a `\\` that dotenvy would cut"),
            EnvFault::Blank => {
                format!("{name} has whitespace before a comment, of which dotenvy would keep too much or too little")
            }
            EnvFault::Comment => {
                format!("{name} has a comment with a quote that is not closed, for which dotenvy looks there too")
            }
            EnvFault::NewLine => format!("{name} has a `\\` before a quote, which dotenvy would read in two ways"),
            EnvFault::Twice { first } => format!("{name} is set a second time, first on line {first}"),
            EnvFault::Quoted { by } => format!("{name} is inside the quotes of the value that begins on line {by}"),
        };
        let help: &str = match fault {
            EnvFault::NoAssignment => "write the name of the variable, `=` and the value",
            EnvFault::Whitespace => "put the value in single quotes",
            EnvFault::Quote => "close it, or put a value with this character in the other kind of quotes",
            EnvFault::Escape => "write `\\\\` for a `\\`, or put the value in single quotes",
            EnvFault::Brace | EnvFault::Cut => "put the value in single quotes, or write `\\$` for a `$`",
            EnvFault::Unset => {
                "set that variable in the environment or on an earlier line; if the `$` is part of the value, use single quotes"
            }
            EnvFault::NotUtf8 => "make it readable text in UTF-8",
            EnvFault::Refers { .. } => "correct the line that sets that variable",
            EnvFault::Form => "write `${NAME}` alone; if the `$` is part of the value, use single quotes",
            EnvFault::Underscore | EnvFault::Literal => {
                "write the name in braces, as in `${NAME}`; if the `$` is part of the value, use single quotes"
            }
            EnvFault::Backslash => "write `\\\\` for a `\\`",
            EnvFault::Blank | EnvFault::Comment => "write the comment on a line of its own",
            EnvFault::NewLine => "put the value in double quotes, and write `\\\\` for a `\\`",
            EnvFault::Twice { .. } => "keep one of the two",
            EnvFault::Quoted { .. } => "close those quotes before this line",
        };
        SourceError::new(format!("{file}, line {line}: {message}")).with_help(help)
    }
}
