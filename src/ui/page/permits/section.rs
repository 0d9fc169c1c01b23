//! The permits on the page of their project.

use leptos::prelude::*;

use super::{held, state_word};
use crate::domain::id::ProjectId;
use crate::screen::permits::{PermitLine, PermitsView};
use crate::screen::route::Route;
use crate::text::Text;
use crate::ui::ctx::ctx;
use crate::ui::part::{Icon, live};

/// So many rows are shown of the first group; the rest is counted.
const SHOWN: usize = 6;

#[component]
pub fn InProject(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let view = Memo::new(move |_| held(ctx, &id));
    let counts = move || {
        let count = |group: &crate::screen::permits::PermitGroup| ctx.t().permit_count(&group.group, group.count);
        view.with(|view| view.groups.iter().filter(|g| g.count.of + g.count.waived > 0).map(count).collect::<Vec<_>>().join(ctx.t().dot()))
    };
    view! {
        <section aria-labelledby="h-permits">
            <div class="sec-h"><h2 id="h-permits">{ctx.t().permits().title}</h2><span>{live(counts)}</span></div>
            <div class="card permits">
                {live(move || rows(view.get(), ctx.t()))}
                <a class="row all" href=Route::Permits(id).print()>{live(move || view.with(|view| rest(view, ctx.t())))}<Icon name="next"/></a>
            </div>
        </section>
    }
}

fn counted(view: &PermitsView) -> Vec<&PermitLine> {
    view.groups.iter().flat_map(|g| &g.lines).filter(|line| line.taken_back.is_none()).collect()
}

/// The first group row by row, and of the others what is over its norm or has lapsed.
fn shown(view: &PermitsView) -> Vec<PermitLine> {
    let first = view.groups.first().map(|g| g.group.clone());
    let is_first = |line: &&&PermitLine| Some(&line.group) == first.as_ref();
    let lines = counted(view);
    let alarm = |line: &&&PermitLine| !is_first(line) && (line.is_overdue() || line.has_lapsed());
    lines.iter().filter(is_first).chain(lines.iter().filter(alarm)).take(SHOWN).map(|line| (*line).clone()).collect()
}

fn rest(view: &PermitsView, t: &'static Text) -> String {
    let (all, shown) = (counted(view), shown(view));
    if all.is_empty() {
        return t.permits().none.into();
    }
    let left: Vec<_> = all.into_iter().filter(|line| !shown.iter().any(|s| s.id == line.id)).collect();
    if left.is_empty() {
        t.permits().see_all.into()
    } else {
        t.permits_more(left.iter().filter(|line| !line.is_open()).count(), left.len())
    }
}

fn rows(view: PermitsView, t: &'static Text) -> impl IntoView {
    let row = |line: PermitLine| {
        let mark = state_word(&line, t);
        let time = t.permit_time(&line);
        view! {
            <div><b><bdi>{line.title}</bdi></b>{mark}<span class="sm t-2"><bdi>{line.department}</bdi></span><span class="sm t-2">{time}</span></div>
        }
    };
    shown(&view).into_iter().map(row).collect_view()
}
