//! Times from the future, amounts with three decimals, and what is stored by name instead of by place.
