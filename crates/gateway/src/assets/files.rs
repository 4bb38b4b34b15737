//! The built portal, read once at the start and kept in memory (1 to 2 MB). Requests look files up by name and never reach
//! the file system; a deploy that replaces the folder can't mix two builds, since the old one is served until a restart.
//!
//! Hand-written because `memory-serve` embeds files at compile time, and `tower_http::services::ServeDir` reads from disk.

use std::{collections::HashMap, fs, path::Path};

use axum::http::HeaderValue;
use bytes::Bytes;
use sha2::{Digest, Sha256};

pub use super::files_error::FilesError;
use super::{
    caching::{IMMUTABLE, cache_control_of_file},
    compress,
    encoding::Encoding,
    files_error::MAX_TOTAL_BYTES,
};

/// All files, by their path with a leading slash.
#[derive(Debug)]
pub struct Files(HashMap<String, File>);

/// A file in its stored encodings.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) content_type: &'static str,
    pub(crate) cache_control: &'static str,
    identity: Variant,
    brotli: Option<Variant>,
    gzip: Option<Variant>,
}

/// One encoding of a file.
#[derive(Debug, Clone)]
pub(crate) struct Variant {
    pub(crate) bytes: Bytes,
    /// A hash of the content. Time and length don't suffice: reproducible builds give every file the same time, and an
    /// index.html with other hashes in it has the same length.
    pub(crate) etag: HeaderValue,
}

/// The page for all routes of the portal.
pub(crate) const INDEX: &str = "/index.html";

impl Files {
    /// Reads a build, without hidden files and without links out of the folder.
    ///
    /// # Errors
    /// Why it can't be served.
    pub fn read(dist: &Path) -> Result<Self, FilesError> {
        let mut contents = HashMap::new();
        let unreadable = |path: &Path| {
            let path = path.to_owned();
            |error| FilesError::Unreadable(path, error)
        };
        let root = dist.canonicalize().map_err(unreadable(dist))?;
        let mut folders = vec![(root.clone(), String::new())];
        let mut total = 0;
        while let Some((folder, prefix)) = folders.pop() {
            for entry in fs::read_dir(&folder).map_err(unreadable(&folder))? {
                let entry = entry.map_err(unreadable(&folder))?;
                let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
                let Ok(target) = entry.path().canonicalize() else { continue };
                if name.starts_with('.') || !target.starts_with(&root) {
                    continue;
                }
                let path = format!("{prefix}/{name}");
                let metadata = target.metadata().map_err(unreadable(&target))?;
                if metadata.is_dir() {
                    // A link to a folder above would make a cycle.
                    if !entry.path().is_symlink() {
                        folders.push((target, path));
                    }
                } else if metadata.is_file() {
                    total += metadata.len();
                    if total > MAX_TOTAL_BYTES {
                        return Err(FilesError::TooLarge(dist.to_owned()));
                    }
                    let bytes = fs::read(&target).map_err(unreadable(&target))?;
                    contents.insert(path, Bytes::from(bytes));
                }
            }
        }
        let files = Self::new(contents);
        if files.get(INDEX).is_none() { Err(FilesError::NoIndex(dist.to_owned())) } else { Ok(files) }
    }

    fn new(mut contents: HashMap<String, Bytes>) -> Self {
        let paths: Vec<String> = contents.keys().filter(|path| !is_compressed(path, &contents)).cloned().collect();
        let mut files = HashMap::new();
        for path in paths {
            let mut take = |extension: &str| contents.remove(&[&path, extension].concat()).map(Variant::new);
            let (brotli, gzip, identity) = (take(".br"), take(".gz"), take(""));
            let Some(identity) = identity else { continue };
            let (content_type, cache_control) = (content_type(&path), cache_control_of_file(&path));
            files.insert(path, File { content_type, cache_control, identity, brotli, gzip });
        }
        Self(files)
    }

    pub(crate) fn get(&self, path: &str) -> Option<&File> {
        self.0.get(path)
    }

    /// Adds or replaces a file that has no compressed encodings.
    pub(crate) fn insert(&mut self, path: &str, bytes: impl Into<Bytes>) {
        self.0.insert(path.to_owned(), File::new(path, bytes));
    }

    /// Adds or replaces a file, and compresses it.
    pub(crate) fn insert_compressed(&mut self, path: &str, bytes: impl Into<Bytes>) {
        self.0.insert(path.to_owned(), File::compressed(path, bytes));
    }

    /// Adds a file again under a name with a hash of its content, by which browsers keep it for ever. Returns that name; none for a
    /// file that isn't there or has such a name already.
    pub(crate) fn add_hashed(&mut self, path: &str) -> Option<String> {
        let file = self.get(path).filter(|file| file.cache_control != IMMUTABLE)?;
        let (name, extension) = path.rsplit_once('.')?;
        let hashed = format!("{name}-{}.{extension}", hex_digest(file.content(), 8));
        let file = File { cache_control: cache_control_of_file(&hashed), ..file.clone() };
        self.0.insert(hashed.clone(), file);
        Some(hashed)
    }

