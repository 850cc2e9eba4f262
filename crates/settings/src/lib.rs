//! `sekisho.yaml`: what a person says once instead of on every command line.
//!
//! Responsible for: the text's shape, errors with line and column, and the published schema ([`SCHEMA`]). Parse, don't
//! validate: after [`parse`] nobody asks again.
//!
//! Left to others: finding the file (`cli`), and what follows from it. It does not know the rules; the sentences under `invariants` are
//! handed on with their places and read by the room that proves them; later chapters (thresholds, sinks) add their own section.
//!
//! The file is read with the same tree as manifests, so that every mistake has its place; it is too small for a
//! deserialiser to pay.

mod render;
mod suppressions;

pub use render::{ENVIRONMENTS, External, Ingress, Outside, Render, RenderEnvironment, SCALABLE, Storage, VOLUMES};

use dify::Component;
use lang::{Text, nearest, text};
use model::{Declared, Environment};
use yaml::{LineIndex, Position, Ref};

pub use suppressions::placed_in;

/// The JSON schema of `sekisho.yaml`.
pub const SCHEMA: &str = include_str!("../../../schemas/sekisho.schema.json");

/// The version of the file's shape that this program reads.
pub const VERSION: i64 = 1;

/// What `sekisho.yaml` says.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The namespace of objects that name none.
    pub namespace: Option<String>,
    /// Components by workload (`name` or `namespace/name`).
    pub components: Vec<(String, Component)>,
    /// Trusted registries, environments, suppressions.
    pub declared: Declared,
    /// What must hold of connectivity, as written: the language is read by whoever proves it.
    pub invariants: Vec<Sentence>,
    /// What `sekisho render` writes.
    pub render: Render,
}

/// A text of the file that another room reads, with the way back to its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The text.
    pub text: String,
    /// Where its first character stands.
    pub position: Position,
    /// Whether the text stands in the file as it is: no escapes, one line.
    verbatim: bool,
}

impl Sentence {
    /// The place of a character of the text, counted from 1; where the file writes it in another way, the place of the whole.
    #[must_use]
    pub fn at(&self, column: usize) -> Position {
        let further = if self.verbatim { column.saturating_sub(1) as u32 } else { 0 };
        Position { column: self.position.column + further, ..self.position }
    }
}

/// A mistake in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where it is.
    pub position: Position,
    /// What is wrong and what to write instead.
    pub reason: Text,
}

/// Reads the text of a `sekisho.yaml`. An empty text says nothing.
///
/// # Errors
/// Every mistake, in order of its place.
pub fn parse(text: &str) -> Result<Settings, Vec<Mistake>> {
    let lines = LineIndex::new(text);
    let mut parser = Parser { text, lines, mistakes: Vec::new() };
    let settings = parser.read();
    parser.mistakes.sort_by_key(|mistake| mistake.position);
    if parser.mistakes.is_empty() { Ok(settings) } else { Err(parser.mistakes) }
}

const SECTIONS: &[&str] =
    &["schemaVersion", "namespace", "components", "registries", "environments", "invariants", "suppressions", "render"];

struct Parser<'a> {
    text: &'a str,
    lines: LineIndex,
    mistakes: Vec<Mistake>,
}

