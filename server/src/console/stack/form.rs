//! From a stack to its form and back. A choice is named by its path in the stack file.

use std::collections::BTreeMap;

use lks_domain::console::form::{FieldProblem, StackChoices, StackForm};
use lks_domain::timestamp::Timestamp;
use lks_provision::cost;
use lks_provision::resource::Graph;
use lks_provision::stack::{self, Stack, StackError};
use serde_json::{Map, Value};

use super::choices;
use crate::console::plan::view;

/// The form of a stack.
pub fn of_stack(stack: &Stack, saved_at: Option<Timestamp>) -> StackForm {
    let (graph, problems) = match stack::graph(stack) {
        Ok(graph) => (Some(graph), Vec::new()),
        Err(error) => (None, problems(&error)),
    };
    let values = flat(&serde_json::to_value(stack).unwrap_or_default());
    form(&values, graph.as_ref(), problems, stack.to_toml().unwrap_or_default(), saved_at)
}

/// The form of these choices, and the stack if it can be built.
pub fn of_choices(chosen: &StackChoices, saved_at: Option<Timestamp>) -> (StackForm, Option<Stack>) {
    let mut values = flat(&specified());
    let unknown = chosen.values.keys().filter(|field| !choices::known(field));
    let unknown: Vec<FieldProblem> =
        unknown.map(|field| problem(field, "There is no such choice.")).collect();
    values.extend(chosen.values.clone());
    if !unknown.is_empty() {
        return (form(&values, None, unknown, String::new(), saved_at), None);
    }
    match read(&values) {
        Ok(stack) => {
            let form = of_stack(&stack, saved_at);
            let valid = form.problems.is_empty();
            (form, valid.then_some(stack))
        }
        Err(problem) => (form(&values, None, vec![problem], String::new(), saved_at), None),
    }
}

fn form(
    values: &BTreeMap<String, Value>,
    graph: Option<&Graph>,
    problems: Vec<FieldProblem>,
    file: String,
    saved_at: Option<Timestamp>,
) -> StackForm {
    let cost = graph.map(|graph| view::cost(&cost::of_graph(graph)));
    let hourly = cost.as_ref().map(|cost| cost.hourly_usd);
    StackForm {
        groups: choices::groups(values, &flat(&specified()), hourly),
        problems,
        cost,
        resources: graph.map(Graph::len),
        file,
        saved_at,
    }
}

fn specified() -> Value {
    serde_json::to_value(Stack::default()).unwrap_or_default()
}

/// Values by path: objects are gone into, everything else is a value.
fn flat(stack: &Value) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    gather(stack, "", &mut values);
    values
}

fn gather(value: &Value, path: &str, values: &mut BTreeMap<String, Value>) {
    let Value::Object(fields) = value else {
        values.insert(path.to_owned(), value.clone());
        return;
    };
    for (name, field) in fields {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        gather(field, &path, values);
    }
}

/// The stack of these values; a sentence about the field that is of the wrong sort.
fn read(values: &BTreeMap<String, Value>) -> Result<Stack, FieldProblem> {
    let mut stack = Map::new();
    for (path, value) in values.iter().filter(|(_, value)| !value.is_null()) {
        put(&mut stack, path, value.clone());
    }
    serde_path_to_error::deserialize(Value::Object(stack))
        .map_err(|error| problem(&error.path().to_string(), "This is not of the right sort."))
}

fn put(fields: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => drop(fields.insert(path.to_owned(), value)),
        Some((group, rest)) => {
            let group = fields.entry(group).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(fields) = group {
                put(fields, rest, value);
            }
        }
    }
}

/// A sentence of the stack names its field first: `workers.volume_gb = 5: use 16 to 100`.
fn problems(error: &StackError) -> Vec<FieldProblem> {
    match error {
        StackError::Invalid(sentences) => sentences
            .iter()
            .map(|sentence| problem(choices::field_of(sentence).unwrap_or_default(), sentence))
            .collect(),
        other => vec![problem("", &other.to_string())],
    }
}

fn problem(field: &str, message: &str) -> FieldProblem {
    FieldProblem { field: field.to_owned(), message: message.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn chosen(values: Value) -> StackChoices {
        serde_json::from_value(json!({ "values": values })).unwrap()
    }

    #[test]
    fn nothing_chosen_is_the_stack_as_specified_and_every_choice_is_in_the_form() {
        let (form, stack) = of_choices(&chosen(json!({})), None);
        assert_eq!(stack, Some(Stack::default()));
        assert!(form.cost.is_some_and(|cost| cost.hourly_usd > 1.0));
        let shown: Vec<&str> =
            form.groups.iter().flat_map(|group| &group.choices).map(|choice| choice.field.as_str()).collect();
        let all = flat(&specified());
        let missing: Vec<_> = all.keys().filter(|field| !shown.contains(&field.as_str())).collect();
        assert_eq!(missing, ["account"], "the connected account is no choice");
    }

    #[test]
    fn a_choice_reaches_its_field_and_its_cost() {
        let (form, stack) =
            of_choices(&chosen(json!({"workers.instance_type": "t3.small", "name": "Mine"})), None);
        let stack = stack.unwrap();
        assert_eq!((stack.workers.instance_type.as_str(), stack.name.as_str()), ("t3.small", "Mine"));
        let (usual, _) = of_choices(&chosen(json!({})), None);
        assert!(form.cost.unwrap().hourly_usd < usual.cost.unwrap().hourly_usd);
        assert!(form.file.contains("t3.small"));
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        for (values, field) in [
            (json!({"workers.volume_gb": 5}), "workers.volume_gb"),
            (json!({"workers.volume_gb": "much"}), "workers.volume_gb"),
            (json!({"name": ""}), "name"),
            (json!({"models": ["a b"]}), "models"),
            (json!({"zones.a.availability_zones": ["use1-az1", "use1-az1"]}), "zones.a.availability_zones"),
            (json!({"workers.colour": "red"}), "workers.colour"),
            (json!({"client_origin": "nonsense"}), "client_origin"),
        ] {
            let (form, stack) = of_choices(&chosen(values.clone()), None);
            assert!(stack.is_none(), "{values}");
            assert_eq!(form.problems[0].field, field, "{values}: {:?}", form.problems);
        }
    }
}
