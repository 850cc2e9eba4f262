//! The pod as far as anybody here judges it. A field that is absent or null is `None`; what the API server would fill in is
//! left to whoever judges.

use crate::{IntOrString, Located, Opaque, Place, Protocol};

/// `spec` of a pod.
pub struct PodSpec {
    /// The whole spec.
    pub place: Place,
    /// `hostNetwork`.
    pub host_network: Option<Located<bool>>,
    /// `hostPID`.
    pub host_pid: Option<Located<bool>>,
    /// `hostIPC`.
    pub host_ipc: Option<Located<bool>>,
    /// `hostUsers`: false puts the pod into a user namespace.
    pub host_users: Option<Located<bool>>,
    /// `shareProcessNamespace`.
    pub share_process_namespace: Option<Located<bool>>,
    /// `os.name`.
    pub os: Option<Located<Box<str>>>,
    /// `serviceAccountName`, or the older `serviceAccount`.
    pub service_account: Option<Located<Box<str>>>,
    /// `automountServiceAccountToken`.
    pub automount: Option<Located<bool>>,
    /// `enableServiceLinks`.
    pub service_links: Option<Located<bool>>,
    /// `runtimeClassName`.
    pub runtime_class: Option<Located<Box<str>>>,
    /// `imagePullSecrets` by name.
    pub pull_secrets: Vec<Located<Box<str>>>,
    /// `hostname`.
    pub hostname: Option<Located<Box<str>>>,
    /// `securityContext`.
    pub security: PodSecurity,
    /// `volumes`.
    pub volumes: Vec<Volume>,
    /// Init, regular and ephemeral containers, in this order.
    pub containers: Vec<Container>,
}

impl PodSpec {
    /// Containers of one role.
    pub fn containers_of(&self, role: ContainerRole) -> impl Iterator<Item = &Container> {
        self.containers.iter().filter(move |container| container.role == role)
    }
}

/// `securityContext` of a pod.
#[derive(Default)]
pub struct PodSecurity {
    /// Where it stands, if it is there.
    pub place: Option<Place>,
    /// `runAsUser`.
    pub run_as_user: Option<Located<i64>>,
    /// `runAsGroup`.
    pub run_as_group: Option<Located<i64>>,
    /// `runAsNonRoot`.
    pub run_as_non_root: Option<Located<bool>>,
    /// `fsGroup`.
    pub fs_group: Option<Located<i64>>,
    /// `seccompProfile`.
    pub seccomp: Option<Profile>,
    /// `appArmorProfile`.
    pub app_armor: Option<Profile>,
    /// `seLinuxOptions`.
    pub se_linux: Option<SeLinux>,
    /// `windowsOptions`.
    pub windows: Option<Windows>,
    /// `sysctls` by name.
    pub sysctls: Vec<Located<Box<str>>>,
}

/// `securityContext` of a container.
#[derive(Default)]
pub struct ContainerSecurity {
    /// Where it stands, if it is there.
    pub place: Option<Place>,
    /// `privileged`.
    pub privileged: Option<Located<bool>>,
    /// `allowPrivilegeEscalation`.
    pub allow_privilege_escalation: Option<Located<bool>>,
    /// `readOnlyRootFilesystem`.
    pub read_only_root: Option<Located<bool>>,
    /// `runAsUser`.
    pub run_as_user: Option<Located<i64>>,
    /// `runAsGroup`.
    pub run_as_group: Option<Located<i64>>,
    /// `runAsNonRoot`.
    pub run_as_non_root: Option<Located<bool>>,
    /// `capabilities`.
    pub capabilities: Option<Capabilities>,
    /// `seccompProfile`.
    pub seccomp: Option<Profile>,
    /// `appArmorProfile`.
    pub app_armor: Option<Profile>,
    /// `seLinuxOptions`.
    pub se_linux: Option<SeLinux>,
    /// `windowsOptions`.
    pub windows: Option<Windows>,
    /// `procMount`.
    pub proc_mount: Option<Located<Box<str>>>,
}

