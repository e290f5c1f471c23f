//! Unpacks a body as it comes, and stops where it has enough.

use std::io::{self, Write};

use brotli_decompressor::{BrotliDecoderParameter, DecompressorWriter};
use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// How much the unpackers hold before they write it on.
const BUFFER: usize = 16 * 1024;

/// What a body was packed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Plain,
    Gzip,
    Deflate,
    Brotli,
}

impl Coding {
    /// Reads all `Content-Encoding` of an answer; `None` for one that is not known, and for several on top of each other,
    /// which only grow.
    pub(crate) fn read<'a>(values: impl Iterator<Item = &'a [u8]>) -> Option<Self> {
        let mut codings = values.flat_map(|value| value.split(|byte| *byte == b',')).map(<[u8]>::trim_ascii);
        let mut found = Self::Plain;
        codings.try_for_each(|coding| {
            let one = match coding.to_ascii_lowercase().as_slice() {
                b"" | b"identity" => return Some(()),
                b"gzip" | b"x-gzip" => Self::Gzip,
                b"deflate" => Self::Deflate,
                b"br" => Self::Brotli,
                _ => return None,
            };
            (std::mem::replace(&mut found, one) == Self::Plain).then_some(())
        })?;
        Some(found)
    }
}

/// Why no more is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// There is enough: the body was cut.
    Full,
    /// It cannot be unpacked.
    Broken,
}

/// A body that is being unpacked, in at most as many bytes as it was given room for.
pub(crate) struct Unpacker {
    state: State,
    /// How many more packed bytes are taken in: some of them unpack to nothing.
    left: usize,
    begun: bool,
}

enum State {
    Plain(Kept),
    Gzip(MultiGzDecoder<Kept>),
    /// Two formats go by that name; the first two bytes tell.
    Deflate(Vec<u8>, Kept),
    Zlib(ZlibDecoder<Kept>),
    Raw(DeflateDecoder<Kept>),
    Brotli(Box<DecompressorWriter<Kept>>),
}

impl Unpacker {
    pub(crate) fn new(coding: Coding, room: usize) -> Self {
        let kept = Kept { bytes: Vec::new(), room, full: false };
        let state = match coding {
            Coding::Plain => State::Plain(kept),
            Coding::Gzip => State::Gzip(MultiGzDecoder::new(kept)),
            Coding::Deflate => State::Deflate(Vec::new(), kept),
            Coding::Brotli => State::Brotli(Box::new(brotli(kept))),
        };
        Self { state, left: room, begun: false }
    }

    /// Takes in what came. Fails where there is enough or where it cannot be unpacked.
    pub(crate) fn take(&mut self, packed: &[u8]) -> Result<(), Stop> {
        let fits = packed.get(..self.left).unwrap_or(packed);
        self.left -= fits.len();
        self.begun |= !packed.is_empty();
        self.write(fits)?;
        // A plain body finds out by itself whether it is cut.
        let cut = fits.len() < packed.len();
        if cut { Err(Stop::Full) } else { Ok(()) }
    }

    fn write(&mut self, packed: &[u8]) -> Result<(), Stop> {
        if let State::Deflate(begun, kept) = &mut self.state {
            begun.extend_from_slice(packed);
            let [first, second, ..] = begun[..] else { return Ok(()) };
            let kept = std::mem::replace(kept, Kept { bytes: Vec::new(), room: 0, full: false });
            let begun = std::mem::take(begun);
            let zlib = first & 0x0f == 8 && u16::from_be_bytes([first, second]) % 31 == 0;
            self.state = if zlib { State::Zlib(ZlibDecoder::new(kept)) } else { State::Raw(DeflateDecoder::new(kept)) };
            return self.write(&begun);
        }
        let written = match &mut self.state {
            State::Plain(kept) => kept.write_all(packed),
            State::Gzip(unpacker) => unpacker.write_all(packed),
            State::Zlib(unpacker) => unpacker.write_all(packed),
            State::Raw(unpacker) => unpacker.write_all(packed),
            State::Brotli(unpacker) => unpacker.write_all(packed),
            State::Deflate(..) => Ok(()),
        };
        written.map_err(|_| if self.kept().full { Stop::Full } else { Stop::Broken })
    }

    /// Gives what was unpacked, after the end of the body, and what keeps it from being whole.
    pub(crate) fn finish(mut self) -> (Vec<u8>, Result<(), Stop>) {
        let ended = match &mut self.state {
            // Nothing at all is an empty page, whatever it is said to be packed with.
            _ if !self.begun => Ok(()),
            State::Plain(_) => Ok(()),
            State::Gzip(unpacker) => unpacker.try_finish(),
            State::Zlib(unpacker) => unpacker.try_finish(),
            State::Raw(unpacker) => unpacker.try_finish(),
            State::Brotli(unpacker) => unpacker.close(),
            State::Deflate(..) => Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
        };
        let stop = if self.kept().full { Stop::Full } else { Stop::Broken };
        (self.cut(), ended.map_err(|_| stop))
    }

    /// Gives what was unpacked so far.
    pub(crate) fn cut(&mut self) -> Vec<u8> {
        let kept = self.kept();
        // Whatever an unpacker still wants to write when it is dropped has no room.
        kept.room = 0;
        std::mem::take(&mut kept.bytes)
    }

    fn kept(&mut self) -> &mut Kept {
        match &mut self.state {
            State::Plain(kept) | State::Deflate(_, kept) => kept,
            State::Gzip(unpacker) => unpacker.get_mut(),
            State::Zlib(unpacker) => unpacker.get_mut(),
            State::Raw(unpacker) => unpacker.get_mut(),
            State::Brotli(unpacker) => unpacker.get_mut(),
        }
    }
}

/// Makes an unpacker whose memory grows with what it unpacks. Windows beyond the standard's 16 MiB are no `br`.
fn brotli(kept: Kept) -> DecompressorWriter<Kept> {
    let mut unpacker = DecompressorWriter::new(kept, BUFFER);
    unpacker.set_parameter(BrotliDecoderParameter::BROTLI_DECODER_PARAM_LARGE_WINDOW, 0);
    unpacker
}

/// The bytes that are kept: so many and no more.
struct Kept {
    bytes: Vec<u8>,
    room: usize,
    full: bool,
}

impl Write for Kept {
    fn write(&mut self, unpacked: &[u8]) -> io::Result<usize> {
        let left = self.room - self.bytes.len();
        let fits = unpacked.get(..left).unwrap_or(unpacked);
        self.bytes.extend_from_slice(fits);
        if fits.len() < unpacked.len() {
            self.full = true;
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        Ok(fits.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
