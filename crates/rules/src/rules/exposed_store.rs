//! `exposed-store`.

use std::collections::HashSet;

use dify::Component;
use dify::settings::{AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED, is_on};
use findings::Severity;
use model::Place;

use crate::exposure::{self, DoorKind};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::part::Part;
use crate::unjudged;

crate::rule! {
    /// Database or store exposed
    ///
    /// ## What it finds
    /// A database, Redis, vector store or object storage behind a `NodePort`, a `LoadBalancer`, an Ingress or a route of the Gateway API. Object
    /// storage behind a route is of medium severity, since browsers may fetch files from it by signed addresses.
    ///
    /// ## Why it matters
    /// Redis holds sessions and credentials in the clear, the database everything else; both are protected by one password, which in many
    /// deployments is a published default. Stores answer to Dify alone.
    ///
    /// ## Fix
    /// Use `ClusterIP`. To look into a store, use `kubectl port-forward` for as long as it takes.
    ///
    /// ```yaml
    /// spec:
    ///   type: ClusterIP
    /// ```
    ///
    /// ---
    ///
    /// 外部に公開されたデータストア
    ///
    /// ## 見つけるもの
    /// `NodePort`、`LoadBalancer`、Ingress、Gateway API のルートで公開されたデータベース、Redis、ベクトルストア、オブジェクトストレージ。
    /// オブジェクトストレージは署名付きアドレスでブラウザーが直接取得することがあるため、ルート経由の場合は重大度「中」になります。
    ///
    /// ## なぜ問題か
    /// Redis にはセッションと認証情報が平文で、データベースにはそれ以外のすべてが入っています。守っているのはパスワード一つで、公開されている初期値のままのデプロイも多くあります。
    /// データストアは Dify だけに応答すべきものです。
    ///
    /// ## 直し方
    /// `ClusterIP` にしてください。中を見たいときは、その間だけ `kubectl port-forward` を使います。
    ///
    /// ```yaml
    /// spec:
    ///   type: ClusterIP
    /// ```
    EXPOSED_STORE = "exposed-store", Critical, High, Operator,
    controls: [Net5],
    topics: [EXPOSURE],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.look(exposure::n_candidates(facts));
    if let Some(reason) = unjudged::entry_points(facts) {
        findings.blind(&reason);
    }
    let mut said: HashSet<Place> = HashSet::new();
    // A store that asks nobody who they are, and is open to the outside, is everybody's.
    let open = open_stores(facts);
    for door in exposure::doors(facts) {
        let Some(component) = door.workload.component.filter(|it| it.is_store()) else { continue };
        if !said.insert(door.place) {
            continue;
        }
        let finding = exposure::report(findings, &door, component);
        if component == Component::ObjectStore && door.kind == DoorKind::Route {
            finding.at_most(Severity::Medium);
        } else if !open.contains(&component) {
            finding.at_most(Severity::High);
        }
    }
}

/// The kinds of store of which one is known to ask for no password.
fn open_stores(facts: &Facts<'_>) -> Vec<Component> {
    let is_open = |part: &&Part<'_>| match part.component {
        Component::Weaviate => part.text(AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED).is_some_and(is_on),
        Component::Postgres => part.text("POSTGRES_HOST_AUTH_METHOD") == Some("trust"),
        _ => false,
    };
    facts.parts().filter(is_open).map(|part| part.component).collect()
}
