//! A policy as it will be written: whom it selects and what it allows. It always governs both directions.

use std::collections::BTreeMap;

use lang::Text;
use netpol::ConnSet;

/// Labels that select pods; none select every pod.
pub type Labels = BTreeMap<String, String>;

/// A policy to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub about: Text,
    /// Whom it selects.
    pub pods: Labels,
    /// What may come in.
    pub ingress: Vec<Rule>,
    /// What may go out.
    pub egress: Vec<Rule>,
}

/// A rule: any of these peers, on any of these ports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The peers.
    pub peers: Vec<Peer>,
    /// The ports of the destination's pods.
    pub conn: ConnSet,
}

/// A peer of a rule, and why it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Who.
    pub who: Who,
    /// Why, for the comment.
    pub why: Text,
}

/// Who a peer is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Pods of the policy's own namespace.
    Here(Labels),
    /// Pods of another namespace, by its name; every pod of it where no labels are given.
    There(String, Labels),
    /// Every pod of the cluster.
    AnyPod,
    /// Anybody.
    Anywhere,
    /// Addresses.
    Block {
        /// The block.
        cidr: String,
        /// What is left out of it.
        except: Vec<String>,
    },
}

impl Policy {
    /// Adds a peer to the rule for these ports, which is made where it is not there yet.
    pub(crate) fn allow(rules: &mut Vec<Rule>, who: Who, conn: ConnSet, why: Text) {
        let known = rules.iter_mut().find(|rule| rule.conn == conn && rule.is_anywhere() == (who == Who::Anywhere));
        let rule = match known {
            Some(rule) => rule,
            None => {
                rules.push(Rule { peers: Vec::new(), conn });
                let last = rules.len() - 1;
                &mut rules[last]
            }
        };
        if !rule.peers.iter().any(|peer| peer.who == who) {
            rule.peers.push(Peer { who, why });
        }
    }
}

impl Rule {
    /// Whether it lets anybody in or out; such a rule names no peers.
    #[must_use]
    pub fn is_anywhere(&self) -> bool {
        self.peers.iter().any(|peer| peer.who == Who::Anywhere)
    }
}
