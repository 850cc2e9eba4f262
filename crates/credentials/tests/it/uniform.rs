//! Exact length, every position uniform, no value without randomness.

use credentials::{Alphabet, Exhausted, Length, OperatingSystem, Randomness, generate};

use crate::Seeded;

const LENGTH: usize = 32;

/// Draws values and returns, for each position, how often each character stood there.
fn count(alphabet: Alphabet, draws: u32) -> Vec<[u32; 256]> {
    let mut source = Seeded::new(7);
    let length = Length::new(LENGTH).expect("a length");
    let mut counts = vec![[0; 256]; LENGTH];
    for _ in 0..draws {
        let value = generate(&mut source, alphabet, length).expect("bytes");
        let bytes = value.expose().as_bytes();
        assert_eq!(bytes.len(), LENGTH);
        for (position, byte) in bytes.iter().enumerate() {
            counts[position][usize::from(*byte)] += 1;
        }
    }
    counts
}

/// 10^7 draws with `SEKISHO_SLOW_TESTS=1` (use `--release`), 10^5 otherwise. The seed is fixed, so the outcome is, too.
#[test]
#[expect(clippy::disallowed_methods, reason = "one variable asks for the slow tests")]
fn every_position_is_uniform() {
    let draws = if std::env::var("SEKISHO_SLOW_TESTS").is_ok() { 10_000_000 } else { 100_000 };
    for alphabet in [Alphabet::Alnum, Alphabet::UrlSafe] {
        let characters = alphabet.characters();
        let expected = f64::from(draws) / characters.len() as f64;
        let freedom = characters.len() as f64 - 1.0;
        // The chi-square distribution is near its normal one here; 4.5 deviations happen to one of 64 positions once in 2,300 runs.
        let bound = freedom + 4.5 * (2.0 * freedom).sqrt();
        let mut worst = 0.0_f64;
        for (position, counts) in count(alphabet, draws).iter().enumerate() {
            let inside: u32 = characters.iter().map(|it| counts[usize::from(*it)]).sum();
            assert_eq!(inside, draws, "a character outside of the alphabet at {position}");
            let chi_square: f64 =
                characters.iter().map(|it| (f64::from(counts[usize::from(*it)]) - expected).powi(2) / expected).sum();
            assert!(chi_square < bound, "{alphabet:?}, position {position}: {chi_square} over {bound}");
            worst = worst.max(chi_square);
        }
        assert!(worst > freedom / 2.0, "too even to be random: {worst}");
    }
}

#[test]
fn lengths_are_bound_and_exact() {
    assert!(Length::new(Length::MIN - 1).is_err() && Length::new(Length::MAX + 1).is_err() && Length::new(0).is_err());
    for length in [Length::MIN, 63, 64, 65, 1000, Length::MAX] {
        let value = generate(&mut OperatingSystem, Alphabet::Alnum, Length::new(length).expect("a length"));
        assert_eq!(value.expect("bytes").expose().chars().count(), length);
    }
}

/// Gives some bytes and then none.
struct Failing(usize);

impl Randomness for Failing {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Exhausted> {
        self.0 = self.0.checked_sub(1).ok_or(Exhausted)?;
        bytes.fill(0xff);
        Ok(())
    }
}

#[test]
fn a_source_that_fails_makes_no_value() {
    let length = Length::new(Length::MAX).expect("a length");
    for fills in [0, 1, 3] {
        assert!(generate(&mut Failing(fills), Alphabet::UrlSafe, length).is_err());
    }
    assert!(generate(&mut Failing(64), Alphabet::UrlSafe, length).is_ok());
}
