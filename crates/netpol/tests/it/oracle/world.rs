//! Tiny structures of the judge's own: a cluster and its policies, as the API documents name the fields.

/// Everything that is written comes from small pools.
pub(crate) type Str = &'static str;

pub(crate) type Labels = Vec<(Str, Str)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proto {
    Tcp,
    Udp,
    Sctp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    In,
    NotIn,
    Exists,
    DoesNotExist,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Selector {
    pub(crate) equal: Labels,
    pub(crate) tests: Vec<(Str, Op, Vec<Str>)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Namespace {
    pub(crate) name: Str,
    pub(crate) labels: Labels,
    /// Whether there is a Namespace object.
    pub(crate) declared: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Pod {
    pub(crate) namespace: usize,
    pub(crate) name: String,
    pub(crate) deployment: bool,
    pub(crate) host: bool,
    pub(crate) labels: Labels,
    pub(crate) ports: Vec<(Str, Proto, u16)>,
}

#[derive(Clone, Debug)]
pub(crate) enum NativePeer {
    Pods { namespaces: Option<Selector>, pods: Option<Selector> },
    Block { cidr: Str, except: Vec<Str> },
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum PortRef {
    Number(u16),
    Name(Str),
}

#[derive(Clone, Debug)]
pub(crate) struct NativePort {
    pub(crate) protocol: Option<Proto>,
    pub(crate) port: Option<PortRef>,
    pub(crate) end: Option<u16>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct NativeRule {
    /// `None`: the field is absent.
    pub(crate) peers: Option<Vec<NativePeer>>,
    pub(crate) ports: Option<Vec<NativePort>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Native {
    pub(crate) namespace: usize,
    pub(crate) selector: Option<Selector>,
    /// Ingress, egress.
    pub(crate) types: Option<(bool, bool)>,
    pub(crate) ingress: Option<Vec<NativeRule>>,
    pub(crate) egress: Option<Vec<NativeRule>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Anp,
    Banp,
    CnpAdmin,
    CnpBaseline,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Allow,
    Deny,
    Pass,
}

#[derive(Clone, Debug)]
pub(crate) enum AdminPeer {
    Namespaces(Selector),
    Pods(Selector, Selector),
    Networks(Vec<Str>),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum AdminPort {
    Number(Proto, u16),
    Range(Proto, u16, u16),
    Whole(Proto),
    Named(Str),
}

#[derive(Clone, Debug)]
pub(crate) struct AdminRule {
    pub(crate) action: Act,
    pub(crate) peers: Vec<AdminPeer>,
    pub(crate) ports: Option<Vec<AdminPort>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Admin {
    pub(crate) form: Form,
    pub(crate) priority: i64,
    pub(crate) subject: (Selector, Option<Selector>),
    pub(crate) ingress: Vec<AdminRule>,
    pub(crate) egress: Vec<AdminRule>,
}

#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) namespaces: Vec<Namespace>,
    pub(crate) pods: Vec<Pod>,
    pub(crate) natives: Vec<Native>,
    pub(crate) admins: Vec<Admin>,
}

impl World {
    /// The name by which the engine lists a pod.
    pub(crate) fn listed(&self, pod: usize) -> String {
        let pod = &self.pods[pod];
        let kind = if pod.deployment { "Deployment" } else { "Pod" };
        format!("{}/{}[{kind}]", self.namespaces[pod.namespace].name, pod.name)
    }
}
