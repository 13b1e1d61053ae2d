//! Numbers, texts and arrays of a GGUF file, one behind the other, never beyond its end.

use std::io::Read;

use serde_json::{Number, Value};

use super::{Entry, Refusal};

/// Type numbers of the format.
pub(super) const TEXT: u32 = 8;
const ARRAY: u32 = 9;

/// Longest text that is kept: chat templates are long, keys and tokens are not.
const LONGEST_TEXT: u64 = 1 << 20;

/// A position in a file of known length.
pub(super) struct Reader<R> {
    source: R,
    position: u64,
    length: u64,
}

impl<R: Read> Reader<R> {
    pub(super) fn new(source: R, length: u64) -> Self {
        Self { source, position: 0, length }
    }

    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// So many bytes, if the file has them.
    pub(super) fn bytes(&mut self, count: u64) -> Result<Vec<u8>, Refusal> {
        self.claim(count)?;
        let mut bytes = vec![0; usize::try_from(count).map_err(|_| cut_short())?];
        self.source.read_exact(&mut bytes).map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    fn skip(&mut self, count: u64) -> Result<(), Refusal> {
        self.claim(count)?;
        let skipped = std::io::copy(&mut (&mut self.source).take(count), &mut std::io::sink());
        (skipped.ok() == Some(count)).then_some(()).ok_or_else(cut_short)
    }

    fn claim(&mut self, count: u64) -> Result<(), Refusal> {
        let end = self.position.checked_add(count).filter(|end| *end <= self.length);
        self.position = end.ok_or_else(cut_short)?;
        Ok(())
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Refusal> {
        self.claim(N as u64)?;
        let mut bytes = [0; N];
        self.source.read_exact(&mut bytes).map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Refusal> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub(super) fn u64(&mut self) -> Result<u64, Refusal> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    fn long_bytes(&mut self) -> Result<Vec<u8>, Refusal> {
        let length = self.u64()?;
        if length > LONGEST_TEXT {
            return Err(format!("it claims a text of {length} bytes"));
        }
        self.bytes(length)
    }

    pub(super) fn text(&mut self) -> Result<String, Refusal> {
        String::from_utf8(self.long_bytes()?).map_err(|_| "a text in it is not UTF-8".to_owned())
    }

    /// An array of texts, with its type before it.
    pub(super) fn texts(&mut self) -> Result<Vec<Vec<u8>>, Refusal> {
        let (kind, inner, count) = (self.u32()?, self.u32()?, self.u64()?);
        if (kind, inner) != (ARRAY, TEXT) || count > self.length / 8 {
            return Err("its vocabulary is no list of texts".to_owned());
        }
        (0..count).map(|_| self.long_bytes()).collect()
    }

    /// A value with its type before it.
    pub(super) fn entry(&mut self) -> Result<Entry, Refusal> {
        match self.u32()? {
            ARRAY => self.skip_array(),
            TEXT => Ok(Entry::Value(Value::String(self.text()?))),
            kind => Ok(Entry::Value(self.scalar(kind)?)),
        }
    }

    fn skip_array(&mut self) -> Result<Entry, Refusal> {
        let (kind, length) = (self.u32()?, self.u64()?);
        match width(kind) {
            Some(width) => self.skip(length.checked_mul(width).ok_or_else(cut_short)?)?,
            None if kind == TEXT => {
                for _ in 0..length {
                    let bytes = self.u64()?;
                    self.skip(bytes)?;
                }
            }
            None => return Err(format!("an array in it has the unknown type {kind}")),
        }
        Ok(Entry::Array { kind, length })
    }

    fn scalar(&mut self, kind: u32) -> Result<Value, Refusal> {
        Ok(match kind {
            0 => u8::from_le_bytes(self.array()?).into(),
            1 => i8::from_le_bytes(self.array()?).into(),
            2 => u16::from_le_bytes(self.array()?).into(),
            3 => i16::from_le_bytes(self.array()?).into(),
            4 => self.u32()?.into(),
            5 => i32::from_le_bytes(self.array()?).into(),
            6 => float(f64::from(f32::from_le_bytes(self.array()?))),
            7 => (self.array::<1>()? != [0]).into(),
            10 => self.u64()?.into(),
            11 => i64::from_le_bytes(self.array()?).into(),
            12 => float(f64::from_le_bytes(self.array()?)),
            other => return Err(format!("a value in it has the unknown type {other}")),
        })
    }
}

fn float(number: f64) -> Value {
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// Bytes of a number of this type.
fn width(kind: u32) -> Option<u64> {
    match kind {
        0 | 1 | 7 => Some(1),
        2 | 3 => Some(2),
        4..=6 => Some(4),
        10..=12 => Some(8),
        _ => None,
    }
}

fn cut_short() -> Refusal {
    "it is cut short, or a length in it is wrong".to_owned()
}
