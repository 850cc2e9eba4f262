//! One side of a sentence: everybody in it, and whom and what it leaves out.

use std::collections::BTreeSet;

use lang::Text;
use netpol::{ConnSet, IpSet};

use crate::cluster::{NODE_LOCAL_DNS, set_of};
use crate::crowd::{Crowd, dns_ports};

/// A piece of addresses and the ports that are asked for there.
pub(crate) struct Piece<'s> {
    pub(crate) set: IpSet,
    pub(crate) conn: ConnSet,
    /// See [`Crowd::assumed`].
    pub(crate) assumed: Option<&'s Text>,
    /// See [`Crowd::whole`].
    pub(crate) whole: &'s [IpSet],
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Side {
    pub(crate) crowds: Vec<Crowd>,
    pub(crate) except: Vec<Crowd>,
}

impl Side {
    /// Everybody of the list, without the exceptions.
    pub(crate) fn peers(&self) -> BTreeSet<usize> {
        let all = self.crowds.iter().flat_map(|it| &it.peers);
        all.filter(|peer| !self.left_out().any(|it| it.peers.contains(*peer))).copied().collect()
    }

    pub(crate) fn addresses(&self) -> IpSet {
        let all = self.crowds.iter().fold(IpSet::empty(), |all, it| all.union(&it.addresses));
        self.left_out().fold(all, |all, it| all.difference(&it.addresses))
    }

    pub(crate) fn outsiders(&self) -> bool {
        self.crowds.iter().any(|it| it.outsiders) && !self.left_out().any(|it| it.outsiders)
    }

    /// Whether pods are meant that nobody spoke of.
    pub(crate) fn is_every_pod(&self) -> bool {
        self.crowds.iter().any(|it| it.every_pod)
    }

    /// Whether the cluster's DNS is left out.
    pub(crate) fn excuses_dns(&self) -> bool {
        self.except.iter().any(|it| it.is_dns)
    }

    /// The exceptions that leave somebody out on every port.
    fn left_out(&self) -> impl Iterator<Item = &Crowd> {
        self.except.iter().filter(|it| it.conn.is_all())
    }

    pub(crate) fn is_many(&self) -> bool {
        self.crowds.iter().any(|it| it.is_many)
    }

    /// The ports that are asked for at a workload.
    pub(crate) fn conn_to(&self, peer: usize) -> ConnSet {
        let asked = self.crowds.iter().filter(|it| it.peers.contains(&peer));
        let asked = asked.fold(ConnSet::empty(), |all, it| all.union(&it.conn));
        let excused = self.except.iter().filter(|it| it.peers.contains(&peer));
        excused.fold(asked, |left, it| left.difference(&it.conn))
    }

    /// The ports that are asked for at pods that the input does not hold; which of them are DNS is another question.
    pub(crate) fn conn_to_outsiders(&self) -> ConnSet {
        let asked = self.crowds.iter().filter(|it| it.outsiders);
        let asked = asked.fold(ConnSet::empty(), |all, it| all.union(&it.conn));
        let excused = self.except.iter().filter(|it| it.outsiders);
        excused.fold(asked, |left, it| left.difference(&it.conn))
    }

    /// The addresses that are asked for, by ports.
    pub(crate) fn pieces(&self) -> Vec<Piece<'_>> {
        let mut found = Vec::new();
        for crowd in self.crowds.iter().filter(|it| !it.addresses.is_empty()) {
            let assumed = crowd.assumed.as_ref();
            let mut pieces =
                vec![Piece { set: crowd.addresses.clone(), conn: crowd.conn.clone(), assumed, whole: &crowd.whole }];
            for hole in &self.except {
                let (set, conn) = if hole.is_dns {
                    (set_of(&[NODE_LOCAL_DNS]), dns_ports())
                } else {
                    (hole.addresses.clone(), hole.conn.clone())
                };
                pieces = pieces.into_iter().flat_map(|piece| piece.without(&set, &conn)).collect();
            }
            found.append(&mut pieces);
        }
        found
    }

    /// Why nobody is here, where nobody is.
    pub(crate) fn absent(&self) -> Option<Text> {
        let nobody = self.crowds.iter().all(|it| it.is_empty() && !it.is_dns);
        let first = || self.crowds.iter().find_map(|it| it.absent.clone());
        let left_out = || Text::new("the exceptions leave nobody", "例外を除くと対象が残りません");
        let emptied = self.peers().is_empty()
            && self.addresses().is_empty()
            && !self.outsiders()
            && !self.is_every_pod()
            && !self.crowds.iter().any(|it| it.is_dns);
        (nobody || emptied).then(|| first().unwrap_or_else(left_out))
    }

    /// Only the crowds, with the exceptions taken out.
    pub(crate) fn flat(self) -> Vec<Crowd> {
        let Side { mut crowds, except } = self;
        for crowd in &mut crowds {
            for hole in &except {
                crowd.peers.retain(|peer| !hole.peers.contains(peer));
                crowd.addresses = crowd.addresses.difference(&hole.addresses);
                crowd.outsiders &= !hole.outsiders;
            }
        }
        crowds
    }
}

impl<'s> Piece<'s> {
    fn without(self, set: &IpSet, conn: &ConnSet) -> Vec<Piece<'s>> {
        let Piece { set: own, conn: asked, assumed, whole } = self;
        let outside = Piece { set: own.difference(set), conn: asked.clone(), assumed, whole };
        let inside = Piece { set: own.intersection(set), conn: asked.difference(conn), assumed, whole };
        [outside, inside].into_iter().filter(|it| !it.set.is_empty() && !it.conn.is_empty()).collect()
    }
}
