//! What commands compute.
