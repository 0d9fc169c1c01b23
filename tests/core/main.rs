//! Native tests of the core.
mod table;
