//! lks-worker.
