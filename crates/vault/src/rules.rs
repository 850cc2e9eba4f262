//! Which files are stores and who reads them: the creation rules of `.sops.yaml`, as `sops` applies them (getsops/sops 3.13, `config/config.go`).
//!
//! What is wrong in a rule is the matter of whoever needs that rule, as with `sops`: a file for which an earlier rule fits is not kept from its work.

use lang::{Text, text};
use regex::Regex;
use yaml::{Limits, LineIndex, Ref};

use crate::pattern::go;
use crate::selection::{COMMENT_FIELDS, FIELDS, Manner};
use crate::{Error, KeyError, Recipient, Selection};

/// The creation rules, in order: the first that fits decides.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    rules: Vec<Rule>,
    /// Whether there are `creation_rules` at all: a file without them is as none.
    given: bool,
}

/// One creation rule.
#[derive(Clone, Debug)]
pub struct Rule {
    path: Option<Regex>,
    /// The recipients of age, as they are written.
    pub recipients: Vec<String>,
    manner: Manner,
    flaw: Option<RuleFlaw>,
    /// The line that it begins at, from 1.
    pub line: u32,
}

/// Why a rule cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleFlaw {
    /// It names keys of other kinds than age, under these names.
    OtherKeys(Vec<&'static str>),
    /// It splits the data key over so many groups (Shamir).
    Groups(usize),
    /// It says in several ways which values are encrypted: `sops` refuses that.
    Several(Vec<&'static str>),
    /// Comments decide which values are encrypted.
    CommentRule(&'static str),
    /// This field is no regular expression as Go reads them.
    Pattern(&'static str),
    /// This field holds something else than it should.
    Type(&'static str),
}

impl RuleFlaw {
    /// What is wrong and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            RuleFlaw::OtherKeys(kinds) => {
                let kinds = kinds.join(", ");
                text!(
                    "the rule also names keys that are not age's ({kinds}), which Sekisho does not write: use `sops encrypt`",
                    "このルールには age 以外の鍵({kinds})も含まれますが、Sekisho は扱えません。`sops encrypt` を使ってください"
                )
            }
            RuleFlaw::Groups(count) => text!(
                "the rule splits the data key over {count} key groups (Shamir), which Sekisho does not write: use `sops encrypt`",
                "このルールはデータ鍵を {count} 個の鍵グループに分割(Shamir)します。Sekisho は対応していないため、`sops encrypt` を使ってください"
            ),
            RuleFlaw::Several(names) => {
                let names = names.join(", ");
                text!(
                    "the rule says in several ways which values are encrypted ({names}), and SOPS refuses that: leave one",
                    "暗号化する値の指定が複数あります({names})。SOPS も受け付けないため、1 つだけにしてください"
                )
            }
            RuleFlaw::CommentRule(name) => text!(
                "comments decide which values are encrypted (`{name}`), which Sekisho does not read: use `sops` for these files",
                "暗号化する値をコメントで指定するルール(`{name}`)には対応していません。これらのファイルには `sops` を使ってください"
            ),
            RuleFlaw::Pattern(name) => text!(
                "`{name}` cannot be read as SOPS reads it (a regular expression of Go; one with a mistake fits nothing there, and nothing is encrypted)",
                "`{name}` を SOPS と同じ Go の正規表現として読めません(誤りのある正規表現は SOPS では何にも一致せず、何も暗号化されません)"
            ),
            RuleFlaw::Type(name) => text!(
                "`{name}` holds something else than SOPS takes there",
                "`{name}` の値の型が SOPS の受け付けるものではありません"
            ),
        }
    }
}

const LIMITS: Limits = Limits { nodes: 100_000, expanded: 100_000 };

/// Keys of other kinds beside `age` in a rule.
const OTHER_KEYS: [&str; 6] = ["pgp", "kms", "gcp_kms", "azure_keyvault", "hc_vault_transit_uri", "hckms"];

/// The same in a key group.
const GROUP_KEYS: [&str; 6] = ["pgp", "kms", "gcp_kms", "azure_keyvault", "hc_vault", "hckms"];

/// More groups within groups than anybody writes.
const MAX_DEPTH: usize = 16;

impl Rules {
    /// The name of the file.
    pub const FILE: &'static str = ".sops.yaml";

    /// Reads a `.sops.yaml`: its first document, as `sops` does.
    ///
    /// # Errors
    /// [`Error::Syntax`] where it is not YAML or a path's pattern is none.
    pub fn parse(text: &str) -> Result<Rules, Error> {
        let lines = LineIndex::new(text);
        let mut found = Rules::default();
        let Some(chunk) = yaml::split(text).first().copied() else { return Ok(found) };
        let trees = yaml::parse(text, chunk, &LIMITS)
            .map_err(|it| Error::Syntax(lines.position(text, it.offset), it.flaw.text()))?;
        if let Some(again) = trees.first().and_then(|it| Some((it, *it.duplicates().first()?))) {
            let reason = Text::new("this key stands here a second time", "同じキーが 2 回書かれています");
            return Err(Error::Syntax(lines.position(text, again.0.node(again.1).span.start), reason));
        }
        let Some(root) = trees.first().and_then(|tree| Ref::root(text, tree)) else { return Ok(found) };
        let Some(rules) = root.get("creation_rules").filter(|it| !it.is_null()) else { return Ok(found) };
        found.given = true;
        if !rules.is_sequence() {
            let reason = Text::new("`creation_rules` is a list", "`creation_rules` はリストでなければなりません");
            return Err(Error::Syntax(lines.position(text, rules.span().start), reason));
        }
        for item in rules.items() {
            found.rules.push(rule(text, &lines, item)?);
        }
        Ok(found)
    }

    /// Whether there are creation rules at all. Where there are and none fits, `sops` refuses a file.
    #[must_use]
    pub const fn are_given(&self) -> bool {
        self.given
    }

    /// The rule for a file, by its path from the folder of `.sops.yaml`, with `/` between folders.
    #[must_use]
    pub fn rule_for(&self, path: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.path.as_ref().is_none_or(|it| it.is_match(path)))
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

    /// How it encrypts.
    ///
    /// # Errors
    /// [`RuleFlaw`], but for its keys.
    pub fn manner(&self) -> Result<&Manner, &RuleFlaw> {
        match &self.flaw {
            None | Some(RuleFlaw::OtherKeys(_) | RuleFlaw::Groups(_)) => Ok(&self.manner),
            Some(flaw) => Err(flaw),
        }
    }

    /// Why it cannot be followed whole.
    #[must_use]
    pub const fn flaw(&self) -> Option<&RuleFlaw> {
        self.flaw.as_ref()
    }

    /// The recipients as keys, each once.
    ///
    /// # Errors
    /// [`KeyError`] for one that is none.
    pub fn readers(&self) -> Result<Vec<Recipient>, KeyError> {
        let mut readers: Vec<Recipient> = Vec::new();
        for written in &self.recipients {
            let reader = Recipient::parse(written)?;
            if !readers.contains(&reader) {
                readers.push(reader);
            }
        }
        Ok(readers)
    }
}

fn rule(text: &str, lines: &LineIndex, item: Ref<'_>) -> Result<Rule, Error> {
    let path = match said(item, "path_regex") {
        Ok(None) => None,
        Ok(Some(it)) => Some(go(it).ok_or(())),
        Err(_) => Some(Err(())),
    };
    let path = path.transpose().map_err(|()| {
        let at = item.get("path_regex").map_or(item.span().start, |it| it.span().start);
        let reason = Text::new("this is no regular expression", "正規表現として読めません");
        Error::Syntax(lines.position(text, at), reason)
    })?;
    let mut rule = Rule {
        path,
        recipients: Vec::new(),
        manner: Manner::default(),
        flaw: None,
        line: lines.line(item.span().start),
    };
    rule.flaw = follow(&mut rule, item).err();
    Ok(rule)
}

/// Fills a rule from what it says.
fn follow(rule: &mut Rule, item: Ref<'_>) -> Result<(), RuleFlaw> {
    let mut chosen = Vec::new();
    for name in FIELDS.into_iter().chain(COMMENT_FIELDS) {
        chosen.extend(said(item, name)?.map(|value| (name, value)));
    }
    let mac = item.get("mac_only_encrypted").filter(|it| !it.is_null());
    // The words that go-yaml v3 takes for a truth value, in quotes or not.
    rule.manner.mac_only_encrypted = match mac.map(|it| it.text().unwrap_or_default()) {
        None | Some("false" | "False" | "FALSE" | "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF") => false,
        Some("true" | "True" | "TRUE" | "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON") => true,
        Some(_) => return Err(RuleFlaw::Type("mac_only_encrypted")),
    };
    match chosen[..] {
        [] => {}
        [(name, _)] if COMMENT_FIELDS.contains(&name) => return Err(RuleFlaw::CommentRule(name)),
        [(name, value)] => {
            rule.manner.selection = Selection::of(name, value).map_err(|_| RuleFlaw::Pattern(name))?;
        }
        _ => return Err(RuleFlaw::Several(chosen.iter().map(|(name, _)| *name).collect())),
    }
    keys(rule, item)
}

fn keys(rule: &mut Rule, item: Ref<'_>) -> Result<(), RuleFlaw> {
    let mut others = Vec::new();
    let groups: Vec<Ref<'_>> = item.get("key_groups").into_iter().flat_map(Ref::items).collect();
    match groups[..] {
        [] => {
            rule.recipients = listed(item, "age")?;
            others.extend(OTHER_KEYS.into_iter().filter(|it| is_given(item, it)));
        }
        // `sops` takes the groups alone where there are some.
        [group] => of_group(group, &mut rule.recipients, &mut others, 0)?,
        _ => return Err(RuleFlaw::Groups(groups.len())),
    }
    if others.is_empty() { Ok(()) } else { Err(RuleFlaw::OtherKeys(others)) }
}

fn of_group(
    group: Ref<'_>,
    recipients: &mut Vec<String>,
    others: &mut Vec<&'static str>,
    depth: usize,
) -> Result<(), RuleFlaw> {
    if depth > MAX_DEPTH {
        return Err(RuleFlaw::Type("merge"));
    }
    for merged in group.get("merge").into_iter().flat_map(Ref::items) {
        of_group(merged, recipients, others, depth + 1)?;
    }
    recipients.extend(listed(group, "age")?);
    others.extend(GROUP_KEYS.into_iter().filter(|it| is_given(group, it)));
    Ok(())
}

/// Recipients, in a list or with commas between them.
fn listed(item: Ref<'_>, name: &'static str) -> Result<Vec<String>, RuleFlaw> {
    let Some(found) = item.get(name).filter(|it| !it.is_null()) else { return Ok(Vec::new()) };
    let written = if found.is_sequence() { found.items().collect() } else { vec![found] };
    let mut all = Vec::new();
    for it in written {
        let text = it.text().ok_or(RuleFlaw::Type(name))?;
        all.extend(text.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned));
    }
    Ok(all)
}

