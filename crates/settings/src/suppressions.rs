//! `suppressions:`: findings that are left out for a time, with the reason.
//!
//! What lacks a reason or an end is no mistake of the file but a finding (`incomplete-suppression`), as for a comment: the rest
//! is judged all the same. A day that is none, or an entry that would silence a rule everywhere, is a mistake.

use lang::Text;
use model::{Covers, Date, Location, Named, Suppression};
use yaml::Ref;

use crate::Parser;

/// The name under which places are told until the file's own is known.
const FILE: &str = "sekisho.yaml";

/// The suppression as it stands in the file of this name.
#[must_use]
pub fn placed_in(suppression: Suppression, file: &str) -> Suppression {
    let stands = match suppression.stands {
        Location::File { start, end, .. } => Location::File { file: file.to_owned(), start, end },
        field @ Location::Field { .. } => field,
    };
    Suppression { stands, ..suppression }
}

impl Parser<'_> {
    pub(super) fn suppressions(&mut self, node: Ref<'_>) -> Vec<Suppression> {
        if !node.is_sequence() {
            self.mistake(
                node,
                Text::new(
                    "a list was expected: `- rule: ...` for each",
                    "リストを書いてください(項目ごとに `- rule: …`)",
                ),
            );
        }
        let items: Vec<_> = node.items().collect();
        items.into_iter().map(|item| self.suppression(item)).collect()
    }

    fn suppression(&mut self, node: Ref<'_>) -> Suppression {
        let span = node.span();
        let head = node.entries().next().map_or(span.end, |(_, value)| value.span().end).min(span.end);
        let mut suppression = Suppression {
            rule: "".into(),
            covers: Covers::Named(Named::default()),
            reason: None,
            until: None,
            flaw: None,
            stands: Location::File {
                file: FILE.to_owned(),
                start: self.lines.position(self.text, span.start),
                end: self.lines.position(self.text, head),
            },
            place: None,
        };
        let mut named = Named::default();
        for (key, value) in self.mapping(node, &["rule", "resource", "file", "fingerprint", "until", "reason"]) {
            match key {
                "until" => suppression.until = self.day(value),
                _ => {
                    let text = self.string(value).map(Into::into);
                    match key {
                        "rule" => suppression.rule = text.unwrap_or_default(),
                        "resource" => named.resource = text,
                        "file" => named.file = text,
                        "fingerprint" => named.fingerprint = text,
                        _ => suppression.reason = text,
                    }
                }
            }
        }
        if node.is_mapping() && named == Named::default() {
            self.mistake(
                node,
                Text::new(
                    "say which findings: `resource` (`Deployment dify/api`), `file` or `fingerprint`",
                    "対象を `resource`(例: `Deployment dify/api`)、`file`、`fingerprint` のいずれかで示してください",
                ),
            );
        }
        suppression.covers = Covers::Named(named);
        suppression
    }

    fn day(&mut self, node: Ref<'_>) -> Option<Date> {
        let day = node.text().and_then(Date::parse);
        if day.is_none() {
            self.mistake(
                node,
                Text::new(
                    "`until` is no day: write it as 2027-03-31",
                    "`until` を日付として読めません。2027-03-31 の形で書いてください",
                ),
            );
        }
        day
    }
}
