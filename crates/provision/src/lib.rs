//! lks-provision.
