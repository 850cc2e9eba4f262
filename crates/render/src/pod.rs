//! The pod of a part: hardened by what the catalogue says that it needs.

use dify::profile::{Level, Probe, ReadOnlyRoot, Root};
use dify::{Component, SANDBOX_SECRET, SECRET};
use lang::{Text, text};
use sha2::{Digest as _, Sha256};

use crate::images::image;
use crate::node::{Entry, Node, entry, map, texts};
use crate::object::selector;
use crate::part::{Part, port_name};
use crate::plan::Plan;

/// `spec.template`.
pub(crate) fn template(part: &Part, plan: &Plan) -> Node {
    let mut metadata = vec![entry("labels", selector(part.name()))];
    if !part.files.is_empty() {
        let why =
            Text::new("a changed configuration restarts the pods", "設定を変えるとPod が再起動するようにするため");
        let annotations = vec![entry("sekisho.dev/config", checksum(part)).note(why)];
        metadata.push(entry("annotations", annotations));
    }
    vec![entry("metadata", metadata), entry("spec", spec(part, plan))].into()
}

/// The first digits are enough to tell two configurations apart; they hold no secret.
fn checksum(part: &Part) -> String {
    let mut hash = Sha256::new();
    part.files.iter().for_each(|file| hash.update(file.text.as_bytes()));
    let digits: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("sha256-{digits}")
}

fn spec(part: &Part, plan: &Plan) -> Vec<Entry> {
    let mut spec = vec![
        entry("serviceAccountName", part.name()),
        entry("automountServiceAccountToken", false).note(Text::new(
            "no part of Dify speaks to the Kubernetes API",
            "Dify のどの部分も Kubernetes API を使わないため",
        )),
        entry("enableServiceLinks", false),
        entry("terminationGracePeriodSeconds", part.grace),
        entry("securityContext", pod_security(part)),
    ];
    let spread = map([
        ("maxSkew", Node::from(1)),
        ("topologyKey", "kubernetes.io/hostname".into()),
        ("whenUnsatisfiable", "ScheduleAnyway".into()),
        ("labelSelector", map([("matchLabels", selector(part.name()))])),
    ]);
    spec.push(entry("topologySpreadConstraints", vec![spread]));
    spec.push(entry("containers", vec![container(part, plan)]));
    let volumes = volumes(part);
    if !volumes.is_empty() {
        spec.push(entry("volumes", volumes));
    }
    spec
}

fn pod_security(part: &Part) -> Node {
    let profile = part.profile();
    let mut found = Vec::new();
    match &profile.root {
        Root::Required(why) => {
            let (en, ja) = why.both();
            let note = text!(
                "root is a documented need: {en}; where nodes offer user namespaces (Kubernetes 1.33), add hostUsers: false to the pod",
                "root が必要です({ja})。ノードが user namespace に対応していれば(Kubernetes 1.33 以降)、Pod に hostUsers: false を加えてください"
            );
            found.push(entry("runAsNonRoot", false).note(note));
        }
        Root::AsShipped(why) => found.push(entry("runAsNonRoot", true).note(why.clone())),
        Root::No => found.push(entry("runAsNonRoot", true)),
    }
    found.extend(profile.uid.map(|uid| entry("runAsUser", uid)));
    found.extend(profile.gid.map(|gid| entry("runAsGroup", gid)));
    if let Some(gid) = profile.gid.filter(|gid| *gid != 0) {
        found.push(entry("fsGroup", gid));
        found.push(entry("fsGroupChangePolicy", "OnRootMismatch"));
    }
    found.push(entry("seccompProfile", map([("type", Node::from("RuntimeDefault"))])));
    found.into()
}

fn container_security(part: &Part) -> Node {
    let profile = part.profile();
    let mut capabilities = vec![entry("drop", ["ALL"])];
    if !profile.capabilities.is_empty() {
        capabilities.push(entry("add", texts(profile.capabilities)));
    }
    let read_only = match &profile.read_only_root {
        ReadOnlyRoot::No(why) => entry("readOnlyRootFilesystem", false).note(why.clone()),
        ReadOnlyRoot::Prepared(why) => entry("readOnlyRootFilesystem", true).note(why.clone()),
        ReadOnlyRoot::Unknown => {
            let note = Text::new(
                "not confirmed upstream: if its log says that it cannot write, mount an emptyDir there",
                "本家では確認されていません。書き込めないというログが出たら、そのパスに emptyDir をマウントしてください",
            );
            entry("readOnlyRootFilesystem", true).note(note)
        }
        // It writes nowhere but where volumes are mounted, as far as its image was read.
        ReadOnlyRoot::Yes | ReadOnlyRoot::Inferred => entry("readOnlyRootFilesystem", true),
    };
    vec![entry("allowPrivilegeEscalation", false), entry("capabilities", capabilities), read_only].into()
}