impl Parser<'_> {
    fn read(&mut self) -> Settings {
        let mut settings = Settings::default();
        let mut trees = Vec::new();
        for chunk in yaml::split(self.text) {
            match yaml::parse(self.text, chunk, &yaml::Limits::default()) {
                Ok(mut found) => trees.append(&mut found),
                Err(error) => self.mistake_at(error.offset, error.flaw.text()),
            }
        }
        let duplicates: Vec<u32> =
            trees.iter().flat_map(|tree| tree.duplicates().iter().map(|key| tree.node(*key).span.start)).collect();
        for offset in duplicates {
            self.mistake_at(offset, Text::new("this key stands a second time", "同じキーが二度書かれています"));
        }
        let text = self.text;
        let Some(root) = trees.first().and_then(|tree| Ref::root(text, tree)) else { return settings };
        if let Some(second) = trees.get(1).and_then(|tree| Ref::root(text, tree)) {
            self.mistake(second, Text::new("only one document may stand here", "ドキュメントは一つだけ書けます"));
        }
        for (key, value) in self.mapping(root, SECTIONS) {
            match key {
                "schemaVersion" => self.version(value),
                "namespace" => settings.namespace = self.string(value),
                "components" => settings.components = self.components(value),
                "registries" => settings.declared.registries = self.strings(value),
                "render" => settings.render = self.render(value),
                "invariants" => settings.invariants = self.sentences(value),
                "suppressions" => settings.declared.suppressions = self.suppressions(value),
                _ => settings.declared.environments = self.environments(value),
            }
        }
        // Whoever has images put under a registry trusts it.
        let own = settings.render.registry.iter().filter(|it| !settings.declared.registries.contains(it));
        settings.declared.registries.extend(own.cloned().collect::<Vec<_>>());
        settings
    }

    fn version(&mut self, node: Ref<'_>) {
        if node.scalar() != Some(yaml::scalar::Scalar::Int(VERSION)) {
            self.mistake(
                node,
                text!("schemaVersion must be {VERSION}", "schemaVersion は {VERSION} でなければなりません"),
            );
        }
    }

    fn components(&mut self, node: Ref<'_>) -> Vec<(String, Component)> {
        let mut found = Vec::new();
        for (key, value) in self.entries(node) {
            let Some(name) = self.string(value) else { continue };
            match Component::from_id(&name) {
                Some(component) => found.push((key.to_owned(), component)),
                None => {
                    let ids: Vec<&str> = Component::ALL.iter().map(|it| it.id()).collect();
                    let known = lang::list(&ids);
                    let near = nearest(&name, &ids);
                    let (en, ja) = known.both();
                    let reason = match near {
                        Some(near) => text!(
                            "`{name}` is no component; did you mean `{near}`? Known: {en}",
                            "`{name}` というコンポーネントはありません。`{near}` のことですか? 使えるもの: {ja}"
                        ),
                        None => text!(
                            "`{name}` is no component. Known: {en}",
                            "`{name}` というコンポーネントはありません。使えるもの: {ja}"
                        ),
                    };
                    self.mistake(value, reason);
                }
            }
        }
        found
    }

    fn environments(&mut self, node: Ref<'_>) -> Vec<Environment> {
        let mut found = Vec::new();
        for (name, body) in self.entries(node) {
            let mut environment = Environment { name: name.to_owned(), ..Environment::default() };
            for (key, value) in self.mapping(body, &["namespaces", "files"]) {
                match key {
                    "namespaces" => environment.namespaces = self.strings(value),
                    _ => environment.files = self.strings(value),
                }
            }
            if environment.namespaces.is_empty() && environment.files.is_empty() {
                let reason = text!(
                    "environment `{name}` needs `namespaces` or `files`: what belongs to it",
                    "環境 `{name}` には、何が属するかを示す `namespaces` か `files` が必要です"
                );
                self.mistake(body, reason);
            }
            found.push(environment);
        }
        found
    }

    /// The entries of a mapping that may only have known keys.
    fn mapping<'n>(&mut self, node: Ref<'n>, known: &[&str]) -> Vec<(&'n str, Ref<'n>)> {
        let mut found = Vec::new();
        for (key, value) in self.keyed(node) {
            let name = key.text().unwrap_or("");
            if known.contains(&name) {
                found.push((name, value));
                continue;
            }
            let list = lang::list(known);
            let (en, ja) = list.both();
            let reason = match nearest(name, known) {
                Some(near) => text!(
                    "unknown key `{name}`; did you mean `{near}`?",
                    "`{name}` というキーはありません。`{near}` のことですか?"
                ),
                None => text!("unknown key `{name}`. Known: {en}", "`{name}` というキーはありません。使えるもの: {ja}"),
            };
            self.mistake(key, reason);
        }
        found
    }

    fn entries<'n>(&mut self, node: Ref<'n>) -> Vec<(&'n str, Ref<'n>)> {
        self.keyed(node).into_iter().filter_map(|(key, value)| Some((key.text()?, value))).collect()
    }

    fn keyed<'n>(&mut self, node: Ref<'n>) -> Vec<(Ref<'n>, Ref<'n>)> {
        if !node.is_mapping() {
            self.mistake(node, Text::new("a mapping of keys and values was expected", "キーと値の組を書いてください"));
        }
        node.entries().collect()
    }

    fn strings(&mut self, node: Ref<'_>) -> Vec<String> {
        self.list(node).into_iter().filter_map(|item| self.string(item)).collect()
    }

    fn list<'n>(&mut self, node: Ref<'n>) -> Vec<Ref<'n>> {
        if !node.is_sequence() {
            self.mistake(
                node,
                Text::new("a list was expected: `- one` on each line", "リストを書いてください(各行に `- 値`)"),
            );
        }
        node.items().collect()
    }

    fn sentences(&mut self, node: Ref<'_>) -> Vec<Sentence> {
        let mut found = Vec::new();
        for item in self.list(node) {
            let Some(text) = self.string(item) else { continue };
            let raw = item.span().slice(self.text);
            let verbatim = raw.find(&text);
            let offset = item.span().start + verbatim.unwrap_or(0) as u32;
            let position = self.lines.position(self.text, offset);
            found.push(Sentence { text, position, verbatim: verbatim.is_some() });
        }
        found
    }

    fn string(&mut self, node: Ref<'_>) -> Option<String> {
        match node.scalar() {
            Some(yaml::scalar::Scalar::Str(text)) if !text.trim().is_empty() => Some(text.to_owned()),
            _ => {
                self.mistake(node, Text::new("a text was expected", "文字列を書いてください"));
                None
            }
        }
    }

    fn mistake(&mut self, node: Ref<'_>, reason: Text) {
        self.mistake_at(node.span().start, reason);
    }

    fn mistake_at(&mut self, offset: u32, reason: Text) {
        self.mistakes.push(Mistake { position: self.lines.position(self.text, offset), reason });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lang::Lang;

    const EXAMPLE: &str = "\
schemaVersion: 1
namespace: dify
components:
  my-backend: api
  tools/egress: ssrf-proxy
registries: [harbor.example.com/dify]
environments:
  production: {namespaces: [dify]}
  staging:
    files: [deploy/staging]
invariants:
  - sandbox -> only ssrf-proxy, dns
  - 'nothing -> 169.254.169.254'
suppressions:
  - rule: runs-as-root
    resource: Deployment dify/api
    until: 2027-03-31
    reason: the vendor mends it in 2.4
  - {rule: host-port, file: deploy}
";

    fn mistakes(text: &str) -> Vec<String> {
        let found = parse(text).expect_err("mistakes");
        found
            .iter()
            .map(|it| format!("{}:{} {}", it.position.line, it.position.column, it.reason.get(Lang::En)))
            .collect()
    }

    #[test]
    fn reads_every_section() {
        let settings = parse(EXAMPLE).expect("settings");
        assert_eq!(settings.namespace.as_deref(), Some("dify"));
        assert_eq!(settings.components[1], ("tools/egress".to_owned(), Component::SsrfProxy));
        assert_eq!(settings.declared.registries, ["harbor.example.com/dify"]);
        assert_eq!(settings.declared.environments[1].files, ["deploy/staging"]);
        let sentences: Vec<(&str, u32, u32)> =
            settings.invariants.iter().map(|it| (it.text.as_str(), it.at(1).line, it.at(4).column)).collect();
        assert_eq!(sentences, [("sandbox -> only ssrf-proxy, dns", 12, 8), ("nothing -> 169.254.169.254", 13, 9)]);
        let [whole, lacking] = settings.declared.suppressions.as_slice() else { panic!("two suppressions") };
        assert_eq!(whole.until, model::Date::parse("2027-03-31"));
        assert!(whole.is_complete() && !lacking.is_complete() && lacking.flaw.is_none());
        let moved = placed_in(whole.clone(), "conf/sekisho.yaml");
        let model::Location::File { file, start, .. } = moved.stands else { panic!("a file") };
        assert_eq!((file.as_str(), start.line, start.column), ("conf/sekisho.yaml", 15, 5));
        assert!(parse("").is_ok() && parse("# nothing\n").is_ok());
    }

    #[test]
    fn every_mistake_has_its_place_and_says_what_to_do() {
        let found = mistakes("namespac: dify\ncomponents:\n  x: sandbx\nregistries: here\n");
        assert_eq!(found[0], "1:1 unknown key `namespac`; did you mean `namespace`?");
        assert!(found[1].starts_with("3:6 `sandbx` is no component; did you mean `sandbox`?"), "{}", found[1]);
        assert!(found[2].starts_with("4:13 a list was expected"), "{}", found[2]);
        assert_eq!(mistakes("schemaVersion: 2\n"), ["1:16 schemaVersion must be 1"]);
        assert!(mistakes("a: [\n")[0].contains("closed"));
        let found = mistakes("suppressions:\n- {rule: x, file: a, until: soon, reason: because}\n- {rule: x}\n- a\n");
        assert!(found[0].starts_with("2:29 `until` is no day"), "{found:?}");
        assert!(found[1].starts_with("3:3 say which findings"), "{found:?}");
        assert!(found[2].starts_with("4:3 a mapping"), "{found:?}");
        assert!(mistakes("environments:\n  production: {}\n")[0].contains("needs `namespaces` or `files`"));
    }

    #[test]
    fn the_schema_agrees_with_the_reader() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
        let good = serde_json::json!({
            "schemaVersion": 1, "namespace": "dify", "components": {"x": "api"},
            "registries": ["a"], "environments": {"production": {"namespaces": ["dify"]}},
            "invariants": ["sandbox -> only ssrf-proxy, dns"],
            "suppressions": [{"rule": "host-port", "file": "a", "until": "2027-03-31", "reason": "x"}]
        });
        assert!(validator.is_valid(&good));
        for bad in [
            serde_json::json!({"namespac": "dify"}),
            serde_json::json!({"components": {"x": "sandbx"}}),
            serde_json::json!({"environments": {"production": {}}}),
            serde_json::json!({"schemaVersion": 2}),
            serde_json::json!({"invariants": "sandbox -> nothing"}),
            serde_json::json!({"invariants": ["sandbox"]}),
            serde_json::json!({"suppressions": [{"rule": "host-port", "until": "2027-03-31", "reason": "x"}]}),
            serde_json::json!({"suppressions": [{"rule": "host-port", "file": "a", "reason": "x"}]}),
        ] {
            assert!(!validator.is_valid(&bad), "{bad}");
        }
        let listed = schema["properties"]["components"]["additionalProperties"]["enum"].as_array().expect("a list");
        let ids: Vec<&str> = Component::ALL.iter().map(|it| it.id()).collect();
        assert_eq!(listed.iter().filter_map(|it| it.as_str()).collect::<Vec<_>>(), ids);
    }
}
