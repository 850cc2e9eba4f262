//! No control passes over what is hidden: for each control that manifests can show, ways to break it, each in many disguises. What cannot be
//! judged may be UNKNOWN; PASS is wrong, and so is an audit without a finding.

use findings::{Audit, Control, Judgement};
use model::Date;

use crate::one_answer::{judgement, read};

/// A deployment that passes every control of these tables.
const GOOD: &str = "apiVersion: v1
kind: Namespace
metadata: {name: dify, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: v1
kind: Pod
metadata: {name: good, namespace: dify}
spec:
  automountServiceAccountToken: false
  securityContext: {runAsNonRoot: true, runAsUser: 1001, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: nginx
      image: nginx:1.27.5@sha256:8f1e3a6b9d2c4e5f7a8b0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f6a7b8c9d0e1f
      env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: s, key: k}}}]
      securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
      livenessProbe: {exec: {command: ['true']}}
      readinessProbe: {exec: {command: ['true']}}
      resources: {limits: {memory: 1Gi}, requests: {cpu: 1}}
---
apiVersion: v1
kind: Secret
metadata: {name: s, namespace: dify}
stringData: {DB_PASSWORD: tV9xQ2mZ7pLr4KcW8sHnB3yDfG6jXaE5}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: r, namespace: dify}
rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]
";

fn audit_with(hidden: &str) -> Audit {
    let inventory = read(&format!("{GOOD}---\n{hidden}"));
    rules::audit_on(&inventory, Date::parse("2026-11-24").expect("a day"))
}

/// The ways that are PASS, or about which nothing is said.
fn passing(controls: &[Control], ways: &[(String, String)]) -> Vec<String> {
    assert!(ways.len() >= 10, "{} ways to hide it", ways.len());
    let base = audit_with("");
    for control in controls {
        let why: Vec<_> = base.findings.iter().filter(|it| it.breaks(*control)).map(|it| &it.rule).collect();
        assert_eq!(judgement(&base, *control), Judgement::Pass, "{} of the deployment itself: {why:?}", control.id());
    }
    let n_known = base.findings.len();
    let mut found = Vec::new();
    for (name, text) in ways {
        let audit = audit_with(text);
        let is_unknown = controls.iter().any(|it| judgement(&audit, *it) == Judgement::Unknown);
        if audit.findings.len() <= n_known && !is_unknown {
            found.push(format!("nothing is said: {name}"));
        }
        let passes = controls.iter().filter(|it| judgement(&audit, **it) == Judgement::Pass);
        found.extend(passes.map(|it| format!("{} passes: {name}\n{text}", it.id())));
    }
    found
}

