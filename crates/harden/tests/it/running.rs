//! What would not run any more: for each kind of it a deployment, and what has to come of it.

use harden::{Hardened, Request};
use lang::Lang;

use crate::harden;

/// A workload of one container, in a namespace where Dify is.
pub(crate) fn pod(kind: &str, name: &str, image: &str, rest: &str) -> String {
    let api = if kind == "Job" { "batch/v1" } else { "apps/v1" };
    format!(
        "apiVersion: {api}\nkind: {kind}\nmetadata: {{name: {name}, namespace: dify}}\nspec:\n  selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec:\n      containers:\n      - name: {name}\n        image: {image}\n{rest}"
    )
}

fn deployment(name: &str, image: &str, rest: &str) -> String {
    pod("Deployment", name, image, rest)
}

/// Dify itself, so that general images beside it are its own.
pub(crate) fn with_dify(text: &str) -> String {
    format!("{text}---\n{}", deployment("web", "langgenius/dify-web:1.15.0", ""))
}

fn hardened(text: &str) -> Hardened {
    harden(&with_dify(text), &Request::default())
}

/// The part of what came out that is about the first document.
fn first(hardened: &Hardened) -> String {
    hardened.text().split("---\n").next().unwrap_or("").to_owned()
}

/// Why something of a rule was left alone.
pub(crate) fn because(hardened: &Hardened, rule: &str) -> Vec<String> {
    let of = hardened.held.iter().filter(|it| it.rule == *rule);
    of.map(|it| it.kept.because.get(Lang::En).to_owned()).collect()
}

#[test]
fn a_worker_is_asked_only_what_its_version_answers() {
    let text = |tag: &str| {
        deployment("worker", &format!("langgenius/dify-api:{tag}"), "        env: [{name: MODE, value: worker}]\n")
    };
    for tag in ["1.9.2", "1.13.3", "latest", "1.13.3-lts.1"] {
        let after = hardened(&text(tag));
        assert!(!first(&after).contains("Probe"), "{tag}: {}", first(&after));
    }
    assert!(first(&hardened(&text("1.14.0"))).contains("celery_healthcheck"));
}

#[test]
fn a_sandbox_is_asked_only_what_its_version_answers() {
    for (tag, question) in
        [("0.2.1", "tcpSocket"), ("latest", "tcpSocket"), ("0.2.5", "httpGet"), ("0.2.15", "httpGet")]
    {
        let after = hardened(&deployment("sandbox", &format!("langgenius/dify-sandbox:{tag}"), ""));
        assert!(first(&after).contains(&format!("livenessProbe:\n          {question}:")), "{tag}: {}", first(&after));
    }
}

#[test]
fn probes_ask_the_port_that_is_listened_on() {
    let env = |name: &str, value: &str| format!("        env: [{{name: {name}, value: \"{value}\"}}]\n");
    for (name, image, rest, port) in [
        (
            "api",
            "langgenius/dify-api:1.16.1",
            "        env: [{name: MODE, value: api}, {name: DIFY_PORT, value: \"8000\"}]\n".to_owned(),
            8000,
        ),
        ("plugin", "langgenius/dify-plugin-daemon:0.6.3-local", env("SERVER_PORT", "6002"), 6002),
        (
            "plugin",
            "langgenius/dify-plugin-daemon:0.6.3-local",
            format!("        ports: [{{containerPort: 5003}}]\n{}", env("SERVER_PORT", "5002")),
            5002,
        ),
        ("sandbox", "langgenius/dify-sandbox:0.2.15", env("SANDBOX_PORT", "9194"), 9194),
        ("squid", "ubuntu/squid:latest", env("HTTP_PORT", "8888"), 8888),
        ("pages", "langgenius/dify-web:1.15.0", "        ports: [{containerPort: 8080}]\n".to_owned(), 3000),
        ("redis", "redis:7-alpine", "        args: [--port, \"6400\"]\n".to_owned(), 6400),
        ("postgres", "postgres:16", env("PGPORT", "5433"), 5433),
    ] {
        let after = first(&hardened(&deployment(name, image, &rest)));
        let probes: Vec<&str> = after.split("Probe:").skip(1).collect();
        assert!(!probes.is_empty(), "{name}: {after}");
        let word = format!("{port}");
        assert!(probes.iter().all(|it| it.lines().take(4).any(|line| line.contains(&word))), "{name}: {after}");
    }
}

