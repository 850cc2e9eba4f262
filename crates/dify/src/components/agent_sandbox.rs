use super::notation::*;
use crate::flow::{INNER_ONLY, UNTRUSTED_AGENT};

const COMPOSE: Known = read("D-1.16:docker/docker-compose.yaml").since(v(1, 16, 0));
const DOCKERFILE: Known = read("D-idx:dify-agent-runtime/docker/Dockerfile");

pub(crate) static ENTRY: Entry = Entry {
    id: "agent-sandbox",
    about: Text::new(
        "The shell that agents work in (upstream: local_sandbox)",
        "エージェントが作業するシェル環境(本家の名前は local_sandbox)",
    ),
    called: Text::new("agent-sandbox", "agent-sandbox"),
    class: Class::Own,
    tier: Tier::Inner,
    line: Line::Dify,
    runs_foreign_code: true,
    known: COMPOSE,

    images: &[named("dify-agent-local-sandbox", read("D-1.16:docker/docker-compose.yaml, BP"))],
    shipped: Shipped { repository: "langgenius/dify-agent-local-sandbox", tag: Tag::Dify },
    modes: &[],
    told_by: Some(Sign { rank: 3, all: &["SHELLCTL_AUTH_TOKEN"], some: (0, &[]), none: &[] }),
    named_by: &["DIFY_AGENT_SHELLCTL_ENTRYPOINT", "DIFY_AGENT_LOCAL_SANDBOX_ENDPOINT"],
    chart_names: &[],
    used_when: None,

    ports: &[clients(5004, "http", read("D-1.16, BP:values.yaml"))],
    ports_are_choices: false,
    probes: &[fact(Probe::Http { path: "/healthz", port: 5004 }, read("BP:values.yaml"))],
    level: Some(fact(Level::Baseline, inferred("D-idx:dify-agent-runtime/docker/Dockerfile"))),
    runs: &[Run {
        family: Family::Original,
        starts_as: &[fact(StartsAs::Name, DOCKERFILE)],
        // `useradd dify` without a number: the first free one.
        ids: &[fact(ids(1000, 1000), inferred("D-idx:dify-agent-runtime/docker/Dockerfile"))],
        root: &[fact(Root::No, DOCKERFILE)],
        read_only_root: &[fact(
            ReadOnlyRoot::No(Text::new(
                "agents install tools and keep their files and their terminal's socket in it",
                "エージェントがツールを導入し、ファイルや端末のソケットを置くため",
            )),
            DOCKERFILE,
        )],
        paths: &[
            data("/home/dify", DOCKERFILE),
            data("/mnt/drive", DOCKERFILE.until(v(1, 17, 0))),
            data("/workspace", read("D-idx:dify-agent-runtime/docker/Dockerfile `17648517`").since(v(1, 17, 0))),
            scratch("/tmp", DOCKERFILE),
        ],
        capabilities: &[fact(NO_CAPABILITIES, inferred("D-idx:dify-agent-runtime/docker/Dockerfile"))],
        stop: &[],
    }],
    size: Size::Large,

    reads: &[],
    shares: &[checks(Purpose::ShellToken, "SHELLCTL_AUTH_TOKEN")],
    asked_with: None,
    needs: Needs::Only(&[Purpose::ShellToken]),

    flows: &[
        flow(
            c(Component::AgentSandbox),
            c(Component::AgentSsrfProxy),
            Text::new("what agents fetch", "エージェントの外部との通信"),
            inferred("BorisPolonsky/dify-helm#453").since(v(1, 16, 1)),
        ),
        flow_if(
            c(Component::AgentSandbox),
            c(Component::AgentBackend),
            Text::new("/agent-stub", "/agent-stub"),
            COMPOSE,
            Condition::Lacks(Component::AgentSsrfProxy),
        ),
    ],
    never: &[
        never(c(Component::AgentSandbox), Peer::Every, UNTRUSTED_AGENT),
        never(
            c(Component::AgentSandbox),
            Peer::Internet,
            Text::new("it must go through its SSRF proxy", "必ず専用の SSRF プロキシを通すべきため"),
        ),
        never(c(Component::AgentSandbox), Peer::Internal, UNTRUSTED_AGENT),
        never(Peer::Ingress, c(Component::AgentSandbox), INNER_ONLY),
        never(Peer::Internet, c(Component::AgentSandbox), INNER_ONLY),
    ],
    vulnerabilities: &[],
};
