//! Addresses outside, by what they mean: the internet, private ranges, the metadata service.
//!
//! Sources: RFC 1918, 6598 (shared), 4193 (unique local), 3927 and 4291 (link-local), 6890 (special purpose); the metadata
//! addresses are those that AWS, Google Cloud and Azure (169.254.169.254, fd00:ec2::254) and Alibaba (100.100.100.200) publish.

use lang::Text;
use netpol::{IpRange, IpSet};

/// A part of all addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Zone {
    /// Everything that is in no other zone.
    Internet,
    /// Private, shared, unique-local and link-local: where clusters, nodes and offices are.
    Private,
    /// The cloud's metadata service.
    Metadata,
}

impl Zone {
    /// All of them.
    pub const ALL: [Zone; 3] = [Zone::Internet, Zone::Private, Zone::Metadata];

    /// What stands in the picture.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Zone::Internet => Text::new("internet", "インターネット"),
            Zone::Private => Text::new("private ranges", "プライベート範囲"),
            Zone::Metadata => Text::new("metadata service", "メタデータサービス"),
        }
    }

    /// The addresses.
    #[must_use]
    pub fn addresses(self) -> IpSet {
        let of = |blocks: &[&str]| {
            blocks.iter().filter_map(|block| IpSet::from_cidr(block)).fold(IpSet::empty(), |all, it| all.union(&it))
        };
        let metadata = of(&["169.254.169.254/32", "100.100.100.200/32", "fd00:ec2::254/128"]);
        let private = of(&[
            "10.0.0.0/8",
            "100.64.0.0/10",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "fc00::/7",
            "fe80::/10",
        ]);
        // Nobody routes them: whether a policy covers them says nothing.
        let nowhere = of(&["0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "::/127", "ff00::/8"]);
        match self {
            Zone::Metadata => metadata,
            Zone::Private => private.difference(&metadata),
            Zone::Internet => IpSet::all().difference(&private).difference(&metadata).difference(&nowhere),
        }
    }
}

/// The part of a range that lies in a zone, and whether that is the whole zone of its family.
pub(crate) fn part(zone: &IpSet, range: IpRange) -> Option<(IpSet, bool)> {
    let inside = zone.intersection(&IpSet::from(range));
    let whole = match range {
        IpRange::V4(..) => inside.v4 == zone.v4,
        IpRange::V6(..) => inside.v6 == zone.v6,
    };
    (!inside.is_empty()).then_some((inside, whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_do_not_overlap() {
        for a in Zone::ALL {
            for b in Zone::ALL {
                let both = a.addresses().intersection(&b.addresses());
                assert_eq!(a == b, !both.is_empty(), "{a:?} {b:?}");
            }
        }
        assert!(Zone::Private.addresses().contains([169, 254, 1, 1].into()));
        assert!(Zone::Internet.addresses().contains([203, 0, 113, 1].into()));
    }
}
