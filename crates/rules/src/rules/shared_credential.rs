//! `shared-credential`.

use std::collections::HashMap;

use dify::{Form, Purpose};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::scope::{self, Scope};
use crate::written::{Nature, Written};

crate::rule! {
    /// Shared value for several credentials
    ///
    /// ## What it finds
    /// The same value for credentials of different purposes in one namespace or one settings file: the database's password that is
    /// Redis' too, one key for the sandbox and the plugin daemon. What Dify itself makes equal (both ends of one key, the broker's
    /// URL and Redis) is fine.
    ///
    /// ## Why it matters
    /// Whoever learns one has all: user code in the sandbox sees the sandbox's key, every plugin sees the daemon's. And none can
    /// be replaced alone after a leak.
    ///
    /// ## Fix
    /// Generate one value for each purpose and put each under its own key of the Secret.
    ///
    /// ---
    ///
    /// 複数の認証情報に同じ値
    ///
    /// ## 見つけるもの
    /// 一つの名前空間または設定ファイルの中で、用途の違う認証情報に使われている同じ値。データベースと Redis のパスワードが同じ、
    /// サンドボックスとプラグインデーモンの鍵が同じ、などです。Dify の仕組み上そろえるもの(同じ鍵の両端、ブローカーの URL と Redis)は
    /// 対象にしません。
    ///
    /// ## なぜ問題か
    /// 一つ知られると、すべて知られます。サンドボックスの鍵は利用者のコードから、プラグインデーモンの鍵はすべてのプラグインから見えます。
    /// 漏えいしたときに一つだけを替えることもできません。
    ///
    /// ## 直し方
    /// 用途ごとに値を生成し、Secret の別々のキーに入れてください。
    SHARED_CREDENTIAL = "shared-credential", Medium, High, Operator,
    controls: [Sec4],
    topics: [PLAIN_CREDENTIALS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut known_as: HashMap<(Scope<'_>, &str), usize> = HashMap::new();
    let mut groups: Vec<Vec<&Written<'_>>> = Vec::new();
    for it in &facts.written {
        let known = !matches!(it.purpose, None | Some(Purpose::Other | Purpose::GlobalInternalKey));
        if it.nature == Nature::Real && known && it.form != Some(Form::AccessId) {
            let at = *known_as.entry((scope::of(it), it.secret)).or_insert(groups.len());
            if at == groups.len() {
                groups.push(Vec::new());
            }
            groups[at].push(it);
        }
    }
    for group in groups {
        findings.look(1);
        let Some((first, rest)) = group.split_first() else { continue };
        let Some(other) = rest.iter().find(|it| scope::family(it.purpose) != scope::family(first.purpose)) else {
            continue;
        };
        let ((one_en, one_ja), (two_en, two_ja)) = (first.label(), other.label());
        let reason = lang::text!("{two_en} has the same value as {one_en}", "{two_ja} が {one_ja} と同じ値です");
        let finding = findings.report(other.holder.subject(), other.place, reason);
        finding.related(facts.inventory.documents.location(first.place), lang::Text::owned(one_en, one_ja));
    }
}
