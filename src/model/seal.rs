//! The last row of a list that says how many rows went before it: what was torn off has none, or another count.

/// What the row begins with. In JSON Lines it is the one key of the last object.
pub const SEAL: &str = "cs_seal";

/// The first cell of the row; the others are empty.
pub fn cell(rows: u64) -> String {
    format!("{SEAL} {rows}")
}

/// Whether a first cell is that of a seal, whole or damaged.
pub fn is_seal(cell: &str) -> bool {
    cell.starts_with(SEAL)
}

/// How many rows a first cell says there are; `None` where it is no whole seal.
pub fn count(cell: &str) -> Option<u64> {
    let digits = cell.strip_prefix(SEAL)?.strip_prefix(' ')?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_read_as_it_is_written() {
        for rows in [0, 3, u64::MAX] {
            assert_eq!(count(&cell(rows)), Some(rows));
        }
        for damaged in
            ["cs_seal", "cs_seal ", "cs_seal x", "cs_seal 3 ", "cs_seal +3", "cs_seal 99999999999999999999"]
        {
            assert!(is_seal(damaged));
            assert_eq!(count(damaged), None, "{damaged}");
        }
        assert!(!is_seal("orders full"));
    }
}
