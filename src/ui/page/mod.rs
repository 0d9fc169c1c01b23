//! One file for each page.

mod edit;
mod exchange;
mod items;
mod join;
mod more;
mod people;
mod project;
mod projects;
mod receive;
mod send;
mod settings;
mod start;
mod table;
mod today;
mod visit;

pub use edit::{EditProject, NewProject};
pub use exchange::Exchange;
pub use join::Join;
pub use more::More;
pub use people::People;
pub use project::Project;
pub use projects::Projects;
pub use receive::Receive;
pub use send::Send;
pub use settings::Settings;
pub use start::Start;
pub use table::Table;
pub use today::Today;
pub use visit::Visit;
