//! Writes archives byte by byte: names in any encoding, flags and sums that are wrong.

pub(crate) struct Entry<'a> {
    pub(crate) name: &'a [u8],
    pub(crate) bytes: &'a [u8],
    pub(crate) flags: u16,
    /// Added to the check sum.
    pub(crate) wrong: u32,
}

impl<'a> Entry<'a> {
    pub(crate) fn new(name: &'a (impl AsRef<[u8]> + ?Sized), bytes: &'a [u8]) -> Entry<'a> {
        Entry { name: name.as_ref(), bytes, flags: 0, wrong: 0 }
    }
}

/// An archive whose entries are stored as they are.
pub(crate) fn archive(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut list = Vec::new();
    for entry in entries {
        let at = out.len() as u32;
        let sum = crc(entry.bytes).wrapping_add(entry.wrong);
        let size = entry.bytes.len() as u32;
        let mut facts = Vec::new();
        facts.extend([20, 0]);
        facts.extend(entry.flags.to_le_bytes());
        facts.extend([0, 0, 0, 0, 0x21, 0x5b]);
        for n in [sum, size, size] {
            facts.extend(n.to_le_bytes());
        }
        facts.extend((entry.name.len() as u16).to_le_bytes());
        facts.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&facts);
        out.extend(entry.name);
        out.extend(entry.bytes);
        list.extend(b"PK\x01\x02\x14\x00");
        list.extend(&facts);
        list.extend([0; 10]);
        list.extend(at.to_le_bytes());
        list.extend(entry.name);
    }
    let (at, size, count) = (out.len() as u32, list.len() as u32, entries.len() as u16);
    out.extend(list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    out.extend([size.to_le_bytes(), at.to_le_bytes()].concat());
    out.extend([0, 0]);
    out
}

fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    !sum
}
