//! Compresses what is made at the start. The build's own files are compressed by the build.

use std::io::{self, Write};

use brotli::{CompressorWriter, enc::BrotliEncoderParams};
use flate2::{Compression, write::GzEncoder};

/// The content in brotli; none where that is no smaller.
pub(super) fn brotli(content: &[u8]) -> Option<Vec<u8>> {
    let params = BrotliEncoderParams { quality: 11, size_hint: content.len(), ..BrotliEncoderParams::default() };
    let mut compressed = Vec::new();
    let mut writer = CompressorWriter::with_params(&mut compressed, content.len().max(1), &params);
    smaller(writer.write_all(content).map(|()| drop(writer)).map(|()| compressed), content)
}

/// The content in gzip; none where that is no smaller.
pub(super) fn gzip(content: &[u8]) -> Option<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    smaller(writer.write_all(content).and_then(|()| writer.finish()), content)
}

fn smaller(compressed: io::Result<Vec<u8>>, content: &[u8]) -> Option<Vec<u8>> {
    // Writing to memory doesn't fail.
    compressed.ok().filter(|compressed| compressed.len() < content.len())
}