fn check(controls: &[Control], ways: &[(String, String)]) {
    let found = passing(controls, ways);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The same of what must break its controls, and not only leave them open.
fn check_broken(controls: &[Control], ways: &[(String, String)]) {
    let is_whole = |control: &Control| judgement(&audit_with(""), *control) != Judgement::Fail;
    assert!(controls.iter().all(is_whole));
    let mut found = Vec::new();
    for (name, text) in ways {
        let audit = audit_with(text);
        let kept = controls.iter().filter(|it| judgement(&audit, **it) != Judgement::Fail);
        found.extend(kept.map(|it| format!("{} does not fail: {name}\n{text}", it.id())));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn check_texts(controls: &[Control], texts: &[&str]) {
    let ways: Vec<_> = texts.iter().map(|it| ((*it).to_owned(), (*it).to_owned())).collect();
    check(controls, &ways);
}

/// A pod spec, wrapped in whatever runs pods or looks as if it did not.
fn disguises(spec: &str) -> Vec<(String, String)> {
    let meta = "metadata: {name: x, namespace: dify}";
    let pod = format!("apiVersion: v1\nkind: Pod\n{meta}\nspec: {spec}\n");
    let flow = format!("{{apiVersion: v1, kind: Pod, {meta}, spec: {spec}}}");
    let bare = format!("{{{meta}, spec: {spec}}}");
    let of = |api: &str, kind: &str, body: &str| format!("apiVersion: {api}\nkind: {kind}\n{meta}\n{body}\n");
    let templated = format!(
        "spec: {{selector: {{matchLabels: {{a: b}}}}, template: {{metadata: {{labels: {{a: b}}}}, spec: {spec}}}}}"
    );
    let with_meta = |more: &str| pod.replace("namespace: dify}", &format!("namespace: dify, {more}}}"));
    let ways = [
        ("a pod", pod.clone()),
        ("a typed list", format!("apiVersion: v1\nkind: PodList\nitems: [{bare}]\n")),
        ("a list", format!("apiVersion: v1\nkind: List\nitems: [{flow}]\n")),
        (
            "a list in a list",
            format!("apiVersion: v1\nkind: List\nitems: [{{apiVersion: v1, kind: PodList, items: [{bare}]}}]\n"),
        ),
        ("a list of any kind", format!("apiVersion: x/v1\nkind: Things\nitems: [{flow}]\n")),
        ("an array", format!("[{flow}]\n")),
        ("a Rollout", of("argoproj.io/v1alpha1", "Rollout", &templated)),
        (
            "a kind of nobody",
            of("example.org/v1", "Thing", &format!("spec: {{deep: [{{down: {{template: {{spec: {spec}}}}}}}]}}")),
        ),
        ("a misspelt kind", of("apps/v1", "Deploymnet", &templated)),
        ("another case", of("v1", "pod", &format!("spec: {spec}"))),
        ("a key in another case", pod.replace("kind: Pod", "Kind: Pod")),
        ("no kind", pod.replace("kind: Pod\n", "")),
        ("a kind in base64", pod.replace("kind: Pod", "kind: !!binary UG9k")),
        ("a key in base64", pod.replace("spec:", "!!binary c3BlYw==:")),
        ("a tag", pod.replace("kind: Pod", "kind: !!str Pod")),
        ("a quoted key", pod.replace("spec:", "\"sp\\x65c\":")),
        ("a merge", pod.replace("spec:", "<<:\n  spec:")),
        (
            "a merge behind the key",
            format!("apiVersion: v1\nkind: Pod\n{meta}\nspec:\n  containers: []\n  <<: {spec}\n"),
        ),
        (
            "an alias",
            format!(
                "apiVersion: v1\nkind: Pod\nmetadata: {{name: x, namespace: dify, annotations: {{}}}}\nx-hidden: &a {spec}\nspec: *a\n"
            ),
        ),
        ("an owner that is itself", with_meta("ownerReferences: [{apiVersion: v1, kind: Pod, name: x, uid: u}]")),
        (
            "an owner that is not here",
            with_meta(
                "ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: absent, uid: u, controller: true}]",
            ),
        ),
        (
            "an owner that makes other pods",
            with_meta(
                "ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: api, uid: u, controller: true}]",
            ),
        ),
        ("a hook", with_meta("annotations: {helm.sh/hook: 'pre-install'}")),
        ("no hook at all", with_meta("annotations: {helm.sh/hook: 'never'}")),
        (
            "labels of Helm",
            with_meta("labels: {app.kubernetes.io/managed-by: Helm, app.kubernetes.io/part-of: kube-system}"),
        ),
        ("a mirror pod", with_meta("annotations: {kubernetes.io/config.mirror: x}")),
        ("a generated name", pod.replace("name: x", "generateName: x-")),
        ("the later of two", format!("{}---\n{pod}", pod.replace(spec, "{containers: []}"))),
        (
            "a CronJob",
            of(
                "batch/v1",
                "CronJob",
                &format!("spec: {{schedule: '* * * * *', jobTemplate: {{spec: {{template: {{spec: {spec}}}}}}}}}"),
            ),
        ),
        (
            "no replicas",
            of("apps/v1", "Deployment", &templated.replace("spec: {selector", "spec: {replicas: 0, selector")),
        ),
        (
            "a suspended Job",
            of("batch/v1", "Job", &templated.replace("spec: {selector", "spec: {suspend: true, selector")),
        ),
        ("a later document", format!("# nothing\n---\n---\n\n--- # more\n{pod}")),
        ("line breaks of Windows", pod.replace('\n', "\r\n")),
        ("JSON", flow.clone()),
        ("a suppression without an end", format!("# sekisho: ignore privileged-container reason=\"x\"\n{pod}")),
        ("another version", of("apps/v1beta2", "Deployment", &templated)),
        ("a namespace of the cluster's name", pod.replace("namespace: dify", "namespace: kube-dify")),
    ];
    ways.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

const WORST: &str = "{hostPID: true, containers: [{name: c, image: evil.example.org/x, securityContext: {privileged: true, runAsUser: 0, readOnlyRootFilesystem: false}}]}";

#[test]
fn pods_are_judged_in_every_disguise() {
    use Control::{Ctr1, Ctr2, Ctr3, Ctr4, Img1, Img2, Pss2, Rbac3};
    check(&[Pss2, Ctr1, Ctr2, Ctr3, Ctr4, Img1, Img2, Rbac3], &disguises(WORST));
}

#[test]
fn every_container_of_a_pod_counts() {
    use Control::{Ctr1, Ctr2, Ctr3, Img2, Pss2};
    let bad = "{name: c, image: nginx, securityContext: {privileged: true, runAsUser: 0}}";
    for key in ["initContainers", "containers", "ephemeralContainers"] {
        let spec = format!("{{containers: [], {key}: [{bad}]}}").replace("containers: [], containers", "containers");
        check(&[Pss2, Ctr1, Ctr2, Ctr3, Img2], &disguises(&spec));
    }
}

fn api(container: &str) -> String {
    format!(
        "{{automountServiceAccountToken: false, containers: [{{name: c, image: 'langgenius/dify-api:1.16.1', {container}}}]}}"
    )
}

#[test]
fn defaults_and_settings_are_seen_in_every_disguise() {
    let env = "env: [{name: MODE, value: api}, {name: A, value: 'tr'}, {name: DEBUG, value: '$(A)ue'}, {name: B, value: difyai}, {name: DB_PASSWORD, value: '$(B)123456'}]";
    check_broken(&[Control::Sec3, Control::App1], &disguises(&api(env)));
}

#[test]
fn published_defaults_are_found_wherever_they_stand() {
    let pod = |container: &str| {
        format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: x, namespace: dify}}\nspec: {}\n", api(container))
    };
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, namespace: dify}\ndata: {P: difyai123456}\n---\n";
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: m, namespace: dify}\n";
    let texts = [
        pod("env: [{name: DB_PASSWORD, value: difyai123456}]"),
        format!("{map}{}", pod("env: [{name: DB_PASSWORD, valueFrom: {configMapKeyRef: {name: m, key: P}}}]")),
        format!("{map}{}", pod("envFrom: [{configMapRef: {name: m}}], env: [{name: DB_PASSWORD, value: $(P)}]")),
        format!("{map}{}", pod("envFrom: [{configMapRef: {name: m}, prefix: DB_}], env: [{name: DB_PASSWORD, value: $(DB_P)}]")),
        format!("{}---\n{}", map.replace("{P: difyai123456}", "{DB_PASSWORD: difyai123456}"), pod("envFrom: [{configMapRef: {name: m}}]")),
        format!("{secret}data: {{DB_PASSWORD: ZGlmeWFpMTIzNDU2}}\n---\n{}", pod("envFrom: [{secretRef: {name: m}}]")),
        format!("{secret}stringData: {{P: difyai123456}}\n---\n{}", pod("env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: m, key: P}}}]")),
        format!("{secret}data: {{P: !!binary WkdsbWVXRnBNVEl6TkRVMg==}}\n---\n{}", pod("env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: m, key: P}}}]")),
        pod("args: ['--password=difyai123456']"),
        pod("env: [{name: B, value: difyai123456}], command: [sh, -c, 'x --password=$(B)']"),
        pod("livenessProbe: {exec: {command: [redis-cli, -a, difyai123456, ping]}}"),
        pod("lifecycle: {preStop: {exec: {command: [redis-cli, -a, difyai123456, ping]}}}"),
        pod("readinessProbe: {httpGet: {port: 1, httpHeaders: [{name: X-Api-Key, value: dify-sandbox}]}}"),
        pod("env: []").replace("namespace: dify}", "namespace: dify, annotations: {note: 'redis://:difyai123456@redis:6379/1'}}"),
        "apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: x}\nspec: {url: 'redis://:difyai123456@redis:6379/1'}\n".to_owned(),
        "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: x}\nspec: {template: {data: {a: difyai123456}}}\n".to_owned(),
    ];
    let ways: Vec<_> = texts.iter().map(|it| (String::new(), it.clone())).collect();
    check_broken(&[Control::Sec3], &ways);
}

