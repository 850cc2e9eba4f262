//! `service-account-token-mounted`.

use std::collections::{HashMap, HashSet};

use lang::{Text, text};
use model::{Place, ServiceAccount, VolumeSource, Workload};
use rbac::SubjectKind;
use yaml::Ref;

use crate::facts::Facts;
use crate::finding::Findings;
use findings::Severity;

crate::rule! {
    /// ServiceAccount token mounted but not used
    ///
    /// ## What it finds
    /// A workload whose pods get a token of the Kubernetes API: `automountServiceAccountToken` is not `false` on the pod, nor on its service
    /// account where the pod leaves it open; or a projected volume brings one. Parts of Dify are of medium severity; a workload that is no part of
    /// Dify and whose account has no role in the input is of low severity.
    ///
    /// ## Why it matters
    /// No part of Dify speaks to the Kubernetes API. The token lies in every container at
    /// `/var/run/secrets/kubernetes.io/serviceaccount/token`: plugins, the sandbox and whoever gets into a pod read it and act with the
    /// account's rights. Charts usually run on the account `default`, so that every later grant to it reaches all of Dify.
    ///
    /// ## Fix
    /// On the pod, which beats the service account:
    ///
    /// ```yaml
    /// spec:
    ///   template:
    ///     spec:
    ///       automountServiceAccountToken: false
    /// ```
    ///
    /// ---
    ///
    /// API を使わない Pod への ServiceAccount トークンのマウント
    ///
    /// ## 見つけるもの
    /// Kubernetes API のトークンが Pod に渡るワークロード。Pod の `automountServiceAccountToken` が `false` でなく、Pod に指定がない場合は ServiceAccount 側も `false` でないもの、
    /// または projected ボリュームでトークンを受け取るものが対象です。Dify のコンポーネントは重大度「中」、Dify のコンポーネントではなく入力の中でロールも与えられていないものは「低」になります。
    ///
    /// ## なぜ問題か
    /// Dify のどの部分も Kubernetes API を使いません。トークンは各コンテナの `/var/run/secrets/kubernetes.io/serviceaccount/token` に置かれ、
    /// プラグインやサンドボックス、侵入者がこれを読めば、そのアカウントの権限で操作できます。多くのチャートは `default` アカウントで動くため、
    /// 後から `default` に与えた権限が Dify 全体に渡ってしまいます。
    ///
    /// ## 直し方
    /// Pod に指定してください。ServiceAccount 側の指定より優先されます。
    ///
    /// ```yaml
    /// spec:
    ///   template:
    ///     spec:
    ///       automountServiceAccountToken: false
    /// ```
    SERVICE_ACCOUNT_TOKEN_MOUNTED = "service-account-token-mounted", Medium, High, Operator,
    controls: [Rbac3],
    topics: [TOKEN_MOUNTED, DEFAULT_ACCOUNT],
    fix: Safe,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let accounts = Accounts::of(facts);
    for workload in &facts.inventory.workloads {
        let needed = workload.component.is_some_and(|it| dify::profile(it).api_token_needed);
        let bound = accounts.bound.contains(&account_of(workload));
        // What is no part of Dify may well need the API; a role says that it does.
        if needed || (workload.component.is_none() && bound) {
            continue;
        }
        findings.look(1);
        let token = projected(facts, workload).map(Token::Given).or_else(|| accounts.automounted(workload));
        match token {
            None => {}
            Some(Token::Unseen) => {
                let name = account_of(workload).1;
                findings.blind(&text!(
                    "the service account `{name}` is not in the input, and it may withhold its token",
                    "ServiceAccount `{name}` が入力になく、トークンを渡さない設定かどうかがわかりません"
                ));
            }
            Some(Token::Given(place)) => report(findings, workload, place, bound),
        }
    }
}

fn report(findings: &mut Findings<'_>, workload: &Workload, place: Place, bound: bool) {
    let account = account_of(workload).1;
    let finding = findings.report(
        workload,
        place,
        Text::new(
            "a token of the Kubernetes API is mounted, and nothing here uses it",
            "Kubernetes API のトークンがマウントされていますが、使う部分がありません",
        ),
    );
    let detail = match (account, bound) {
        ("default", true) => text!(
            "it is the token of the account `default`, which has a role and is shared by all pods that name none",
            "アカウント `default` のトークンです。ロールが与えられており、アカウントを指定しないすべての Pod で共有されます"
        ),
        ("default", false) => text!(
            "it is the token of the account `default`, which all pods share that name none",
            "アカウント `default` のトークンです。アカウントを指定しないすべての Pod で共有されます"
        ),
        (_, true) => text!("the account `{account}` has a role", "アカウント `{account}` にはロールが与えられています"),
        (_, false) => text!("it is the token of the account `{account}`", "アカウント `{account}` のトークンです"),
    };
    finding.detail(detail);
    let store_with_role = bound && workload.component.is_some_and(dify::Component::is_store);
    if workload.hook || workload.component.is_none() || store_with_role {
        finding.at_most(Severity::Low);
    }
}

enum Token {
    /// It is mounted; where that is said, or could be said.
    Given(Place),
    /// The account would have to be seen.
    Unseen,
}

fn account_of(workload: &Workload) -> (&str, &str) {
    let name = workload.pod.spec.service_account.as_ref().map_or("default", |it| &*it.value);
    (&workload.meta.namespace, if name.is_empty() { "default" } else { name })
}

struct Accounts<'a> {
    known: HashMap<(&'a str, &'a str), &'a ServiceAccount>,
    /// Accounts that a binding names.
    bound: HashSet<(&'a str, &'a str)>,
}

impl<'a> Accounts<'a> {
    fn of(facts: &'a Facts<'_>) -> Accounts<'a> {
        let known = facts.inventory.service_accounts.iter();
        let known = known.map(|it| ((&*it.meta.namespace, &*it.meta.name.value), it)).collect();
        let whom = facts.access().grants.iter().flat_map(|it| &it.whom);
        let accounts = whom.filter(|it| it.kind == SubjectKind::ServiceAccount);
        Accounts { known, bound: accounts.map(|it| (&*it.namespace, &*it.name)).collect() }
    }

    fn automounted(&self, workload: &Workload) -> Option<Token> {
        let spec = &workload.pod.spec;
        if let Some(automount) = &spec.automount {
            return automount.value.then_some(Token::Given(automount.place));
        }
        let account = account_of(workload);
        match self.known.get(&account) {
            Some(known) if known.automount.as_ref().is_some_and(|it| !it.value) => return None,
            Some(_) => {}
            None if account.1 == "default" => {}
            None => return Some(Token::Unseen),
        }
        let named = spec.service_account.as_ref().map(|it| it.place);
        Some(Token::Given(named.unwrap_or(spec.place)))
    }
}

/// The place of a projected token for the Kubernetes API. One with an audience of its own is of no use there.
fn projected(facts: &Facts<'_>, workload: &Workload) -> Option<Place> {
    workload.pod.spec.volumes.iter().find_map(|volume| match &volume.source {
        VolumeSource::Projected { token: Some(place), .. } => is_for_the_api(facts, *place).then_some(*place),
        _ => None,
    })
}

fn is_for_the_api(facts: &Facts<'_>, place: Place) -> bool {
    let at = facts.inventory.documents.node(place);
    let source = at.get("serviceAccountToken").unwrap_or(at);
    match source.get("audience").and_then(Ref::text) {
        None | Some("") => true,
        Some(audience) => audience.contains("kubernetes.default"),
    }
}
