//! What other frameworks call a thing: the one table of their ids.
//!
//! Every id of CIS, NSA-CISA, OWASP or the Pod Security Standards in Sekisho's output comes from here, with where it was
//! read and whether that settles it. An id whose source does not settle it is labelled as unconfirmed wherever it is shown.

use lang::Text;

/// A framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Framework {
    /// Pod Security Standards, ids of `k8s.io/pod-security-admission`.
    Pss,
    /// CIS Kubernetes Benchmark 1.10.
    Cis110,
    /// CIS Kubernetes Benchmark 1.11.
    Cis111,
    /// CIS Kubernetes Benchmark 1.12.
    Cis112,
    /// NSA-CISA Kubernetes Hardening Guidance 1.2, by section.
    Nsa,
    /// OWASP Kubernetes Top Ten 2022.
    Owasp2022,
    /// OWASP Kubernetes Top Ten 2025.
    Owasp2025,
}

impl Framework {
    /// The name, as people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Framework::Pss => "Pod Security Standards",
            Framework::Cis110 => "CIS Kubernetes 1.10",
            Framework::Cis111 => "CIS Kubernetes 1.11",
            Framework::Cis112 => "CIS Kubernetes 1.12",
            Framework::Nsa => "NSA-CISA 1.2",
            Framework::Owasp2022 => "OWASP K8s 2022",
            Framework::Owasp2025 => "OWASP K8s 2025",
        }
    }

    /// Where the ids were read.
    #[must_use]
    pub const fn source(self) -> Text {
        match self {
            Framework::Pss => Text::new(
                "the reference implementation's source, k8s.io/pod-security-admission 0.37",
                "参照実装 k8s.io/pod-security-admission 0.37 のソース",
            ),
            Framework::Cis110 => Text::new("kube-bench's source", "kube-bench のソース"),
            Framework::Cis111 | Framework::Cis112 => Text::new(
                "kube-bench's source; another tool numbers some sections differently, and the benchmark itself was not at hand",
                "kube-bench のソース。別のツールでは一部の番号が異なり、ベンチマーク本文は確認できていません",
            ),
            Framework::Nsa => Text::new(
                "section names from memory, topics compared with kubescape's nsaframework.json",
                "節の名前は記憶によるもので、項目は kubescape の nsaframework.json と照合しました",
            ),
            Framework::Owasp2022 => {
                Text::new("the published list; the assignment is ours", "公開されている一覧。割り当ては独自のものです")
            }
            Framework::Owasp2025 => {
                Text::new("a secondary page; the assignment is ours", "二次資料。割り当ては独自のものです")
            }
        }
    }

    /// Whether the source settles the ids.
    #[must_use]
    pub const fn is_confirmed(self) -> bool {
        matches!(self, Framework::Pss | Framework::Cis110 | Framework::Owasp2022)
    }
}

/// An id of a framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    /// The framework.
    pub framework: Framework,
    /// The id or section.
    pub id: &'static str,
}

impl Reference {
    /// Whether the id is settled by its source.
    #[must_use]
    pub const fn is_confirmed(&self) -> bool {
        self.framework.is_confirmed()
    }
}