#[test]
fn quantities_that_limit_nothing_are_no_limits() {
    let with = |resources: &str| {
        let container = format!(
            "ports: [], readinessProbe: {{tcpSocket: {{port: 1}}}}, livenessProbe: {{tcpSocket: {{port: 1}}}}, resources: {resources}"
        );
        format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: x, namespace: dify}}\nspec: {}\n", api(&container))
    };
    let texts: Vec<String> = [
        "{limits: {memory: 0}, requests: {cpu: 1}}",
        "{limits: {memory: '0'}, requests: {cpu: 1}}",
        "{limits: {memory: -1Gi}, requests: {cpu: 1}}",
        "{limits: {memory: 0Mi}, requests: {cpu: 1}}",
        "{limits: {memory: lots}, requests: {cpu: 1}}",
        "{limits: {memory: 1Gi}, requests: {cpu: 0}}",
        "{limits: {memory: 1Gi}, requests: {cpu: nonsense}}",
        "{limits: {memory: 9999Ei}, requests: {cpu: 1}}",
        "{limits: {memory: null}, requests: {cpu: 1}}",
        "{limits: {memory: ''}, requests: {cpu: 1}}",
        "{limits: {ephemeral-storage: 1Gi}, requests: {cpu: 1}}",
        "{limit: {memory: 1Gi}, requests: {cpu: 1}}",
        "{limits: {Memory: 1Gi}, requests: {cpu: 1}}",
        "{requests: {memory: 1Gi, cpu: 1}}",
    ]
    .into_iter()
    .map(with)
    .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    check_texts(&[Control::Ctr4], &texts);
}

