//! Masking of private values.
