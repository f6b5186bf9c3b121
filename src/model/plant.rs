//! Faults that tests plant, to show that they would be found. In a release there are none.

#[cfg(feature = "plant")]
static FAULT: std::sync::OnceLock<String> = std::sync::OnceLock::new();

/// Plants a fault, once for the whole program.
#[cfg(feature = "plant")]
pub fn plant(fault: String) {
    // A second one is none.
    let _ = FAULT.set(fault);
}

#[cfg(feature = "plant")]
pub fn is_planted(fault: &str) -> bool {
    FAULT.get().is_some_and(|planted| planted == fault)
}

#[cfg(not(feature = "plant"))]
#[inline(always)]
pub fn is_planted(_: &str) -> bool {
    false
}
