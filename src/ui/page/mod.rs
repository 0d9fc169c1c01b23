//! One file for each page.

use leptos::prelude::*;

use crate::later::Mark;
use crate::screen::route::Route;
use crate::session::Failure;
use crate::ui::ctx::ctx;
use crate::ui::keys;

mod admit;
mod audit;
mod backup;
mod board;
mod codes;
mod conflict;
mod duty;
mod edit;
mod exchange;
mod export;
mod found;
mod heard;
mod invest;
mod items;
mod join;
mod kept_form;
mod leader;
mod many;
mod milestones;
mod more;
mod people;
mod permits;
mod plan;
mod project;
mod projects;
mod receive;
mod reminders;
mod report;
mod rules;
mod scan;
mod search;
mod send;
mod settings;
mod start;
mod table;
mod today;
mod trust;
mod visit;
mod wipe;

pub use found::Found;
pub use join::{read_shared, read_starter};
pub use start::Start;
pub use today::Today;

/// Every page but today, which is drawn before the rest is loaded.
pub fn later(route: Route) -> AnyView {
    match route {
        Route::Projects => view! { <projects::Projects/> }.into_any(),
        Route::Project(id) => view! { <project::Project id/> }.into_any(),
        Route::NewProject => view! { <edit::NewProject/> }.into_any(),
        Route::EditProject(id) => view! { <edit::EditProject id/> }.into_any(),
        Route::Plan(id) => view! { <plan::Plan id/> }.into_any(),
        Route::PlanNodes(id) => view! { <plan::PlanNodes id/> }.into_any(),
        Route::Audit => view! { <audit::Audit/> }.into_any(),
        Route::Invest(id) => view! { <invest::Invest id/> }.into_any(),
        Route::InvestAll => view! { <invest::all::InvestAll/> }.into_any(),
        Route::Permits(id) => view! { <permits::Permits id/> }.into_any(),
        Route::PermitsAll => view! { <permits::all::PermitsAll/> }.into_any(),
        Route::Milestones => view! { <milestones::Milestones/> }.into_any(),
        Route::Visit(project) => view! { <visit::Visit project/> }.into_any(),
        Route::Report(id) => view! { <report::Report id/> }.into_any(),
        Route::Exchange => view! { <exchange::Exchange/> }.into_any(),
        Route::Send(to) => view! { <send::Send to/> }.into_any(),
        Route::SendMany => view! { <many::SendMany/> }.into_any(),
        Route::Starters => view! { <many::Starters/> }.into_any(),
        Route::Receive => view! { <receive::Receive/> }.into_any(),
        Route::Heard => view! { <heard::Heard/> }.into_any(),
        Route::Trust => view! { <trust::Trust/> }.into_any(),
        Route::Conflicts => view! { <conflict::Conflicts/> }.into_any(),
        Route::Conflict(scope, key) => view! { <conflict::Conflicts at=(scope, key)/> }.into_any(),
        Route::People(shown) => view! { <people::People shown/> }.into_any(),
        Route::Export => view! { <export::Export/> }.into_any(),
        Route::Table => view! { <table::Table/> }.into_any(),
        Route::Settings => view! { <settings::Settings/> }.into_any(),
        Route::Leader => view! { <leader::Leader/> }.into_any(),
        Route::Instruct(project) => view! { <leader::Leader ask=project/> }.into_any(),
        Route::Search => view! { <search::Search/> }.into_any(),
        Route::More => view! { <more::More/> }.into_any(),
        Route::Today | Route::Start | Route::NotFound => {
            view! { <main id="main" class="stack"><h1 class="notice">{ctx().t().common().not_found}</h1></main> }.into_any()
        }
    }
}

/// What first pages mark.
pub fn mark(mark: Mark) -> AnyView {
    match mark {
        Mark::Side => view! { {search::keys()}{conflict::side_mark()} }.into_any(),
        Mark::Audits => audit::side_mark(),
        Mark::Keys => view! { <keys::Keys/> }.into_any(),
        Mark::Today => view! { <trust::Stopped/><duty::Mine/><reminders::Reminders/><conflict::Mine/> }.into_any(),
    }
}

/// In place of a page, where the ledger could not be opened.
pub fn broken(failure: Failure) -> AnyView {
    let words = ctx().t().not_opened(&failure);
    view! { <main id="main" class="stack"><p role="alert" class="notice" data-tone="red">{words}</p></main> }.into_any()
}
