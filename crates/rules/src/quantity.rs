//! Quantities of Kubernetes, as far as a judgement needs them: whether one is a number that limits anything.

/// The value of a quantity; `None` where the API server refuses it (k8s.io/apimachinery `resource.ParseQuantity`).
pub(crate) fn parse(written: &str) -> Option<f64> {
    let end = written.find(|it: char| !matches!(it, '0'..='9' | '.' | '+' | '-')).unwrap_or(written.len());
    let (number, suffix) = written.split_at(end);
    let digits = number.strip_prefix(['+', '-']).unwrap_or(number);
    let is_number = digits.bytes().any(|it| it.is_ascii_digit())
        && digits.bytes().all(|it| it.is_ascii_digit() || it == b'.')
        && digits.bytes().filter(|it| *it == b'.').count() <= 1;
    let value: f64 = if is_number { number.parse().ok()? } else { return None };
    Some(value * factor(suffix)?)
}

fn factor(suffix: &str) -> Option<f64> {
    const BINARY: [&str; 6] = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    const DECIMAL: [(&str, i32); 10] =
        [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];
    if let Some(at) = BINARY.iter().position(|it| *it == suffix) {
        return Some(1024_f64.powi(at as i32 + 1));
    }
    let decimal = DECIMAL.iter().find(|(it, _)| *it == suffix).map(|(_, power)| *power);
    let exponent = || suffix.strip_prefix(['e', 'E'])?.parse::<i32>().ok();
    Some(10_f64.powi(decimal.or_else(exponent)?))
}

/// Whether a quantity limits anything: a number above nothing, and below what any node has (1 PiB of memory, a million processors).
pub(crate) fn limits(written: &str) -> bool {
    parse(written).is_some_and(|it| it > 0.0 && it < 1024_f64.powi(5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_as_the_api_server_reads_them() {
        for (written, wanted) in [
            ("128Mi", Some(134_217_728.0)),
            ("0.5", Some(0.5)),
            (".5", Some(0.5)),
            ("5.", Some(5.0)),
            ("100m", Some(0.1)),
            ("1e3", Some(1000.0)),
            ("1E3", Some(1000.0)),
            ("2E", Some(2e18)),
            ("-1", Some(-1.0)),
            ("0", Some(0.0)),
            ("0Mi", Some(0.0)),
            ("1K", None),
            ("1MB", None),
            ("1 Gi", None),
            ("", None),
            ("Gi", None),
            ("1.2.3", None),
            ("lots", None),
            ("0x10", None),
            ("1mi", None),
        ] {
            assert_eq!(parse(written), wanted, "{written}");
        }
        for written in ["0", "-1Gi", "none", "0.0Gi", "9999999Ei", "0e9"] {
            assert!(!limits(written), "{written}");
        }
        assert!(limits("512Mi") && limits("10m"));
    }
}
