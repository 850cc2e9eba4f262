use super::api_image as image;
use super::notation::*;
use crate::flow::INNER_ONLY;

mod vulnerabilities;

const COMPOSE: Known = read("D-1.16:docker/docker-compose.yaml").since(v(1, 16, 0));
const CONFIG: Known = read("BP:charts/dify/templates/config.tpl").since(v(1, 16, 0));
const DOCKERFILE: Known = read("D-idx:dify-agent/Dockerfile");

pub(crate) static ENTRY: Entry = Entry {
    id: "agent-backend",
    about: Text::new("Runs agents (Dify 1.16 and later)", "エージェントを実行する(Dify 1.16 以降)"),
    called: Text::new("agent-backend", "agent-backend"),
    class: Class::Own,
    tier: Tier::Inner,
    line: Line::Dify,
    runs_foreign_code: false,
    known: COMPOSE,

    images: &[named("dify-agent-backend", read("D-1.16:docker/docker-compose.yaml, BP"))],
    shipped: Shipped { repository: "langgenius/dify-agent-backend", tag: Tag::Dify },
    modes: &[],
    told_by: Some(Sign {
        rank: 4,
        all: &[],
        some: (2, &["DIFY_AGENT_PLUGIN_DAEMON_URL", "DIFY_AGENT_INNER_API_URL", "DIFY_AGENT_REDIS_URL"]),
        none: &[],
    }),
    named_by: &["AGENT_BACKEND_BASE_URL"],
    chart_names: &[],
    used_when: None,

    ports: &[clients(5050, "http", read("D-1.16, BP:values.yaml"))],
    ports_are_choices: false,
    // It has no health route.
    probes: &[fact(Probe::Tcp { port: 5050 }, read("BP:values.yaml"))],
    level: Some(fact(Level::Restricted, inferred("D-idx:dify-agent/Dockerfile"))),
    runs: &[Run {
        family: Family::Original,
        starts_as: &[fact(StartsAs::Name, DOCKERFILE)],
        // The home of the user is not made: HOME=/tmp.
        ids: &[fact(ids(1001, 1001), DOCKERFILE)],
        root: &[fact(Root::No, DOCKERFILE)],
        read_only_root: &[],
        paths: &[scratch("/tmp", DOCKERFILE)],
        capabilities: &[fact(NO_CAPABILITIES, inferred("D-idx:dify-agent/Dockerfile"))],
        stop: &[],
    }],
    size: Size::Large,

    reads: &[],
    shares: &[
        presents(Purpose::PluginServerKey, "DIFY_AGENT_PLUGIN_DAEMON_API_KEY"),
        presents(Purpose::PluginInnerKey, "DIFY_AGENT_INNER_API_KEY"),
        checks(Purpose::AgentRunToken, "DIFY_AGENT_API_TOKEN"),
        presents(Purpose::ShellToken, "DIFY_AGENT_SHELLCTL_AUTH_TOKEN"),
    ],
    asked_with: None,
    needs: Needs::Only(&[
        Purpose::AgentRunToken,
        Purpose::AgentStubKey,
        Purpose::ShellToken,
        Purpose::E2bKey,
        Purpose::PluginServerKey,
        Purpose::PluginInnerKey,
        Purpose::RedisPassword,
        Purpose::BrokerUrl,
        Purpose::Observability,
    ]),

    flows: &[
        flow(
            c(Component::AgentBackend),
            c(Component::Redis),
            Text::new("state of agent runs", "エージェント実行の状態"),
            CONFIG,
        ),
        flow(c(Component::AgentBackend), c(Component::PluginDaemon), image::PLUGINS, CONFIG),
        flow(c(Component::AgentBackend), c(Component::Api), Text::new("/inner/api", "/inner/api"), CONFIG),
        flow(
            c(Component::AgentBackend),
            c(Component::AgentSandbox),
            Text::new("shell commands of agents", "エージェントのシェル操作"),
            CONFIG,
        ),
    ],
    never: &[
        never(Peer::Ingress, c(Component::AgentBackend), INNER_ONLY),
        never(Peer::Internet, c(Component::AgentBackend), INNER_ONLY),
    ],
    vulnerabilities: vulnerabilities::ROWS,
};
