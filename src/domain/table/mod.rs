//! Tables: rows of plain values in, commands out. No file format but separated text is known here.

pub mod book;
pub mod column;
mod deed;
pub mod delimited;
mod investment;
pub mod kind;
pub mod missing;
pub mod near;
mod nodes;
mod people;
mod permits;
pub mod projects;
pub mod records;
pub mod seed;
pub mod value;
mod visits;
