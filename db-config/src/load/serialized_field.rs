//! Serializes a field of a configuration, for a generator of documentation.

use std::collections::BTreeMap;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::Field;
use super::env_example::{example_parts, pool};
use crate::pool_defaults::PoolValue;

/// Serializes the content of [`env_docs`](crate::DatabaseConfig::env_docs) for one field. The default value is redacted.
impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pool = pool(self);
        let pool = pool.iter().map(|line| {
            let default = line.value.map(PoolValue::to_text);
            BTreeMap::from([
                ("option", Some(line.option.name().to_owned())),
                ("variable", Some(line.variable.clone())),
                ("unit", line.unit.map(str::to_owned)),
                ("default", default),
            ])
        });
        let pool: Vec<_> = pool.collect();
        let parts: Vec<_> = example_parts(self).into_iter().map(|(_, variable, _)| variable).collect();
        let mut field = serializer.serialize_struct("Field", 9)?;
        field.serialize_field("field", self.field())?;
        field.serialize_field("variables", self.variables())?;
        field.serialize_field("schemes", &self.schemes())?;
        field.serialize_field("type", self.spec.type_name)?;
        field.serialize_field("required", &!(self.has_default() || self.is_optional() || self.spec.parts.is_some()))?;
        field.serialize_field("default", &self.redacted_default())?;
        field.serialize_field("parts", &parts)?;
        field.serialize_field("pool", &pool)?;
        field.serialize_field("doc", self.doc())?;
        field.end()
    }
}
