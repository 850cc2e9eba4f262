//! `unknown-kind`.

use model::ProblemKind;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Unknown kind
    ///
    /// ## What it finds
    /// Something that looks like a Kubernetes object and has no `kind` or no `apiVersion`, has them in the wrong case (`Kind:`), or names a kind that
    /// its group does not have (`kind: pod`).
    ///
    /// ## Why it matters
    /// The API server refuses it, so that what the file promises is not there: a network policy with a slip in its kind limits nothing. Whether it
    /// would break a control cannot be told. Pod templates in it are judged all the same.
    ///
    /// ## Fix
    /// Write the kind as `kubectl api-resources` shows it. `kubectl apply --dry-run=server -f FILE` shows whether it is taken.
    ///
    /// ---
    ///
    /// Kubernetes の知らない kind のオブジェクト
    ///
    /// ## 見つけるもの
    /// Kubernetes のオブジェクトのようでありながら、`kind` や `apiVersion` がない、大文字と小文字が違う(`Kind:`)、またはそのグループにない kind
    /// が書かれている(`kind: pod`)もの。
    ///
    /// ## なぜ問題か
    /// API サーバーに拒否されるため、ファイルに書かれたことは実現しません。kind を書き間違えたネットワークポリシーは何も制限しません。管理策に違反
    /// するかどうかも判定できません。中に Pod のテンプレートがあれば、それは検査しています。
    ///
    /// ## 直し方
    /// `kubectl api-resources` の表示どおりに kind を書いてください。`kubectl apply --dry-run=server -f ファイル` で受け付けられるか確かめられます。
    UNKNOWN_KIND = "unknown-kind", High, High, Developer,
    controls: [],
    topics: [],
    check: check,
}

fn check(_: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.report_problems(ProblemKind::UnknownKind);
}
