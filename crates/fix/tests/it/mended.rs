//! What a mended file looks like.

use rules::FixClass;

use crate::mend;

fn mended(text: &str, class: FixClass) -> String {
    let mended = mend(&[("a.yaml".into(), text.into())], class);
    mended.texts.get(&0).cloned().unwrap_or_else(|| text.to_owned())
}

#[test]
fn a_part_of_dify_is_mended_in_its_place() {
    let before = "\
# our api
apiVersion: v1
kind: Pod
metadata: {name: api}   # keep
spec:
  hostNetwork: true # why?
  containers:
  - name: api
    image: langgenius/dify-api:1.15.0
    env:
    - {name: MODE, value: api}
    - name: SWAGGER_UI_ENABLED
      value: 'true'
";
    let after = "\
# our api
apiVersion: v1
kind: Pod
metadata: {name: api}   # keep
spec:
  hostNetwork: false # why?
  containers:
  - name: api
    image: langgenius/dify-api:1.15.0
    env:
    - {name: MODE, value: api}
    - name: SWAGGER_UI_ENABLED
      value: 'false'
    securityContext:
      capabilities:
        drop: [ALL]
      runAsNonRoot: true
      runAsUser: 1001
      runAsGroup: 1001
      allowPrivilegeEscalation: false
  automountServiceAccountToken: false
  securityContext:
    seccompProfile:
      type: RuntimeDefault
";
    assert_eq!(mended(before, FixClass::Safe), after);
    assert_eq!(mended(&before.replace('\n', "\r\n"), FixClass::Safe), after.replace('\n', "\r\n"));
}

#[test]
fn what_must_be_looked_at_is_left_unless_it_is_asked_for() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n  containers:\n  - name: x\n    image: acme/x:1\n    ports: [{containerPort: 80}]\n    securityContext: {runAsUser: 7}\n";
    let safe = mended(text, FixClass::Safe);
    assert!(!safe.contains("limits") && !safe.contains("drop"), "{safe}");
    let all = mended(text, FixClass::Review);
    assert!(all.contains("limits") && all.contains("drop: [ALL]"), "{all}");
    // What starts as root may use what it has at start.
    let all = mended(&text.replace("{runAsUser: 7}", "{}"), FixClass::Review);
    assert!(all.contains("limits") && !all.contains("drop"), "{all}");
}

#[test]
fn what_an_alias_shares_is_left_with_what_to_paste() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec:\n  securityContext: &c {fsGroup: 1}\n  x: *c\n  containers:\n  - name: api\n    image: langgenius/dify-api:1.15.0\n    env: [{name: MODE, value: api}]\n";
    let mended = mend(&[("a.yaml".into(), text.into())], FixClass::Safe);
    let left: Vec<_> = mended.left.iter().map(|it| (it.rule.as_str(), it.snippet.as_str())).collect();
    let snippet = "spec:\n  securityContext:\n    seccompProfile:\n      type: RuntimeDefault\n";
    assert_eq!(left, [("missing-seccomp-profile", snippet)]);
    assert!(mended.texts[&0].contains("securityContext: &c {fsGroup: 1}\n"));
}

#[test]
fn no_half_of_a_fix_is_made() {
    // The volume cannot be added, so the root file system stays writable.
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec:\n  volumes: &v [{name: a, emptyDir: {}}]\n  x: *v\n  containers:\n  - name: api\n    image: langgenius/dify-api:1.15.0\n    env: [{name: MODE, value: api}]\n";
    let after = mended(text, FixClass::Review);
    assert!(!after.contains("readOnlyRootFilesystem") && !after.contains("volumeMounts"), "{after}");
}

/// What `restricted` refuses of a text.
fn refused(text: &str) -> Vec<&'static str> {
    let inventory = inventory::read(vec![inventory::Input::file("a.yaml", text)], &inventory::Options::default());
    let evaluate = |it: &model::Workload| pss::evaluate(&it.pod, pss::Level::Restricted, pss::Version::Latest);
    inventory.workloads.iter().flat_map(evaluate).map(|it| it.check).collect()
}

#[test]
fn nginx_on_a_low_port_needs_no_root() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: nginx, labels: {app: dify-nginx}}\nspec:\n  containers:\n  - name: nginx\n    image: nginx:1.27.5\n    ports: [{containerPort: 80}]\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec:\n  containers:\n  - {name: api, image: 'langgenius/dify-api:1.15.0', env: [{name: MODE, value: api}]}\n";
    let after = mended(text, FixClass::Review);
    assert!(after.contains("- name: net.ipv4.ip_unprivileged_port_start\n      value: \"0\""), "{after}");
    assert!(after.contains("mountPath: /run\n") && after.contains("runAsUser: 101\n"), "{after}");
    assert_eq!(refused(&after), Vec::<&str>::new(), "{after}");
    // A script of somebody else's may write anywhere.
    let script = text.replace("    ports:", "    command: [sh, -c, /start.sh]\n    ports:");
    let after = mended(&script, FixClass::Review);
    assert!(!after.contains("runAsUser: 101"), "{after}");
}

#[test]
fn what_only_sets_the_nodes_sysctls_goes() {
    let pod = |command: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: weaviate}}\nspec:\n  initContainers:\n  - name: sysctl # for the node\n    image: alpine:3\n    command: {command}\n    securityContext: {{privileged: true, runAsUser: 0}}\n  containers:\n  - {{name: weaviate, image: 'cr.weaviate.io/semitechnologies/weaviate:1.27.27'}}\n"
        )
    };
    for command in ["[sysctl, -w, vm.max_map_count=524288]", "[sh, -c, 'sysctl -w a.b=1; /sbin/sysctl -w c.d=2']"] {
        let after = mended(&pod(command), FixClass::Review);
        assert!(!after.contains("sysctl"), "{after}");
        assert_eq!(refused(&after), Vec::<&str>::new(), "{after}");
    }
    for command in ["[sh, -c, 'sysctl -w a.b=1; chown -R 1000 /data']", "[sh, -c, 'mount /x']", "[]"] {
        assert!(mended(&pod(command), FixClass::Review).contains("privileged: true"), "{command}");
    }
}

#[test]
fn two_containers_share_the_volumes_that_are_added() {
    let before = "\
apiVersion: v1
kind: Pod
metadata: {name: api}
spec:
  initContainers:
  - name: migration
    image: langgenius/dify-api:1.15.0
    env: [{name: MODE, value: migration}]
  containers:
  - name: api
    image: langgenius/dify-api:1.15.0
    env: [{name: MODE, value: api}]
";
    let after = mended(before, FixClass::Review);
    assert_eq!(after.matches("readOnlyRootFilesystem: true").count(), 2, "{after}");
    assert_eq!(after.matches("  - name: writable-tmp\n    emptyDir: {}\n").count(), 1, "{after}");
    assert_eq!(after.matches("- name: writable-tmp\n      mountPath: /tmp\n").count(), 2, "{after}");
}
