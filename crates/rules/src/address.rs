//! Blocks of addresses, as network policies and Squid write them.

use std::net::IpAddr;

/// A block of addresses of one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// 32 or 128 bits.
    width: u8,
    /// Left-aligned: the first bit of the address is the highest bit here.
    bits: u128,
    prefix: u8,
}

/// Where the metadata services of the clouds answer, except Alibaba's: 100.100.100.200 is an ordinary address elsewhere.
pub(crate) const METADATA: &[&str] = &["169.254.169.254", "fd00:ec2::254"];

/// Ranges that belong to the cluster, to the company or to nobody; the outside does not begin here.
pub(crate) const PRIVATE: &[&str] = &["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

/// Link-local addresses: metadata and node services.
pub(crate) const LINK_LOCAL: &str = "169.254.0.0/16";

impl Block {
    /// Reads `10.0.0.0/8`, or a single address. Bits behind the prefix are ignored, as Go's `ParseCIDR` does.
    pub(crate) fn parse(text: &str) -> Option<Block> {
        match text.split_once('/') {
            Some(_) => Block::parse_cidr(text),
            None => Block::of(text.parse().ok()?, None),
        }
    }

    /// Reads `10.0.0.0/8`; an address without a prefix is no CIDR.
    pub(crate) fn parse_cidr(text: &str) -> Option<Block> {
        let (address, prefix) = text.split_once('/')?;
        let plain = !prefix.is_empty() && prefix.len() <= 3 && prefix.bytes().all(|it| it.is_ascii_digit());
        Block::of(address.parse().ok()?, Some(prefix.parse().ok().filter(|_| plain)?))
    }

    fn of(address: IpAddr, prefix: Option<u8>) -> Option<Block> {
        let (width, bits) = match address {
            IpAddr::V4(it) => (32, u128::from(it.to_bits()) << 96),
            IpAddr::V6(it) => (128, it.to_bits()),
        };
        let prefix = prefix.unwrap_or(width);
        (prefix <= width).then(|| Block { width, bits: bits & mask(prefix), prefix })
    }

    /// Whether every address of the other is in this one.
    pub(crate) fn contains(&self, other: &Block) -> bool {
        self.width == other.width && self.prefix <= other.prefix && other.bits & mask(self.prefix) == self.bits
    }

    /// Whether it holds all addresses of its family, or so many that it is meant so (`0.0.0.0/1` and `128.0.0.0/1`).
    pub(crate) fn is_anywhere(&self) -> bool {
        self.prefix <= 4
    }

    /// Whether it is one address.
    pub(crate) fn is_single(&self) -> bool {
        self.prefix == self.width
    }

    /// Whether it lies between two addresses of its family, both included.
    pub(crate) fn is_between(&self, first: IpAddr, last: IpAddr) -> bool {
        let (Some(first), Some(last)) = (Block::of(first, None), Block::of(last, None)) else { return false };
        let end = self.bits | !mask(self.prefix);
        let last_end = last.bits | !mask(last.prefix);
        first.width == self.width && last.width == self.width && first.bits <= self.bits && end <= last_end
    }

    fn halves(&self) -> Option<[Block; 2]> {
        if self.is_single() {
            return None;
        }
        let prefix = self.prefix + 1;
        let high = self.bits | (1 << (128 - u32::from(prefix)));
        Some([Block { prefix, ..*self }, Block { prefix, bits: high, ..*self }])
    }

    /// Whether any address of `target` is left when `excepts` are taken out of this block.
    pub(crate) fn leaves_open(&self, excepts: &[Block], target: &Block) -> bool {
        let shared = if self.contains(target) {
            *target
        } else if target.contains(self) {
            *self
        } else {
            return false;
        };
        shared.is_open(excepts)
    }

    fn is_open(&self, excepts: &[Block]) -> bool {
        if excepts.iter().any(|it| it.contains(self)) {
            return false;
        }
        let inside: Vec<Block> = excepts.iter().copied().filter(|it| self.contains(it)).collect();
        match self.halves() {
            Some(halves) if !inside.is_empty() => halves.iter().any(|half| half.is_open(&inside)),
            _ => true,
        }
    }
}

fn mask(prefix: u8) -> u128 {
    if prefix == 0 { 0 } else { u128::MAX << (128 - u32::from(prefix)) }
}

/// Blocks of a fixed list.
pub(crate) fn blocks(texts: &[&str]) -> Vec<Block> {
    texts.iter().filter_map(|it| Block::parse(it)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str) -> Block {
        Block::parse(text).expect(text)
    }

    #[test]
    fn the_fixed_lists_can_be_read() {
        assert_eq!(blocks(METADATA).len(), METADATA.len());
        assert_eq!(blocks(PRIVATE).len(), PRIVATE.len());
        assert!(block(LINK_LOCAL).contains(&block("169.254.169.254")));
    }

    #[test]
    fn broken_ones_are_refused() {
        for text in ["10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "10.0.0.0/+8", "any", "", "010.0.0.0/8", "10.0.0.0"] {
            assert!(Block::parse_cidr(text).is_none(), "{text}");
        }
        assert_eq!(block("10.1.2.3/8"), block("10.0.0.0/8"));
    }

    #[test]
    fn what_is_left_open() {
        let world = block("0.0.0.0/0");
        let metadata = block("169.254.169.254");
        let open = |excepts: &[&str], target: &str| world.leaves_open(&blocks(excepts), &block(target));
        assert!(open(&[], "169.254.169.254") && !open(&["169.254.0.0/16"], "169.254.169.254"));
        assert!(!open(&["169.254.169.254/32"], "169.254.169.254") && open(&["169.254.169.254/32"], LINK_LOCAL));
        assert!(!open(&["10.0.0.0/9", "10.128.0.0/9"], "10.0.0.0/8") && open(&["10.0.0.0/9"], "10.0.0.0/8"));
        assert!(!block("8.8.8.0/24").leaves_open(&[], &metadata));
        assert!(!block("::/0").leaves_open(&[], &metadata) && block("::/0").leaves_open(&[], &block("fd00:ec2::254")));
        assert!(block("10.2.0.0/16").leaves_open(&[], &block("10.0.0.0/8")));
    }
}