#[test]
fn images_that_are_not_pinned_are_seen() {
    let with =
        |image: &str| format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: x, namespace: dify}}\nspec: {image}\n");
    let mut texts: Vec<String> = [
        "nginx",
        "nginx:latest",
        "nginx:1.27.5",
        "nginx@sha256:abc",
        "nginx@sha256:0000000000000000000000000000000000000000000000000000000000000zzz",
        "nginx:1@sha256:ABCDEF0000000000000000000000000000000000000000000000000000000000",
        "nginx@md5:00000000000000000000000000000000",
        "nginx:1@",
        "'  nginx:1  '",
        "docker.io/library/nginx:1",
    ]
    .into_iter()
    .map(|image| with(&format!("{{containers: [{{name: c, image: {image}}}]}}")))
    .collect();
    texts.push(with("{containers: [], volumes: [{name: v, image: {reference: 'evil.example.org/x:latest'}}]}"));
    texts.push(with("{containers: [], initContainers: [{name: c, image: nginx}]}"));
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    check_texts(&[Control::Img2], &texts);
}

const RBAC: &str = "apiVersion: rbac.authorization.k8s.io/v1\n";

/// A role with one entry, given to a pod's account.
fn given(entry: &str) -> String {
    let role = format!("{RBAC}kind: ClusterRole\nmetadata: {{name: hidden}}\nrules: [{entry}]\n");
    format!("{role}---\n{}", bound("hidden", "{kind: ServiceAccount, name: x, namespace: dify}"))
}

