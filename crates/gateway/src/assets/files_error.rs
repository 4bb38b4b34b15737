//! Why a folder can't be served.

use std::{fmt, io, path::PathBuf};

/// The largest size of all files, in bytes: many times that of a build.
pub(super) const MAX_TOTAL_BYTES: u64 = 100_000_000;

/// Why a folder can't be served.
#[derive(Debug)]
pub enum FilesError {
    /// It can't be read.
    Unreadable(PathBuf, io::Error),
    /// It holds no `index.html`.
    NoIndex(PathBuf),
    /// It is larger than any build of the portal.
    TooLarge(PathBuf),
    /// It holds no file at the path that the config names as an image.
    NoImage {
        /// The folder.
        dist: PathBuf,
        /// The setting that names the image.
        setting: &'static str,
        /// The path that it names.
        path: String,
    },
    /// The file at that path is no image that browsers show.
    NotAnImage {
        /// The folder.
        dist: PathBuf,
        /// The setting that names the image.
        setting: &'static str,
        /// The path that it names.
        path: String,
    },
}

impl std::error::Error for FilesError {}

impl fmt::Display for FilesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, error) => {
                write!(f, "{} can't be read ({error}): name the folder of the built portal", path.display())
            }
            Self::NoIndex(path) => write!(
                f,
                "{} holds no index.html: build the portal first (trunk build --release), or name the folder it was built into",
                path.display()
            ),
            Self::NoImage { dist, setting, path } => write!(
                f,
                "{} holds no file for the config's `{setting}`, which is {path}: put the image there, or correct the setting",
                dist.display()
            ),
            Self::NotAnImage { dist, setting, path } => write!(
                f,
                "{} holds no image for the config's `{setting}`, which is {path}: its content must be that of a .svg, .png, \
                 .jpg, .gif, .webp, .avif or .ico file, as its name says",
                dist.display()
            ),
            Self::TooLarge(path) => write!(
                f,
                "{} holds more than {} MB, so it is not the folder of the built portal: name that one",
                path.display(),
                MAX_TOTAL_BYTES / 1_000_000
            ),
        }
    }
}
