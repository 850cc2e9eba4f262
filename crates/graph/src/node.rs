//! Who is on the picture.

use dify::Component;
use lang::Text;
use model::WorkloadKind;
use netpol::Namespaces;

use crate::outside::Zone;

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// A workload.
    Workload {
        /// Its namespace.
        namespace: Box<str>,
        /// Its name.
        name: Box<str>,
        /// Its kind.
        kind: WorkloadKind,
        /// What it is of Dify.
        component: Option<Component>,
    },
    /// Several workloads of one namespace that are no part of Dify, where there are too many to draw.
    More {
        /// The namespace.
        namespace: Box<str>,
        /// How many.
        count: usize,
    },
    /// Whatever brings in the requests of Ingresses and routes.
    Controller,
    /// Addresses outside.
    Zone(Zone),
    /// Pods that a policy allows and the input does not hold.
    Pods {
        /// Their namespaces: a name, or a selector.
        namespaces: Namespaces,
        /// Their labels, in the notation of `kubectl -l`.
        labels: String,
    },
    /// Every pod of the cluster, present or future.
    AnyPod,
}

/// One end of edges. What is outside stands twice: where it connects from, and where it is connected to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Whether it is the copy on the right, which only receives. Always `false` for workloads.
    pub receives: bool,
}

impl Node {
    /// What stands in its box.
    #[must_use]
    pub fn label(&self) -> Text {
        match &self.kind {
            NodeKind::Workload { name, .. } => Text::same(&**name),
            NodeKind::More { count, .. } => lang::text!("{count} other workloads", "その他 {count} 件"),
            NodeKind::Controller => Text::new("ingress controller", "Ingress コントローラー"),
            NodeKind::Zone(zone) => zone.label(),
            NodeKind::Pods { namespaces: Namespaces::Named(name), .. } => Text::same(&**name),
            NodeKind::Pods { namespaces: Namespaces::Matching(selector), .. } if selector.is_empty() => {
                Text::new("any namespace", "任意の名前空間")
            }
            NodeKind::Pods { namespaces: Namespaces::Matching(selector), .. } => Text::same(selector),
            NodeKind::AnyPod => Text::new("any pod, anywhere", "クラスター内の全Pod"),
        }
    }

    /// The smaller line under it.
    #[must_use]
    pub fn note(&self) -> Text {
        match &self.kind {
            NodeKind::Workload { kind, component: Some(component), name, .. } if **name != *component.id() => {
                Text::same(format!("{component} · {}", kind.name()))
            }
            NodeKind::Workload { kind, .. } => Text::same(kind.name()),
            NodeKind::More { .. } => Text::new("not part of Dify", "Dify 以外"),
            NodeKind::Controller => Text::new("wherever it runs", "場所は入力に無い"),
            NodeKind::Zone(Zone::Internet) => Text::new("public addresses", "公開アドレス"),
            NodeKind::Zone(Zone::Private) => Text::new("nodes, services, offices", "ノード、Service、社内"),
            NodeKind::Zone(Zone::Metadata) => Text::new("169.254.169.254 and its like", "169.254.169.254 など"),
            NodeKind::Pods { labels, .. } if labels.is_empty() => Text::new("all pods there", "その全Pod"),
            NodeKind::Pods { labels, .. } => lang::text!("pods {labels}", "Pod {labels}"),
            NodeKind::AnyPod => Text::new("now or later", "現在と将来"),
        }
    }

    /// What it is of Dify.
    #[must_use]
    pub fn component(&self) -> Option<Component> {
        match self.kind {
            NodeKind::Workload { component, .. } => component,
            _ => None,
        }
    }

    /// The namespace of a node inside the cluster's boxes.
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Workload { namespace, .. } | NodeKind::More { namespace, .. } => Some(namespace),
            _ => None,
        }
    }
}
