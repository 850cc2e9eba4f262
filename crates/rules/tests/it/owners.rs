//! `ownerReferences` hide nothing unless the owner is there and makes exactly this pod.

use inventory::{Input, Options};

fn is_found(text: &str) -> bool {
    let inventory = inventory::read(vec![Input::file("a.yaml", text)], &Options::default());
    rules::audit(&inventory).findings.iter().any(|it| it.rule.as_str() == "privileged-container")
}

fn pod(owner: &str, spec: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: a, ownerReferences: [{{{owner}, controller: true}}]}}\nspec: {spec}\n"
    )
}

fn owner(kind: &str, name: &str, spec: &str) -> String {
    format!(
        "---\napiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: {name}, namespace: a}}\nspec: {{template: {{spec: {spec}}}}}\n"
    )
}

const PRIVILEGED: &str = "{containers: [{name: c, image: x, securityContext: {privileged: true}}]}";
const HARMLESS: &str = "{containers: [{name: c, image: x, securityContext: {privileged: false}}]}";

#[test]
fn a_name_hides_nothing() {
    let harmless = |kind: &str| owner(kind, "o", HARMLESS);
    for text in [
        pod("kind: Pod, name: p", PRIVILEGED),
        pod("kind: ReplicaSet, name: o", PRIVILEGED),
        pod("kind: ReplicaSet, name: o", PRIVILEGED) + &harmless("ReplicaSet"),
        pod("kind: StatefulSet, name: o", PRIVILEGED) + &harmless("StatefulSet"),
        pod("kind: Deployment, name: o", PRIVILEGED) + &harmless("Deployment"),
        pod("kind: Node, name: o", PRIVILEGED),
        pod("kind: ReplicaSet, name: o", PRIVILEGED) + &owner("ReplicaSet", "o", "{containers: []}"),
        pod("kind: ReplicaSet, name: o", &PRIVILEGED.replace("containers: [", "containers: [{name: b, image: y}, "))
            + &owner("ReplicaSet", "o", "{containers: [{name: b, image: y}]}"),
        pod("kind: ReplicaSet, name: o", PRIVILEGED) + &harmless("ReplicaSet").replace("namespace: a", "namespace: b"),
    ] {
        assert!(is_found(&text), "{text}");
    }
}

#[test]
fn what_an_owner_makes_is_looked_at_with_it() {
    let added = "{nodeName: n, serviceAccountName: default, tolerations: [{key: k}], containers: [{name: c, image: x, \
        imagePullPolicy: Always, volumeMounts: [{name: kube-api-access-x, mountPath: /var}], securityContext: {privileged: true}}], \
        volumes: [{name: kube-api-access-x, projected: {sources: []}}]}";
    let text = pod("kind: ReplicaSet, name: o", added) + &owner("ReplicaSet", "o", PRIVILEGED);
    let inventory = inventory::read(vec![Input::file("a.yaml", text.as_str())], &Options::default());
    let findings = rules::audit(&inventory).findings;
    assert_eq!(findings.iter().filter(|it| it.rule.as_str() == "privileged-container").count(), 1);
}