fn bound(role: &str, subject: &str) -> String {
    format!(
        "{RBAC}kind: ClusterRoleBinding\nmetadata: {{name: 'system:hidden', labels: {{kubernetes.io/bootstrapping: rbac-defaults}}}}\nroleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: '{role}'}}\nsubjects: [{subject}]\n"
    )
}

#[test]
fn ways_to_more_rights_are_seen_whatever_they_are_called() {
    let account = "{kind: ServiceAccount, name: x, namespace: dify}";
    let mut texts: Vec<String> = [
        "{apiGroups: [''], resources: [secrets], verbs: [list]}",
        "{apiGroups: ['*'], resources: ['*'], verbs: ['*']}",
        "{apiGroups: [''], resources: [namespaces], verbs: [patch]}",
        "{apiGroups: [networking.k8s.io], resources: [networkpolicies], verbs: [delete]}",
        "{apiGroups: [authentication.k8s.io], resources: [userextras/scopes], verbs: [impersonate]}",
        "{apiGroups: [apiregistration.k8s.io], resources: [apiservices], verbs: [create]}",
        "{apiGroups: [''], resources: [services/proxy], verbs: [get]}",
        "{apiGroups: [''], resources: ['*/proxy'], verbs: [get]}",
        "{apiGroups: [''], resources: [pods/ephemeralcontainers], verbs: [patch]}",
        "{apiGroups: [''], resources: [nodes/proxy], verbs: [get]}",
        "{apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]}",
        "{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]}",
        "{apiGroups: [security.openshift.io], resources: [securitycontextconstraints], resourceNames: [restricted-v2, privileged], verbs: [use]}",
        "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [escalate]}",
        "{apiGroups: [argoproj.io], resources: [workflows], verbs: [create]}",
    ]
    .into_iter()
    .map(given)
    .collect();
    texts.push(bound("edit", "{kind: User, name: 'system:serviceaccount:dify:x'}"));
    texts.push(bound("admin", "{kind: Group, name: 'system:serviceaccounts:dify'}"));
    texts.push(bound("system:controller:clusterrole-aggregation-controller", account));
    texts.push(bound("system:openshift:scc:privileged", account));
    texts.push(bound("platform-team-superpowers", account));
    texts.push(format!("{RBAC}kind: RoleBindingList\nitems: [{{metadata: {{name: b, namespace: dify}}, roleRef: {{kind: ClusterRole, name: cluster-admin}}, subjects: [{account}]}}]\n"));
    for selector in ["{}", "{matchLabels: {kubernetes.io/bootstrapping: rbac-defaults}}"] {
        texts.push(format!(
            "{RBAC}kind: ClusterRole\nmetadata: {{name: view}}\naggregationRule: {{clusterRoleSelectors: [{selector}]}}\n---\n{}",
            bound("view", account)
        ));
    }
    texts.push("apiVersion: security.openshift.io/v1\nkind: SecurityContextConstraints\nmetadata: {name: x}\nallowPrivilegedContainer: true\nusers: ['system:serviceaccount:dify:x']\n".to_owned());
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    check_texts(&[Control::Rbac2], &texts);
}

