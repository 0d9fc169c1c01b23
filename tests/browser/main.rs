//! In-browser tests.
