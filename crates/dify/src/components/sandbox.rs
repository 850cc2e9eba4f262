use super::notation::*;
use crate::flow::{INNER_ONLY, UNTRUSTED_CODE};
use crate::settings as s;

mod vulnerabilities;

const CONFIG: Known = read("S:internal/static/config.go");
const RUNNER: Known = read("S:internal/core/runner");

/// What the sandbox uses at start and for each run: chown of the script, chroot, change of user and group, ending what runs too
/// long. `privileged` is not needed. OPS tried CHOWN, SETUID, SETGID, SYS_CHROOT and DAC_OVERRIDE at 0.2.15; FOWNER and KILL
/// follow from code.
pub(crate) const CAPABILITIES: &[&str] = &["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID", "SYS_CHROOT"];

pub(crate) static ENTRY: Entry = Entry {
    id: "sandbox",
    about: Text::new(
        "Runs the code of users' code and template nodes",
        "利用者のコードノードとテンプレートノードのコードを実行する",
    ),
    called: Text::new("sandbox", "sandbox"),
    class: Class::Own,
    tier: Tier::Inner,
    line: Line::Companion,
    runs_foreign_code: true,
    known: read("D:docker/docker-compose.yaml"),

    images: &[named("dify-sandbox", read("D:docker/docker-compose.yaml, S"))],
    shipped: Shipped { repository: "langgenius/dify-sandbox", tag: Tag::Companion("") },
    modes: &[],
    told_by: Some(Sign {
        rank: 5,
        all: &["API_KEY"],
        some: (2, &["GIN_MODE", "WORKER_TIMEOUT", "ENABLE_NETWORK", "SANDBOX_PORT"]),
        none: &[],
    }),
    named_by: &["CODE_EXECUTION_ENDPOINT"],
    chart_names: &[],
    used_when: None,

    ports: &[clients(8194, "http", read("S:conf/config.yaml")).moved_by(&["SANDBOX_PORT"])],
    ports_are_choices: false,
    probes: &[
        fact(Probe::Tcp { port: 8194 }, read("S:internal/controller/router.go").until(v(0, 2, 5))),
        fact(Probe::Http { path: "/health", port: 8194 }, read("S:internal/controller/router.go").since(v(0, 2, 5))),
    ],
    level: Some(fact(Level::Baseline, inferred("S:internal/core"))),
    runs: &[Run {
        family: Family::Original,
        starts_as: &[fact(StartsAs::Root, read("S:docker/templates/production.dockerfile"))],
        ids: &[fact(ids(0, 0), read("S:docker/templates/production.dockerfile"))],
        root: &[fact(
            Root::Required(Text::new(
                "it creates users, changes the owner of each script, and enters a chroot as another user for each run",
                "ユーザーの作成、スクリプトごとの所有者の変更、実行ごとの chroot とユーザーの切り替えを行うため",
            )),
            RUNNER,
        )],
        read_only_root: &[
            fact(
                ReadOnlyRoot::No(Text::new(
                    "at start it writes /etc/passwd and installs Python packages",
                    "起動時に /etc/passwd を書き換え、Python のパッケージを導入するため",
                )),
                RUNNER.until(v(0, 2, 13)),
            ),
            fact(
                ReadOnlyRoot::No(Text::new(
                    "at start it unpacks Node.js, writes /etc/passwd and installs Python packages",
                    "起動時に Node.js を展開し、/etc/passwd を書き換え、Python のパッケージを導入するため",
                )),
                read("S:docker/entrypoint.sh").since(v(0, 2, 13)),
            ),
        ],
        paths: &[
            scratch("/opt", read("S:docker/entrypoint.sh").since(v(0, 2, 13))),
            scratch("/usr/local/bin", read("S:docker/entrypoint.sh").since(v(0, 2, 13))),
            scratch("/etc/passwd", RUNNER),
            scratch("/etc/shadow", RUNNER),
            scratch("/var/sandbox", RUNNER.since(v(0, 2, 1))),
            scratch("/logs", read("S:internal/utils/log")),
            scratch("/tmp", RUNNER),
        ],
        capabilities: &[fact(CAPABILITIES, inferred("S:internal/core; OPS at 0.2.15 without FOWNER and KILL"))],
        stop: &[
            fact(stops(30), inferred("S:docker/templates/production.dockerfile").until(v(0, 2, 13))),
            fact(is_killed(10), inferred("S:docker/entrypoint.sh, without exec").since(v(0, 2, 13))),
        ],
    }],
    size: Size::Small,

    reads: &[s::ENABLE_NETWORK, s::ENABLE_PRELOAD, s::GIN_MODE],
    shares: &[checks(Purpose::SandboxKey, "API_KEY")],
    asked_with: None,
    needs: Needs::Only(&[Purpose::SandboxKey]),

    flows: &[flow(
        c(Component::Sandbox),
        c(Component::SsrfProxy),
        Text::new("users' code, Python packages", "利用者のコードの通信、Python パッケージの取得"),
        CONFIG,
    )],
    never: &[
        never(c(Component::Sandbox), Peer::Every, UNTRUSTED_CODE),
        never(
            c(Component::Sandbox),
            Peer::Internet,
            Text::new("it must go through the SSRF proxy", "必ず SSRF プロキシを通すべきため"),
        ),
        never(c(Component::Sandbox), Peer::Internal, UNTRUSTED_CODE),
        never(Peer::Ingress, c(Component::Sandbox), INNER_ONLY),
        never(Peer::Internet, c(Component::Sandbox), INNER_ONLY),
    ],
    vulnerabilities: vulnerabilities::ROWS,
};
