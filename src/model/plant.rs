//! Faults that tests plant, to show that they would be found. In a release there are none.

/// Whether this fault is planted: `CS_TEST_FAULT` names it, in builds with the feature `plant`.
#[cfg(feature = "plant")]
pub fn is_planted(fault: &str) -> bool {
    static FAULT: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    FAULT.get_or_init(|| std::env::var("CS_TEST_FAULT").ok()).as_deref() == Some(fault)
}

#[cfg(not(feature = "plant"))]
#[inline(always)]
pub fn is_planted(_: &str) -> bool {
    false
}
