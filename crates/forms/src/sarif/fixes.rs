//! What would mend a result, as `fixes` of SARIF (3.55): for an editor to make, or to offer.

use fix::{Proposal, TextEdit};
use lang::{Lang, Text, text};
use rules::FixClass;
use serde::Serialize;

use super::parts::{Artifact, Message, Region};
use crate::printable;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Mending {
    description: Message,
    artifact_changes: [ArtifactChange; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    /// Empty where something is inserted.
    deleted_region: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted_content: Option<Message>,
}

impl Mending {
    pub(super) fn of(it: &Proposal, lang: Lang) -> Mending {
        Mending {
            description: Message::of(&description(it), lang),
            artifact_changes: [ArtifactChange {
                artifact_location: Artifact::of(&it.file, lang),
                replacements: it.edits.iter().map(Replacement::of).collect(),
            }],
        }
    }
}

fn description(it: &Proposal) -> Text {
    let fields = lang::list(it.fields.iter().map(|it| printable(it)));
    let (en, ja) = fields.both();
    match (it.class, it.confirmed) {
        (FixClass::Safe, _) => text!("change {en}", "{ja} を変更します"),
        (FixClass::Review, true) => text!("review first: change {en}", "要確認: {ja} を変更します"),
        (FixClass::Review, false) => {
            text!("review first, not confirmed upstream: change {en}", "要確認(上流では未確認): {ja} を変更します")
        }
    }
}

impl Replacement {
    fn of(it: &TextEdit) -> Replacement {
        let inserted_content = (!it.text.is_empty()).then(|| Message { text: it.text.clone() });
        Replacement { deleted_region: Region::of(it.start, it.end), inserted_content }
    }
}