#[test]
fn nginx_is_asked_where_its_configuration_listens() {
    let config = |listen: &str| {
        format!(
            "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: conf, namespace: dify}}\ndata:\n  default.conf: |\n    server {{\n      listen {listen};\n      location /console/api {{ proxy_pass http://api:5001; }}\n    }}\n"
        )
    };
    let mount = "        ports:\n        - containerPort: 8443\n        - containerPort: 80\n        volumeMounts: [{name: conf, mountPath: /etc/nginx/conf.d}]\n      volumes: [{name: conf, configMap: {name: conf}}]\n";
    for (listen, port) in [("80", 80), ("0.0.0.0:8080", 8080), ("[::]:9000 default_server", 9000)] {
        let after = first(&hardened(&format!("{}{}", deployment("dify-nginx", "nginx:1.27", mount), config(listen))));
        assert_eq!(after.matches(&format!("tcpSocket:\n            port: {port}\n")).count(), 3, "{listen}: {after}");
    }
    // A configuration that nobody sees may listen anywhere.
    let after = hardened(&deployment("dify-nginx", "nginx:1.27", mount));
    assert!(!first(&after).contains("Probe"), "{}", first(&after));
    assert!(!because(&after, "missing-probe").is_empty());
}

#[test]
fn a_listener_that_the_kubelet_does_not_reach_is_not_asked() {
    let rest = "        env: [{name: MODE, value: api}, {name: DIFY_BIND_ADDRESS, value: 127.0.0.1}]\n";
    let after = hardened(&deployment("api", "langgenius/dify-api:1.15.0", rest));
    assert!(!first(&after).contains("Probe"), "{}", first(&after));
}

#[test]
fn folders_that_are_made_at_start_can_be_made() {
    let api = |mode: &str, more: &str| {
        let kind = if mode == "migration" { "Job" } else { "Deployment" };
        pod(kind, mode, "langgenius/dify-api:1.15.0", &format!("        env: [{{name: MODE, value: {mode}}}{more}]\n"))
    };
    for mode in ["api", "worker", "migration"] {
        let after = first(&hardened(&api(mode, "")));
        assert!(
            after.contains("readOnlyRootFilesystem: true") && after.contains("mountPath: /app/api/storage"),
            "{mode}: {after}"
        );
        let moved = first(&hardened(&api(
            mode,
            ", {name: OPENDAL_FS_ROOT, value: /var/dify}, {name: LOG_FILE, value: /logs/a/server.log}",
        )));
        assert!(moved.contains("mountPath: /var/dify") && moved.contains("mountPath: /logs/a\n"), "{mode}: {moved}");
        let remote = first(&hardened(&api(mode, ", {name: STORAGE_TYPE, value: s3}")));
        assert!(remote.contains("readOnlyRootFilesystem: true") && !remote.contains("/storage"), "{mode}: {remote}");
        // Where the code stands, a volume would hide it.
        let hiding = hardened(&api(mode, ", {name: LOG_FILE, value: /app/api/server.log}"));
        assert!(!first(&hiding).contains("readOnlyRootFilesystem: true"), "{mode}: {}", first(&hiding));
        assert!(!because(&hiding, "writable-root-filesystem").is_empty(), "{mode}");
    }
    // Beat writes its schedule beside the code, and nothing moves it.
    let beat = hardened(&api("beat", ""));
    assert!(!first(&beat).contains("readOnlyRootFilesystem: true"), "{}", first(&beat));
    let daemon = "        env: [{name: LOG_FILE, value: /app/logs/server.log}, {name: PLUGIN_WORKING_PATH, value: /app/storage/cwd}]\n        volumeMounts: [{name: data, mountPath: /app/storage}]\n      volumes: [{name: data, persistentVolumeClaim: {claimName: c}}]\n";
    let after = first(&hardened(&deployment("daemon", "langgenius/dify-plugin-daemon:0.6.3-local", daemon)));
    assert!(after.contains("mountPath: /app/logs") && !after.contains("mountPath: /app/storage/cwd"), "{after}");
}

#[test]
fn pm2_has_a_home_that_it_can_write_to() {
    for (tag, wants) in [("1.9.2", true), ("1.13.0", true), ("1.13.1", false), ("1.15.0", false)] {
        let after = first(&hardened(&deployment("pages", &format!("langgenius/dify-web:{tag}"), "")));
        assert!(after.contains("readOnlyRootFilesystem: true"), "{tag}: {after}");
        assert_eq!(after.contains("value: /tmp/.pm2"), wants, "{tag}: {after}");
    }
    let after = hardened(&deployment("pages", "langgenius/dify-web:latest", ""));
    assert!(!first(&after).contains("readOnlyRootFilesystem: true"), "{}", first(&after));
}

