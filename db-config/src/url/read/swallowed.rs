//! Values that hold the parameters after them.

use super::Reader;
use crate::error::{ProblemKind, UrlError};
use crate::query::{self, Row, Takes};
use crate::url::percent::Decoded;
use crate::url::separators::swallowed;
use crate::url::span::Span;

impl Reader<'_> {
    /// Rejects a value with another parameter after a `;`, which would silently have no effect. A secret may hold
    /// anything, but only with its `;` as `%3B`.
    pub(super) fn check_swallowed(
        &self,
        row: &Row,
        name: &str,
        value: &Decoded,
        name_at: Span,
        value_at: Span,
    ) -> Result<(), UrlError> {
        let value = value.of(self.text);
        let is_escaped = !value_at.of(self.text).contains(';');
        if is_escaped && matches!(row.takes, Takes::Secret) {
            return Ok(());
        }
        let Some(other) = swallowed(value.as_bytes(), self.parts.backend, is_escaped) else { return Ok(()) };
        // An unknown name may be a part of the value, which may be a secret.
        let message = match query::find(other.bytes_of(value.as_bytes()), self.parts.backend) {
            Some(_) => format!("`;` between the query parameters `{name}` and `{}`", other.of(value)),
            None => format!("`;` between `{name}` and another query parameter"),
        };
        let error = self.error(ProblemKind::Semicolon, name_at).with_message(message);
        Err(match is_escaped {
            true => error.with_remedy("separate them with `&`, not `%3B`"),
            false => error,
        })
    }
}
