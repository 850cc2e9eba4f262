//! Whatever runs a pod is judged, whatever it is called and however it is wrapped.

use findings::Audit;
use inventory::{Input, Options};
use model::Inventory;

const SPEC: &str = "{containers: [{name: c, image: x, securityContext: {privileged: true}}]}";

fn read(text: &str) -> Inventory {
    inventory::read(vec![Input::file("a.yaml", text)], &Options::default())
}

fn audit(text: &str) -> Audit {
    rules::audit(&read(text))
}

fn rules_of(text: &str) -> Vec<String> {
    audit(text).findings.iter().map(|it| it.rule.to_string()).collect()
}

fn check_found(text: &str) {
    let found = rules_of(text);
    assert!(found.iter().any(|it| it == "privileged-container"), "{found:?}\n{text}");
}

#[test]
fn kinds_of_others_are_judged_by_their_pod_templates() {
    for (api, kind, way) in [
        ("argoproj.io/v1alpha1", "Rollout", "spec.template.spec"),
        ("apps.kruise.io/v1alpha1", "CloneSet", "spec.template.spec"),
        ("serving.knative.dev/v1", "Service", "spec.template.spec"),
        ("apps.openshift.io/v1", "DeploymentConfig", "spec.template.spec"),
        ("jobset.x-k8s.io/v1alpha2", "JobSet", "spec.replicatedJobs[].template.spec.template.spec"),
        ("leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet", "spec.leaderWorkerTemplate.workerTemplate.spec"),
        ("ray.io/v1", "RayCluster", "spec.headGroupSpec.template.spec"),
        ("ray.io/v1", "RayCluster", "spec.workerGroupSpecs[].template.spec"),
        ("batch.volcano.sh/v1alpha1", "Job", "spec.tasks[].template.spec"),
        ("example.org/v1", "Anything", "spec.deep.down[].pod"),
        ("example.org/v1", "Anything", "template"),
        ("apps/v2", "Deploymnet", "spec.template.spec"),
        ("v1", "pod", "spec"),
    ] {
        let body = way.rsplit('.').fold(SPEC.to_owned(), |body, step| match step.strip_suffix("[]") {
            Some(step) => {
                format!("{{{step}: [{{name: a}}, {body}]}}").replace("[{name: a}, {containers", "[{containers")
            }
            None => format!("{{{step}: {body}}}"),
        });
        let body = body.strip_prefix('{').and_then(|it| it.strip_suffix('}')).expect("a mapping");
        check_found(&format!("apiVersion: {api}\nkind: {kind}\nmetadata: {{name: n}}\n{body}\n"));
    }
    let workflow = |step: &str| {
        format!(
            "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {{generateName: n-}}\nspec: {{templates: [{{name: a, {step}}}]}}\n"
        )
    };
    let container = "{image: x, securityContext: {privileged: true}}";
    check_found(&workflow(&format!("container: {container}")));
    check_found(&workflow(&format!("script: {container}")));
    check_found(&workflow(&format!("container: {{image: y}}, sidecars: [{container}]")));
}

#[test]
fn items_of_lists_take_what_the_list_says() {
    let items = |kind: &str, items: &str| format!("apiVersion: v1\nkind: {kind}\nitems: [{items}]\n");
    let bare = format!("{{metadata: {{name: p}}, spec: {SPEC}}}");
    let whole = format!("{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {SPEC}}}");
    for text in [
        items("PodList", &bare),
        items("PodList", &format!("{{kind: Pod, metadata: {{name: p}}, spec: {SPEC}}}")),
        items("List", &whole),
        items("List", &format!("{{apiVersion: v1, kind: List, items: [{whole}]}}")),
        items("List", &format!("{{apiVersion: v1, kind: PodList, items: [{bare}]}}")),
        items("Anything", &whole),
        format!("[{whole}]"),
    ] {
        check_found(&text);
        let workload = &read(&text).workloads[0];
        assert_eq!((&*workload.meta.kind, &*workload.meta.api_version), ("Pod", "v1"), "{text}");
    }
    let policies = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicyList\nitems: [{metadata: {name: p}, spec: {podSelector: {}}}]\n";
    assert_eq!(read(policies).network_policies.len(), 1);
    let secrets =
        "apiVersion: v1\nkind: SecretList\nitems: [{metadata: {name: p}, stringData: {DB_PASSWORD: difyai123456}}]\n";
    assert!(rules_of(secrets).iter().any(|it| it == "published-default-credential"));
    assert!(
        rules_of(&items("List", "{metadata: {name: p}}")).iter().any(|it| it == "unknown-kind"),
        "no kind anywhere"
    );
}

