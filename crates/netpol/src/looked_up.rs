//! What the policies' texts say, kept while one scan asks for it again and again.

use std::collections::HashMap;

use model::Place;

use crate::bits::Bits;

/// What the policies' texts say, looked up once.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) by_place: HashMap<Place, u32>,
    /// By rule: the pods that each of its peers selects.
    pub(crate) selected: HashMap<u32, Vec<Bits>>,
}