#[test]
fn rights_beyond_the_least_are_seen_whatever_they_are_called() {
    let account = "{kind: ServiceAccount, name: x, namespace: dify}";
    let role = |entry: &str| {
        format!(
            "{RBAC}kind: Role\nmetadata: {{name: hidden, namespace: dify}}\nrules: [{entry}]\n---\n{RBAC}kind: RoleBinding\nmetadata: {{name: hidden, namespace: dify}}\nroleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: hidden}}\nsubjects: [{account}]\n"
        )
    };
    let secrets = "{apiGroups: [''], resources: [secrets], verbs: [get]}";
    let mut texts = vec![
        given(secrets),
        role(secrets),
        role("{apiGroups: [''], resources: [configmaps], verbs: ['*']}"),
        role("{apiGroups: [''], resources: ['*'], verbs: [get]}"),
        role("{apiGroups: ['*'], resources: [configmaps], verbs: [get]}"),
        role("{apiGroups: [''], resources: ['*/log'], verbs: [get]}"),
        role("{apiGroups: [''], resources: [pods/exec], verbs: [create]}"),
        role("{apiGroups: [''], resources: [pods/exec], verbs: [get]}"),
        role("{apiGroups: [''], resources: [secrets], resourceNames: [s], verbs: [watch]}"),
        given("{nonResourceURLs: ['*'], verbs: [get]}"),
        bound("view", "{kind: Group, name: 'system:authenticated'}"),
        bound("view", "{kind: Group, name: 'system:serviceaccounts'}"),
        bound("view", "{kind: Group, name: 'system:unauthenticated'}"),
        bound("cluster-admin", account),
        bound("edit", account),
        bound("absent", account),
        role(secrets).replace("verbs:", "\"ver\\x62s\":"),
        role(secrets).replace("kind: Role\n", "kind: !!binary Um9sZQ==\n"),
        role(secrets).replace("kind: RoleBinding", "kind: rolebinding"),
        role(secrets).replace("[secrets]", "[!!binary c2VjcmV0cw==]"),
        role(secrets).replace("rules: [", "rules: &a [").replace(
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\n",
            "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: Role\n",
        ),
    ];
    texts.push(format!("{RBAC}kind: RoleList\nitems: [{{metadata: {{name: h, namespace: dify}}, rules: [{secrets}]}}]\n---\n{RBAC}kind: RoleBindingList\nitems: [{{metadata: {{name: h, namespace: dify}}, roleRef: {{kind: Role, name: h}}, subjects: [{account}]}}]\n"));
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    check_texts(&[Control::Rbac1], &texts);
}

#[test]
fn weak_credentials_are_seen_in_every_disguise() {
    let env = "env: [{name: MODE, value: api}, {name: W, value: 'hunter'}, {name: DB_PASSWORD, value: '$(W)2'}]";
    check_broken(&[Control::Sec4], &disguises(&api(env)));
}

#[test]
fn namespaces_that_refuse_less_are_seen() {
    let with =
        |labels: &str| format!("apiVersion: v1\nkind: Namespace\nmetadata: {{name: hidden, labels: {labels}}}\n");
    let key = "pod-security.kubernetes.io/enforce";
    let mut texts: Vec<String> = [
        "{}".to_owned(),
        format!("{{{key}: privileged}}"),
        format!("{{{key}: Restricted}}"),
        format!("{{{key}: ''}}"),
        format!("{{{key}: 'restricted '}}"),
        "{pod-security.kubernetes.io/warn: restricted}".to_owned(),
        "{pod-security.kubernetes.io/audit: restricted}".to_owned(),
        "{pod-security.kubernetes.io/enforced: restricted}".to_owned(),
        "{Pod-Security.kubernetes.io/enforce: restricted}".to_owned(),
        format!("{{{key}: restricted, {key}-version: v1.0}}"),
        format!("{{{key}: restricted, {key}-version: nonsense}}"),
    ]
    .iter()
    .map(|it| with(it))
    .collect();
    texts.push(with(&format!("{{{key}: restricted}}")) + "---\n" + &with("{}"));
    texts.push("apiVersion: v1\nkind: NamespaceList\nitems: [{metadata: {name: hidden}}]\n".to_owned());
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    check_texts(&[Control::Pss1], &texts);
}
