//! Whatever shows what is masked leaves a line in the audit.
