//! What holds for every rule and every leak.

use std::collections::HashSet;

use leaks::ignore::{Key, Standing, standing, written};
use leaks::{RULES, scan};

#[test]
fn every_example_is_judged_as_it_says() {
    let (run, broken) = leaks::examples::check();
    assert!(run > 60, "{run}");
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn ids_are_unique_and_examples_exist() {
    let mut seen = HashSet::new();
    for rule in RULES.iter() {
        assert!(seen.insert(rule.id), "{}", rule.id);
        assert!(!rule.examples.is_empty() && !rule.negative_examples.is_empty(), "{}", rule.id);
    }
}

#[test]
fn a_fingerprint_depends_on_the_place_and_never_on_the_value() {
    let name = |path: &str, text: &str| {
        let leaks = scan(path, text);
        assert_eq!(leaks.len(), 1, "{path}");
        leaks[0].fingerprint.clone()
    };
    let first = name("a/values.yaml", "redis:\n  auth:\n    password: sunshine1\n");
    let moved = name(
        "b/c/prod-values.yaml",
        "# moved\nimage: x\nredis:\n  auth:\n    enabled: true\n    password: moonlight22\n",
    );
    assert_eq!(first, moved);
    assert_ne!(first, name("a/values.yaml", "postgresql:\n  auth:\n    password: sunshine1\n"));
}

#[test]
fn an_ignore_lets_one_value_be_and_not_another() {
    let key = Key::parse(&"1f".repeat(32)).expect("a key");
    let leak = |value: &str| scan(".env", &format!("DB_PASSWORD={value}\n")).remove(0);
    let file = written(&leak("sunshine1"), "a test's", None, &key);
    assert!(!file.contains("sunshine1"));
    assert_eq!(standing(&leak("sunshine1"), Some(&file), Some(&key)), Standing::Ignored);
    assert_eq!(standing(&leak("moonlight2"), Some(&file), Some(&key)), Standing::OtherValue);
    assert_eq!(standing(&leak("sunshine1"), Some(&file), None), Standing::NoKey);
    assert_eq!(standing(&leak("sunshine1"), None, Some(&key)), Standing::Reported);
    let both = written(&leak("moonlight2"), "too", Some(&file), &key);
    for value in ["sunshine1", "moonlight2"] {
        assert_eq!(standing(&leak(value), Some(&both), Some(&key)), Standing::Ignored);
    }
}

#[test]
fn places_are_lines_and_columns_of_characters() {
    let leaks = scan("値.py", "x = 1\n名 = '関所'; SECRET_KEY = \"Kq7wRz1LmN4xTb9Vd2Ys\"\n");
    let places: Vec<_> = leaks.iter().map(|it| (it.line, it.column, it.end_column)).collect();
    assert_eq!(places, [(2, 25, 45)]);
    let leaks = scan("run.sh", "kubectl create secret generic s --from-literal=DB_PASSWORD=Kq7wRz1LmN4xTb9Vd2Ys\n");
    let places: Vec<_> = leaks.iter().map(|it| (it.line, it.column, it.end_column)).collect();
    assert_eq!(places, [(1, 60, 80)]);
}

#[test]
fn hostile_texts_end() {
    let _ = scan("a.yaml", &format!("a: &a [x]\n{}", "b: [*a, *a, *a]\n".repeat(500)));
    let _ = scan("a.js", &"password=".repeat(100_000));
    let _ = scan("a.txt", &"://:@".repeat(100_000));
    let _ = scan("a.txt", &"-----BEGIN".repeat(3_000));
    let _ = scan("a.yaml", &"[".repeat(100_000));
}
