//! `Accept-Encoding`: which of a file's stored encodings a client accepts. `tower_http` has this for files on disk alone.

/// An encoding in which a file is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Brotli, the smallest.
    Brotli,
    /// gzip.
    Gzip,
    /// Not compressed.
    Identity,
}

impl Encoding {
    /// For `Content-Encoding`.
    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// The compressed ones, the smallest first.
    pub(crate) const COMPRESSED: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// Whether an `Accept-Encoding` header accepts it (RFC 9110, section 12.5.3). Weights other than 0 don't count: a client
    /// that accepts brotli gets it.
    pub(crate) fn is_accepted(self, accept: &str) -> bool {
        let Some(name) = self.name() else { return true };
        let mut accepts_any = false;
        for item in accept.split(',') {
            let mut parts = item.split(';').map(str::trim);
            let coding = parts.next().unwrap_or_default();
            let refused = parts.filter_map(|part| part.split_once('=')).any(|(key, weight)| {
                key.trim().eq_ignore_ascii_case("q") && weight.trim().parse::<f32>().is_ok_and(|weight| weight <= 0.0)
            });
            let is_old_name_of_gzip = self == Self::Gzip && coding.eq_ignore_ascii_case("x-gzip");
            if coding.eq_ignore_ascii_case(name) || is_old_name_of_gzip {
                return !refused;
            }
            accepts_any |= coding == "*" && !refused;
        }
        accepts_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_gets_only_what_it_accepts() {
        let accepted = |accept: &str| Encoding::COMPRESSED.map(|encoding| encoding.is_accepted(accept));
        assert_eq!(accepted("gzip, deflate, br, zstd"), [true, true]);
        assert_eq!(accepted("br;q=0.9, gzip;q=1.0"), [true, true]);
        assert_eq!(accepted("gzip"), [false, true]);
        assert_eq!(accepted("BR"), [true, false]);
        assert_eq!(accepted("br;q=0, gzip; q=0.0"), [false, false]);
        assert_eq!(accepted("*"), [true, true]);
        assert_eq!(accepted("*, br;q=0"), [false, true]);
        assert_eq!(accepted("identity"), [false, false]);
        assert_eq!(accepted(""), [false, false]);
        assert_eq!(accepted("brotli, gzipped"), [false, false]);
    }
}
