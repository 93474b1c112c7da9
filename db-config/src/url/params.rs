//! The query parameters of the attribute `params`, which the URL leaves out.
//!
//! They become part of the URL's text. A bare SQLite path stays as it is.

use std::borrow::Cow;

use db_config_syntax::query::{self, Key, SessionKey};
use db_config_syntax::{Backend, Backends, INSECURE, Parameter, Parts, parse, percent};

use super::pair::{Pair, parameters_of};
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
        params = without_variables(params, of_url, context.variables)?;
    }
    if params.is_empty() {
        return Ok(Filled { text, parts, parameters, pairs });
    }
    let is_kept = |pair: &Pair| !context.is_default || !params.iter().any(|param| param.sets(pair.row, &pair.name));
    // A bare path.
    if parts.path.start == 0 {
        let pairs = pairs.into_iter().chain(params).collect();
        return Ok(Filled { text, parts, parameters, pairs });
    }
    let query = parts.query.of(&text).split('&').filter(|item| !item.is_empty()).zip(&pairs);
    let kept: Vec<&str> = query.filter(|(_, pair)| is_kept(pair)).map(|(item, _)| item).collect();
    let (before, after) = (&text[..parts.path.end], parts.fragment.of(&text));
    let (text, start) = with_query(before, &kept.join("&"), &params, after);
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
            url.pairs.extend(params);
            return Ok(Cow::Owned(url));
        }
        let (before, after) = (&self.text[..self.parts.path.end], self.parts.fragment.of(&self.text));
        let start;
        (url.text, start) = with_query(before, self.parts.query.of(&self.text), &params, after);
        url.parts = parse(&url.text, Backends::ALL, IS_WINDOWS)?;
        let of_text = parameters_of(&url.text, &url.parts)?.into_iter();
        url.pairs.extend(of_text.map(|parameter| from_text(parameter, start)).filter(|pair| pair.is_attribute));
        Ok(Cow::Owned(url))
    }
}

/// Returns the query parameters of the attributes that are not set yet. An earlier attribute overrides a later one. A
/// parameter of another database does not count.
fn left_out(attributes: &[&'static str], backend: Backend, set: &[Pair]) -> Result<Vec<Pair>, UrlError> {
    let mut params: Vec<Pair> = Vec::new();
    for attribute in attributes {
        let earlier = params.len();
        for item in attribute.split('&').filter(|item| !item.is_empty()) {
            let (name, value) = item.split_once('=').unwrap_or((item, ""));
            let (name, value) = (decoded(name)?, decoded(value)?);
            let Some(row) = query::find(&name, backend).filter(|row| row.has_effect()) else { continue };
            let mut earlier = set.iter().chain(&params[..earlier]);
            if !earlier.any(|pair| pair.sets(row, &name)) {
                params.push(Pair::from_attribute(row, &name, &value));
            }
        }
    }
    Ok(params)
}

/// Removes the parameters that libpq's variables set, unless the URL overrides the variable.
fn without_variables(params: Vec<Pair>, of_url: &[Pair], variables: Variables<'_>) -> Result<Vec<Pair>, UrlError> {
    let mut kept = Vec::new();
    for param in params {
        if !is_in_variable(&param, of_url, variables)? {
            kept.push(param);
        }
    }
    Ok(kept)
}

fn is_in_variable(param: &Pair, of_url: &[Pair], variables: Variables<'_>) -> Result<bool, UrlError> {
    for variable in VARIABLES {
        let Some(row) = query::named(variable.key, Backend::Postgres) else { continue };
        let may_set = param.row.sets_same(row) || row.key == Key::Session(SessionKey::Options);
        if !may_set || of_url.iter().any(|pair| pair.row.sets_same(row)) {
            continue;
        }
        if let Some(value) = variables.get(variable.name)? {
            if Pair::from_variable(row, row.name(), &value).sets(param.row, &param.name) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Returns a URL with a query and these parameters, which begin at the returned position.
fn with_query(start: &str, query: &str, params: &[Pair], fragment: &str) -> (String, usize) {
    let query = query.trim_end_matches('&');
    let separator = if query.is_empty() { "" } else { "&" };
    let mut text = format!("{start}?{query}{separator}");
    let position = text.len();
    let params =
        params.iter().map(|param| format!("{}={}", percent::encode(&param.name), percent::encode(&param.value)));
    text.push_str(&params.collect::<Vec<_>>().join("&"));
    text.push_str(fragment);
    (text, position)
}

/// Returns a parameter of the text. The parameters of the attribute begin at `start`.
fn from_text(parameter: Parameter, start: usize) -> Pair {
    let is_attribute = parameter.at.start >= start && parameter.name != INSECURE;
    Pair { is_attribute, ..Pair::from(parameter) }
}

fn decoded(text: &str) -> Result<String, UrlError> {
    percent::decode(text).map_err(UrlError::from_kind)
}
