//! What must talk to what, and what must never.
//!
//! [`FLOWS`] is the least that a Dify needs: a network policy that allows exactly these and denies the rest breaks nothing.
//! [`NEVER`] names what has to be impossible, so that it can be proved; what stands in neither list is not needed.
//!
//! Sources: D:docker/nginx/conf.d, D:api/core/helper, P:internal, BP:charts/dify/templates/config.tpl, D:docker/docker-compose.yaml.
//! No published set of network policies exists; this one is derived from configuration and code.

use lang::Text;

pub use crate::port::{Audience, Port, Protocol, ports};

use crate::component::Component;
use Component::{
    AgentBackend, AgentSandbox, AgentSsrfProxy, Api, ApiWebsocket, Etcd, Milvus, Nginx, ObjectStore, PluginDaemon,
    Redis, Sandbox, SsrfProxy, Weaviate, Web, Worker, WorkerBeat,
};

/// One end of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Peer {
    /// A component.
    Component(Component),
    /// Every component.
    Every,
    /// The database: PostgreSQL or MySQL.
    Database,
    /// The vector store, whichever is chosen.
    VectorStore,
    /// The cluster's DNS.
    Dns,
    /// The ingress controller, gateway or load balancer.
    Ingress,
    /// Addresses outside the cluster that are neither private nor link-local.
    Internet,
    /// A listed private address that the operator allows on purpose.
    Internal,
    /// A developer's machine.
    Developer,
    /// Prometheus.
    Prometheus,
    /// The cloud's metadata service, 169.254.169.254 and its like.
    Metadata,
    /// The nodes themselves, kubelet included.
    Node,
    /// The Kubernetes API.
    KubernetesApi,
}

impl Peer {
    /// Whether the peer is this component, or a group that it belongs to.
    ///
    /// ```
    /// use dify::{flow::Peer, Component};
    /// assert!(Peer::VectorStore.is(Component::Qdrant) && !Peer::Database.is(Component::Redis));
    /// ```
    #[must_use]
    pub fn is(self, component: Component) -> bool {
        match self {
            Peer::Component(one) => one == component,
            Peer::Every => true,
            Peer::Database => matches!(component, Component::Postgres | Component::Mysql),
            Peer::VectorStore => component.is_vector_store(),
            _ => false,
        }
    }
}

/// Whether a deployment needs a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needed {
    /// Always, if both ends exist.
    Always,
    /// Only if something is configured.
    When(Text),
}

/// One direction of talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Who begins.
    pub from: Peer,
    /// Who answers.
    pub to: Peer,
    /// The ports. Empty where it is simply what the destination offers to clients (or, to itself, to its replicas):
    /// [`Flow::ports_to`] fills it in.
    pub ports: &'static [(u16, Protocol)],
    /// What for.
    pub why: Text,
    /// Whether every deployment needs it.
    pub needed: Needed,
    /// The version of Dify that began with it, where it is not as old as its ends.
    pub since: Option<&'static str>,
}

impl Flow {
    /// The ports at this component.
    ///
    /// ```
    /// use dify::{flow::{flows_between, Protocol}, Component};
    /// let flow = flows_between(Component::Worker, Component::Qdrant).next().expect("indexing");
    /// assert_eq!(flow.ports_to(Component::Qdrant), [(6333, Protocol::Tcp), (6334, Protocol::Tcp)]);
    /// ```
    #[must_use]
    pub fn ports_to(&self, component: Component) -> Vec<(u16, Protocol)> {
        if !self.ports.is_empty() {
            return self.ports.to_vec();
        }
        // To itself a component speaks on the ports of its replicas, where it has such.
        let own: Vec<_> = listed(component, Audience::Peers);
        if self.from == self.to && !own.is_empty() { own } else { listed(component, Audience::Clients) }
    }
}

fn listed(component: Component, audience: Audience) -> Vec<(u16, Protocol)> {
    ports(component).iter().filter(|port| port.audience == audience).map(|port| (port.number, port.protocol)).collect()
}

/// The flows that begin at a component.
pub fn flows_from(component: Component) -> impl Iterator<Item = &'static Flow> {
    FLOWS.iter().filter(move |flow| flow.from.is(component))
}

