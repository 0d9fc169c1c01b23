//! Tables: rows of plain values in, commands out. No file format but separated text is known here.

pub mod column;
pub mod delimited;
pub mod missing;
pub mod near;
pub mod projects;
pub mod seed;
