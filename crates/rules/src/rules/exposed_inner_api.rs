//! `exposed-inner-api`.

use std::collections::HashSet;

use dify::Component;
use lang::text;
use model::Place;

use crate::exposure;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;

crate::rule! {
    /// Inner API exposed
    ///
    /// ## What it finds
    /// An Ingress or HTTPRoute that sends every path (`/`), or `/inner`, to the api; and an api behind a `NodePort` or `LoadBalancer`, which
    /// knows no paths.
    ///
    /// ## Why it matters
    /// `/inner/api` is for the plugin daemon: with one key it acts for every tenant and every user. The nginx that Dify ships does not route it.
    /// An Ingress with `/` does, and the key is often a published default.
    ///
    /// ## Fix
    /// List the paths that users need, and send the rest to web:
    ///
    /// ```yaml
    /// paths:
    ///   - {path: /console/api, pathType: Prefix, backend: &api {service: {name: api, port: {number: 5001}}}}
    ///   - {path: /api, pathType: Prefix, backend: *api}
    ///   - {path: /v1, pathType: Prefix, backend: *api}
    ///   - {path: /files, pathType: Prefix, backend: *api}
    ///   - {path: /mcp, pathType: Prefix, backend: *api}
    ///   - {path: /triggers, pathType: Prefix, backend: *api}
    ///   - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 3000}}}}
    /// ```
    ///
    /// ---
    ///
    /// 外部に公開された内部 API
    ///
    /// ## 見つけるもの
    /// すべてのパス(`/`)または `/inner` を api に送る Ingress・HTTPRoute。および、パスを区別しない `NodePort`・`LoadBalancer` で公開された api。
    ///
    /// ## なぜ問題か
    /// `/inner/api` はプラグインデーモン専用で、鍵一つですべてのテナントと利用者として操作できます。Dify が配布する nginx はこのパスを通しませんが、
    /// `/` を送る Ingress は通してしまいます。しかも鍵は公開されている初期値のままのことが多くあります。
    ///
    /// ## 直し方
    /// 利用者に必要なパスだけを挙げ、残りは web に送ってください。
    ///
    /// ```yaml
    /// paths:
    ///   - {path: /console/api, pathType: Prefix, backend: &api {service: {name: api, port: {number: 5001}}}}
    ///   - {path: /api, pathType: Prefix, backend: *api}
    ///   - {path: /v1, pathType: Prefix, backend: *api}
    ///   - {path: /files, pathType: Prefix, backend: *api}
    ///   - {path: /mcp, pathType: Prefix, backend: *api}
    ///   - {path: /triggers, pathType: Prefix, backend: *api}
    ///   - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 3000}}}}
    /// ```
    EXPOSED_INNER_API = "exposed-inner-api", High, High, Operator,
    controls: [Net3, Net5],
    topics: [EXPOSURE],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.look(exposure::n_candidates(facts));
    let mut said: HashSet<Place> = HashSet::new();
    for door in exposure::doors(facts) {
        if door.workload.component != Some(Component::Api) || !door.lets_by("/inner") || !said.insert(door.place) {
            continue;
        }
        let (kind, name) = (&door.meta.kind, &door.meta.name.value);
        findings.report(
            Subject::Of(door.meta, Component::Api),
            door.place,
            text!(
                "{kind} `{name}` opens `/inner/api` to the outside",
                "{kind} `{name}` が `/inner/api` を外部に公開しています"
            ),
        );
    }
}
