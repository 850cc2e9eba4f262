//! `replaced-object`.

use model::ProblemKind;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Duplicate object, replaced by a later one
    ///
    /// ## What it finds
    /// Two objects of one kind, namespace and name in what is looked at. The earlier one is named.
    ///
    /// ## Why it matters
    /// Applied in this order, the later object replaces the earlier one: a network policy that allows more, a role that grants more, a pod that may
    /// do more. Who reads the first one believes that it holds. Sekisho judges the later one.
    ///
    /// ## Fix
    /// Keep one of them, or give them different names. Files of several environments are looked at one environment at a time.
    ///
    /// ---
    ///
    /// 後のものに置き換えられるオブジェクト
    ///
    /// ## 見つけるもの
    /// 対象の中にある、kind・namespace・名前が同じ二つのオブジェクト。先に書かれた方を示します。
    ///
    /// ## なぜ問題か
    /// この順に適用すると、後のオブジェクトが先のものを置き換えます。より広く許可するネットワークポリシー、より強いロール、より多くのことができる Pod
    /// に変わっていても、先の方を読んだ人はそれが効いていると思い込みます。Sekisho は後の方を検査します。
    ///
    /// ## 直し方
    /// どちらか一つを残すか、別の名前にしてください。複数の環境のファイルは、環境ごとに分けて検査してください。
    REPLACED_OBJECT = "replaced-object", High, High, Developer,
    controls: [],
    topics: [],
    check: check,
}

fn check(_: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.report_problems(ProblemKind::ReplacedObject);
}
