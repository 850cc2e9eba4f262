//! `generic-key-name`.

use lang::text;

use crate::encryption;
use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Generic encryption key name (key1)
    ///
    /// ## What it finds
    /// A key named `key`, `key1`, `key2` and so on, as in every example.
    ///
    /// ## Why it matters
    /// At the next rotation somebody makes a new file with a new `key1`. Old and new data then carry the same name, and what is stored can no
    /// longer be told apart.
    ///
    /// ## Fix
    /// Name the next key by its date, for example `k-20261124-a1`. The present one must not be renamed: data that is stored under it could not be
    /// read any more.
    ///
    /// ---
    ///
    /// また使われそうな名前の暗号鍵
    ///
    /// ## 見つけるもの
    /// よくある例のように、`key`、`key1`、`key2` といった名前の付いた鍵。
    ///
    /// ## なぜ問題か
    /// 次に鍵を更新するとき、誰かが新しいファイルに新しい `key1` を作ります。すると古いデータと新しいデータに同じ名前が付き、見分けられなくなります。
    ///
    /// ## 直し方
    /// 次の鍵には `k-20261124-a1` のように日付の入った名前を付けてください。今の鍵の名前は変えないでください。その名前で保存されたデータを読めなくなります。
    GENERIC_KEY_NAME = "generic-key-name", Low, High, Platform,
    controls: [],
    topics: [ETCD_ENCRYPTION],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for config in &facts.inventory.encryption {
        // Once for each file: the advice is the same for every key.
        let mut names = encryption::keys(config).filter_map(|(_, key)| key.name.as_ref());
        let Some(name) = names.find(|it| is_generic(&it.value)) else { continue };
        let (name, place) = (&name.value, name.place);
        findings.report(
            &config.meta,
            place,
            text!(
                "the key name `{name}` will come again at the next rotation",
                "鍵の名前 `{name}` は次の更新でも使われそうです"
            ),
        );
    }
}

fn is_generic(name: &str) -> bool {
    let rest = name.strip_prefix("key").or_else(|| name.strip_prefix("Key"));
    rest.is_some_and(|it| it.len() <= 2 && it.bytes().all(|it| it.is_ascii_digit()))
}
