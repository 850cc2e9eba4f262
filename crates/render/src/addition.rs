//! Single parts for a deployment that somebody else wrote.

use dify::Component;
use lang::{Lang, Text};
use settings::Render;

use crate::edge::{squid_config, squid_part};
use crate::object::Object;
use crate::plan::{Environment, Plan};
use crate::squid::{self, Inside};
use crate::{access, text};

/// A proxy to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Addition {
    /// For what users and the sandbox fetch.
    SsrfProxy,
    /// For what agents fetch; they also reach two paths of Dify.
    AgentSsrfProxy(Inside),
}

impl Addition {
    /// The name of everything that it consists of.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Addition::SsrfProxy => "ssrf-proxy",
            Addition::AgentSsrfProxy(_) => "agent-ssrf-proxy",
        }
    }

    /// Its `squid.conf`.
    #[must_use]
    pub fn config(&self) -> String {
        match self {
            Addition::SsrfProxy => squid::config(),
            Addition::AgentSsrfProxy(inside) => squid::agent_config(inside),
        }
    }
}

fn config_of(part: &Addition) -> Object {
    let about = Text::new(
        "What may be fetched: the internet, and nothing inside. Requests are on standard output.",
        "接続してよい宛先。インターネットだけで、内側には接続しません。要求は標準出力に記録されます。",
    );
    squid_config(part.name(), about, part.config())
}

/// The objects of a proxy in a namespace (without one: for wherever they are applied), as they are in a whole deployment of the newest version: configuration, account,
/// Deployment, Service, disruption budget. One YAML document each, with comments.
///
/// # Panics
/// Never: the version that is taken is the default one.
#[must_use]
pub fn addition(part: &Addition, namespace: Option<&str>, lang: Lang) -> String {
    let component = match part {
        Addition::SsrfProxy => Component::SsrfProxy,
        Addition::AgentSsrfProxy(_) => Component::AgentSsrfProxy,
    };
    let plan = Plan::new(&Render::default(), Environment::Production, None, None)
        .expect("the version that is the default can be rendered");
    let mut objects = vec![config_of(part)];
    objects.extend(squid_part(component, part.name(), part.config()).objects(&plan));
    objects.iter_mut().for_each(|it| it.namespace = namespace.map(str::to_owned));
    text(&objects, lang)
}

/// A Namespace that enforces a level, and warns of what `restricted` would refuse. Helm keeps it when the release goes: there
/// may be more in it than the release.
#[must_use]
pub fn namespace(name: &str, level: &str, about: Text, lang: Lang) -> String {
    let mut object = access::namespace(name, level, about);
    object.annotations = vec![crate::node::entry("helm.sh/resource-policy", "keep")];
    text(&[object], lang)
}
