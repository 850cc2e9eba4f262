//! An answer that may be missing: what the input does not show is neither true nor false.

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It does not.
    No,
    /// The input does not show it.
    Unknown,
    /// It does.
    Yes,
}

impl Truth {
    /// Both.
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        self.min(other)
    }

    /// One of both, or both.
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        self.max(other)
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
            Truth::Yes => Truth::No,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Truth {
        if holds { Truth::Yes } else { Truth::No }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{No, Unknown, Yes};

    #[test]
    fn what_is_not_known_stays_unknown_unless_the_rest_decides() {
        assert_eq!([Yes.and(Unknown), No.and(Unknown), Yes.or(Unknown), No.or(Unknown)], [Unknown, No, Yes, Unknown]);
        assert_eq!([!Yes, !No, !Unknown], [No, Yes, Unknown]);
    }
}
