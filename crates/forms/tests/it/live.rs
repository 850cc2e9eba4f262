//! An object of a cluster has a place in every form: the object and a field of it.

use lang::Lang;
use serde_json::Value;

use crate::support::{answers, files, live};

/// The values of every `location` in a form.
fn locations<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("location"));
            map.values().for_each(|it| locations(it, found));
        }
        Value::Array(items) => items.iter().for_each(|it| locations(it, found)),
        _ => {}
    }
}

#[test]
fn no_form_drops_the_place_of_a_live_object() {
    let (of_files, of_objects) = (answers(&files(), Lang::En), answers(&live(), Lang::En));
    for ((command, in_files), (_, in_objects)) in of_files.iter().zip(&of_objects) {
        let (mut a, mut b) = (Vec::new(), Vec::new());
        locations(in_files, &mut a);
        locations(in_objects, &mut b);
        let placed = |all: &[&Value], key: &str| all.iter().filter(|it| it[key].is_string()).count();
        assert_eq!(placed(&a, "object"), 0, "{command}");
        if *command != "secrets scan" {
            assert_eq!(placed(&a, "file"), placed(&b, "object"), "{command}");
            assert_eq!(placed(&b, "file"), 0, "{command}");
        }
        let silent = ["network can", "network connections", "network diff", "network exposure", "network policies"];
        assert_eq!(placed(&a, "file") > 0, !silent.contains(command), "{command}");
    }
}

#[test]
fn places_are_read_back() {
    for inventory in [files(), live()] {
        for (_, value) in answers(&inventory, Lang::Ja) {
            let mut found = Vec::new();
            locations(&value, &mut found);
            for it in found.into_iter().filter(|it| !it.is_null()) {
                let place: forms::Place = serde_json::from_value(it.clone()).expect("a place");
                assert_eq!(&serde_json::to_value(&place).expect("JSON"), it);
            }
        }
    }
}
