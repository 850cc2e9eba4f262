//! Every form against its published schema, with real answers of every kind in both languages.

use lang::Lang;
use serde_json::Value;

use crate::support::{answers, files, live};

fn conforms(command: &str, value: &Value) {
    let form = forms::FORMS.iter().find(|it| it.command == command).expect(command);
    let schema: Value = serde_json::from_str(form.schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let faults: Vec<String> = validator.iter_errors(value).map(|it| format!("{}: {it}", it.instance_path())).collect();
    assert!(faults.is_empty(), "{command}: {}\n{value}", faults.join("\n"));
    assert_eq!(value["schemaVersion"], 1, "{command}");
    let required = schema["required"].as_array().expect("required fields");
    assert!(required.contains(&Value::from("schemaVersion")), "{command}");
}

#[test]
fn every_form_is_as_published() {
    for inventory in [files(), live()] {
        for lang in Lang::ALL {
            let answers = answers(&inventory, lang);
            answers.iter().for_each(|(command, value)| conforms(command, value));
            let audit = forms::json::audit(&inventory, &rules::audit(&inventory), lang);
            conforms("audit", &serde_json::from_str(&audit).expect("JSON"));
            for form in forms::FORMS {
                let is_asked = ["audit", "secrets check"].contains(&form.command);
                assert!(is_asked || answers.iter().any(|(command, _)| *command == form.command), "{}", form.command);
            }
        }
    }
}

/// A schema that allows anything would prove nothing.
#[test]
fn schemas_refuse_what_lacks_a_field() {
    for (command, value) in answers(&files(), Lang::En) {
        let form = forms::FORMS.iter().find(|it| it.command == command).expect(command);
        let schema = serde_json::from_str(form.schema).expect("the schema is JSON");
        let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
        for pointer in paths(&value) {
            let mut less = value.clone();
            let (parent, key) = pointer.rsplit_once('/').expect("a path");
            let Some(Value::Object(map)) = less.pointer_mut(parent) else { continue };
            let optional = [("network prove", "object"), ("network prove", "field"), ("secrets scan", "baseline")];
            if map.shift_remove_key(key) && !optional.contains(&(command, key)) {
                assert!(!validator.is_valid(&less), "{command}: nothing misses {pointer}");
            }
        }
    }
}

trait Remove {
    fn shift_remove_key(&mut self, key: &str) -> bool;
}

impl Remove for serde_json::Map<String, Value> {
    fn shift_remove_key(&mut self, key: &str) -> bool {
        self.remove(key).is_some()
    }
}

/// The path of every field, the first item of each list standing for all.
fn paths(value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => items.first().map(|it| ("0".to_owned(), it)).into_iter().collect(),
        _ => Vec::new(),
    };
    children
        .into_iter()
        .flat_map(|(key, value)| {
            let below = paths(value);
            let own = format!("/{key}");
            std::iter::once(own.clone()).chain(below.into_iter().map(move |it| format!("{own}{it}")))
        })
        .collect()
}