/// The flows that end at a component.
pub fn flows_to(component: Component) -> impl Iterator<Item = &'static Flow> {
    FLOWS.iter().filter(move |flow| flow.to.is(component))
}

/// The flows from one component to another.
pub fn flows_between(from: Component, to: Component) -> impl Iterator<Item = &'static Flow> {
    flows_from(from).filter(move |flow| flow.to.is(to))
}

/// What must be impossible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Never {
    /// Who must not begin.
    pub from: Peer,
    /// Whom it must not reach.
    pub to: Peer,
    /// Why not.
    pub why: Text,
}

impl Never {
    /// Whether the pair is forbidden between these two components. A component and itself never are, and neither is what
    /// [`FLOWS`] needs: `Every` means everyone else.
    #[must_use]
    pub fn forbids(&self, from: Component, to: Component) -> bool {
        from != to && self.from.is(from) && self.to.is(to) && flows_between(from, to).next().is_none()
    }
}

const fn c(component: Component) -> Peer {
    Peer::Component(component)
}

const fn flow(from: Peer, to: Peer, why: Text) -> Flow {
    Flow { from, to, ports: &[], why, needed: Needed::Always, since: None }
}

const fn at(from: Peer, to: Peer, ports: &'static [(u16, Protocol)], why: Text) -> Flow {
    Flow { from, to, ports, why, needed: Needed::Always, since: None }
}

const fn when(from: Peer, to: Peer, ports: &'static [(u16, Protocol)], why: Text, condition: Text) -> Flow {
    Flow { from, to, ports, why, needed: Needed::When(condition), since: None }
}

const fn since(from: Peer, to: Peer, ports: &'static [(u16, Protocol)], version: &'static str, why: Text) -> Flow {
    Flow { from, to, ports, why, needed: Needed::Always, since: Some(version) }
}

const fn never(from: Peer, to: Peer, why: Text) -> Never {
    Never { from, to, why }
}

use Protocol::{Tcp, Udp};

const HTTPS: &[(u16, Protocol)] = &[(443, Tcp)];
const WEB: &[(u16, Protocol)] = &[(80, Tcp), (443, Tcp)];
const DNS: &[(u16, Protocol)] = &[(53, Udp), (53, Tcp)];
const DAEMON_HTTP: &[(u16, Protocol)] = &[(5002, Tcp)];
const DAEMON_DEBUG: &[(u16, Protocol)] = &[(5003, Tcp)];
const OUTGOING: &[(u16, Protocol)] = &[(443, Tcp), (465, Tcp), (587, Tcp)];

const DATA: Text = Text::new("data", "データの読み書き");
const CACHE: Text = Text::new("sessions, cache, task queue", "セッション、キャッシュ、タスクの待ち行列");
const CODE: Text = Text::new("code and template nodes", "コードノードとテンプレートノード");
const PLUGINS: Text = Text::new("models, tools, triggers", "モデル、ツール、トリガー");
const FETCH: Text = Text::new("addresses that users choose", "利用者が指定した宛先への接続");
const RETRIEVAL: Text = Text::new("retrieval and indexing", "検索と索引付け");
const AGENTS: Text = Text::new("agent runs", "エージェントの実行");
const FILES: Text = Text::new("uploaded files", "アップロードされたファイル");
const IN_CLUSTER_STORAGE: Text =
    Text::new("when object storage runs in the cluster", "オブジェクトストレージがクラスター内にある場合");
const WITHOUT_NGINX: Text =
    Text::new("when the ingress routes without nginx", "nginx を介さず Ingress で振り分ける場合");
const REPLICAS: Text = Text::new("when there are several replicas", "レプリカが複数ある場合");
const WHEN_SET_UP: Text = Text::new(
    "when cloud storage, mail, OAuth, telemetry or the update check is on",
    "クラウドストレージ、メール、OAuth、テレメトリ、更新の確認を使う場合",
);
const OUTSIDE_SERVICES: Text = Text::new(
    "object storage, mail, login with other accounts",
    "オブジェクトストレージ、メール、外部アカウントでのログイン",
);

