//! The words of one comment, behind `# sekisho:`.

use lang::Text;
use model::Date;

/// What a comment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comment {
    /// The rules; one empty name where none is written.
    pub(super) rules: Vec<Box<str>>,
    pub(super) reason: Option<Box<str>>,
    pub(super) until: Option<Date>,
    pub(super) flaw: Option<Text>,
}

/// A reason is a sentence, not a file.
const LONGEST_REASON: usize = 500;

/// Reads `ignore RULE[,RULE...] until=YYYY-MM-DD reason="..."`, the last two in either order. `None` where the word is another
/// one: that comment is not for us. What is wrong is said without repeating it: nobody knows what stands there.
pub(super) fn read(body: &str) -> Option<Comment> {
    let rest = body.trim().strip_prefix("ignore")?;
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        return None;
    }
    let mut rest = rest.trim_start();
    let mut comment = Comment { rules: Vec::new(), reason: None, until: None, flaw: None };
    if !rest.starts_with("until=") && !rest.starts_with("reason=") {
        let (rules, more) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
        for rule in rules.split(',').filter(|it| !it.is_empty()) {
            if is_name(rule) {
                comment.rules.push(rule.into());
            } else {
                comment.flaw = Some(Text::new(
                    "the name of the rule cannot be read: it has small letters, digits and hyphens, and several are joined with a comma",
                    "ルール名を読めません。小文字・数字・ハイフンで書き、複数のときはコンマで区切ってください",
                ));
            }
        }
        rest = more.trim_start();
    }
    while !rest.is_empty() && comment.flaw.is_none() {
        rest = comment.attribute(rest).trim_start();
    }
    if comment.rules.is_empty() {
        comment.rules.push("".into());
    }
    Some(comment)
}

impl Comment {
    /// Takes one attribute; returns what stands behind it.
    fn attribute<'t>(&mut self, text: &'t str) -> &'t str {
        if let Some(rest) = text.strip_prefix("until=") {
            let (day, rest) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
            self.until = Date::parse(day.trim_matches('"'));
            if self.until.is_none() {
                self.flaw = Some(Text::new(
                    "`until` is no day: write it as until=2027-03-31",
                    "`until` を日付として読めません。until=2027-03-31 の形で書いてください",
                ));
            }
            return rest;
        }
        let quoted = text.strip_prefix("reason=\"").and_then(|rest| rest.split_once('"'));
        if let Some((reason, rest)) = quoted {
            let reason: String = reason.trim().chars().take(LONGEST_REASON).collect();
            self.reason = (!reason.is_empty()).then(|| reason.into());
            return rest;
        }
        self.flaw = Some(Text::new(
            "this cannot be read: behind the rule stand until=YYYY-MM-DD and reason=\"...\", the reason in double quotes",
            "読めない部分があります。ルール名のあとには until=YYYY-MM-DD と reason=\"…\"(二重引用符で囲む)を書いてください",
        ));
        ""
    }
}

fn is_name(text: &str) -> bool {
    text.len() <= 80 && text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_documents() {
        let read = |text: &str| super::read(text).expect("a comment");
        let full = read(" ignore runs-as-root,host-port until=2027-03-31 reason=\"until 2.4\"");
        assert_eq!(full.rules, ["runs-as-root".into(), "host-port".into()] as [Box<str>; 2]);
        assert_eq!((full.until, full.reason.as_deref()), (Date::parse("2027-03-31"), Some("until 2.4")));
        assert_eq!(full, read("ignore runs-as-root,host-port   reason=\"until 2.4\"  until=2027-03-31 "));
        assert_eq!(full.flaw, None);
        let bare = read("ignore host-port");
        assert!(bare.flaw.is_none() && bare.reason.is_none() && bare.until.is_none());
        assert_eq!(read("ignore").rules, ["".into()] as [Box<str>; 1]);
        for flawed in [
            "ignore host-port until=soon reason=\"x\"",
            "ignore host-port until=2027-03-31 reason=x",
            "ignore host-port because",
            "ignore Host_Port",
            "ignore host-port reason=\"open",
        ] {
            assert!(read(flawed).flaw.is_some(), "{flawed}");
        }
        for other in ["ignored x", "see docs", ""] {
            assert_eq!(super::read(other), None, "{other}");
        }
    }
}
