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
