//! lks-llm.
