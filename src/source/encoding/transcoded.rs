//! A text file as UTF-8, while it is read.

use std::io::{self, Read};

/// Another encoding to UTF-8 on the way in; what is not valid is an error.
pub(crate) struct Transcoded<R> {
    inner: R,
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    out: Vec<u8>,
    given: usize,
    done: bool,
}

impl<R: Read> Transcoded<R> {
    pub(crate) fn utf16(inner: R, big_endian: bool) -> Transcoded<R> {
        Transcoded::new(inner, if big_endian { encoding_rs::UTF_16BE } else { encoding_rs::UTF_16LE })
    }

    pub(crate) fn new(inner: R, encoding: &'static encoding_rs::Encoding) -> Transcoded<R> {
        Transcoded {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; 16 * 1024],
            out: Vec::new(),
            given: 0,
            done: false,
        }
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() && !self.done {
            let n = self.inner.read(&mut self.raw)?;
            self.done = n == 0;
            let raw = self.raw.get(..n).unwrap_or(&self.raw);
            let need = self.decoder.max_utf8_buffer_length_without_replacement(n).unwrap_or(n * 3 + 16);
            self.out.resize(need, 0);
            let (result, _, written) =
                self.decoder.decode_to_utf8_without_replacement(raw, &mut self.out, self.done);
            if let encoding_rs::DecoderResult::Malformed(..) = result {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "malformed text"));
            }
            self.out.truncate(written);
            self.given = 0;
        }
        let n = self.out.get(self.given..).unwrap_or_default().read(buf)?;
        self.given += n;
        Ok(n)
    }
}