/// A thing that frameworks have ids for. An empty id means that the framework has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The name of the row.
    pub name: &'static str,
    /// Ids of the Pod Security Standards.
    pub pss: &'static [&'static str],
    /// Ids of CIS 1.10, 1.11 and 1.12.
    pub cis: [&'static str; 3],
    /// The section of NSA-CISA.
    pub nsa: &'static str,
    /// Ids of OWASP 2022 and 2025.
    pub owasp: [&'static str; 2],
}

impl Topic {
    /// The topic's ids, framework by framework.
    pub fn references(&self) -> impl Iterator<Item = Reference> + use<> {
        let pss = self.pss.iter().map(|id| (Framework::Pss, *id));
        let [cis110, cis111, cis112] = self.cis;
        let [owasp2022, owasp2025] = self.owasp;
        let others = [
            (Framework::Cis110, cis110),
            (Framework::Cis111, cis111),
            (Framework::Cis112, cis112),
            (Framework::Nsa, self.nsa),
            (Framework::Owasp2022, owasp2022),
            (Framework::Owasp2025, owasp2025),
        ];
        pss.chain(others).filter(|(_, id)| !id.is_empty()).map(|(framework, id)| Reference { framework, id })
    }
}

/// Writes a constant for each row and the list of all of them.
macro_rules! topics {
    ($($name:ident $text:literal [$($pss:literal)*] [$($cis:literal)*] $nsa:literal [$($owasp:literal)*];)*) => {
        $(
            #[doc = $text]
            pub static $name: Topic =
                Topic { name: $text, pss: &[$($pss),*], cis: [$($cis),*], nsa: $nsa, owasp: [$($owasp),*] };
        )*

        /// Every row.
        pub static TOPICS: &[&Topic] = &[$(&$name),*];
    };
}

topics! {
    PRIVILEGED "privileged container" ["privileged"] ["5.2.2" "5.2.2" "5.2.2"] "pod security" ["K01" "K01"];
    HOST_PID "host PID namespace" ["hostNamespaces"] ["5.2.3" "5.2.3" "5.2.3"] "pod security" ["K01" "K01"];
    HOST_IPC "host IPC namespace" ["hostNamespaces"] ["5.2.4" "5.2.4" "5.2.4"] "pod security" ["K01" "K01"];
    HOST_NETWORK "host network" ["hostNamespaces"] ["5.2.5" "5.2.5" "5.2.5"] "pod security" ["K01" "K01"];
    PRIVILEGE_ESCALATION "privilege escalation" ["allowPrivilegeEscalation"] ["5.2.6" "5.2.6" "5.2.6"] "pod security" ["K01" "K01"];
    NON_ROOT "containers run as root" ["runAsNonRoot"] ["5.2.7" "5.2.7" "5.2.7"] "non-root containers" ["K01" "K01"];
    ROOT_UID "UID 0" ["runAsUser"] ["5.2.7" "5.2.7" "5.2.7"] "non-root containers" ["K01" "K01"];
    NET_RAW "NET_RAW capability" ["capabilities_baseline"] ["5.2.8" "5.2.8" "5.2.8"] "pod security" ["K01" "K01"];
    ADDED_CAPABILITIES "added capabilities" ["capabilities_baseline"] ["5.2.9" "5.2.9" ""] "pod security" ["K01" "K01"];
    DROP_ALL "capabilities not dropped" ["capabilities_restricted"] ["5.2.10" "5.2.10" "5.2.9"] "pod security" ["K01" "K01"];
    HOST_PROCESS "Windows HostProcess" ["windowsHostProcess"] ["5.2.11" "5.2.11" "5.2.10"] "pod security" ["K01" "K01"];
    HOST_PATH "hostPath volumes" ["hostPathVolumes"] ["5.2.12" "5.2.12" "5.2.11"] "pod security" ["K01" "K01"];
    HOST_PORT "host ports" ["hostPorts"] ["5.2.13" "5.2.13" "5.2.12"] "pod security" ["K01" "K01"];
    APP_ARMOR "AppArmor profile" ["appArmorProfile"] ["5.7.3" "5.6.3" "5.6.3"] "hardening applications" ["K01" "K01"];
    SE_LINUX "SELinux options" ["seLinuxOptions"] ["5.7.3" "5.6.3" "5.6.3"] "hardening applications" ["K01" "K01"];
    PROC_MOUNT "/proc mount" ["procMount" "procMount_restricted"] ["5.7.3" "5.6.3" "5.6.3"] "pod security" ["K01" "K01"];
    SECCOMP "seccomp profile" ["seccompProfile_baseline" "seccompProfile_restricted"] ["5.7.2" "5.6.2" "5.6.2"] "hardening applications" ["K01" "K01"];
    SYSCTLS "sysctls" ["sysctls"] ["5.7.3" "5.6.3" "5.6.3"] "pod security" ["K01" "K01"];
    VOLUME_TYPES "volume types" ["restrictedVolumes"] ["" "" ""] "pod security" ["K01" "K01"];
    PROBE_HOST "probe and lifecycle hosts" ["hostProbesAndHostLifecycle"] ["" "" ""] "" ["K01" "K01"];
    READ_ONLY_ROOT "read-only root file system" [] ["5.7.3" "5.6.3" "5.6.3"] "immutable container file systems" ["K01" "K01"];
    RUNTIME_SOCKET "container runtime socket" ["hostPathVolumes"] ["" "" ""] "pod security" ["K01" "K01"];
    LIMITS "resource limits" [] ["" "" ""] "resource policies" ["K01" "K01"];
    POD_SECURITY_ENFORCED "policy control active" [] ["5.2.1" "5.2.1" "5.2.1"] "pod security enforcement" ["K04" "K04"];
    NAMESPACES "default or shared namespace" [] ["5.7.4" "5.6.4" "5.6.4"] "namespaces" ["K01" "K01"];
    CLUSTER_ADMIN "cluster-admin use" [] ["5.1.1" "5.1.1" "5.1.1"] "RBAC" ["K03" "K02"];
    READ_SECRETS "access to Secrets" [] ["5.1.2" "5.1.2" "5.1.2"] "RBAC" ["K03" "K02"];
    WILDCARDS "wildcards in roles" [] ["5.1.3" "5.1.3" "5.1.3"] "RBAC" ["K03" "K02"];
    CREATE_PODS "creating pods" [] ["5.1.4" "5.1.4" "5.1.4"] "RBAC" ["K03" "K02"];
    DEFAULT_ACCOUNT "default service account" [] ["5.1.5" "5.1.5" "5.1.5"] "pod service account tokens" ["K03" "K02"];
    TOKEN_MOUNTED "service-account token mounted" [] ["5.1.6" "5.1.6" "5.1.6"] "pod service account tokens" ["K03" "K02"];
    SYSTEM_MASTERS "system:masters" [] ["5.1.7" "5.1.7" "5.1.7"] "authentication" ["K03" "K02"];
    ESCALATION_VERBS "bind, impersonate, escalate" [] ["5.1.8" "5.1.8" "5.1.8"] "RBAC" ["K03" "K02"];
    CREATE_VOLUMES "creating persistent volumes" [] ["5.1.9" "5.1.9" "5.1.9"] "RBAC" ["K03" "K02"];
    NODES_PROXY "nodes/proxy" [] ["5.1.10" "5.1.10" "5.1.10"] "RBAC" ["K03" "K02"];
    APPROVE_CSR "approving certificate requests" [] ["5.1.11" "5.1.11" "5.1.11"] "RBAC" ["K03" "K02"];
    WEBHOOK_CONFIG "webhook configurations" [] ["5.1.12" "5.1.12" "5.1.12"] "RBAC" ["K03" "K02"];
    TOKEN_CREATION "creating service-account tokens" [] ["5.1.13" "5.1.13" "5.1.13"] "RBAC" ["K03" "K02"];
    POD_EXEC "exec, attach, portforward" [] ["" "" ""] "RBAC" ["K03" "K02"];
    ANONYMOUS "anonymous and authenticated grants" [] ["" "" ""] "authentication" ["K06" "K09"];
    AUDIT_TRACES "deleting events" [] ["" "" ""] "audit logging" ["K03" "K02"];
    DANGLING_GRANT "dangling or unused grants" [] ["" "" ""] "RBAC" ["K03" "K02"];
    NETWORK_POLICY "namespace or pod has a policy" [] ["5.3.2" "5.3.2" "5.3.2"] "network policies" ["K07" "K05"];
    DANGLING_POLICY "policy selects nothing" [] ["" "" ""] "network policies" ["K07" "K05"];
    METADATA_API "metadata API reachable" [] ["" "" ""] "cloud infrastructure" ["K07" "K08"];
    EXPOSURE "external exposure" [] ["" "" ""] "network hardening" ["K07" "K06"];
    INGRESS_TLS "ingress TLS" [] ["" "" ""] "encryption" ["K07" "K06"];
    SECRETS_IN_ENV "Secrets in environment variables" [] ["5.4.1" "5.4.1" "5.4.1"] "secrets" ["K08" "K03"];
    SECRET_STORE "external secret store" [] ["5.4.2" "5.4.2" "5.4.2"] "secrets" ["K08" "K03"];
    PLAIN_CREDENTIALS "credentials in configuration" [] ["" "" ""] "secrets" ["K08" "K03"];
    ETCD_ENCRYPTION "encryption at rest" [] ["1.2.28" "1.2.28" "1.2.28"] "encryption" ["K08" "K03"];
    IMAGE_PROVENANCE "image provenance" [] ["5.5.1" "5.5.1" "5.5.1"] "secure images" ["K02" "K01"];
    IMAGE_REGISTRY "registry allow-list" [] ["" "" ""] "secure images" ["K02" "K01"];
    IMAGE_TAG "tag, digest, pull policy" [] ["" "" ""] "secure images" ["K02" "K01"];
    OUTDATED "known holes" [] ["" "" ""] "secure images" ["K10" "K07"];
    MISCONFIGURED "misconfigured components" [] ["" "" ""] "hardening applications" ["K09" "K06"];
    LOGGING "logging" [] ["" "" ""] "audit logging" ["K05" "K10"];
}