#[test]
fn what_only_describes_pods_is_no_workload() {
    for (api, kind) in [("kyverno.io/v1", "ClusterPolicy"), ("templates.gatekeeper.sh/v1", "ConstraintTemplate")] {
        let text =
            format!("apiVersion: {api}\nkind: {kind}\nmetadata: {{name: n}}\nspec: {{pattern: {{spec: {SPEC}}}}}\n");
        assert!(read(&text).workloads.is_empty(), "{kind}");
    }
}

#[test]
fn the_last_of_one_name_is_judged() {
    let pod = |spec: &str| format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: a}}\nspec: {spec}\n");
    let harmless = pod(&SPEC.replace("true", "false"));
    let bad_last = format!("{harmless}---\n{}", pod(SPEC));
    check_found(&bad_last);
    assert!(rules_of(&bad_last).iter().any(|it| it == "replaced-object"));
    let good_last = format!("{}---\n{harmless}", pod(SPEC));
    let found = rules_of(&good_last);
    assert!(found.iter().any(|it| it == "replaced-object") && !found.iter().any(|it| it == "privileged-container"));
    assert_eq!(read(&good_last).workloads.len(), 1);
    let list = "apiVersion: v1\nkind: List\nitems:\n";
    let item = |spec: &str| format!("- {{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {spec}}}\n");
    let within = format!("{list}{}{}", item("{containers: []}"), item(SPEC));
    check_found(&within);
    assert_eq!(read(&within).workloads.len(), 1);
}

#[test]
fn a_base_and_its_overlays_are_not_applied_together() {
    let pod = |spec: &str| format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {spec}\n");
    let files = [
        ("base/kustomization.yaml", "resources: [p.yaml]\n".to_owned()),
        ("base/p.yaml", pod(SPEC)),
        ("overlays/a/kustomization.yaml", "resources: [deep/p.yaml]\n".to_owned()),
        ("overlays/a/deep/p.yaml", pod("{containers: []}")),
    ];
    let read = |files: &[(&str, String)]| {
        let inputs = files.iter().map(|(name, text)| Input::file(*name, text.as_str())).collect();
        inventory::read(inputs, &Options::default()).workloads.len()
    };
    assert_eq!(read(&files), 2, "each is judged");
    assert_eq!(
        read(&[files[1].clone(), files[3].clone()]),
        1,
        "without a kustomization both are applied, and one is left"
    );
}

#[test]
fn credentials_are_found_where_commands_and_objects_hold_them() {
    let pod = |container: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {{containers: [{{name: c, image: x, {container}}}]}}\n"
        )
    };
    let object =
        |api: &str, kind: &str, body: &str| format!("apiVersion: {api}\nkind: {kind}\nmetadata: {{name: n}}\n{body}\n");
    let exec = |hook: &str| format!("{hook}: {{exec: {{command: [redis-cli, -a, difyai123456, ping]}}}}");
    for text in [
        pod(&exec("livenessProbe")),
        pod(&exec("readinessProbe")),
        pod(&exec("startupProbe")),
        pod(&format!("lifecycle: {{{}}}", exec("postStart"))),
        pod(&format!("lifecycle: {{{}}}", exec("preStop"))),
        pod("env: [{name: B, value: difyai}, {name: DB_PASSWORD, value: $(B)123456}]"),
        pod("env: [{name: B, value: difyai}], args: [\"--password=$(B)123456\"]"),
        object("example.org/v1", "Thing", "spec: {url: \"redis://:difyai123456@redis:6379/1\"}"),
        object(
            "bitnami.com/v1alpha1",
            "SealedSecret",
            "spec: {template: {data: {a: \"redis://:difyai123456@redis/1\"}}}",
        ),
        object("external-secrets.io/v1", "ExternalSecret", "spec: {target: {template: {data: {a: difyai123456}}}}"),
    ] {
        let found = rules_of(&text);
        assert!(found.iter().any(|it| it == "published-default-credential"), "{found:?}\n{text}");
    }
    let key = "-----BEGIN RSA PRIVATE KEY-----\n    MIIEpAIBAAKCAQEAxGkq3Zr1Ww7yq0mC9dVdQmXo6uT3yJkq2o8q0sJ7l3n5b9Jt\n    -----END RSA PRIVATE KEY-----";
    for text in [
        format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: n}}\ndata:\n  a.pem: |\n    {key}\n"),
        format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: n}}\ndata:\n  nginx.conf: |\n    listen 443;\n    {key}\n"
        ),
    ] {
        assert!(rules_of(&text).iter().any(|it| it == "plaintext-credential"), "{text}");
    }
}

#[test]
fn no_control_passes_beside_what_cannot_be_read() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: []}\n---\n";
    for broken in ["a: [1\n", "Kind: Pod\napiVersion: v1\nspec: {}\n", "a: {{ .Values.x }}\n", "~: x\n"] {
        let passed =
            audit(&format!("{pod}{broken}")).verdicts.iter().filter(|it| it.judgement.name() == "pass").count();
        assert_eq!(passed, 0, "{broken}");
    }
}
