//! What is private is masked in every format, and nothing else is altered.