/// Every flow that a deployment may need.
#[rustfmt::skip]
pub static FLOWS: &[Flow] = &[
    at(Peer::Every, Peer::Dns, DNS, Text::new("names", "名前解決")),

    // From outside.
    flow(Peer::Ingress, c(Nginx), Text::new("users", "利用者からの要求")),
    when(Peer::Ingress, c(Api), &[], Text::new("users", "利用者からの要求"), WITHOUT_NGINX),
    when(Peer::Ingress, c(ApiWebsocket), &[], Text::new("live collaboration", "共同編集"), WITHOUT_NGINX),
    when(Peer::Ingress, c(Web), &[], Text::new("users", "利用者からの要求"), WITHOUT_NGINX),
    when(Peer::Ingress, c(PluginDaemon), DAEMON_HTTP, Text::new("plugin endpoints (/e/)", "プラグインのエンドポイント(/e/)"), WITHOUT_NGINX),
    when(Peer::Developer, c(PluginDaemon), DAEMON_DEBUG, Text::new("remote debugging of plugins", "プラグインのリモートデバッグ"),
        Text::new("when plugins are developed against this deployment", "この環境に対してプラグインを開発する場合")),
    when(Peer::Prometheus, c(PluginDaemon), DAEMON_HTTP, Text::new("metrics", "メトリクスの収集"),
        Text::new("when Prometheus is used", "Prometheus を使う場合")),

    // Nginx and web.
    flow(c(Nginx), c(Api), Text::new("/console/api, /api, /v1, /openapi, /files, /mcp, /triggers", "/console/api、/api、/v1、/openapi、/files、/mcp、/triggers")),
    flow(c(Nginx), c(Web), Text::new("pages", "画面の配信")),
    flow(c(Nginx), c(PluginDaemon), Text::new("plugin endpoints (/e/)", "プラグインのエンドポイント(/e/)")),
    when(c(Nginx), c(ApiWebsocket), &[], Text::new("/socket.io", "/socket.io"),
        Text::new("when collaboration is on", "共同編集を有効にした場合")),
    flow(c(Web), c(Api), Text::new("server-side requests of the console", "コンソールのサーバー側からの要求")),

    // The api image.
    flow(c(Api), Peer::Database, DATA),
    flow(c(ApiWebsocket), Peer::Database, DATA),
    flow(c(Worker), Peer::Database, DATA),
    flow(c(WorkerBeat), Peer::Database, DATA),
    flow(c(Component::Migration), Peer::Database, Text::new("schema", "スキーマの更新")),
    flow(c(Component::Migration), c(Redis), Text::new("one migration at a time", "スキーマ更新の排他制御")),
    flow(c(Api), c(Redis), CACHE),
    flow(c(ApiWebsocket), c(Redis), CACHE),
    flow(c(Worker), c(Redis), CACHE),
    flow(c(WorkerBeat), c(Redis), CACHE),
    flow(c(Api), Peer::VectorStore, RETRIEVAL),
    flow(c(Worker), Peer::VectorStore, RETRIEVAL),
    flow(c(Api), c(Sandbox), CODE),
    flow(c(Worker), c(Sandbox), CODE),
    flow(c(Api), c(PluginDaemon), PLUGINS),
    flow(c(Worker), c(PluginDaemon), PLUGINS),
    flow(c(Api), c(SsrfProxy), FETCH),
    flow(c(Worker), c(SsrfProxy), FETCH),
    since(c(Api), c(AgentBackend), &[], "1.16.0", AGENTS),
    since(c(Worker), c(AgentBackend), &[], "1.16.0", AGENTS),
    when(c(Api), c(ObjectStore), &[], FILES, IN_CLUSTER_STORAGE),
    when(c(Worker), c(ObjectStore), &[], FILES, IN_CLUSTER_STORAGE),
    when(c(WorkerBeat), c(ObjectStore), &[], FILES, IN_CLUSTER_STORAGE),
    when(c(Api), Peer::Internet, OUTGOING, OUTSIDE_SERVICES, WHEN_SET_UP),
    when(c(Worker), Peer::Internet, OUTGOING, OUTSIDE_SERVICES, WHEN_SET_UP),
    when(c(WorkerBeat), Peer::Internet, OUTGOING, OUTSIDE_SERVICES, WHEN_SET_UP),
    when(c(Worker), c(Api), &[], Text::new("waits for the migration (/health)", "スキーマ更新の完了待ち(/health)"),
        Text::new("with the chart BorisPolonsky/dify-helm, whose worker has such an init container", "この待ち合わせを行う BorisPolonsky/dify-helm チャートの場合")),

    // Plugins.
    flow(c(PluginDaemon), c(Api), Text::new("/inner/api: what plugins ask of Dify", "/inner/api:プラグインから Dify への呼び出し")),
    flow(c(PluginDaemon), Peer::Database, DATA),
    flow(c(PluginDaemon), c(Redis), Text::new("state of the cluster, cache", "クラスターの状態とキャッシュ")),
    when(c(PluginDaemon), c(PluginDaemon), DAEMON_HTTP, Text::new("requests handed to the replica that has the plugin", "プラグインを持つレプリカへの転送"), REPLICAS),
    when(c(PluginDaemon), c(ObjectStore), &[], Text::new("plugin packages", "プラグインのパッケージ"), IN_CLUSTER_STORAGE),
    at(c(PluginDaemon), Peer::Internet, HTTPS, Text::new("model vendors, PyPI, the marketplace", "モデル提供元、PyPI、マーケットプレイス")),
    when(c(PluginDaemon), c(SsrfProxy), &[], Text::new("model vendors, PyPI, the marketplace", "モデル提供元、PyPI、マーケットプレイス"),
        Text::new("when HTTP_PROXY and HTTPS_PROXY lead through the proxy", "HTTP_PROXY と HTTPS_PROXY でプロキシを通す場合")),

    // Code of users and agents, and the proxies.
    flow(c(Sandbox), c(SsrfProxy), Text::new("users' code, Python packages", "利用者のコードの通信、Python パッケージの取得")),
    at(c(SsrfProxy), Peer::Internet, WEB, FETCH),
    when(c(SsrfProxy), Peer::Internal, &[], Text::new("listed internal services", "許可した内部サービスへの接続"),
        Text::new("when SSRF_PROXY_ALLOW_PRIVATE_IPS or _DOMAINS lists them (1.15 and later)", "SSRF_PROXY_ALLOW_PRIVATE_IPS または _DOMAINS に記載した場合(1.15 以降)")),
    since(c(AgentBackend), c(Redis), &[], "1.16.0", Text::new("state of agent runs", "エージェント実行の状態")),
    since(c(AgentBackend), c(PluginDaemon), &[], "1.16.0", PLUGINS),
    since(c(AgentBackend), c(Api), &[], "1.16.0", Text::new("/inner/api", "/inner/api")),
    since(c(AgentBackend), c(AgentSandbox), &[], "1.16.0", Text::new("shell commands of agents", "エージェントのシェル操作")),
    since(c(AgentSandbox), c(AgentSsrfProxy), &[], "1.16.1", Text::new("what agents fetch", "エージェントの外部との通信")),
    since(c(AgentSsrfProxy), c(Api), &[], "1.16.1", Text::new("/files", "/files")),
    since(c(AgentSsrfProxy), c(AgentBackend), &[], "1.16.1", Text::new("/agent-stub", "/agent-stub")),
    since(c(AgentSsrfProxy), Peer::Internet, WEB, "1.16.1", Text::new("what agents fetch", "エージェントの外部との通信")),
    when(c(AgentSandbox), c(AgentBackend), &[], Text::new("/agent-stub", "/agent-stub"),
        Text::new("with Dify 1.16.0, which has no proxy for agents", "エージェント用プロキシのない Dify 1.16.0 の場合")),

    // Stores among themselves.
    when(Peer::Database, Peer::Database, &[], Text::new("replication", "レプリケーション"), REPLICAS),
    when(c(Redis), c(Redis), &[(6379, Tcp), (26379, Tcp)], Text::new("replication, Sentinel", "レプリケーションと Sentinel"), REPLICAS),
    when(c(Weaviate), c(Weaviate), &[], Text::new("membership and data", "メンバー管理とデータの受け渡し"), REPLICAS),
    when(c(Component::Qdrant), c(Component::Qdrant), &[], Text::new("membership and data", "メンバー管理とデータの受け渡し"), REPLICAS),
    when(c(Component::Opensearch), c(Component::Opensearch), &[], Text::new("membership and data", "メンバー管理とデータの受け渡し"), REPLICAS),
    when(c(Component::Elasticsearch), c(Component::Elasticsearch), &[], Text::new("membership and data", "メンバー管理とデータの受け渡し"), REPLICAS),
    flow(c(Milvus), c(Etcd), Text::new("metadata", "メタデータ")),
    flow(c(Milvus), c(ObjectStore), Text::new("segments", "セグメントの保存")),
    when(c(Etcd), c(Etcd), &[], Text::new("membership and data", "メンバー管理とデータの受け渡し"), REPLICAS),
];

