//! lks-store.