#[test]
fn stores_keep_the_user_of_their_data() {
    let mounts = |path: &str| {
        format!(
            "        volumeMounts: [{{name: d, mountPath: {path}}}]\n      volumes: [{{name: d, persistentVolumeClaim: {{claimName: d}}}}]\n"
        )
    };
    for (image, path, uid, gid) in [
        ("postgres:15", "/var/lib/postgresql/data", 999, 999),
        ("postgres:15-alpine", "/var/lib/postgresql/data", 70, 70),
        ("redis:7", "/data", 999, 999),
        ("redis:7-alpine", "/data", 999, 1000),
        ("bitnamilegacy/redis:7.0.11", "/bitnami/redis/data", 1001, 1001),
        ("bitnamilegacy/postgresql:15.3.0", "/bitnami/postgresql", 1001, 1001),
    ] {
        let request = Request { owned_volumes: true, ..Request::default() };
        let after = first(&harden(&with_dify(&pod("StatefulSet", "store", image, &mounts(path))), &request));
        let user = format!("runAsUser: {uid}\n          runAsGroup: {gid}\n");
        assert!(after.contains(&user), "{image}: {after}");
    }
    for image in [
        "postgres@sha256:0000",
        "acme/postgres:15",
        "registry.example.com/redis:7",
        "bitnamilegacy/redis-sentinel:7.0.11",
        "redis@sha256:00",
    ] {
        let after = hardened(&pod("StatefulSet", "store", image, &mounts("/data")));
        let text = first(&after);
        assert!(
            !text.contains("runAsUser") && !text.contains("readOnlyRootFilesystem: true") && !text.contains("drop:"),
            "{image}: {text}"
        );
        assert!(!because(&after, "writable-root-filesystem").is_empty(), "{image}");
    }
}

#[test]
fn bitnami_builds_write_elsewhere() {
    for (image, paths) in [
        ("bitnamilegacy/redis:7.0.11-debian-11-r12", ["/opt/bitnami/redis/etc", "/opt/bitnami/redis/tmp"]),
        (
            "bitnamilegacy/postgresql:15.3.0-debian-11-r7",
            ["/opt/bitnami/postgresql/conf", "/opt/bitnami/postgresql/tmp"],
        ),
    ] {
        let after = first(&hardened(&pod("StatefulSet", "store", image, "")));
        assert!(paths.iter().all(|it| after.contains(&format!("mountPath: {it}\n"))), "{after}");
        assert!(!after.contains("mountPath: /data") && !after.contains("mountPath: /var/"), "{after}");
    }
}

#[test]
fn postgres_18_finds_nothing_where_17_had_its_data() {
    for (rest, mounted) in [
        ("", true),
        (
            "        volumeMounts: [{name: d, mountPath: /var/lib/postgresql/18}]\n      volumes: [{name: d, emptyDir: {}}]\n",
            false,
        ),
        (
            "        volumeMounts: [{name: d, mountPath: /var/lib/postgresql}]\n      volumes: [{name: d, emptyDir: {}}]\n",
            false,
        ),
    ] {
        let after = first(&hardened(&pod("StatefulSet", "db", "postgres:18-alpine", rest)));
        assert!(after.contains("readOnlyRootFilesystem: true"), "{after}");
        assert!(!after.contains("mountPath: /var/lib/postgresql/data"), "{after}");
        assert_eq!(after.contains("name: writable-var-lib-postgresql\n"), mounted, "{after}");
    }
    let at_data = "        volumeMounts: [{name: d, mountPath: /var/lib/postgresql/data}]\n      volumes: [{name: d, emptyDir: {}}]\n";
    let after = hardened(&pod("StatefulSet", "db", "postgres:18-alpine", at_data));
    assert!(!first(&after).contains("readOnlyRootFilesystem: true"), "{}", first(&after));
    let own = "        env: [{name: PGDATA, value: /data/pg}]\n        volumeMounts: [{name: d, mountPath: /data}]\n      volumes: [{name: d, emptyDir: {}}]\n";
    let after = first(&hardened(&pod("StatefulSet", "db", "postgres:18-alpine", own)));
    assert!(after.contains("readOnlyRootFilesystem: true") && !after.contains("mountPath: /var/lib"), "{after}");
    let latest = hardened(&pod("StatefulSet", "db", "postgres:latest", ""));
    assert!(!first(&latest).contains("readOnlyRootFilesystem: true"), "{}", first(&latest));
}

