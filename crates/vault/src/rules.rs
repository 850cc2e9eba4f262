//! Which files are stores and who reads them: the creation rules of `.sops.yaml`, as `sops` applies them.

use lang::Text;
use regex::{Regex, RegexBuilder};
use yaml::{Limits, LineIndex, Ref};

use crate::selection::FIELDS;
use crate::{Error, KeyError, Recipient, Selection};

/// The creation rules, in order: the first that fits decides.
#[derive(Clone, Debug, Default)]
pub struct Rules(Vec<Rule>);

/// One creation rule.
#[derive(Clone, Debug)]
pub struct Rule {
    path: Option<Regex>,
    /// The recipients under `age`, as they are written.
    pub recipients: Vec<String>,
    /// Which values are encrypted.
    pub selection: Selection,
    /// Whether the rule also names keys that are not age's (`pgp`, `kms`, key groups).
    pub has_other_keys: bool,
    /// The line that it begins at, from 1.
    pub line: u32,
}

const LIMITS: Limits = Limits { nodes: 100_000, expanded: 100_000 };
const OTHER_KEYS: [&str; 8] =
    ["pgp", "kms", "gcp_kms", "azure_keyvault", "hc_vault_transit_uri", "hckms", "key_groups", "shamir_threshold"];

impl Rules {
    /// The name of the file.
    pub const FILE: &'static str = ".sops.yaml";

    /// Reads a `.sops.yaml`.
    ///
    /// # Errors
    /// [`Error::Syntax`] where it is not YAML or a pattern is none.
    pub fn parse(text: &str) -> Result<Rules, Error> {
        let lines = LineIndex::new(text);
        let mut rules = Vec::new();
        for chunk in yaml::split(text) {
            let trees = yaml::parse(text, chunk, &LIMITS)
                .map_err(|it| Error::Syntax(lines.position(text, it.offset), it.flaw.text()))?;
            for root in trees.iter().filter_map(|tree| Ref::root(text, tree)) {
                for item in root.get("creation_rules").into_iter().flat_map(Ref::items) {
                    rules.push(rule(text, &lines, item)?);
                }
            }
        }
        Ok(Rules(rules))
    }

    /// The rule for a file, by its path from the folder of `.sops.yaml`, with `/` between folders.
    #[must_use]
    pub fn rule_for(&self, path: &str) -> Option<&Rule> {
        self.0.iter().find(|rule| rule.path.as_ref().is_none_or(|it| it.is_match(path)))
    }
}

impl Rule {
    /// Whether it says which files are stores: one that fits everything, or everything with an ending, only says how to
    /// encrypt what somebody encrypts.
    #[must_use]
    pub fn names_stores(&self) -> bool {
        const ANY: [&str; 5] = ["x.yaml", "x.yml", "x.json", "x.env", "x/x.yaml"];
        self.path.as_ref().is_some_and(|it| !ANY.iter().any(|any| it.is_match(any)))
    }

    /// The recipients as keys.
    ///
    /// # Errors
    /// [`KeyError`] for one that is none.
    pub fn readers(&self) -> Result<Vec<Recipient>, KeyError> {
        self.recipients.iter().map(|it| Recipient::parse(it)).collect()
    }
}

fn rule(text: &str, lines: &LineIndex, item: Ref<'_>) -> Result<Rule, Error> {
    let line = lines.line(item.span().start);
    let field = |name: &str| item.get(name).and_then(Ref::text);
    let malformed = |name: &str| {
        let at = item.get(name).map_or(item.span().start, |it| it.span().start);
        let reason = Text::new("this is no regular expression", "正規表現として読めません");
        Error::Syntax(lines.position(text, at), reason)
    };
    let path = match field("path_regex") {
        None => None,
        Some(it) => Some(RegexBuilder::new(it).size_limit(1 << 20).build().map_err(|_| malformed("path_regex"))?),
    };
    let chosen = FIELDS.into_iter().find_map(|name| field(name).map(|it| (name, it)));
    let selection = match chosen {
        None => Selection::default(),
        Some((name, value)) => Selection::of(name, value).map_err(|_| malformed(name))?,
    };
    let age = item.get("age");
    let written = age.into_iter().flat_map(|it| if it.is_sequence() { it.items().collect() } else { vec![it] });
    let recipients = written.filter_map(Ref::text).flat_map(|it| it.split(',')).map(str::trim);
    Ok(Rule {
        path,
        recipients: recipients.filter(|it| !it.is_empty()).map(str::to_owned).collect(),
        selection,
        has_other_keys: OTHER_KEYS.iter().any(|it| item.get(it).is_some()),
        line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rule_that_fits_decides() {
        let text = "creation_rules:\n  - path_regex: secrets/.*\\.yaml$\n    age: >-\n      age1a,\n      age1b\n    encrypted_regex: ^data$\n  - path_regex: ''\n    age: [age1c]\n    pgp: x\n";
        let rules = Rules::parse(text).expect("read");
        let rule = rules.rule_for("secrets/a.yaml").expect("a rule");
        assert_eq!((rule.recipients.as_slice(), rule.line), (&["age1a".to_owned(), "age1b".to_owned()][..], 2));
        assert!(matches!(rule.selection, Selection::EncryptedRegex(_)) && !rule.has_other_keys);
        let other = rules.rule_for("other.env").expect("a rule");
        assert!(rule.names_stores() && !other.names_stores());
        assert!(other.has_other_keys && other.recipients == ["age1c"]);
        assert!(
            matches!(Rules::parse("creation_rules:\n  - path_regex: '('\n"), Err(Error::Syntax(at, _)) if at.line == 2)
        );
        assert!(Rules::parse("creation_rules: 7\n").expect("read").rule_for("x").is_none());
    }
}
