//! Checks the images that the config names, before users see that one is broken.

use std::path::Path;

use portal_core::config::{Config, Logo};

use super::super::files::{Files, FilesError};

impl Files {
    /// Checks that the images of the config which aren't on another origin are there, and are images. `dist` is the folder that
    /// was read, for the message.
    ///
    /// # Errors
    /// The first one that isn't.
    pub fn require_images(&self, dist: &Path, config: &Config) -> Result<(), FilesError> {
        for (setting, image) in config.images() {
            let Logo::Local(path) = image else { continue };
            let (dist, path) = (dist.to_owned(), path.clone());
            match self.get(&path) {
                None => return Err(FilesError::NoImage { dist, setting, path }),
                Some(file) if !is_image(file.content_type, file.content()) => {
                    return Err(FilesError::NotAnImage { dist, setting, path });
                }
                Some(_) => {}
            }
        }
        Ok(())
    }
}

/// Whether the content begins as an image of the media type does.
fn is_image(content_type: &str, content: &[u8]) -> bool {
    match content_type {
        "image/svg+xml" => content.windows(4).any(|part| part == b"<svg"),
        "image/png" => content.starts_with(b"\x89PNG"),
        "image/jpeg" => content.starts_with(b"\xff\xd8"),
        "image/gif" => content.starts_with(b"GIF8"),
        "image/webp" => content.starts_with(b"RIFF"),
        "image/avif" => content.get(4..8) == Some(b"ftyp"),
        "image/x-icon" => content.starts_with(b"\0\0\x01\0") || content.starts_with(b"\x89PNG"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_known_by_its_first_bytes() {
        for (content_type, content) in [
            ("image/svg+xml", &b"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<svg/>"[..]),
            ("image/png", b"\x89PNG\r\n"),
            ("image/jpeg", b"\xff\xd8\xff\xe0"),
            ("image/gif", b"GIF89a"),
            ("image/webp", b"RIFF\0\0\0\0WEBP"),
            ("image/avif", b"\0\0\0\x20ftypavif"),
            ("image/x-icon", b"\0\0\x01\0\x01"),
        ] {
            assert!(is_image(content_type, content), "{content_type}");
            for other in [&b""[..], b"<!doctype html>", b"version https://git-lfs.github.com/spec/v1"] {
                assert!(!is_image(content_type, other), "{content_type}");
            }
        }
        assert!(!is_image("text/html; charset=utf-8", b"<svg/>"));
    }
}
