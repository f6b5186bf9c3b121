//! Writes small `.xls` files (BIFF8 in a compound file), so that no binary has to be kept.

pub(crate) enum Value {
    Text(String),
    Number(f64),
    /// A whole number, packed into 30 bits.
    Rk(i32),
    /// Days since 1899-12-30, shown as a date.
    Date(f64),
    /// What a formula came to.
    Formula(String),
}

const DATE_STYLE: u16 = 1;
/// Texts run on into a further record after this many bytes; Excel's own limit is 8224.
const LIMIT: usize = 120;

pub(crate) fn workbook(sheets: &[(&str, Vec<Vec<Value>>)]) -> Vec<u8> {
    container("Workbook", &stream(sheets, &[]))
}

/// `globals`: further records (kind, data) at the beginning.
pub(crate) fn stream(sheets: &[(&str, Vec<Vec<Value>>)], globals: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut strings: Vec<&str> = Vec::new();
    let bodies: Vec<Vec<u8>> = sheets.iter().map(|(_, rows)| sheet(rows, &mut strings)).collect();
    let mut head = Vec::new();
    record(&mut head, 0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for (kind, data) in globals {
        record(&mut head, *kind, data);
    }
    let mut format = 164_u16.to_le_bytes().to_vec();
    format.extend(wide("yyyy\"年\"m\"月\"d\"日\" h:mm:ss"));
    record(&mut head, 0x041e, &format);
    for format in [0_u16, 164] {
        let mut style = vec![0; 20];
        style[2..4].copy_from_slice(&format.to_le_bytes());
        record(&mut head, 0x00e0, &style);
    }
    let names: usize = sheets.iter().map(|(name, _)| 4 + 8 + name.encode_utf16().count() * 2).sum();
    let texts = shared(&strings);
    let mut at = head.len() + names + texts.len() + 4;
    for ((name, _), body) in sheets.iter().zip(&bodies) {
        let mut data = (at as u32).to_le_bytes().to_vec();
        data.extend([0, 0, name.encode_utf16().count() as u8, 1]);
        data.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        record(&mut head, 0x0085, &data);
        at += body.len();
    }
    head.extend(texts);
    record(&mut head, 0x000a, &[]);
    head.extend(bodies.concat());
    head
}

fn sheet<'v>(rows: &'v [Vec<Value>], strings: &mut Vec<&'v str>) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x0809, &[0, 6, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for (row, cells) in rows.iter().enumerate() {
        for (column, value) in cells.iter().enumerate() {
            let style = if matches!(value, Value::Date(_)) { DATE_STYLE } else { 0 };
            let mut data: Vec<u8> =
                [row as u16, column as u16, style].into_iter().flat_map(u16::to_le_bytes).collect();
            match value {
                Value::Text(text) => {
                    let place = strings.iter().position(|s| s == text).unwrap_or_else(|| {
                        strings.push(text);
                        strings.len() - 1
                    });
                    data.extend((place as u32).to_le_bytes());
                    record(&mut out, 0x00fd, &data);
                }
                Value::Number(n) | Value::Date(n) => {
                    data.extend(n.to_le_bytes());
                    record(&mut out, 0x0203, &data);
                }
                Value::Rk(n) => {
                    // A record for many cells, of which there is one.
                    data.extend((n << 2 | 2).to_le_bytes());
                    data.extend((column as u16).to_le_bytes());
                    record(&mut out, 0x00bd, &data);
                }
                Value::Formula(text) => {
                    data.extend([0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]);
                    record(&mut out, 0x0006, &data);
                    record(&mut out, 0x0207, &wide(text));
                }
            }
        }
    }
    record(&mut out, 0x000a, &[]);
    out
}

/// The texts, in as many records as they need.
fn shared(strings: &[&str]) -> Vec<u8> {
    let count = (strings.len() as u32).to_le_bytes();
    let mut records = vec![[count, count].concat()];
    for text in strings {
        let narrow = text.chars().all(|c| (c as u32) < 256);
        if records.last().is_some_and(|r| r.len() + 5 > LIMIT) {
            records.push(Vec::new());
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        let last = records.last_mut().expect("a record");
        last.extend((units.len() as u16).to_le_bytes());
        last.push(u8::from(!narrow));
        for unit in units {
            if records.last().is_some_and(|r| r.len() + 2 > LIMIT) {
                records.push(vec![u8::from(!narrow)]);
            }
            let last = records.last_mut().expect("a record");
            last.extend(&unit.to_le_bytes()[..if narrow { 1 } else { 2 }]);
        }
    }
    let mut out = Vec::new();
    for (place, data) in records.iter().enumerate() {
        record(&mut out, if place == 0 { 0x00fc } else { 0x003c }, data);
    }
    out
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = (units.len() as u16).to_le_bytes().to_vec();
    out.push(1);
    out.extend(units.into_iter().flat_map(u16::to_le_bytes));
    out
}

fn record(out: &mut Vec<u8>, kind: u16, data: &[u8]) {
    out.extend(kind.to_le_bytes());
    out.extend((data.len() as u16).to_le_bytes());
    out.extend(data);
}

/// A compound file with one stream.
pub(crate) fn container(name: &str, stream: &[u8]) -> Vec<u8> {
    const UNIT: usize = 512;
    // Smaller streams would have to stand in units of 64 bytes.
    let size = stream.len().max(4096);
    let sectors = size.div_ceil(UNIT);
    let tables = (sectors + 2).div_ceil(UNIT / 4 - 1) + 1;
    let mut head = vec![0; UNIT];
    head[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    head[24..34].copy_from_slice(&[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    put(&mut head, 44, tables as u32);
    put(&mut head, 48, tables as u32);
    put(&mut head, 56, 4096);
    put(&mut head, 60, 0xffff_fffe);
    put(&mut head, 68, 0xffff_fffe);
    for n in 0..109 {
        put(&mut head, 76 + n * 4, if n < tables { n as u32 } else { u32::MAX });
    }
    let mut fat = vec![0xff; tables * UNIT];
    for n in 0..tables {
        put(&mut fat, n * 4, 0xffff_fffd);
    }
    put(&mut fat, tables * 4, 0xffff_fffe);
    for n in 0..sectors {
        let next = if n + 1 == sectors { 0xffff_fffe } else { (tables + n + 2) as u32 };
        put(&mut fat, (tables + 1 + n) * 4, next);
    }
    let mut folder = vec![0; UNIT];
    for (n, (name, kind, start, size)) in
        [("Root Entry", 5, 0xffff_fffe, 0), (name, 2, tables as u32 + 1, size as u32)].into_iter().enumerate()
    {
        let entry = &mut folder[n * 128..(n + 1) * 128];
        for (place, unit) in name.encode_utf16().enumerate() {
            entry[place * 2..place * 2 + 2].copy_from_slice(&unit.to_le_bytes());
        }
        entry[64] = (name.len() * 2 + 2) as u8;
        entry[66] = kind;
        for place in [68, 72, 76] {
            put(entry, place, u32::MAX);
        }
        put(entry, 116, start);
        put(entry, 120, size);
    }
    let mut data = stream.to_vec();
    data.resize(sectors * UNIT, 0);
    [head, fat, folder, data].concat()
}

fn put(bytes: &mut [u8], at: usize, value: u32) {
    bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
}
