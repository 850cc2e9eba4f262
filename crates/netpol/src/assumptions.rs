//! What answers take for granted.

use lang::Text;

/// What every answer assumes. Kubernetes stores policies whether or not anything enforces them.
pub const ASSUMPTION: Text = Text::new(
    "assumes that the cluster's network plugin enforces these policies; with one that does not, everything is possible",
    "クラスターのネットワークプラグインがこれらのポリシーを実際に適用していることを前提とします。適用しないプラグインでは、あらゆる通信が可能です",
);

/// What an answer takes for granted besides [`ASSUMPTION`] where it would be another if blocks matched pods
/// ([`crate::Options::blocks_cover_pods`]).
pub const BLOCKS_ARE_EXTERNAL: Text = Text::new(
    "an `ipBlock` here covers private addresses and is taken to mean addresses outside the cluster, as documented; plugins that compare \
     addresses (Calico and others) let pods through as well",
    "ここにある `ipBlock` はプライベートアドレスを含みますが、ドキュメントどおりクラスター外のアドレスとみなしました。アドレスで照合するプラグイン\
     (Calico など)ではPod への通信も通ります",
);

/// What no policy can change, and what is therefore not asked of policies (kubernetes.io, "Network Policies": traffic to and
/// from the node where a pod runs is always allowed; a pod cannot block access to itself).
pub const ALWAYS_ALLOWED: Text = Text::new(
    "a node always reaches the pods that run on it (probes of the kubelet), and a pod always reaches itself",
    "ノードはその上で動くPod に常に到達できます(kubelet のプローブなど)。また、Pod は自分自身に常に到達できます",
);
