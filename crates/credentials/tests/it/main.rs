//! The generator and the notations, from outside.

mod postgres;
mod programs;
mod readers;
mod redis;
mod round_trips;
mod uniform;
mod values;

use credentials::{Exhausted, Randomness};

/// A seeded source: xoshiro256++, good enough for the statistics and the same everywhere.
pub(crate) struct Seeded([u64; 4]);

impl Seeded {
    pub(crate) fn new(seed: u64) -> Seeded {
        let mut state = seed;
        // SplitMix64, as the authors of xoshiro seed it.
        Seeded([(); 4].map(|()| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        }))
    }

    fn next(&mut self) -> u64 {
        let s = &mut self.0;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }
}

impl Randomness for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Exhausted> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}
