//! Compresses once at build time what a server would otherwise compress at every request.

use std::io::Write as _;
use std::thread;

use anyhow::{Context, Result, anyhow};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::Flavour;

/// What compression cannot make smaller: it is small already.
const PACKED: &[&str] = &[
    "png", "jpg", "jpeg", "webp", "avif", "gif", "woff", "woff2", "ico", "br", "gz",
];

/// True when compressing a file of that name pays.
pub fn pays(name: &str) -> bool {
    !name
        .rsplit_once('.')
        .is_some_and(|(_, extension)| PACKED.contains(&extension.to_ascii_lowercase().as_str()))
}

/// The brotli and the gzip form of a content.
pub fn both(content: &[u8], flavour: Flavour) -> Result<(Vec<u8>, Vec<u8>)> {
    thread::scope(|scope| {
        let gzipped = scope.spawn(|| gzip(content, flavour));
        let brotlied = brotli(content, flavour)?;
        let gzipped = gzipped.join().map_err(|_| anyhow!("the gzip thread died"))??;
        Ok((brotlied, gzipped))
    })
}

/// The brotli form of a content.
pub fn brotli(content: &[u8], flavour: Flavour) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: match flavour {
            Flavour::Dev => 5,
            Flavour::Release => 11,
        },
        size_hint: content.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut packed, &parameters).context("brotli failed")?;
    Ok(packed)
}

fn gzip(content: &[u8], flavour: Flavour) -> Result<Vec<u8>> {
    let level = match flavour {
        Flavour::Dev => Compression::fast(),
        Flavour::Release => Compression::best(),
    };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(content).context("gzip failed")?;
    encoder.finish().context("gzip failed")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::Read as _;

    #[test]
    fn both_forms_unpack_to_the_content() {
        let content = "the same words, the same words, the same words".repeat(40);
        for flavour in [Flavour::Dev, Flavour::Release] {
            let (brotlied, gzipped) = both(content.as_bytes(), flavour).unwrap();
            assert!(brotlied.len() < content.len() / 4 && gzipped.len() < content.len() / 4);
            let mut unpacked = Vec::new();
            brotli::BrotliDecompress(&mut &brotlied[..], &mut unpacked).unwrap();
            assert_eq!(unpacked, content.as_bytes());
            let mut text = String::new();
            flate2::read::GzDecoder::new(&gzipped[..])
                .read_to_string(&mut text)
                .unwrap();
            assert_eq!(text, content);
        }
    }

    #[test]
    fn pictures_and_fonts_are_left_alone() {
        assert!(pays("ops-ai.css") && pays("icon.svg") && pays("robots.txt"));
        assert!(!pays("favicon.ico") && !pays("a.PNG") && !pays("a.woff2"));
    }
}
