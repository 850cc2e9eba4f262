//! What cannot be read is said with its place, and hides nothing.

use lang::Lang;
use model::ProblemKind;

use crate::read;

fn problems(text: &str) -> Vec<String> {
    let inventory = read(text);
    let told = |it: &model::Problem| {
        let at = inventory.documents.text(it.origin).position(it.span.start);
        format!("{:?} {}:{}", it.kind, at.line, at.column)
    };
    inventory.problems.iter().map(told).collect()
}

#[test]
fn a_broken_document_hides_nothing() {
    let text = "kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n---\na: [1, 2\n---\nkind: Secret\napiVersion: v1\nmetadata: {name: b}\n";
    let inventory = read(text);
    assert_eq!(inventory.configs.len(), 2);
    assert_eq!(problems(text).len(), 1);
    assert!(problems(text)[0].starts_with("BrokenDocument"));
}

#[test]
fn templates_are_named_as_such() {
    let advice = |text: &str| {
        let inventory = read(text);
        let problem = inventory.problems.first().expect("a problem");
        assert_eq!(problem.kind, ProblemKind::UnrenderedTemplate, "{text}");
        assert!(problem.reason.get(Lang::En).contains("helm template"));
    };
    advice("kind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n");
    advice("{{- if .Values.x }}\nkind: Deployment\n{{- end }}\n");
    advice("kind: Deployment\nspec:\n  template: {{ toYaml . | nindent 4 }}\n");
    assert!(
        read("kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\ndata:\n  rule: '{{ $labels.pod }} is down'\n")
            .problems
            .is_empty()
    );
}

#[test]
fn wrong_types_and_double_keys_have_places() {
    let text = "\
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  hostNetwork: \"yes\"
  containers:
    - name: c
      image: x
      image: z
      env:
        - name: PORT
          value: 8080
      ports:
        - containerPort: \"80\"
";
    assert_eq!(problems(text), ["DuplicateKey 9:7", "WrongType 12:18", "WrongType 14:26", "WrongType 5:16"]);
}

#[test]
fn what_kubernetes_refuses_is_said_and_judged() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n";
    for (text, problem) in [
        (format!("{pod}spec: {{hostPID: !!bool maybe}}\n"), "BrokenDocument 4:24"),
        (format!("{pod}? [a]\n: b\n"), "BrokenDocument 4:3"),
        (format!("{pod}~: b\n"), "BrokenDocument 4:1"),
        (format!("{pod}<<: [a]\n"), "BrokenDocument 4:5"),
        (format!("{pod}x: .inf\n"), "BrokenDocument 4:4"),
        (format!("%YAML 1.1\n---\n{pod}"), "BrokenDocument 1:1"),
        (format!("--- # fine\n{pod}---\n--- {{kind: Pod, apiVersion: v1}}\n"), "BrokenDocument 6:1"),
        (format!("---# fine\n{pod}"), "BrokenDocument 1:1"),
        (format!("{pod}x: !!binary a\n"), "BrokenDocument 4:13"),
    ] {
        assert_eq!(problems(&text).first().map(String::as_str), Some(problem), "{text}");
        assert!(!read(&text).workloads.is_empty(), "{text}");
    }
}

#[test]
fn what_kubernetes_does_not_look_at_is_said_and_not_judged() {
    let text = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n...\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n";
    assert_eq!(problems(text), ["BrokenDocument 5:1"]);
    assert_eq!(read(text).namespaces.len(), 1);
}

#[test]
fn kinds_and_fields_are_told_whatever_they_are_written_as() {
    let hidden = "apiVersion: !!str v1\nkind: !!binary UG9k\nmetadata: {name: p}\nx: &e {hostPID: !!bool on}\nspec:\n  hostPID: false\n  !!binary aG9zdElQQw==: true\n  <<: *e\n  containers: []\n";
    let inventory = read(hidden);
    let pod = &inventory.workloads.first().expect("a pod").pod.spec;
    assert_eq!(pod.host_pid.map(|it| it.value), Some(true), "the merge stands behind the key");
    assert_eq!(pod.host_ipc.map(|it| it.value), Some(true), "the key is written in base64");
    let quoted = read(&hidden.replace("<<:", "\"<<\":"));
    assert_eq!(quoted.workloads[0].pod.spec.host_pid.map(|it| it.value), Some(false), "quoted it is a name");
}
