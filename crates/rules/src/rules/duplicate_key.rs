//! `duplicate-key`.

use model::ProblemKind;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Duplicate key in a mapping
    ///
    /// ## What it finds
    /// A mapping of a manifest or a values file in which the same key is written twice.
    ///
    /// ## Why it matters
    /// Readers differ: `kubectl` with strict validation refuses the document, others silently take the later value. A second
    /// `securityContext:` or `env:` far below makes the first one, which people read, void. Sekisho judges the later one.
    ///
    /// ## Fix
    /// Join the two into one. `kubectl apply --dry-run=server --validate=strict -f FILE` shows whether any is left.
    ///
    /// ---
    ///
    /// 同じ場所に二度書かれたキー
    ///
    /// ## 見つけるもの
    /// マニフェストや values ファイルの一つのマッピングに、同じキーが二度書かれている箇所。
    ///
    /// ## なぜ問題か
    /// 処理系によって扱いが違います。厳格に検証する `kubectl` はドキュメントを拒否し、ほかは黙って後の値を使います。離れた行に二つ目の
    /// `securityContext:` や `env:` があると、目に付きやすい一つ目は効いていません。Sekisho は後の値を検査します。
    ///
    /// ## 直し方
    /// 二つを一つにまとめてください。`kubectl apply --dry-run=server --validate=strict -f ファイル` で残りがないか確かめられます。
    DUPLICATE_KEY = "duplicate-key", High, High, Developer,
    controls: [],
    topics: [],
    check: check,
}

fn check(_: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.report_problems(ProblemKind::DuplicateKey);
}
