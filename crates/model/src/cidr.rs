//! CIDR notation.

use std::net::IpAddr;

/// The address and the length of the prefix, as the API server reads them (`ParseCIDRSloppy`: bits behind the prefix may be set).
/// `None` where it would refuse them. Leading zeros are refused: old readers take them as octal, new ones as decimal, and guessing
/// would move the border of a policy.
///
/// ```
/// assert_eq!(model::cidr("10.1.2.3/8"), Some(([10, 1, 2, 3].into(), 8)));
/// for text in ["10.0.0.0", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/+8", "::/129", "example.com/8"] {
///     assert_eq!(model::cidr(text), None, "{text}");
/// }
/// ```
#[must_use]
pub fn cidr(text: &str) -> Option<(IpAddr, u32)> {
    let (address, length) = text.split_once('/')?;
    let digits = length.bytes().all(|byte| byte.is_ascii_digit()) && (length == "0" || !length.starts_with('0'));
    let (address, length): (IpAddr, u32) = (address.parse().ok()?, length.parse().ok().filter(|_| digits)?);
    (length <= if address.is_ipv4() { 32 } else { 128 }).then_some((address, length))
}
