//! Manifests as kustomize hands them over: the items of a list.

use crate::{everything, harden, read};

const DEPLOYMENT: &str = "\
apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: api, labels: {app: api}}
  spec:
    template:
      metadata: {labels: {app: api}}
      spec:
        containers:
        - name: api # the api
          image: langgenius/dify-api:1.15.0
          env: [{name: MODE, value: api}, {name: CODE_EXECUTION_ENDPOINT, value: 'http://sandbox:8194'}]
- apiVersion: v1
  kind: Service
  metadata: {name: sandbox}
  spec: {selector: {app: sandbox}, ports: [{port: 8194}]}
- apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata: {name: open}
  spec: {podSelector: {}, policyTypes: [Egress], egress: [{}]}
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: sandbox}
  spec:
    template:
      metadata: {labels: {app: sandbox}}
      spec:
        containers:
        - name: sandbox
          image: langgenius/dify-sandbox:0.2.15
          env: [{name: API_KEY, value: dify-sandbox}]
functionConfig: {kind: Harden}
";

#[test]
fn what_is_added_is_an_item_and_what_goes_is_none() {
    let hardened = harden(DEPLOYMENT, &everything());
    let text = hardened.text();
    assert!(text.starts_with("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- "), "{text}");
    assert!(text.ends_with("functionConfig: {kind: Harden}\n") && !text.contains("\n---"), "{text}");
    assert!(text.contains("- name: api # the api"), "{text}");
    let after = read(text);
    assert_eq!(after.unread().count(), 0, "{text}");
    assert_eq!(after.documents.n_documents(), 1);
    let names: Vec<String> =
        after.metas().map(|it| format!("{} {}/{}", it.kind, it.namespace, it.name.value)).collect();
    for name in ["Deployment cage/sandbox", "Service cage/sandbox", "Deployment default/ssrf-proxy", "Namespace /cage"]
    {
        assert!(names.iter().any(|it| it == name), "{name}: {names:?}");
    }
    assert!(names.iter().any(|it| it == "NetworkPolicy default/default-deny-all"), "{names:?}");
    assert!(!names.iter().any(|it| it == "NetworkPolicy default/open"), "{names:?}");
    assert!(text.contains("value: 'http://sandbox.cage.svc.cluster.local:8194'"), "{text}");
    assert!(!text.contains("value: dify-sandbox"), "the published key is gone: {text}");
    assert!(harden(text, &everything()).text() == text, "twice is once");
}
