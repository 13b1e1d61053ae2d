//! lks-api.