#[test]
fn volumes_that_stay_roots_keep_their_user_and_the_command_is_said() {
    let daemon = |volume: &str| {
        let rest = format!(
            "        volumeMounts: [{{name: data, mountPath: /app/storage}}]\n      volumes: [{{name: data, {volume}}}]\n"
        );
        deployment("daemon", "langgenius/dify-plugin-daemon:0.6.3-local", &rest)
    };
    for volume in [
        "hostPath: {path: /srv/dify}",
        "nfs: {server: a, path: /b}",
        "persistentVolumeClaim: {claimName: unseen}",
        "csi: {driver: x}",
    ] {
        let text = with_dify(&daemon(volume));
        let after = harden(&text, &Request::default());
        assert!(!first(&after).contains("runAsUser"), "{volume}: {}", first(&after));
        let because = because(&after, "runs-as-root");
        assert!(because.iter().any(|it| it.contains("chown -R 1001:1001")), "{volume}: {because:?}");
        let owned = harden(&text, &Request { owned_volumes: true, ..Request::default() });
        assert!(
            first(&owned).contains("runAsUser: 1001") && first(&owned).contains("name: HOME"),
            "{volume}: {}",
            first(&owned)
        );
    }
    let after = hardened(&daemon("emptyDir: {}"));
    assert!(first(&after).contains("runAsUser: 1001"), "{}", first(&after));
    // The command is copied into a shell of root.
    for (path, said) in [("/a; reboot", "chown -R 1001:1001 '/a; reboot'`"), ("-x", "chown -R 1001:1001 PATH`")] {
        let after = harden(&with_dify(&daemon(&format!("hostPath: {{path: \"{path}\"}}"))), &Request::default());
        let because = because(&after, "runs-as-root");
        assert!(because.iter().any(|it| it.contains(said)), "{path}: {because:?}");
    }
    // What ran as root until now and gets its user with 1.10.1.
    let api = "        env: [{name: MODE, value: api}]\n        volumeMounts: [{name: s, mountPath: /app/api/storage}]\n      volumes: [{name: s, hostPath: {path: /srv/dify/storage}}]\n";
    let after = hardened(&deployment("api", "langgenius/dify-api:1.9.2", api));
    assert!(because(&after, "runs-as-root").iter().any(|it| it.contains("chown -R 1001:1001 /srv/dify/storage")));
}

#[test]
fn services_no_longer_name_ports() {
    let service = |name: &str| {
        format!(
            "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: dify}}\nspec: {{ports: [{{port: 1}}]}}\n"
        )
    };
    let api = deployment("api", "langgenius/dify-api:1.15.0", "        env: [{name: MODE, value: api}]\n");
    for name in
        ["dify", "redis", "db", "elasticsearch", "opensearch", "chroma", "pgvector", "myscale", "pgvecto-rs", "smtp"]
    {
        let after = first(&hardened(&format!("{api}{}", service(name))));
        assert!(after.contains("enableServiceLinks: false"), "{name}: {after}");
    }
    assert!(!first(&hardened(&format!("{api}{}", service("weaviate")))).contains("enableServiceLinks"));
    let sandbox = deployment("box", "langgenius/dify-sandbox:0.2.15", "");
    assert!(first(&hardened(&format!("{sandbox}{}", service("sandbox")))).contains("enableServiceLinks: false"));
    let given =
        deployment("box", "langgenius/dify-sandbox:0.2.15", "        env: [{name: SANDBOX_PORT, value: \"8194\"}]\n");
    assert!(!first(&hardened(&format!("{given}{}", service("sandbox")))).contains("enableServiceLinks"));
}

#[test]
fn scripts_and_strangers_are_left_alone() {
    for (image, rest) in [
        ("postgres:16", "        command: [sh, -c, \"psql -h db -c 'select 1' > /var/x; sleep infinity\"]\n"),
        ("langgenius/dify-plugin-daemon:0.6.3-local", "        command: [sh, -c, \"/patch.sh && /app/main\"]\n"),
        ("acme/tool:1", ""),
        ("busybox:1.36", "        command: [sh, -c, \"chown -R 1001:1001 /storage\"]\n"),
    ] {
        let after = first(&hardened(&deployment("thing", image, rest)));
        assert!(
            !after.contains("runAsUser") && !after.contains("drop:") && !after.contains("readOnlyRootFilesystem: true"),
            "{image}: {after}"
        );
        assert!(!after.contains("Probe"), "{image}: {after}");
    }
    // The init container that gives the storage to its user keeps what it does that with.
    let init = "        env: [{name: MODE, value: api}]\n      initContainers:\n      - name: own\n        image: busybox:1.36\n        command: [sh, -c, \"chown -R 1001:1001 /app/api/storage\"]\n        securityContext: {runAsUser: 0}\n";
    let after = first(&hardened(&deployment("api", "langgenius/dify-api:1.15.0", init)));
    assert!(after.contains("securityContext: {runAsUser: 0, allowPrivilegeEscalation: false}"), "{after}");
}

#[test]
fn one_component_at_a_time() {
    let text = with_dify(&deployment("api", "langgenius/dify-api:1.15.0", "        env: [{name: MODE, value: api}]\n"));
    let request = Request { components: vec![dify::Component::Web], ..Request::default() };
    let after = harden(&text, &request);
    assert_eq!(first(&after), text.split("---\n").next().unwrap_or(""));
    assert!(after.text().contains("runAsUser: 1001"));
}
