//! The controller's certificate: `kubeseal --fetch-cert`, or `/v1/cert.pem` of its service.

use aws_lc_rs::rsa::{OaepPublicEncryptingKey, PublicEncryptingKey};
use lang::{Text, text};
use model::Date;
use x509_parser::pem::Pem;

/// A certificate that can seal.
pub struct Certificate {
    pub(crate) key: OaepPublicEncryptingKey,
}

/// Why a certificate cannot seal. All of them are of the file that the person named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// The text holds no certificate.
    #[error("no certificate in PEM form")]
    NoCertificate,
    /// Its key is no RSA key, or none that is large enough (2048 bits).
    #[error("its key is no RSA key of at least 2048 bits")]
    NoRsaKey,
    /// It is not valid on this day; its last.
    #[error("it is not valid: its last day is {0}")]
    Expired(Date),
}

impl CertificateError {
    /// In words, with what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            CertificateError::NoCertificate => Text::new(
                "no certificate in PEM form; take the controller's with `kubeseal --fetch-cert`",
                "PEM 形式の証明書がありません。`kubeseal --fetch-cert` でコントローラーの証明書を取得してください",
            ),
            CertificateError::NoRsaKey => Text::new(
                "the certificate has no RSA key of at least 2048 bits, which is what the controller makes",
                "証明書の鍵が 2048 ビット以上の RSA ではありません。コントローラーの証明書か確認してください",
            ),
            CertificateError::Expired(day) => text!(
                "the certificate is not valid today (its last day: {day}); fetch the current one with `kubeseal --fetch-cert`",
                "証明書の有効期間外です(期限 {day})。`kubeseal --fetch-cert` で最新の証明書を取得してください"
            ),
        }
    }
}

impl Certificate {
    /// Reads a certificate that is to be used on this day. Of several the first counts, as for kubeseal.
    ///
    /// # Errors
    /// [`CertificateError`]
    pub fn parse(pem: &str, today: Date) -> Result<Certificate, CertificateError> {
        let block = Pem::iter_from_buffer(pem.as_bytes()).flatten().find(|it| it.label == "CERTIFICATE");
        let block = block.ok_or(CertificateError::NoCertificate)?;
        let parsed = block.parse_x509().map_err(|_| CertificateError::NoCertificate)?;
        let day = |seconds: i64| Date::of_unix(u64::try_from(seconds).unwrap_or(0));
        let validity = parsed.validity();
        let (first, last) = (day(validity.not_before.timestamp()), day(validity.not_after.timestamp()));
        if today < first || last < today {
            return Err(CertificateError::Expired(last));
        }
        let key = PublicEncryptingKey::from_der(parsed.public_key().raw);
        let key = key.map_err(|_| CertificateError::NoRsaKey)?;
        let key = OaepPublicEncryptingKey::new(key).map_err(|_| CertificateError::NoRsaKey)?;
        Ok(Certificate { key })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_says_so() {
        let today = Date::of_unix(0);
        for text in ["", "not PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            assert_eq!(Certificate::parse(text, today).err(), Some(CertificateError::NoCertificate), "{text}");
        }
    }
}