    /// The number of files, each counted once.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// All paths, sorted.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        let mut paths: Vec<_> = self.0.keys().map(String::as_str).collect();
        paths.sort_unstable();
        paths.into_iter()
    }

    /// Every encoding of every file with the path at which it is stored (`.br` and `.gz` added).
    pub(crate) fn stored(&self) -> impl Iterator<Item = (String, &Bytes)> {
        self.0.iter().flat_map(|(path, file)| {
            let encodings = [("", Some(&file.identity)), (".br", file.brotli.as_ref()), (".gz", file.gzip.as_ref())];
            encodings
                .into_iter()
                .filter_map(move |(extension, variant)| Some(([path, extension].concat(), &variant?.bytes)))
        })
    }
}

/// Whether a file is the compressed encoding of another one. An archive without a plain file beside it is a file itself.
fn is_compressed(path: &str, contents: &HashMap<String, Bytes>) -> bool {
    let plain = path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz"));
    plain.is_some_and(|plain| contents.contains_key(plain))
}

impl File {
    /// A file for this path that has no compressed encodings.
    pub(crate) fn new(path: &str, bytes: impl Into<Bytes>) -> Self {
        Self {
            content_type: content_type(path),
            cache_control: cache_control_of_file(path),
            identity: Variant::new(bytes.into()),
            brotli: None,
            gzip: None,
        }
    }

    /// A file for this path, compressed now.
    pub(crate) fn compressed(path: &str, bytes: impl Into<Bytes>) -> Self {
        let plain = Self::new(path, bytes);
        let variant = |compressed: Option<Vec<u8>>| compressed.map(|bytes| Variant::new(bytes.into()));
        let [brotli, gzip] = [compress::brotli, compress::gzip].map(|compress| variant(compress(plain.content())));
        Self { brotli, gzip, ..plain }
    }

    /// The content without compression.
    pub(crate) const fn content(&self) -> &Bytes {
        &self.identity.bytes
    }

    /// The smallest encoding that an `Accept-Encoding` header accepts.
    pub(crate) fn variant(&self, accept: &str) -> (Encoding, &Variant) {
        let stored = |encoding| match encoding {
            Encoding::Brotli => self.brotli.as_ref(),
            Encoding::Gzip => self.gzip.as_ref(),
            Encoding::Identity => Some(&self.identity),
        };
        let accepted = Encoding::COMPRESSED.into_iter().filter(|encoding| encoding.is_accepted(accept));
        let mut found = accepted.filter_map(|encoding| Some((encoding, stored(encoding)?)));
        found.next().unwrap_or((Encoding::Identity, &self.identity))
    }
}

impl Variant {
    fn new(bytes: Bytes) -> Self {
        let etag = HeaderValue::try_from(format!("\"{}\"", hex_digest(&bytes, 12)));
        // Quoted hex digits are always a valid header value.
        Self { bytes, etag: etag.unwrap_or(HeaderValue::from_static("\"\"")) }
    }
}

/// The first bytes of the content's SHA-256, two hexadecimal digits each.
fn hex_digest(content: &[u8], bytes: usize) -> String {
    Sha256::digest(content).iter().take(bytes).map(|byte| format!("{byte:02x}")).collect()
}

/// The media type by the file's extension. A closed list instead of a crate's: with `nosniff`, browsers execute no file of an
/// unknown type.
fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_beside_the_build_is_not_served() {
        let home = tempfile::tempdir().unwrap();
        let dist = home.path().join("dist");
        fs::create_dir_all(dist.join("assets")).unwrap();
        fs::write(home.path().join("secret.txt"), "x").unwrap();
        fs::write(dist.join("index.html"), "x").unwrap();
        fs::write(dist.join("assets/a.svg"), "x").unwrap();
        fs::write(dist.join(".env"), "x").unwrap();
        std::os::unix::fs::symlink(home.path().join("secret.txt"), dist.join("linked.txt")).unwrap();
        std::os::unix::fs::symlink(home.path(), dist.join("up")).unwrap();
        std::os::unix::fs::symlink(&dist, dist.join("round")).unwrap();
        let files = Files::read(&dist).unwrap();
        let mut paths: Vec<_> = files.stored().map(|(path, _)| path).collect();
        paths.sort();
        assert_eq!(paths, ["/assets/a.svg", "/index.html"]);
    }

    #[test]
    fn each_encoding_has_its_own_etag() {
        let contents = [("/a.js", "plain"), ("/a.js.br", "b"), ("/a.js.gz", "g"), ("/lone.gz", "x")];
        let files = Files::new(contents.map(|(path, text)| (path.to_owned(), Bytes::from(text))).into());
        let file = files.get("/a.js").unwrap();
        let sent = |accept| {
            let (encoding, variant) = file.variant(accept);
            (encoding, variant.etag.clone())
        };
        let (brotli, gzip, plain) = (sent("gzip, br"), sent("gzip"), sent(""));
        assert_eq!([brotli.0, gzip.0, plain.0], [Encoding::Brotli, Encoding::Gzip, Encoding::Identity]);
        assert!(brotli.1 != gzip.1 && gzip.1 != plain.1);
        assert!(files.get("/a.js.br").is_none() && files.get("/lone.gz").is_some());
    }

    #[test]
    fn a_folder_without_a_build_says_what_to_do() {
        let home = tempfile::tempdir().unwrap();
        assert!(Files::read(home.path()).unwrap_err().to_string().contains("trunk build"));
        let missing = Files::read(&home.path().join("dist")).unwrap_err().to_string();
        assert!(missing.contains("can't be read"), "{missing}");
    }
}
