//! lks-tutor.
