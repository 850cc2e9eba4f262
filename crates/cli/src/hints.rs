//! What to do next, by the flags of the command line: the rooms below say what is so, and know no flags.

use lang::Text;
use text::provision::NoteKind;

/// After a note on a plan of credentials.
pub(crate) const fn after_note(kind: NoteKind) -> Option<Text> {
    match kind {
        NoteKind::Inline => {
            Some(Text::new("see `sekisho harden --secret-refs`", "`sekisho harden --secret-refs` を参照してください"))
        }
        NoteKind::Brought => Some(Text::new(
            "write them with `--as external` or `--as sealed`, or hand over what is there with `--existing`",
            "`--as external` か `--as sealed` で出力するか、今の値を `--existing` で渡してください",
        )),
        NoteKind::Kept => Some(Text::new(
            "`--replace NAME` puts a new one in its place",
            "`--replace 名前` で新しい値に置き換えられます",
        )),
        NoteKind::Replaced | NoteKind::LeftOut => None,
    }
}

/// After what cannot be read of a question about rights.
pub(crate) const fn after_question() -> Option<Text> {
    Some(Text::new("`--subresource` names one", "サブリソースは `--subresource` で指定します"))
}

/// A sentence with what to do next behind it.
pub(crate) fn joined(text: &Text, hint: Option<Text>) -> Text {
    let Some(hint) = hint else { return text.clone() };
    let ((en, ja), (next, next_ja)) = (text.both(), hint.both());
    lang::text!("{en}; {next}", "{ja}。{next_ja}")
}