const UNTRUSTED_CODE: Text = Text::new("it runs code that users wrote", "利用者が書いたコードを実行するため");
const UNTRUSTED_AGENT: Text =
    Text::new("it runs commands that agents chose", "エージェントが選んだコマンドを実行するため");
const ROUTES_ONLY: Text = Text::new(
    "it serves pages and routes; it has no business with data",
    "画面の配信と振り分けだけを行い、データには用がないため",
);
const TAKES_NOTHING: Text =
    Text::new("it fetches its work and listens to nobody", "自分で仕事を取りに行き、待ち受けをしないため");
const NODE_IDENTITY: Text = Text::new(
    "the metadata service hands out the node's cloud identity",
    "メタデータサービスはノードのクラウド権限を渡してしまうため",
);
const NO_API: Text =
    Text::new("no part of Dify speaks to the Kubernetes API", "Dify のどの部分も Kubernetes API を使わないため");
const FORWARDS: Text =
    Text::new("it fetches whatever address a user names", "利用者が指定した宛先へそのまま接続するため");
const STORES_INSIDE: Text = Text::new("stores answer to Dify alone", "データストアは Dify だけに応答すべきため");
const INNER_ONLY: Text = Text::new("only Dify's own parts may use it", "Dify の内部だけが使うべきため");

