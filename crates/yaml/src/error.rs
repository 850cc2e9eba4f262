//! What is wrong with a text, said without quoting it: the text may be a secret.

use lang::Text;

/// The kinds of flaw that a person can act upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The structure ends too early or is not closed.
    Unclosed,
    /// Indentation does not fit.
    Indentation,
    /// A tab stands where only blanks may.
    Tab,
    /// A quoted or block scalar is malformed.
    Scalar,
    /// `*name` without an earlier `&name`.
    UnknownAlias,
    /// An alias that would contain itself.
    SelfReference,
    /// More nesting than [`crate::Limits`] allows.
    TooDeep,
    /// More nodes, or more nodes once aliases are expanded, than [`crate::Limits`] allows.
    TooLarge,
    /// A `%` directive or a tag is malformed.
    Directive,
    /// A character that may not stand here.
    Character,
    /// A key, a value, a `:` or a `,` was expected.
    Structure,
    /// A key that cannot be a string in JSON.
    Key,
    /// A value is not of the type that its tag names.
    Tag,
    /// A merge key whose value is neither a mapping nor a list of mappings.
    Merge,
    /// A number that JSON does not have.
    Number,
    /// So many values come from aliases that Kubernetes' reader gives up.
    Aliases,
}

/// A flaw and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub flaw: Flaw,
    /// Byte offset in the file.
    pub offset: u32,
}

impl Flaw {
    /// The flaw in words, without a full stop and without a piece of the text.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Flaw::Unclosed => Text::new(
                "the document ends before a bracket, a quote or a mapping is closed",
                "括弧・引用符・マッピングが閉じられないままドキュメントが終わっています",
            ),
            Flaw::Indentation => Text::new("the indentation does not fit", "字下げが合っていません"),
            Flaw::Tab => Text::new("a tab stands where only spaces may", "空白しか使えない位置にタブ文字があります"),
            Flaw::Scalar => Text::new(
                "a quoted or block text is malformed",
                "引用符付きまたはブロック形式の文字列が正しくありません",
            ),
            Flaw::UnknownAlias => Text::new(
                "an alias (`*name`) refers to an anchor that is not defined before it",
                "エイリアス(`*名前`)が指すアンカーが、それより前に定義されていません",
            ),
            Flaw::SelfReference => Text::new(
                "an alias lies inside the very node that it refers to",
                "エイリアスが自分自身を含むノードを指しています",
            ),
            Flaw::TooDeep => Text::new("the nesting is deeper than 255 levels", "入れ子が 255 段を超えています"),
            Flaw::TooLarge => Text::new(
                "the document is too large once its aliases are followed",
                "エイリアスを展開するとドキュメントが大きすぎます",
            ),
            Flaw::Directive => {
                Text::new("a directive or a tag is malformed", "ディレクティブまたはタグが正しくありません")
            }
            Flaw::Character => Text::new("a character stands where it may not", "使えない位置に文字があります"),
            Flaw::Structure => Text::new(
                "a key, a value or a separator was expected",
                "キー・値・区切り文字のいずれかがあるべき位置です",
            ),
            Flaw::Key => Text::new(
                "this key is null, a list or a mapping; Kubernetes takes only strings, numbers and truth values as keys",
                "このキーは null・リスト・マッピングのいずれかです。Kubernetes でキーになれるのは文字列・数値・真偽値だけです",
            ),
            Flaw::Tag => Text::new(
                "the value is not of the type that its tag names, so Kubernetes refuses the document",
                "値がタグの示す型になっていないため、Kubernetes はこのドキュメントを拒否します",
            ),
            Flaw::Merge => Text::new(
                "a merge key (`<<`) needs a mapping or a list of mappings",
                "マージキー(`<<`)の値は、マッピングかそのリストでなければなりません",
            ),
            Flaw::Number => Text::new(
                "`.inf` and `.nan` do not exist in JSON, so Kubernetes refuses the document",
                "`.inf` と `.nan` は JSON で表せないため、Kubernetes はこのドキュメントを拒否します",
            ),
            Flaw::Aliases => Text::new(
                "nearly everything in the document comes from aliases, so Kubernetes refuses it",
                "ドキュメントのほとんどがエイリアスの展開によるものなので、Kubernetes は拒否します",
            ),
        }
    }
}
