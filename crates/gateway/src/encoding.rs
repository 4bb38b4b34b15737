//! Which of a file's stored forms a browser gets.

/// A form in which a file is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Brotli: the smallest.
    Brotli,
    /// gzip.
    Gzip,
    /// As it is.
    Identity,
}

impl Encoding {
    /// For `Content-Encoding`; none for the file as it is.
    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// The forms that are stored compressed, the best first.
    pub(crate) const COMPRESSED: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// Whether an `Accept-Encoding` header lets this form pass (RFC 9110, section 12.5.3). Which one the client would
    /// rather have is not asked: whoever takes brotli gets it.
    pub(crate) fn is_accepted(self, accept: &str) -> bool {
        let Some(name) = self.name() else { return true };
        let mut any = false;
        for item in accept.split(',') {
            let mut parts = item.split(';').map(str::trim);
            let coding = parts.next().unwrap_or_default();
            let refused = parts.filter_map(|part| part.split_once('=')).any(|(key, weight)| {
                key.trim().eq_ignore_ascii_case("q") && weight.trim().parse::<f32>().is_ok_and(|weight| weight <= 0.0)
            });
            let is_gzip_by_its_old_name = self == Self::Gzip && coding.eq_ignore_ascii_case("x-gzip");
            if coding.eq_ignore_ascii_case(name) || is_gzip_by_its_old_name {
                return !refused;
            }
            any |= coding == "*" && !refused;
        }
        any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_only_what_it_takes() {
        let takes = |accept: &str| Encoding::COMPRESSED.map(|encoding| encoding.is_accepted(accept));
        assert_eq!(takes("gzip, deflate, br, zstd"), [true, true]);
        assert_eq!(takes("br;q=0.9, gzip;q=1.0"), [true, true]);
        assert_eq!(takes("gzip"), [false, true]);
        assert_eq!(takes("BR"), [true, false]);
        assert_eq!(takes("br;q=0, gzip; q=0.0"), [false, false]);
        assert_eq!(takes("*"), [true, true]);
        assert_eq!(takes("*, br;q=0"), [false, true]);
        assert_eq!(takes("identity"), [false, false]);
        assert_eq!(takes(""), [false, false]);
        assert_eq!(takes("brotli, gzipped"), [false, false]);
    }
}
