//! Tables: rows of plain values in, commands out. No file format but plain text is known here.

pub mod delimited;
pub mod projects;
