//! Hostile text costs no more than its length: every rule, mask, matcher and parser.
