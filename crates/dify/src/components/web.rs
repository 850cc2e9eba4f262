use super::api_image as image;
use super::notation::*;
use crate::settings as s;

mod vulnerabilities;

const DOCKERFILE: Known = read("D:web/Dockerfile");

pub(crate) static ENTRY: Entry = Entry {
    id: "web",
    about: Text::new("Serves the console's and the web apps' pages", "コンソールとWebアプリの画面を配信する"),
    called: Text::new("web", "web"),
    class: Class::Own,
    tier: Tier::Front,
    line: Line::Dify,
    runs_foreign_code: false,
    known: read("D:docker/docker-compose.yaml"),

    images: &[named("dify-web", read("D:docker/docker-compose.yaml, BP, DC, WL, MS"))],
    shipped: Shipped { repository: "langgenius/dify-web", tag: Tag::Dify },
    modes: &[],
    told_by: Some(Sign {
        rank: 6,
        all: &[],
        some: (2, &["CONSOLE_API_URL", "APP_API_URL", "SERVER_CONSOLE_API_URL"]),
        none: &["SECRET_KEY"],
    }),
    named_by: &["CONSOLE_WEB_URL", "APP_WEB_URL"],
    chart_names: &[],
    used_when: None,

    ports: &[clients(3000, "http", read("D:web/Dockerfile EXPOSE")).moved_by(&["PORT"])],
    ports_are_choices: false,
    // `GET /apps` renders on the server, which asks the api since 1.15: web would be restarted for what the api lacks.
    probes: &[fact(Probe::Tcp { port: 3000 }, read("D:web/Dockerfile EXPOSE"))],
    level: Some(fact(Level::Restricted, inferred("D:web/Dockerfile"))),
    runs: &[Run {
        family: Family::Original,
        starts_as: &[
            fact(StartsAs::Root, DOCKERFILE.until(v(0, 9, 2))),
            fact(StartsAs::Number, DOCKERFILE.since(v(0, 9, 2)).until(v(1, 10, 1).fix(1))),
            fact(StartsAs::Name, DOCKERFILE.since(v(1, 10, 1).fix(1))),
        ],
        ids: &[fact(ids(1001, 1001), DOCKERFILE.since(v(0, 9, 2)))],
        root: &[
            fact(
                Root::AsShipped(Text::new(
                    "the image starts as root, and pm2 keeps its files in root's home",
                    "イメージは root で起動し、pm2 が root のホームディレクトリにファイルを置く",
                )),
                DOCKERFILE.until(v(0, 9, 2)),
            ),
            fact(Root::No, DOCKERFILE.since(v(0, 9, 2))),
        ],
        read_only_root: &[
            fact(
                ReadOnlyRoot::Prepared(Text::new(
                    "pm2 writes into its home: set PM2_HOME to /tmp/.pm2 or HOME to /tmp",
                    "pm2 がホームディレクトリに書き込むため、PM2_HOME を /tmp/.pm2 に、または HOME を /tmp にする必要がある",
                )),
                inferred("D:web/Dockerfile").until(v(1, 13, 1)),
            ),
            fact(ReadOnlyRoot::Inferred, inferred("D:web/Dockerfile").since(v(1, 13, 1)).until(v(1, 17, 1))),
            fact(ReadOnlyRoot::Inferred, tried("OPS").since(v(1, 17, 1))),
        ],
        paths: &[
            scratch("/app/web/.next/cache", DOCKERFILE.until(v(1, 14, 0))),
            scratch("/app/targets/next/web/.next/cache", DOCKERFILE.since(v(1, 14, 0))),
            scratch("/tmp", DOCKERFILE),
        ],
        capabilities: &[fact(NO_CAPABILITIES, inferred("D:web/Dockerfile"))],
        stop: &[
            fact(is_killed(10), inferred("D:web/docker/entrypoint.sh, pm2 without exec").until(v(1, 13, 1))),
            fact(stops(30), read("D:web/docker/entrypoint.sh, `fb538b005c`").since(v(1, 13, 1))),
        ],
    }],
    size: Size::Small,

    reads: &[s::ALLOW_EMBED, s::ALLOW_UNSAFE_DATA_SCHEME],
    shares: &[],
    asked_with: None,
    // Pages only; its own error reporting is no secret (D:docker/docker-compose.yaml).
    needs: Needs::Only(&[Purpose::Observability]),

    flows: &[
        flow_if(Peer::Ingress, c(Component::Web), image::USERS, read("D:docker/nginx"), image::PAST_NGINX),
        flow(
            c(Component::Web),
            c(Component::Api),
            Text::new("server-side requests of the console", "コンソールのサーバー側からの要求"),
            read("D:docker/docker-compose.yaml, SERVER_CONSOLE_API_URL").since(v(1, 15, 0)),
        ),
    ],
    never: &[never(c(Component::Web), Peer::Every, super::nginx::ROUTES_ONLY)],
    vulnerabilities: vulnerabilities::ROWS,
};
