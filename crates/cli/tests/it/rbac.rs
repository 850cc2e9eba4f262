//! `sekisho rbac`.

use crate::{assert_valid, run, run_with};

const INPUT: &str = "
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: dify}
rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: api, namespace: dify}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: api}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ops}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: ops}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: own}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: elsewhere}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}]
";

#[test]
fn who_can_has_the_published_form() {
    for lang in ["en", "ja"] {
        let arguments = ["rbac", "who-can", "get", "secrets", "-n", "dify", "-", "--format", "json", "--lang", lang];
        let result = run_with(&arguments, INPUT);
        assert_eq!(result.code, Some(0), "{}", result.err);
        let value = result.json();
        assert_valid("who-can.schema.json", &value);
        let subjects = value["subjects"].as_array().expect("subjects");
        let names: Vec<String> =
            subjects.iter().map(|it| format!("{} {} {}", it["kind"], it["namespace"], it["name"])).collect();
        assert_eq!(names, ["\"ServiceAccount\" \"dify\" \"api\"", "\"Group\" \"\" \"ops\""]);
        assert_eq!((&subjects[0]["via"][0]["file"], &subjects[0]["via"][0]["line"]), (&"<stdin>".into(), &5.into()));
        assert_eq!(value["unknown"][0]["subjects"][0]["name"], "eve");
    }
}

#[test]
fn who_can_reads_well_in_both_languages() {
    let english = run_with(&["rbac", "who-can", "get", "secrets", "-"], INPUT);
    assert!(english.out.contains("RoleBinding dify/api -> Role reader, in dify (<stdin>:5:9)"), "{}", english.out);
    assert!(english.out.contains("ClusterRoleBinding ops -> ClusterRole cluster-admin, everywhere"), "{}", english.out);
    assert!(english.out.contains("ClusterRole `elsewhere` is not in the input"), "{}", english.out);
    let japanese = run_with(&["rbac", "who-can", "list", "nodes", "-", "--lang", "ja"], INPUT);
    assert!(japanese.out.contains("対象は全体") && japanese.out.contains("入力に含まれていません"), "{}", japanese.out);
    let role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a}\nrules: []\n";
    let nothing =
        run_with(&["rbac", "who-can", "get", "nodes", "-"], "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
    assert!(nothing.code == Some(1) && nothing.out.is_empty(), "{}", nothing.out);
    let nobody = run_with(&["rbac", "who-can", "get", "nodes", "-"], role);
    assert!(nobody.code == Some(0) && nobody.out.starts_with("nobody"), "{}", nobody.out);
    let named = run_with(&["rbac", "who-can", "create", "secrets/x", "-"], INPUT);
    assert!(named.err.contains("knows no name"), "{}", named.err);
}

#[test]
fn mistakes_are_wrong_use() {
    let wrong = run(&["rbac", "who-can", "get", "secret", "-"]);
    assert!(wrong.code == Some(2) && wrong.err.contains("`secrets`"), "{}", wrong.err);
}
