//! Values that stand in for new credentials while the result is judged. They never leave the process and protect nothing.

use credentials::{Exhausted, Randomness};

/// Bytes that look random and are the same each time, by SplitMix64.
pub(super) struct StandIn(u64);

impl StandIn {
    pub(super) const fn new() -> StandIn {
        StandIn(0x5e4b_1540_7e9a_11d3)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }
}

impl Randomness for StandIn {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Exhausted> {
        for chunk in bytes.chunks_mut(8) {
            let next = self.next().to_le_bytes();
            chunk.copy_from_slice(&next[..chunk.len()]);
        }
        Ok(())
    }
}
