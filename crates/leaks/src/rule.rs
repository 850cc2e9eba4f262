//! What a rule is: data. Its examples are its tests, for us and for `sekisho rules check`.

use lang::Text;

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It looks like one: a person decides.
    Likely,
    /// It is one.
    Sure,
}

/// What may not stand in a file.
#[derive(Debug)]
pub struct Rule {
    /// The rule's name, for ever.
    pub id: &'static str,
    /// What was found.
    pub title: Text,
    /// What to do about it.
    pub advice: Text,
    /// The literals and the pattern of a token that is known by its form; `None` for rules about names and structure.
    pub form: Option<Form>,
    /// Texts that have it: a file's name and its content. A `·` is taken out before use, so that no scanner takes an example for real.
    pub examples: &'static [(&'static str, &'static str)],
    /// Texts that do not have it.
    pub negative_examples: &'static [(&'static str, &'static str)],
}

/// How a token looks.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// Literals, one of which every such token holds.
    pub hints: &'static [&'static str],
    /// The regular expression.
    pub pattern: &'static str,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.id == other.id
    }
}

pub(crate) const MOVE: Text = Text::new(
    "take it out of the file and refer to a Secret (`secretKeyRef`, `existingSecret`). If it was ever pushed, rotate it: history keeps it",
    "ファイルから取り除き、Secret を参照してください(`secretKeyRef`・`existingSecret`)。一度でも push したなら履歴に残るため、値を更新してください",
);
