//! The query parameters of the attribute `params`, which the URL leaves out.
//!
//! They become part of the URL's text. A bare SQLite path stays as it is.

use std::borrow::Cow;

use db_config_syntax::query::{self, Key, Row, SessionKey};
use db_config_syntax::{Backend, Backends, Parameter, Parts, parse, percent};

use super::pair::Pair;
use super::read::parameters_of;
use super::{DatabaseUrl, ReadContext, Variables};
use crate::error::UrlError;
use crate::libpq::VARIABLES;
use crate::system::IS_WINDOWS;

/// A URL with the query parameters of the attribute.
pub(super) struct Filled {
    pub text: String,
    pub parts: Parts,
    /// The parameters of the text.
    pub parameters: Vec<Parameter>,
    pub pairs: Vec<Pair>,
}

/// One query parameter of the attribute.
struct Param {
    row: &'static Row,
    name: String,
    value: String,
}

/// Adds the query parameters of the attributes to a URL. The first of these counts: the URL, libpq's variable, the field's
/// attribute, the attribute of the field's type, a default URL.
pub(super) fn fill_in(
    text: String,
    parts: Parts,
    parameters: Vec<Parameter>,
    context: &ReadContext<'_>,
) -> Result<Filled, UrlError> {
    let backend = parts.backend;
    let mut attributes = vec![context.params];
    attributes.extend(context.type_params.map(|params| params(backend)).unwrap_or_default());
    let pairs: Vec<Pair> = parameters.iter().cloned().map(Pair::from).collect();
    let of_url = if context.is_default { &[][..] } else { &pairs };
    let mut params = left_out(&attributes, backend, of_url)?;
    if backend == Backend::Postgres {
        params = without_variables(params, context.variables)?;
    }
    if params.is_empty() {
        return Ok(Filled { text, parts, parameters, pairs });
    }
    let is_kept = |pair: &Pair| !params.iter().any(|param| param.sets_same(pair.row, &pair.name));
    // A bare path.
    if parts.path.start == 0 {
        let params = params.iter().map(|param| Pair::from_attribute(param.row, &param.name, &param.value));
        let pairs = pairs.into_iter().chain(params).collect();
        return Ok(Filled { text, parts, parameters, pairs });
    }
    let query = parts.query.of(&text).split('&').filter(|item| !item.is_empty()).zip(&pairs);
    let kept: Vec<&str> = query.filter(|(_, pair)| is_kept(pair)).map(|(item, _)| item).collect();
    let (text, start) = with_query(&text[..parts.path.end], &kept.join("&"), &params);
    let parts = parse(&text, Backends::ALL, IS_WINDOWS)?;
    let parameters = parameters_of(&text, &parts)?;
    let pairs = parameters.iter().cloned().map(|parameter| from_text(parameter, start)).collect();
    Ok(Filled { text, parts, parameters, pairs })
}

impl DatabaseUrl {
    /// Returns the URL with the query parameters of a type, unless they are set already.
    pub(crate) fn with_params(&self, attributes: &[&'static str]) -> Result<Cow<'_, Self>, UrlError> {
        let params = left_out(attributes, self.backend(), &self.pairs)?;
        if params.is_empty() {
            return Ok(Cow::Borrowed(self));
        }
        let mut url = self.clone();
        if url.is_bare_path() {
            let params = params.iter().map(|param| Pair::from_attribute(param.row, &param.name, &param.value));
            url.pairs.extend(params);
            return Ok(Cow::Owned(url));
        }
        let start;
        (url.text, start) = with_query(&self.text[..self.parts.path.end], self.parts.query.of(&self.text), &params);
        url.parts = parse(&url.text, Backends::ALL, IS_WINDOWS)?;
        let of_text = parameters_of(&url.text, &url.parts)?.into_iter();
        url.pairs.extend(of_text.map(|parameter| from_text(parameter, start)).filter(|pair| pair.is_attribute));
        Ok(Cow::Owned(url))
    }
}

impl Param {
    fn sets_same(&self, row: &Row, name: &str) -> bool {
        let is_search_path = |key| matches!(key, Key::Session(SessionKey::Schema | SessionKey::SearchPath));
        match self.row.has_many_meanings() {
            true => self.name.eq_ignore_ascii_case(name),
            false => self.row.sets_same(row) || is_search_path(self.row.key) && is_search_path(row.key),
        }
    }
}

/// Returns the query parameters of the attributes that are not set yet. An earlier attribute overrides a later one. A
/// parameter of another database does not count.
fn left_out(attributes: &[&'static str], backend: Backend, set: &[Pair]) -> Result<Vec<Param>, UrlError> {
    let mut params: Vec<Param> = Vec::new();
    for attribute in attributes {
        let earlier = params.len();
        for item in attribute.split('&').filter(|item| !item.is_empty()) {
            let (name, value) = item.split_once('=').unwrap_or((item, ""));
            let (name, value) = (decoded(name)?, decoded(value)?);
            let Some(row) = query::find(&name, backend).filter(|row| row.has_effect()) else { continue };
            let param = Param { row, name, value };
            let is_set = set.iter().any(|pair| param.sets_same(pair.row, &pair.name));
            if !is_set && !params[..earlier].iter().any(|other| param.sets_same(other.row, &other.name)) {
                params.push(param);
            }
        }
    }
    Ok(params)
}

/// Removes the parameters that libpq's variables set.
fn without_variables(params: Vec<Param>, variables: Variables<'_>) -> Result<Vec<Param>, UrlError> {
    let mut kept = Vec::new();
    for param in params {
        let is_same = |row: &Row| param.sets_same(row, row.name());
        let variable =
            VARIABLES.iter().find(|variable| query::named(variable.key, Backend::Postgres).is_some_and(is_same));
        let is_set = match variable {
            Some(variable) => variables.get(variable.name)?.is_some(),
            None => false,
        };
        if !is_set {
            kept.push(param);
        }
    }
    Ok(kept)
}

/// Returns a URL with a query and these parameters, which begin at the returned position.
fn with_query(start: &str, query: &str, params: &[Param]) -> (String, usize) {
    let query = query.trim_end_matches('&');
    let separator = if query.is_empty() { "" } else { "&" };
    let mut text = format!("{start}?{query}{separator}");
    let position = text.len();
    let params =
        params.iter().map(|param| format!("{}={}", percent::encode(&param.name), percent::encode(&param.value)));
    text.push_str(&params.collect::<Vec<_>>().join("&"));
    (text, position)
}

/// Returns a parameter of the text. The parameters of the attribute begin at `start`.
fn from_text(parameter: Parameter, start: usize) -> Pair {
    let is_attribute = parameter.at.start >= start;
    Pair { is_attribute, ..Pair::from(parameter) }
}

fn decoded(text: &str) -> Result<String, UrlError> {
    percent::decode(text).map_err(UrlError::from_kind)
}
