//! Why an edit is refused.

use lang::Text;

/// Why an edit is refused. Always the input's nature; nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The node stands elsewhere too.
    #[error("an anchor or alias shares it with another place")]
    Alias,
    /// A merge key brings it in.
    #[error("a merge key (`<<`) brings it in")]
    MergeKey,
    /// The key stands twice.
    #[error("the key stands twice")]
    Duplicate,
    /// The document is JSON.
    #[error("the document is JSON")]
    Json,
    /// The document is a template.
    #[error("the document is a template")]
    Template,
    /// There is no such document, or it cannot be read.
    #[error("the document cannot be read")]
    Unreadable,
    /// What stands there is of another kind than the change needs.
    #[error("what stands there has another form")]
    Shape,
    /// No edit gave exactly what was asked.
    #[error("no edit gives exactly what is asked")]
    Unverified,
}

impl Refusal {
    /// The reason in words.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Refusal::Alias => Text::new(
                "an anchor or alias shares it with another place",
                "アンカーやエイリアスで別の場所と共有されています",
            ),
            Refusal::MergeKey => Text::new("a merge key (`<<`) brings it in", "マージキー(`<<`)で取り込まれています"),
            Refusal::Duplicate => Text::new("the key stands twice", "キーが二重に書かれています"),
            Refusal::Json => Text::new("the document is JSON", "JSON のドキュメントです"),
            Refusal::Template => Text::new("the document is a template", "テンプレートです"),
            Refusal::Unreadable => Text::new("the document cannot be read", "ドキュメントを読み取れません"),
            Refusal::Shape => Text::new("what stands there has another form", "その場所の書き方が想定と異なります"),
            Refusal::Unverified => {
                Text::new("no edit gives exactly what is asked", "意図したとおりだけに編集する方法がありません")
            }
        }
    }
}
