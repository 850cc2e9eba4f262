//! What other frameworks call a thing: the one table of their ids.
//!
//! Every id of CIS, OWASP or the Pod Security Standards in Sekisho's output comes from here, with where it was read. A framework
//! whose source does not settle its ids has no column: a number that may be wrong sends an auditor to the wrong page.

use lang::Text;

/// A framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Framework {
    /// Pod Security Standards, ids of `k8s.io/pod-security-admission`.
    Pss,
    /// CIS Kubernetes Benchmark 1.10.
    Cis110,
    /// OWASP Kubernetes Top Ten 2022.
    Owasp2022,
}

impl Framework {
    /// The name, as people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Framework::Pss => "Pod Security Standards",
            Framework::Cis110 => "CIS Kubernetes 1.10",
            Framework::Owasp2022 => "OWASP K8s 2022",
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
            Framework::Owasp2022 => {
                Text::new("the published list; the assignment is ours", "公開されている一覧。割り当ては独自のものです")
            }
        }
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

/// A thing that frameworks have ids for. An empty id means that the framework has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The name of the row.
    pub name: &'static str,
    /// Ids of the Pod Security Standards.
    pub pss: &'static [&'static str],
    /// The id of CIS 1.10.
    pub cis: &'static str,
    /// The id of OWASP 2022.
    pub owasp: &'static str,
}

impl Topic {
    /// The topic's ids, framework by framework.
    pub fn references(&self) -> impl Iterator<Item = Reference> + use<> {
        let pss = self.pss.iter().map(|id| (Framework::Pss, *id));
        let others = [(Framework::Cis110, self.cis), (Framework::Owasp2022, self.owasp)];
        pss.chain(others).filter(|(_, id)| !id.is_empty()).map(|(framework, id)| Reference { framework, id })
    }
}

/// Writes a constant for each row and the list of all of them.
macro_rules! topics {
    ($($name:ident $text:literal [$($pss:literal)*] $cis:literal $owasp:literal;)*) => {
        $(
            #[doc = $text]
            pub static $name: Topic =
                Topic { name: $text, pss: &[$($pss),*], cis: $cis, owasp: $owasp };
        )*

        /// Every row.
        pub static TOPICS: &[&Topic] = &[$(&$name),*];
    };
}

topics! {
    PRIVILEGED "privileged container" ["privileged"] "5.2.2" "K01";
    HOST_PID "host PID namespace" ["hostNamespaces"] "5.2.3" "K01";
    HOST_IPC "host IPC namespace" ["hostNamespaces"] "5.2.4" "K01";
    HOST_NETWORK "host network" ["hostNamespaces"] "5.2.5" "K01";
    PRIVILEGE_ESCALATION "privilege escalation" ["allowPrivilegeEscalation"] "5.2.6" "K01";
    NON_ROOT "containers run as root" ["runAsNonRoot"] "5.2.7" "K01";
    ROOT_UID "UID 0" ["runAsUser"] "5.2.7" "K01";
    NET_RAW "NET_RAW capability" ["capabilities_baseline"] "5.2.8" "K01";
    ADDED_CAPABILITIES "added capabilities" ["capabilities_baseline"] "5.2.9" "K01";
    DROP_ALL "capabilities not dropped" ["capabilities_restricted"] "5.2.10" "K01";
    HOST_PROCESS "Windows HostProcess" ["windowsHostProcess"] "5.2.11" "K01";
    HOST_PATH "hostPath volumes" ["hostPathVolumes"] "5.2.12" "K01";
    HOST_PORT "host ports" ["hostPorts"] "5.2.13" "K01";
    APP_ARMOR "AppArmor profile" ["appArmorProfile"] "5.7.3" "K01";
    SE_LINUX "SELinux options" ["seLinuxOptions"] "5.7.3" "K01";
    PROC_MOUNT "/proc mount" ["procMount" "procMount_restricted"] "5.7.3" "K01";
    SECCOMP "seccomp profile" ["seccompProfile_baseline" "seccompProfile_restricted"] "5.7.2" "K01";
    SYSCTLS "sysctls" ["sysctls"] "5.7.3" "K01";
    VOLUME_TYPES "volume types" ["restrictedVolumes"] "" "K01";
    PROBE_HOST "probe and lifecycle hosts" ["hostProbesAndHostLifecycle"] "" "K01";
    READ_ONLY_ROOT "read-only root file system" [] "5.7.3" "K01";
    RUNTIME_SOCKET "container runtime socket" ["hostPathVolumes"] "" "K01";
    LIMITS "resource limits" [] "" "K01";
    POD_SECURITY_ENFORCED "policy control active" [] "5.2.1" "K04";
    NAMESPACES "default or shared namespace" [] "5.7.4" "K01";
    CLUSTER_ADMIN "cluster-admin use" [] "5.1.1" "K03";
    READ_SECRETS "access to Secrets" [] "5.1.2" "K03";
    WILDCARDS "wildcards in roles" [] "5.1.3" "K03";
    CREATE_PODS "creating pods" [] "5.1.4" "K03";
    DEFAULT_ACCOUNT "default service account" [] "5.1.5" "K03";
    TOKEN_MOUNTED "service-account token mounted" [] "5.1.6" "K03";
    SYSTEM_MASTERS "system:masters" [] "5.1.7" "K03";
    ESCALATION_VERBS "bind, impersonate, escalate" [] "5.1.8" "K03";
    CREATE_VOLUMES "creating persistent volumes" [] "5.1.9" "K03";
    NODES_PROXY "nodes/proxy" [] "5.1.10" "K03";
    APPROVE_CSR "approving certificate requests" [] "5.1.11" "K03";
    WEBHOOK_CONFIG "webhook configurations" [] "5.1.12" "K03";
    TOKEN_CREATION "creating service-account tokens" [] "5.1.13" "K03";
    POD_EXEC "exec, attach, portforward" [] "" "K03";
    ANONYMOUS "anonymous and authenticated grants" [] "" "K06";
    AUDIT_TRACES "deleting events" [] "" "K03";
    DANGLING_GRANT "dangling or unused grants" [] "" "K03";
    NETWORK_POLICY "namespace or pod has a policy" [] "5.3.2" "K07";
    DANGLING_POLICY "policy selects nothing" [] "" "K07";
    METADATA_API "metadata API reachable" [] "" "K07";
    EXPOSURE "external exposure" [] "" "K07";
    INGRESS_TLS "ingress TLS" [] "" "K07";
    SECRETS_IN_ENV "Secrets in environment variables" [] "5.4.1" "K08";
    SECRET_STORE "external secret store" [] "5.4.2" "K08";
    PLAIN_CREDENTIALS "credentials in configuration" [] "" "K08";
    ETCD_ENCRYPTION "encryption at rest" [] "1.2.28" "K08";
    IMAGE_PROVENANCE "image provenance" [] "5.5.1" "K02";
    IMAGE_REGISTRY "registry allow-list" [] "" "K02";
    IMAGE_TAG "tag, digest, pull policy" [] "" "K02";
    OUTDATED "known holes" [] "" "K10";
    MISCONFIGURED "misconfigured components" [] "" "K09";
    LOGGING "logging" [] "" "K05";
}
