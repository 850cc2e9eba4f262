//! `reused-key-name`.

use std::collections::HashSet;

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Encryption key name used twice
    ///
    /// ## What it finds
    /// Two keys of the same name in one provider.
    ///
    /// ## Why it matters
    /// etcd stores the name of the key in front of each value, and nothing else tells old data from new. With two keys of one name the API
    /// server has to try, and nobody can prove that the old key is no longer needed.
    ///
    /// ## Fix
    /// Give every key a name that is never used again, for example with its date: `k-20261124-a1`.
    ///
    /// ---
    ///
    /// 同じ名前の二つの暗号鍵
    ///
    /// ## 見つけるもの
    /// 一つのプロバイダーの中に、同じ名前の鍵が二つあるもの。
    ///
    /// ## なぜ問題か
    /// etcd の各値の先頭には鍵の名前が記録され、古いデータと新しいデータを見分ける手がかりはそれしかありません。
    /// 同じ名前の鍵が二つあると、API サーバーは順に試すしかなく、古い鍵が不要になったことも確かめられません。
    ///
    /// ## 直し方
    /// `k-20261124-a1` のように日付を入れるなどして、二度と使わない名前を付けてください。
    REUSED_KEY_NAME = "reused-key-name", Low, High, Platform,
    controls: [Etcd3],
    topics: [ETCD_ENCRYPTION],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for config in &facts.inventory.encryption {
        findings.look(1);
        for provider in config.rules.iter().flat_map(|it| &it.providers) {
            let mut seen: HashSet<&str> = HashSet::new();
            for name in provider.keys.iter().filter_map(|it| it.name.as_ref()) {
                if seen.insert(&name.value) {
                    continue;
                }
                let (kind, name, place) = (&provider.kind.value, &name.value, name.place);
                let reason =
                    text!("`{kind}` has two keys named `{name}`", "`{kind}` に `{name}` という名前の鍵が二つあります");
                findings.report(&config.meta, place, reason);
            }
        }
    }
}
