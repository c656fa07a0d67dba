//! Autotask's query grammar. Only operators that Autotask knows can be written down here: one that it does not know is
//! dropped there without a word, and the query runs unfiltered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The most rows of one page.
pub const MOST_ROWS: u32 = 500;
/// The most conditions within `or` groups of one query.
const MOST_ALTERNATIVES: usize = 500;
/// Deeper groups than this are nobody's intention.
const DEEPEST: usize = 8;

/// What a condition compares by, or how a group joins its conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Op {
    /// Equal.
    Eq,
    /// Not equal.
    #[serde(rename = "noteq")]
    NotEq,
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
    /// The text begins with the value.
    BeginsWith,
    /// The text ends with the value.
    EndsWith,
    /// The text contains the value.
    Contains,
    /// The field has a value.
    Exist,
    /// The field has no value.
    NotExist,
    /// One of the values of the array.
    In,
    /// None of the values of the array.
    NotIn,
    /// A group of which all must hold.
    And,
    /// A group of which one must hold.
    Or,
}

/// One condition, or a group of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The operator.
    pub op: Op,
    /// The field, by its name on the wire; not for groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What it is compared with; an array for `in` and `notIn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// True when the field is one that the tenant made itself; one of these in a query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub udf: Option<bool>,
    /// The conditions of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<Condition>>,
}

impl Condition {
    /// A comparison.
    pub fn new(field: &str, op: Op, value: impl Into<Value>) -> Self {
        Self {
            op,
            field: Some(field.into()),
            value: Some(value.into()),
            udf: None,
            items: None,
        }
    }

    /// The field has no value.
    pub fn absent(field: &str) -> Self {
        Self {
            op: Op::NotExist,
            field: Some(field.into()),
            value: None,
            udf: None,
            items: None,
        }
    }

    /// One of these must hold.
    pub fn any(items: Vec<Condition>) -> Self {
        Self {
            op: Op::Or,
            field: None,
            value: None,
            udf: None,
            items: Some(items),
        }
    }

    fn is_group(&self) -> bool {
        matches!(self.op, Op::And | Op::Or)
    }

    fn items(&self) -> &[Condition] {
        self.items.as_deref().unwrap_or_default()
    }

    fn check(&self, depth: usize) -> Result<(), String> {
        let named = self.field.as_deref().unwrap_or_default().trim();
        if self.is_group() {
            if self.items().is_empty() || self.field.is_some() || self.value.is_some() {
                return Err("a group (`and`, `or`) has `items` and nothing else".into());
            }
            if depth >= DEEPEST {
                return Err(format!("groups may be {DEEPEST} deep at most"));
            }
            return self.items().iter().try_for_each(|item| item.check(depth + 1));
        }
        if named.is_empty() || self.items.is_some() {
            return Err("a condition has a `field` and no `items`".into());
        }
        let plain = |value: &Value| value.is_string() || value.is_number() || value.is_boolean();
        let (fits, wanted) = match self.op {
            Op::Exist | Op::NotExist => (self.value.is_none(), "`exist` and `notExist` take no value"),
            Op::In | Op::NotIn => {
                let values = self.value.as_ref().and_then(Value::as_array);
                let fits = values.is_some_and(|values| !values.is_empty() && values.iter().all(plain));
                (fits, "`in` and `notIn` take an array of values")
            }
            _ => {
                let fits = self.value.as_ref().is_some_and(plain);
                (fits, "give one value: a text, a number, true or false")
            }
        };
        if fits {
            Ok(())
        } else {
            Err(format!("`{named}`: {wanted}"))
        }
    }

    fn alternatives(&self, inside: bool) -> usize {
        if self.is_group() {
            let inside = inside || self.op == Op::Or;
            self.items().iter().map(|item| item.alternatives(inside)).sum()
        } else {
            usize::from(inside)
        }
    }

    fn user_defined(&self) -> usize {
        usize::from(self.udf == Some(true)) + self.items().iter().map(Self::user_defined).sum::<usize>()
    }
}

/// The body of a query.
#[derive(Clone, Debug, Serialize)]
pub struct Query {
    filter: Vec<Condition>,
    #[serde(rename = "MaxRecords")]
    most: u32,
}

