//! Compressed forms of files: the same bytes each time.

use std::io::Write as _;

/// Smaller files are not worth a second one.
pub(crate) const SMALLEST: u64 = 1024;

/// A form that browsers take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Taken by everything.
    Gzip,
    /// Smaller; taken by browsers over HTTPS.
    Brotli,
}

impl Coding {
    /// What is added to the name of a file.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Gzip => "gz",
            Self::Brotli => "br",
        }
    }

    /// Its name in HTTP.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }

    /// The bytes in this form. There is no time and no name in it.
    pub(crate) fn compress(self, bytes: &[u8]) -> Vec<u8> {
        const NEVER: &str = "memory can always be written to";
        match self {
            Self::Gzip => {
                let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
                out.write_all(bytes).expect(NEVER);
                out.finish().expect(NEVER)
            }
            Self::Brotli => {
                // 9 of 11: the last two steps take ten times as long for a few hundredths.
                let mut out = brotli::CompressorWriter::new(Vec::new(), 4096, 9, 22);
                out.write_all(bytes).expect(NEVER);
                out.into_inner()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_was_compressed_comes_back() {
        let text = "The council met on Monday. ".repeat(100);
        let gzip = Coding::Gzip.compress(text.as_bytes());
        let brotli = Coding::Brotli.compress(text.as_bytes());
        let mut back = String::new();
        flate2::read::GzDecoder::new(gzip.as_slice()).read_to_string(&mut back).expect("gzip");
        assert_eq!(back, text);
        back.clear();
        brotli::Decompressor::new(brotli.as_slice(), 4096).read_to_string(&mut back).expect("brotli");
        assert_eq!(back, text);
        assert!(brotli.len() < text.len() / 10 && gzip.len() < text.len() / 10);
        assert_eq!(Coding::Gzip.compress(text.as_bytes()), gzip);
    }
}