/// Whether a field names something: nothing, an empty text and an empty list are none.
fn is_given(item: Ref<'_>, name: &str) -> bool {
    item.get(name).is_some_and(|it| {
        let is_empty = it.is_null() || it.text() == Some("") || (it.is_sequence() && it.items().next().is_none());
        !is_empty
    })
}

/// A text of a rule. What is empty is not said, as in `sops`.
fn said<'a>(item: Ref<'a>, name: &'static str) -> Result<Option<&'a str>, RuleFlaw> {
    match item.get(name).filter(|it| !it.is_null()) {
        None => Ok(None),
        Some(it) => it.text().ok_or(RuleFlaw::Type(name)).map(|it| Some(it).filter(|it| !it.is_empty())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(lines: &str) -> Rule {
        let text = format!("creation_rules:\n  - {}\n", lines.replace('\n', "\n    "));
        Rules::parse(&text).expect(&text).rule_for("x.yaml").expect(&text).clone()
    }

    #[test]
    fn the_first_rule_that_fits_decides() {
        let text = "creation_rules:\n  - path_regex: secrets/.*\\.yaml$\n    age: >-\n      age1a,\n      age1b\n    encrypted_regex: ^data$\n  - path_regex: ''\n    age: [age1c]\n    pgp: x\n---\ncreation_rules:\n  - age: age1z\n";
        let rules = Rules::parse(text).expect("read");
        let rule = rules.rule_for("secrets/a.yaml").expect("a rule");
        assert_eq!((rule.recipients.as_slice(), rule.line), (&["age1a".to_owned(), "age1b".to_owned()][..], 2));
        assert!(matches!(rule.manner().expect("one").selection, Selection::EncryptedRegex(_)) && rule.flaw().is_none());
        let other = rules.rule_for("other.env").expect("a rule");
        assert!(rule.names_stores() && !other.names_stores());
        assert_eq!(other.flaw(), Some(&RuleFlaw::OtherKeys(vec!["pgp"])));
        assert!(
            matches!(Rules::parse("creation_rules:\n  - path_regex: '('\n"), Err(Error::Syntax(at, _)) if at.line == 2)
        );
        assert!(Rules::parse("creation_rules: 7\n").is_err());
        assert!(!Rules::parse("stores: {}\n").expect("read").are_given());
    }

    #[test]
    fn what_is_empty_is_not_said() {
        let empty = rule("unencrypted_suffix: \"\"\nencrypted_regex:\nage: age1a\npgp: \"\"\nkms: []\nkey_groups: []");
        assert!(empty.flaw().is_none() && empty.recipients == ["age1a"]);
        assert!(
            matches!(&empty.manner().expect("one").selection, Selection::UnencryptedSuffix(it) if it == "_unencrypted")
        );
    }

    #[test]
    fn each_flaw_has_its_name() {
        for (lines, flaw) in [
            ("encrypted_regex: a\nencrypted_suffix: b", RuleFlaw::Several(vec!["encrypted_suffix", "encrypted_regex"])),
            ("encrypted_comment_regex: a", RuleFlaw::CommentRule("encrypted_comment_regex")),
            ("encrypted_regex: (", RuleFlaw::Pattern("encrypted_regex")),
            ("encrypted_regex: [a]", RuleFlaw::Type("encrypted_regex")),
            ("mac_only_encrypted: often", RuleFlaw::Type("mac_only_encrypted")),
            ("key_groups: [{age: [age1a]}, {age: [age1b]}]", RuleFlaw::Groups(2)),
            ("key_groups: [{age: [age1a], hc_vault: [x]}]", RuleFlaw::OtherKeys(vec!["hc_vault"])),
        ] {
            assert_eq!(rule(lines).flaw(), Some(&flaw), "{lines}");
        }
        let one = rule("mac_only_encrypted: true\nage: age1x\nkey_groups: [{merge: [{age: [age1b]}], age: [age1a]}]");
        assert!(one.flaw().is_none() && one.recipients == ["age1b", "age1a"]);
        assert!(one.manner().expect("one").mac_only_encrypted);
    }
}