impl Query {
    /// The rows after this id (from the first when there is none) that meet all conditions.
    ///
    /// There is always a condition on the id: what an empty filter means is not documented.
    pub fn new(after: Option<i64>, conditions: Vec<Condition>, most: u32) -> Self {
        let id = match after {
            Some(id) => Condition::new("id", Op::Gt, id),
            None => Condition::new("id", Op::Gte, 0),
        };
        Self {
            filter: std::iter::once(id).chain(conditions).collect(),
            most: most.clamp(1, MOST_ROWS),
        }
    }
}

/// Refuses conditions that Autotask would refuse, or misread.
pub fn check(conditions: &[Condition]) -> Result<(), String> {
    conditions.iter().try_for_each(|condition| condition.check(1))?;
    let sum = |count: fn(&Condition) -> usize| conditions.iter().map(count).sum::<usize>();
    if sum(|condition| condition.alternatives(false)) > MOST_ALTERNATIVES {
        return Err(format!(
            "Autotask takes {MOST_ALTERNATIVES} conditions within `or` groups at most"
        ));
    }
    if sum(Condition::user_defined) > 1 {
        return Err("Autotask takes one user-defined field in a query".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn read(condition: Value) -> Result<(), String> {
        let condition: Condition = serde_json::from_value(condition).map_err(|why| why.to_string())?;
        check(&[condition])
    }

    #[test]
    fn every_operator_of_the_documentation_is_known_by_its_own_spelling() {
        for op in [
            "eq",
            "noteq",
            "gt",
            "gte",
            "lt",
            "lte",
            "beginsWith",
            "endsWith",
            "contains",
        ] {
            assert_eq!(
                read(json!({"op": op, "field": "title", "value": "x"})),
                Ok(()),
                "{op}"
            );
        }
        for op in ["in", "notIn"] {
            assert_eq!(
                read(json!({"op": op, "field": "status", "value": [1, 5]})),
                Ok(()),
                "{op}"
            );
        }
        for op in ["exist", "notExist"] {
            assert_eq!(read(json!({"op": op, "field": "status"})), Ok(()), "{op}");
        }
    }

    #[test]
    fn an_operator_that_autotask_would_drop_silently_is_refused() {
        for op in ["ne", "neq", "like", "EQ", ""] {
            assert!(
                read(json!({"op": op, "field": "status", "value": 1})).is_err(),
                "{op}"
            );
        }
    }

    #[test]
    fn malformed_conditions_are_refused() {
        for condition in [
            json!({"op": "eq", "field": "status"}),
            json!({"op": "eq", "value": 1}),
            json!({"op": "eq", "field": "status", "value": {"a": 1}}),
            json!({"op": "in", "field": "status", "value": 1}),
            json!({"op": "in", "field": "status", "value": []}),
            json!({"op": "exist", "field": "status", "value": 1}),
            json!({"op": "or", "items": []}),
            json!({"op": "and", "field": "status", "items": [{"op": "exist", "field": "id"}]}),
            json!({"op": "eq", "field": "status", "value": 1, "negate": true}),
        ] {
            assert!(read(condition.clone()).is_err(), "{condition}");
        }
    }

    #[test]
    fn too_many_alternatives_and_two_user_defined_fields_are_refused_before_autotask_does() {
        let one = json!({"op": "eq", "field": "id", "value": 1});
        let group = |count: usize| json!({"op": "or", "items": vec![one.clone(); count]});
        assert_eq!(read(group(500)), Ok(()));
        assert!(read(group(501)).is_err());
        let own = json!({"op": "eq", "field": "Site code", "value": "LON-1", "udf": true});
        assert_eq!(read(own.clone()), Ok(()));
        assert!(read(json!({"op": "and", "items": [own.clone(), own]})).is_err());
    }

    #[test]
    fn a_query_is_never_without_a_condition() {
        let body = |query| serde_json::to_value::<Query>(query).unwrap();
        assert_eq!(
            body(Query::new(None, Vec::new(), 9_999)),
            json!({"filter": [{"op": "gte", "field": "id", "value": 0}], "MaxRecords": 500})
        );
        assert_eq!(
            body(Query::new(Some(7), vec![Condition::absent("completedDate")], 1)),
            json!({"filter": [
                {"op": "gt", "field": "id", "value": 7},
                {"op": "notExist", "field": "completedDate"},
            ], "MaxRecords": 1})
        );
    }
}
