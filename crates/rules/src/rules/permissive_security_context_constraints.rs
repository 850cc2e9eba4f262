//! `permissive-security-context-constraints`.

use findings::Severity;
use lang::{Lang, Text, text};
use model::OtherKind;

use crate::facts::Facts;
use crate::finding::{Breaking, Findings};
use crate::rights;

crate::rule! {
    /// SecurityContextConstraints that allow node access
    ///
    /// ## What it finds
    /// A SecurityContextConstraints of OpenShift that allows privileged containers, namespaces, ports, paths or capabilities of the node. Where it names
    /// no `users` and no `groups`, roles decide who may use it, and it is of low severity.
    ///
    /// ## Why it matters
    /// Everybody in `users` and `groups` may run such pods at once, without any role. `system:serviceaccount:NAMESPACE:NAME` there gives a pod of Dify
    /// the node.
    ///
    /// ## Fix
    /// Remove the accounts from `users` and `groups`, or allow only what the pod needs: the sandbox needs seven capabilities and root in its container, none of the node.
    ///
    /// ---
    ///
    /// Pod の制限を外す SecurityContextConstraints
    ///
    /// ## 見つけるもの
    /// 特権コンテナや、ノードの名前空間・ポート・パス・ケーパビリティを許す OpenShift の SecurityContextConstraints。`users` と `groups` が空なら、
    /// 誰が使えるかはロールで決まるため重大度「低」になります。
    ///
    /// ## なぜ問題か
    /// `users` と `groups` に挙がっている全員が、ロールがなくてもそうした Pod を動かせます。`system:serviceaccount:名前空間:名前` があれば、
    /// Dify の Pod にノードを渡しているのと同じです。
    ///
    /// ## 直し方
    /// `users` と `groups` からアカウントを外すか、必要なものだけを許してください。サンドボックスに必要なのは七つのケーパビリティとコンテナ内の root だけで、ノードの権限は不要です。
    PERMISSIVE_SECURITY_CONTEXT_CONSTRAINTS = "permissive-security-context-constraints", High, High, Platform,
    controls: [Rbac2],
    topics: [PRIVILEGED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for object in &facts.inventory.others {
        let OtherKind::SecurityConstraints { allows, whom } = &object.kind else { continue };
        findings.look(1);
        if allows.is_empty() {
            continue;
        }
        let name = rights::named_object(&object.meta);
        let finding = findings.report(
            &object.meta,
            object.meta.name.place,
            text!("{name} lets pods take over their node", "{name} は Pod にノードを乗っ取る手段を与えます"),
        );
        let list = lang::list(allows);
        if whom.is_empty() {
            finding.at_most(Severity::Low).breaking([]);
            finding.detail(list);
        } else {
            let whom = lang::list(whom);
            finding.detail(Text::owned(
                format!("{}; given to {}", list.get(Lang::En), whom.get(Lang::En)),
                format!("{}。与えられている相手:{}", list.get(Lang::Ja), whom.get(Lang::Ja)),
            ));
        }
    }
}
