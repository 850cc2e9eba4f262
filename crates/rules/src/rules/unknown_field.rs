//! `unknown-field`.

use model::ProblemKind;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Unknown field
    ///
    /// ## What it finds
    /// A field of one of Kubernetes' own objects that does not exist there: `privileged` or `readOnlyRootFilesystem` in the `securityContext` of the
    /// pod instead of the container's, `podSelectors` instead of `podSelector`, a slip in the name.
    ///
    /// ## Why it matters
    /// Strict validation refuses the object. Without it, as Helm applies it, the API server drops the field in silence, and what it was meant to do
    /// is not done. Sekisho judges the object without the field.
    ///
    /// ## Fix
    /// Move the field to where it belongs, or correct its name. `kubectl explain pod.spec.securityContext` shows the fields of a type.
    ///
    /// ---
    ///
    /// その型にないフィールド
    ///
    /// ## 見つけるもの
    /// Kubernetes 標準のオブジェクトに書かれた、そこには存在しないフィールド。コンテナではなく Pod の `securityContext` に書かれた `privileged` や
    /// `readOnlyRootFilesystem`、`podSelector` を `podSelectors` とするような書き間違いなど。
    ///
    /// ## なぜ問題か
    /// 厳格な検証ではオブジェクトが拒否されます。Helm のように厳格でない適用では API サーバーが黙って捨てるため、意図した設定は効きません。
    /// Sekisho はそのフィールドがないものとして検査します。
    ///
    /// ## 直し方
    /// 正しい場所に移すか、名前を直してください。`kubectl explain pod.spec.securityContext` で型のフィールドを確かめられます。
    UNKNOWN_FIELD = "unknown-field", Medium, High, Developer,
    controls: [],
    topics: [],
    check: check,
}

fn check(_: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.report_problems(ProblemKind::UnknownField);
}