/// `capabilities` of a container.
pub struct Capabilities {
    /// Where they stand.
    pub place: Place,
    /// `add`.
    pub add: Vec<Located<Box<str>>>,
    /// `drop`.
    pub drop: Vec<Located<Box<str>>>,
}

/// `seccompProfile` or `appArmorProfile`.
pub struct Profile {
    /// Where it stands.
    pub place: Place,
    /// `type`; absent is invalid, and left to whoever judges.
    pub kind: Option<Located<Box<str>>>,
    /// `localhostProfile`.
    pub localhost: Option<Located<Box<str>>>,
}

/// `seLinuxOptions`.
pub struct SeLinux {
    /// Where they stand.
    pub place: Place,
    /// `type`.
    pub kind: Option<Located<Box<str>>>,
    /// `user`.
    pub user: Option<Located<Box<str>>>,
    /// `role`.
    pub role: Option<Located<Box<str>>>,
}

/// `windowsOptions`.
pub struct Windows {
    /// Where they stand.
    pub place: Place,
    /// `hostProcess`.
    pub host_process: Option<Located<bool>>,
}

/// A volume of a pod.
pub struct Volume {
    /// Its name.
    pub name: Located<Box<str>>,
    /// The whole entry.
    pub place: Place,
    /// The source key as written (`emptyDir`, `hostPath`, ...), with its place. Usually one; none means that the API server
    /// makes it an `emptyDir`.
    pub kinds: Vec<Located<Box<str>>>,
    /// What the source says, where somebody here needs it.
    pub source: VolumeSource,
}

/// The sources that are looked into.
pub enum VolumeSource {
    /// A path of the node.
    HostPath(Option<Located<Box<str>>>),
    /// A Secret by name.
    Secret(Option<Located<Box<str>>>),
    /// A ConfigMap by name.
    ConfigMap(Option<Located<Box<str>>>),
    /// A claim by name.
    Claim(Option<Located<Box<str>>>),
    /// Several sources in one: the Secrets and ConfigMaps by name, and whether a service-account token is among them.
    Projected {
        /// Secrets by name.
        secrets: Vec<Located<Box<str>>>,
        /// ConfigMaps by name.
        config_maps: Vec<Located<Box<str>>>,
        /// The place of a service-account token source.
        token: Option<Place>,
    },
    /// Anything else; see [`Volume::kinds`].
    Other,
}

/// Which list a container stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ContainerRole {
    /// `initContainers`.
    Init,
    /// `containers`.
    Regular,
    /// `ephemeralContainers`.
    Ephemeral,
}

/// A container of a pod.
pub struct Container {
    /// Which list it stands in.
    pub role: ContainerRole,
    /// The whole entry.
    pub place: Place,
    /// `name`.
    pub name: Located<Box<str>>,
    /// `image`.
    pub image: Option<Located<Box<str>>>,
    /// `imagePullPolicy`.
    pub pull_policy: Option<Located<Box<str>>>,
    /// `restartPolicy`: `Always` makes an init container a sidecar.
    pub restart_policy: Option<Located<Box<str>>>,
    /// `command`.
    pub command: Vec<Located<Opaque>>,
    /// `args`.
    pub args: Vec<Located<Opaque>>,
    /// `env`.
    pub env: Vec<EnvVar>,
    /// `envFrom`.
    pub env_from: Vec<EnvFrom>,
    /// `ports`.
    pub ports: Vec<ContainerPort>,
    /// `resources`.
    pub resources: Resources,
    /// `livenessProbe`, `readinessProbe`, `startupProbe`.
    pub probes: Vec<Probe>,
    /// `lifecycle.postStart` and `lifecycle.preStop`.
    pub lifecycle: Lifecycle,
    /// `securityContext`.
    pub security: ContainerSecurity,
    /// `volumeMounts`.
    pub mounts: Vec<Mount>,
}

/// An environment variable.
pub struct EnvVar {
    /// The whole entry.
    pub place: Place,
    /// `name`.
    pub name: Located<Box<str>>,
    /// Where its value comes from.
    pub source: EnvSource,
}

