//! Sets of small indices, and the partition that such sets make.

/// A set of indices below a bound that its maker knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    pub(crate) fn none(len: usize) -> Bits {
        Bits(vec![0; len.div_ceil(64)])
    }

    pub(crate) fn all(len: usize) -> Bits {
        let mut bits = Bits(vec![u64::MAX; len.div_ceil(64)]);
        if !len.is_multiple_of(64)
            && let Some(last) = bits.0.last_mut()
        {
            *last = (1 << (len % 64)) - 1;
        }
        bits
    }

    pub(crate) fn insert(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    #[inline]
    pub(crate) fn contains(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    pub(crate) fn and(&mut self, other: &Bits) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    pub(crate) fn or(&mut self, other: &Bits) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    pub(crate) fn and_not(&mut self, other: &Bits) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= !other);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(word, bits)| {
            let mut bits = *bits;
            std::iter::from_fn(move || {
                let at = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
                bits &= bits - 1;
                Some(word * 64 + at)
            })
        })
    }
}

/// Elements that no set tells apart share a block. This is what makes large clusters small: labels that no policy mentions
/// do not multiply the work.
pub(crate) struct Partition {
    block_of: Vec<u32>,
    size: Vec<u32>,
}

impl Partition {
    /// Starts with the blocks of `keys` (equal keys, equal block).
    pub(crate) fn by_key<K: std::hash::Hash + Eq>(keys: impl IntoIterator<Item = K>) -> Partition {
        let mut known = std::collections::HashMap::new();
        let mut partition = Partition { block_of: Vec::new(), size: Vec::new() };
        for key in keys {
            let next = partition.size.len() as u32;
            let block = *known.entry(key).or_insert(next);
            if block == next {
                partition.size.push(0);
            }
            partition.size[block as usize] += 1;
            partition.block_of.push(block);
        }
        partition
    }

    /// Splits every block that the set cuts.
    pub(crate) fn split(&mut self, set: &Bits) {
        let mut hits = std::collections::HashMap::<u32, u32>::new();
        for element in set.iter() {
            *hits.entry(self.block_of[element]).or_default() += 1;
        }
        hits.retain(|block, n| *n < self.size[*block as usize]);
        if hits.is_empty() {
            return;
        }
        let mut moved = std::collections::HashMap::new();
        for element in set.iter() {
            let old = self.block_of[element];
            if hits.contains_key(&old) {
                let next = self.size.len() as u32;
                let new = *moved.entry(old).or_insert(next);
                if new == next {
                    self.size.push(0);
                }
                self.size[old as usize] -= 1;
                self.size[new as usize] += 1;
                self.block_of[element] = new;
            }
        }
    }

    /// The block of each element.
    pub(crate) fn blocks(&self) -> &[u32] {
        &self.block_of
    }

    /// One element of each block.
    pub(crate) fn representatives(&self) -> Vec<usize> {
        let mut found = vec![usize::MAX; self.size.len()];
        for (element, block) in self.block_of.iter().enumerate().rev() {
            found[*block as usize] = element;
        }
        found
    }
}