fn container(part: &Part, plan: &Plan) -> Node {
    let secret = if part.is_caged() { SANDBOX_SECRET } else { SECRET };
    let name = entry("name", part.name());
    let name = match &part.note {
        Some(note) => name.note(note.clone()),
        None => name,
    };
    let mut found = vec![name, entry("image", image(plan, part.component)), entry("imagePullPolicy", "IfNotPresent")];
    if !part.command.is_empty() {
        let command: Vec<Node> = part.command.iter().map(|it| Node::from(*it)).collect();
        found.push(entry("command", command));
    }
    if let Some(config) = part.config {
        found.push(entry("envFrom", vec![map([("configMapRef", map([("name", Node::from(config))]))])]));
    }
    if !part.env.is_empty() {
        found.push(entry("env", part.env.iter().map(|it| it.node(secret)).collect::<Vec<_>>()));
    }
    if !part.ports.is_empty() {
        let port = |number: &u16| {
            let name = Node::from(port_name(part.component, *number));
            map([("name", name), ("containerPort", (*number).into())])
        };
        found.push(entry("ports", part.ports.iter().map(port).collect::<Vec<_>>()));
    }
    found.extend(probes(part));
    found.push(entry("resources", resources(part)));
    found.push(entry("securityContext", container_security(part)));
    let mounts = mounts(part);
    if !mounts.is_empty() {
        found.push(entry("volumeMounts", mounts));
    }
    found.into()
}

fn resources(part: &Part) -> Node {
    let it = part.resources;
    map([
        ("requests", map([("cpu", Node::from(it.cpu)), ("memory", it.memory.into())])),
        ("limits", map([("cpu", Node::from(it.cpu_limit)), ("memory", it.memory_limit.into())])),
    ])
}

fn probes(part: &Part) -> Vec<Entry> {
    let Some(probe) = part.profile().probe else { return Vec::new() };
    let (handler, seconds): (Entry, [u16; 2]) = match probe {
        Probe::Http { path, port } => {
            let port = port_name(part.component, port);
            (entry("httpGet", map([("path", Node::from(path)), ("port", port.into())])), [10, 5])
        }
        Probe::Tcp { port } => {
            let port = port_name(part.component, port);
            (entry("tcpSocket", map([("port", Node::from(port))])), [10, 5])
        }
        Probe::Exec(command) => {
            // Each ping of Celery starts Python and asks the broker.
            let seconds = if part.component.only_fetches() { [120, 60] } else { [15, 5] };
            (entry("exec", map([("command", texts(command))])), seconds)
        }
    };
    let probe = |kind: &str, failures: i32| {
        let body = vec![
            handler.clone(),
            entry("periodSeconds", seconds[0]),
            entry("timeoutSeconds", seconds[1]),
            entry("failureThreshold", failures),
        ];
        entry(kind, body)
    };
    let mut found = Vec::new();
    if part.slow_start {
        let why =
            Text::new("the first start brings the database up to date", "初回の起動ではデータベースを更新するため");
        found.push(probe("startupProbe", 60).note(why));
    }
    // Nobody calls what only fetches its work, so it need not be ready for anybody.
    if !part.component.only_fetches() {
        found.push(probe("readinessProbe", 3));
    }
    found.push(probe("livenessProbe", 6));
    found
}

/// The paths that it writes and that may be lost, each with the name of its volume.
fn scratch(part: &Part) -> Vec<(String, &'static str)> {
    let profile = part.profile();
    // Where the whole root can be written, nothing needs a volume for it.
    if matches!(profile.read_only_root, ReadOnlyRoot::No(_))
        && profile.level == Level::Baseline
        && profile.uid == Some(0)
    {
        return Vec::new();
    }
    // Squid is given a finished configuration, so that nothing of it is written.
    let given = |path: &str| {
        part.claims.iter().any(|it| it.path == path) || part.files.iter().any(|it| it.path.starts_with(path))
    };
    let paths = profile.writable_paths.iter().copied().filter(|path| !given(path));
    paths.map(|path| (path.trim_start_matches('/').replace(['/', '.', '_'], "-").replace("--", "-"), path)).collect()
}

fn mounts(part: &Part) -> Vec<Node> {
    let claims = part.claims.iter().map(|it| map([("name", Node::from(it.name)), ("mountPath", it.path.into())]));
    let files = part.files.iter().map(|it| {
        map([
            ("name", Node::from(it.config)),
            ("mountPath", it.path.into()),
            ("subPath", it.key.into()),
            ("readOnly", true.into()),
        ])
    });
    let scratch = scratch(part);
    let scratch =
        scratch.iter().map(|(name, path)| map([("name", Node::from(name.as_str())), ("mountPath", (*path).into())]));
    claims.chain(files).chain(scratch).collect()
}

fn volumes(part: &Part) -> Vec<Node> {
    let mut found = Vec::new();
    if !part.component.is_store() {
        for it in &part.claims {
            let claim = map([("claimName", Node::from(it.name))]);
            found.push(map([("name", Node::from(it.name)), ("persistentVolumeClaim", claim)]));
        }
    }
    let mut configs: Vec<&str> = part.files.iter().map(|it| it.config).collect();
    configs.dedup();
    for config in configs {
        found.push(map([("name", Node::from(config)), ("configMap", map([("name", Node::from(config))]))]));
    }
    for (name, _) in scratch(part) {
        let limit = if part.component == Component::PluginDaemon { "5Gi" } else { "1Gi" };
        found.push(map([("name", Node::from(name)), ("emptyDir", map([("sizeLimit", Node::from(limit))]))]));
    }
    found
}