/// What must be impossible. `Every` with a component means every one that no flow of [`FLOWS`] allows.
#[rustfmt::skip]
pub static NEVER: &[Never] = &[
    never(Peer::Every, Peer::Metadata, NODE_IDENTITY),
    never(Peer::Every, Peer::Node, Text::new("nodes and their kubelets are no business of Dify's", "ノードと kubelet は Dify に関係がないため")),
    never(Peer::Every, Peer::KubernetesApi, NO_API),

    never(c(Sandbox), Peer::Every, UNTRUSTED_CODE),
    never(c(Sandbox), Peer::Internet, Text::new("it must go through the SSRF proxy", "必ず SSRF プロキシを通すべきため")),
    never(c(Sandbox), Peer::Internal, UNTRUSTED_CODE),
    never(c(AgentSandbox), Peer::Every, UNTRUSTED_AGENT),
    never(c(AgentSandbox), Peer::Internet, Text::new("it must go through its SSRF proxy", "必ず専用の SSRF プロキシを通すべきため")),
    never(c(AgentSandbox), Peer::Internal, UNTRUSTED_AGENT),

    never(c(SsrfProxy), Peer::Every, FORWARDS),
    never(c(AgentSsrfProxy), Peer::Every, FORWARDS),
    never(c(AgentSsrfProxy), Peer::Internal, FORWARDS),

    never(c(Web), Peer::Every, ROUTES_ONLY),
    never(c(Nginx), Peer::Every, ROUTES_ONLY),
    never(c(WorkerBeat), c(Sandbox), Text::new("it only starts tasks", "処理を開始するだけのため")),
    never(Peer::Every, c(Worker), TAKES_NOTHING),
    never(Peer::Every, c(WorkerBeat), TAKES_NOTHING),

    never(Peer::Every, Peer::Database, STORES_INSIDE),
    never(Peer::Every, c(Redis), STORES_INSIDE),
    never(Peer::Every, Peer::VectorStore, STORES_INSIDE),
    never(Peer::Ingress, Peer::Database, STORES_INSIDE),
    never(Peer::Ingress, c(Redis), STORES_INSIDE),
    never(Peer::Ingress, Peer::VectorStore, STORES_INSIDE),
    never(Peer::Internet, Peer::Database, STORES_INSIDE),
    never(Peer::Internet, c(Redis), STORES_INSIDE),
    never(Peer::Internet, Peer::VectorStore, STORES_INSIDE),
    never(Peer::Ingress, c(Sandbox), INNER_ONLY),
    never(Peer::Ingress, c(SsrfProxy), INNER_ONLY),
    never(Peer::Ingress, c(AgentBackend), INNER_ONLY),
    never(Peer::Ingress, c(AgentSandbox), INNER_ONLY),
    never(Peer::Internet, c(Sandbox), INNER_ONLY),
    never(Peer::Internet, c(SsrfProxy), INNER_ONLY),
    never(Peer::Internet, c(AgentBackend), INNER_ONLY),
    never(Peer::Internet, c(AgentSandbox), INNER_ONLY),
    never(Peer::Internet, c(PluginDaemon), Text::new("only /e/ may be reached, and through the ingress", "/e/ だけを、Ingress を通して公開すべきため")),

    never(Peer::Database, Peer::Internet, Text::new("stores fetch nothing", "データストアは外部に用がないため")),
    never(c(Redis), Peer::Internet, Text::new("stores fetch nothing", "データストアは外部に用がないため")),
    never(Peer::VectorStore, Peer::Internet, Text::new("stores fetch nothing", "データストアは外部に用がないため")),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use lang::Lang;

    use super::*;

    #[test]
    fn flows_are_unique_and_texts_complete() {
        let mut seen = HashSet::new();
        for flow in FLOWS {
            assert!(seen.insert((flow.from, flow.to, flow.ports)), "{:?} to {:?} twice", flow.from, flow.to);
            for lang in Lang::ALL {
                assert!(!flow.why.get(lang).is_empty());
                if let Needed::When(condition) = &flow.needed {
                    assert!(!condition.get(lang).is_empty());
                }
            }
        }
        let mut seen = HashSet::new();
        for never in NEVER {
            assert!(seen.insert((never.from, never.to)), "{:?} to {:?} twice", never.from, never.to);
            assert!(Lang::ALL.iter().all(|&lang| !never.why.get(lang).is_empty()));
        }
    }

    #[test]
    fn written_ports_are_ports_of_the_destination() {
        for flow in FLOWS {
            for &component in Component::ALL {
                if let (Peer::Component(_), true) = (flow.to, flow.to.is(component)) {
                    let listens: Vec<_> = ports(component).iter().map(|port| (port.number, port.protocol)).collect();
                    for port in flow.ports_to(component) {
                        assert!(listens.contains(&port), "{component}: {port:?}");
                    }
                    assert!(!flow.ports_to(component).is_empty(), "{component}");
                }
            }
        }
    }

    #[test]
    fn nothing_needed_is_forbidden() {
        for never in NEVER {
            for flow in FLOWS {
                let same = flow.from == never.from && flow.to == never.to;
                assert!(!same, "{:?} to {:?} is needed and forbidden", never.from, never.to);
            }
        }
    }

    #[test]
    fn the_sandbox_reaches_the_proxy_and_names_alone() {
        let to: Vec<Peer> = flows_from(Sandbox).map(|flow| flow.to).collect();
        assert_eq!(to, [Peer::Dns, Peer::Component(SsrfProxy)]);
        let forbidden = |from, to| NEVER.iter().any(|never| never.forbids(from, to));
        for &component in Component::ALL {
            let expected = component != Sandbox && component != SsrfProxy;
            assert_eq!(forbidden(Sandbox, component), expected, "{component}");
        }
        assert!(forbidden(Web, Redis) && forbidden(Nginx, Component::Postgres) && forbidden(Api, Worker));
        assert!(!forbidden(Api, Redis) && !forbidden(Worker, Api));
    }

    #[test]
    fn weaviate_needs_both_protocols() {
        let flow = flows_between(Api, Weaviate).next().expect("retrieval");
        assert_eq!(flow.ports_to(Weaviate), [(8080, Tcp), (50051, Tcp)]);
        let peers = flows_between(Weaviate, Weaviate).next().expect("replicas");
        assert!(peers.ports_to(Weaviate).contains(&(7000, Udp)));
    }

    #[test]
    fn nobody_calls_the_worker() {
        assert_eq!(flows_to(Worker).count(), 0);
        assert_eq!(flows_to(WorkerBeat).count(), 0);
    }
}
