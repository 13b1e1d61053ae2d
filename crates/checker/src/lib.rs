//! lks-checker.