/// Where the value of an environment variable comes from.
pub enum EnvSource {
    /// `value`, written out. An entry without any value is the empty string, at the entry's place.
    Literal(Located<Opaque>),
    /// `valueFrom.secretKeyRef`.
    SecretKey {
        /// The Secret.
        name: Located<Box<str>>,
        /// The key in it.
        key: Located<Box<str>>,
        /// `optional`.
        optional: bool,
    },
    /// `valueFrom.configMapKeyRef`.
    ConfigMapKey {
        /// The ConfigMap.
        name: Located<Box<str>>,
        /// The key in it.
        key: Located<Box<str>>,
        /// `optional`.
        optional: bool,
    },
    /// `valueFrom.fieldRef`, `resourceFieldRef` or another source: never a credential.
    Field(Place),
}

/// An entry of `envFrom`.
pub struct EnvFrom {
    /// The whole entry.
    pub place: Place,
    /// ConfigMap or Secret.
    pub kind: EnvFromKind,
    /// Its name.
    pub name: Located<Box<str>>,
    /// `prefix`.
    pub prefix: Option<Located<Box<str>>>,
}

/// What an `envFrom` entry takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvFromKind {
    /// Every key of a ConfigMap.
    ConfigMap,
    /// Every key of a Secret.
    Secret,
}

/// A port of a container.
pub struct ContainerPort {
    /// The whole entry.
    pub place: Place,
    /// `name`.
    pub name: Option<Located<Box<str>>>,
    /// `containerPort`.
    pub container_port: Option<Located<i64>>,
    /// `hostPort`.
    pub host_port: Option<Located<i64>>,
    /// `protocol`, TCP where absent.
    pub protocol: Protocol,
}

/// `resources` of a container; quantities as written.
#[derive(Default)]
pub struct Resources {
    /// Where they stand, if they are there.
    pub place: Option<Place>,
    /// `limits.cpu`.
    pub cpu_limit: Option<Located<Box<str>>>,
    /// `limits.memory`.
    pub memory_limit: Option<Located<Box<str>>>,
    /// `requests.cpu`.
    pub cpu_request: Option<Located<Box<str>>>,
    /// `requests.memory`.
    pub memory_request: Option<Located<Box<str>>>,
}

/// The three probes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeKind {
    /// `livenessProbe`.
    Liveness,
    /// `readinessProbe`.
    Readiness,
    /// `startupProbe`.
    Startup,
}

/// A probe.
pub struct Probe {
    /// Which one.
    pub kind: ProbeKind,
    /// What it does.
    pub handler: Handler,
}

/// Hooks of a container.
#[derive(Default)]
pub struct Lifecycle {
    /// `postStart`.
    pub post_start: Option<Handler>,
    /// `preStop`.
    pub pre_stop: Option<Handler>,
}

/// What a probe or hook does. Where several actions stand in one handler, each has its own entry in `hosts`.
pub struct Handler {
    /// Where it stands.
    pub place: Place,
    /// The first action found.
    pub kind: HandlerKind,
    /// `httpGet.host` and `tcpSocket.host`, as written.
    pub hosts: Vec<Located<Box<str>>>,
    /// The port of the first action.
    pub port: Option<Located<IntOrString>>,
    /// The path of an HTTP action.
    pub path: Option<Located<Box<str>>>,
    /// The words of `exec.command`.
    pub command: Vec<Located<Opaque>>,
    /// `httpGet.httpHeaders`: the name and the value.
    pub headers: Vec<(Box<str>, Located<Opaque>)>,
}

/// The actions of a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandlerKind {
    /// `httpGet`.
    Http,
    /// `tcpSocket`.
    Tcp,
    /// `exec`.
    Exec,
    /// `grpc`.
    Grpc,
    /// `sleep`, or nothing.
    Other,
}

/// A mount of a container.
pub struct Mount {
    /// The volume.
    pub volume: Located<Box<str>>,
    /// `mountPath`.
    pub path: Option<Located<Box<str>>>,
    /// `readOnly`.
    pub read_only: bool,
    /// `subPath`.
    pub sub_path: Option<Located<Box<str>>>,
}
