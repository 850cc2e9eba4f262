//! `broad-role-for-workload`.

use findings::Severity;
use lang::{Lang, text};
use rbac::builtin;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;

crate::rule! {
    /// Built-in role with dangerous rights bound to a workload
    ///
    /// ## What it finds
    /// A binding that gives a service account a role that Kubernetes itself brings and that reads Secrets, enters or runs pods, takes more
    /// rights or the like: `admin`, `edit`, the roles of controllers (`system:controller:...`), `system:node`, the roles of OpenShift that let
    /// pods be privileged. A service account is one under its user name (`system:serviceaccount:NAMESPACE:NAME`) and as one of
    /// a group, too. `admin`, `edit` and `view` are meant for people, who are left out there; of every other such role they are not.
    ///
    /// ## Why it matters
    /// `edit` reads Secrets, enters pods, and runs pods under every service account of the namespace. A pod of Dify with such an account turns
    /// one hole in a plugin or in the api into the whole namespace. The roles of controllers are made for the control plane: one of
    /// them (`clusterrole-aggregation-controller`) may give itself every right of the cluster.
    ///
    /// ## Fix
    /// Write a Role with the few things that the workload does. Dify itself does nothing with the Kubernetes API and needs no binding.
    ///
    /// ---
    ///
    /// 危険な権限を持つ組み込みロール
    ///
    /// ## 見つけるもの
    /// Kubernetes が用意しているロールのうち、Secret の読み取り、Pod 内での操作や Pod の実行、権限の拡大などができるものを ServiceAccount に与えているバインディング。
    /// `admin`、`edit`、コントローラー用のロール(`system:controller:...`)、`system:node`、特権 Pod を許す OpenShift のロールなどです。
    /// ServiceAccount をユーザー名(`system:serviceaccount:名前空間:名前`)で指定したものや、グループで指定したものも含みます。
    /// `admin`・`edit`・`view` を人に与えるのは本来の使い方なので対象外ですが、それ以外のロールは相手が人でも報告します。
    ///
    /// ## なぜ問題か
    /// `edit` があれば、Secret を読み、Pod の中に入り、名前空間のどの ServiceAccount でも Pod を動かせます。Dify の Pod がこの権限を持つと、
    /// プラグインや api の穴が一つあるだけで名前空間全体に被害が広がります。コントローラー用のロールはコントロールプレーンのためのもので、
    /// `clusterrole-aggregation-controller` のロールならクラスターのすべての権限を自分に与えられます。
    ///
    /// ## 直し方
    /// ワークロードが実際に行う操作だけを挙げた Role を作ってください。Dify 自体は Kubernetes API を使わないため、バインディングは要りません。
    BROAD_ROLE_FOR_WORKLOAD = "broad-role-for-workload", High, High, Platform,
    controls: [Rbac1, Rbac2],
    topics: [READ_SECRETS, CREATE_PODS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for binding in rights::bindings(facts, findings) {
        let role = &*binding.role_name.value;
        // A rule of its own is about `cluster-admin`.
        if &*binding.role_kind == "ClusterRole" && role == "cluster-admin" {
            continue;
        }
        let is_pods = rights::whom(facts, binding).iter().any(rights::is_of_pods);
        let is_meant = &*binding.role_kind == "ClusterRole" && builtin::is_for_people(role) && !is_pods;
        let dangers = facts.access().dangers_brought(binding);
        if is_meant || dangers.is_empty() {
            continue;
        }
        let name = rights::named_object(&binding.meta);
        let reason = if is_pods {
            text!(
                "{name} gives a service account the role `{role}`",
                "{name} が ServiceAccount にロール `{role}` を与えています"
            )
        } else {
            text!(
                "{name} gives the role `{role}`, which is made for the control plane",
                "{name} がコントロールプレーン用のロール `{role}` を与えています"
            )
        };
        let opens = |lang| lang::list(dangers.iter().map(|it| it.get(lang))).get(lang).to_owned();
        let whom = rights::subjects(facts, binding);
        let finding = findings.report(&binding.meta, binding.role_name.place, reason);
        finding.detail(lang::Text::owned(
            format!("it opens {}; {}", opens(Lang::En), whom.get(Lang::En)),
            format!("できること:{}。{}", opens(Lang::Ja), whom.get(Lang::Ja)),
        ));
        // A person's login is a step of its own.
        if !is_pods {
            finding.at_most(Severity::Medium);
        }
    }
}
