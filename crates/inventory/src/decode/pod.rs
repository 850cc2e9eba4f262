//! Containers, volumes and security contexts.

use model::{
    Capabilities, Container, ContainerPort, ContainerRole, ContainerSecurity, EnvFrom, EnvFromKind, EnvSource, EnvVar,
    Handler, HandlerKind, Lifecycle, Located, Mount, Opaque, PodSecurity, Probe, ProbeKind, Profile, Resources,
    SeLinux, Volume, VolumeSource, Windows,
};
use yaml::Ref;

use super::expansion::Expansion;
use super::{Decoder, Str};

impl<'a> Decoder<'a, '_> {
    pub(super) fn container(&mut self, node: Ref<'a>, role: ContainerRole) -> Container {
        let env: Vec<_> = self.list(node, "env").collect();
        let env_from: Vec<_> = self.list(node, "envFrom").collect();
        let ports: Vec<_> = self.list(node, "ports").collect();
        let mounts: Vec<_> = self.list(node, "volumeMounts").collect();
        let env: Vec<_> = env.into_iter().filter_map(|it| self.env_var(it)).collect();
        let mut known = Expansion::default();
        let env: Vec<_> = env.into_iter().map(|it| known.of_variable(it)).collect();
        Container {
            role,
            place: self.place(node),
            name: self.string(node, "name").unwrap_or_else(|| self.located("".into(), node)),
            image: self.string(node, "image"),
            pull_policy: self.string(node, "imagePullPolicy"),
            restart_policy: self.string(node, "restartPolicy"),
            command: known.of_words(self.opaques(node, "command")),
            args: known.of_words(self.opaques(node, "args")),
            env,
            env_from: env_from.into_iter().filter_map(|it| self.env_from(it)).collect(),
            ports: ports.into_iter().map(|it| self.container_port(it)).collect(),
            resources: node.get("resources").map(|it| self.resources(it)).unwrap_or_default(),
            probes: self.probes(node),
            lifecycle: node.get("lifecycle").map(|it| self.lifecycle(it)).unwrap_or_default(),
            security: node.get("securityContext").map(|it| self.container_security(it)).unwrap_or_default(),
            mounts: mounts.into_iter().filter_map(|it| self.mount(it)).collect(),
        }
    }

    fn env_var(&mut self, node: Ref<'a>) -> Option<EnvVar> {
        let name = self.string(node, "name")?;
        let source = match node.get("valueFrom") {
            Some(from) => self.env_source(from),
            None => {
                let value = self.string(node, "value");
                let place = node.get_entry("value").map_or(self.place(node), |(_, value)| self.place(value));
                let text = value.map_or_else(String::new, |value| value.value.into());
                EnvSource::Literal(Located::new(Opaque::new(text), place))
            }
        };
        Some(EnvVar { place: self.place(node), name, source })
    }

    fn env_source(&mut self, from: Ref<'a>) -> EnvSource {
        let mut key_of = |key: &str| {
            let reference = from.get(key)?;
            let name = self.string(reference, "name").unwrap_or_else(|| self.located("".into(), reference));
            let key = self.string(reference, "key").unwrap_or_else(|| self.located("".into(), reference));
            let optional = self.bool(reference, "optional").is_some_and(|it| it.value);
            Some((name, key, optional))
        };
        if let Some((name, key, optional)) = key_of("secretKeyRef") {
            EnvSource::SecretKey { name, key, optional }
        } else if let Some((name, key, optional)) = key_of("configMapKeyRef") {
            EnvSource::ConfigMapKey { name, key, optional }
        } else {
            EnvSource::Field(self.place(from))
        }
    }

    fn env_from(&mut self, node: Ref<'a>) -> Option<EnvFrom> {
        let (kind, reference) = match (node.get("configMapRef"), node.get("secretRef")) {
            (Some(reference), _) => (EnvFromKind::ConfigMap, reference),
            (None, reference) => (EnvFromKind::Secret, reference?),
        };
        let name = self.string(reference, "name")?;
        Some(EnvFrom { place: self.place(node), kind, name, prefix: self.string(node, "prefix") })
    }

    fn container_port(&mut self, node: Ref<'a>) -> ContainerPort {
        ContainerPort {
            place: self.place(node),
            name: self.string(node, "name"),
            container_port: self.int(node, "containerPort"),
            host_port: self.int(node, "hostPort"),
            protocol: self.protocol(node),
        }
    }

    fn resources(&mut self, node: Ref<'a>) -> Resources {
        let (limits, requests) = (node.get("limits"), node.get("requests"));
        Resources {
            place: Some(self.place(node)),
            cpu_limit: limits.and_then(|it| self.quantity(it, "cpu")),
            memory_limit: limits.and_then(|it| self.quantity(it, "memory")),
            cpu_request: requests.and_then(|it| self.quantity(it, "cpu")),
            memory_request: requests.and_then(|it| self.quantity(it, "memory")),
        }
    }

    fn probes(&mut self, node: Ref<'a>) -> Vec<Probe> {
        let keys = [
            ("livenessProbe", ProbeKind::Liveness),
            ("readinessProbe", ProbeKind::Readiness),
            ("startupProbe", ProbeKind::Startup),
        ];
        keys.into_iter().filter_map(|(key, kind)| Some(Probe { kind, handler: self.handler(node.get(key)?) })).collect()
    }

    fn lifecycle(&mut self, node: Ref<'a>) -> Lifecycle {
        Lifecycle {
            post_start: node.get("postStart").map(|it| self.handler(it)),
            pre_stop: node.get("preStop").map(|it| self.handler(it)),
        }
    }

    fn handler(&mut self, node: Ref<'a>) -> Handler {
        let actions = [
            ("httpGet", HandlerKind::Http),
            ("tcpSocket", HandlerKind::Tcp),
            ("exec", HandlerKind::Exec),
            ("grpc", HandlerKind::Grpc),
        ];
        let mut handler = Handler {
            place: self.place(node),
            kind: HandlerKind::Other,
            hosts: Vec::new(),
            port: None,
            path: None,
            command: Vec::new(),
            headers: Vec::new(),
        };
        for (key, kind) in actions {
            let Some(action) = node.get(key) else { continue };
            if handler.kind == HandlerKind::Other {
                handler.kind = kind;
                handler.port = self.int_or_string(action, "port");
                handler.path = self.string(action, "path");
            }
            handler.command.extend(self.opaques(action, "command"));
            let headers: Vec<_> = self.list(action, "httpHeaders").collect();
            for header in headers {
                let name = self.string(header, "name").map_or_else(|| "".into(), |it| it.value);
                let value = self.string(header, "value");
                handler.headers.extend(value.map(|it| (name, Located::new(Opaque::new(it.value), it.place))));
            }
            if matches!(kind, HandlerKind::Http | HandlerKind::Tcp) {
                handler.hosts.extend(self.string(action, "host"));
            }
        }
        handler
    }

    fn mount(&mut self, node: Ref<'a>) -> Option<Mount> {
        Some(Mount {
            volume: self.string(node, "name")?,
            path: self.string(node, "mountPath"),
            read_only: self.bool(node, "readOnly").is_some_and(|it| it.value),
            sub_path: self.string(node, "subPath"),
        })
    }

    pub(super) fn pod_security(&mut self, node: Ref<'a>) -> PodSecurity {
        let sysctls: Vec<_> = self.list(node, "sysctls").collect();
        PodSecurity {
            place: Some(self.place(node)),
            run_as_user: self.int(node, "runAsUser"),
            run_as_group: self.int(node, "runAsGroup"),
            run_as_non_root: self.bool(node, "runAsNonRoot"),
            fs_group: self.int(node, "fsGroup"),
            seccomp: node.get("seccompProfile").map(|it| self.profile(it)),
            app_armor: node.get("appArmorProfile").map(|it| self.profile(it)),
            se_linux: node.get("seLinuxOptions").map(|it| self.se_linux(it)),
            windows: node.get("windowsOptions").map(|it| self.windows(it)),
            sysctls: sysctls.into_iter().filter_map(|it| self.string(it, "name")).collect(),
        }
    }

    fn container_security(&mut self, node: Ref<'a>) -> ContainerSecurity {
        let capabilities = node.get("capabilities").map(|it| Capabilities {
            place: self.place(it),
            add: self.strings(it, "add"),
            drop: self.strings(it, "drop"),
        });
        ContainerSecurity {
            place: Some(self.place(node)),
            privileged: self.bool(node, "privileged"),
            allow_privilege_escalation: self.bool(node, "allowPrivilegeEscalation"),
            read_only_root: self.bool(node, "readOnlyRootFilesystem"),
            run_as_user: self.int(node, "runAsUser"),
            run_as_group: self.int(node, "runAsGroup"),
            run_as_non_root: self.bool(node, "runAsNonRoot"),
            capabilities,
            seccomp: node.get("seccompProfile").map(|it| self.profile(it)),
            app_armor: node.get("appArmorProfile").map(|it| self.profile(it)),
            se_linux: node.get("seLinuxOptions").map(|it| self.se_linux(it)),
            windows: node.get("windowsOptions").map(|it| self.windows(it)),
            proc_mount: self.string(node, "procMount"),
        }
    }

    fn profile(&mut self, node: Ref<'a>) -> Profile {
        Profile {
            place: self.place(node),
            kind: self.string(node, "type"),
            localhost: self.string(node, "localhostProfile"),
        }
    }

    fn se_linux(&mut self, node: Ref<'a>) -> SeLinux {
        SeLinux {
            place: self.place(node),
            kind: self.string(node, "type"),
            user: self.string(node, "user"),
            role: self.string(node, "role"),
        }
    }

    fn windows(&mut self, node: Ref<'a>) -> Windows {
        Windows { place: self.place(node), host_process: self.bool(node, "hostProcess") }
    }

    pub(super) fn volume(&mut self, node: Ref<'a>) -> Volume {
        let kinds: Vec<Str> = node
            .entries()
            .filter(|(key, _)| key.name() != Some("name"))
            .filter_map(|(key, _)| Some(self.located(key.name()?.into(), key)))
            .collect();
        Volume {
            name: self.string(node, "name").unwrap_or_else(|| self.located("".into(), node)),
            place: self.place(node),
            kinds,
            source: self.volume_source(node),
        }
    }

    fn volume_source(&mut self, node: Ref<'a>) -> VolumeSource {
        if let Some(it) = node.get("hostPath") {
            VolumeSource::HostPath(self.string(it, "path"))
        } else if let Some(it) = node.get("secret") {
            VolumeSource::Secret(self.string(it, "secretName"))
        } else if let Some(it) = node.get("configMap") {
            VolumeSource::ConfigMap(self.string(it, "name"))
        } else if let Some(it) = node.get("persistentVolumeClaim") {
            VolumeSource::Claim(self.string(it, "claimName"))
        } else if let Some(it) = node.get("projected") {
            self.projected(it)
        } else {
            VolumeSource::Other
        }
    }

    fn projected(&mut self, node: Ref<'a>) -> VolumeSource {
        let sources: Vec<_> = self.list(node, "sources").collect();
        let mut names =
            |key: &str| -> Vec<Str> { sources.iter().filter_map(|it| self.string(it.get(key)?, "name")).collect() };
        let (secrets, config_maps) = (names("secret"), names("configMap"));
        let token = sources.iter().find_map(|it| it.get("serviceAccountToken")).map(|it| self.place(it));
        VolumeSource::Projected { secrets, config_maps, token }
    }
}
