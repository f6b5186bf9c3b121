//! Who did what: lines that say when and by whom in truth, are never taken back, and can't be forged or dropped unseen.
