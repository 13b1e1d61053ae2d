//! The description of one tensor, and how many bytes its numbers take.

use std::io::Read;

use super::reader::Reader;
use super::{Refusal, Tensor};

/// Names longer than this do not fit into the library's own field.
const LONGEST_NAME: usize = 63;

pub(super) fn read(reader: &mut Reader<impl Read>) -> Result<Tensor, Refusal> {
    let name = reader.text()?;
    if name.is_empty() || name.len() > LONGEST_NAME || name.contains('\0') {
        return Err("a tensor in it has no possible name".to_owned());
    }
    let dimensions = reader.u32()?;
    if !(1..=4).contains(&dimensions) {
        return Err(format!("its tensor {name:?} has {dimensions} dimensions"));
    }
    let shape = (0..dimensions).map(|_| reader.u64()).collect::<Result<Vec<u64>, _>>()?;
    let (kind, offset) = (reader.u32()?, reader.u64()?);
    let impossible = || format!("its tensor {name:?} has the impossible shape {shape:?} of type {kind}");
    let elements = shape.iter().try_fold(1_u64, |product, side| product.checked_mul(*side));
    let elements = elements.filter(|count| (1..1 << 48).contains(count)).ok_or_else(impossible)?;
    let (block, width) = block(kind).ok_or_else(impossible)?;
    if shape[0] % block != 0 {
        return Err(impossible());
    }
    Ok(Tensor { bytes: elements / block * width, name, elements, offset })
}

/// How many numbers a block of this type holds, and in how many bytes (`ggml_type_traits`).
const fn block(kind: u32) -> Option<(u64, u64)> {
    Some(match kind {
        0 | 26 => (1, 4),
        1 | 25 | 30 => (1, 2),
        24 => (1, 1),
        27 | 28 => (1, 8),
        2 | 20 => (32, 18),
        3 => (32, 20),
        6 => (32, 22),
        7 => (32, 24),
        8 => (32, 34),
        9 => (32, 36),
        39 => (32, 17),
        10 => (256, 84),
        11 | 21 => (256, 110),
        12 => (256, 144),
        13 => (256, 176),
        14 => (256, 210),
        15 => (256, 292),
        16 | 35 => (256, 66),
        17 => (256, 74),
        18 => (256, 98),
        19 => (256, 50),
        22 => (256, 82),
        23 => (256, 136),
        29 => (256, 56),
        34 => (256, 54),
        _ => return None,
    })
}
