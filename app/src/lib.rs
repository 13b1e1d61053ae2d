//! lks-app.
