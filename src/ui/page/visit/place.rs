//! Which project, and when.

use leptos::prelude::*;

use super::{Visiting, fault_line, invalid};
use crate::browser::focus::focus;
use crate::domain::calendar::Day;
use crate::domain::id::ProjectId;
use crate::screen::form::visit::VisitFault;
use crate::screen::visit::{Candidate, Offered, SHOWN, found};
use crate::text::{Text, fill};
use crate::ui::part::{Icon, If, attr, live};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Panel {
    Closed,
    Open,
}

impl Panel {
    fn toggled(self) -> Panel {
        if self == Panel::Open { Panel::Closed } else { Panel::Open }
    }
}

/// District, unit and category of a project in one line.
fn about(candidate: &Candidate, t: &Text) -> String {
    let facts = [Some(candidate.district.clone()), candidate.unit.clone(), Some(t.category(&candidate.category))];
    facts.into_iter().flatten().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(t.dot())
}

#[component]
pub fn ProjectField(visiting: Visiting) -> impl IntoView {
    let ctx = visiting.ctx;
    let w = move || ctx.t().visit();
    let panel = RwSignal::new(Panel::Closed);
    let chosen = Memo::new(move |_| visiting.form.with(|f| f.project).and_then(|id| visiting.offered.with(|o| o.find(&id).cloned())));
    // With nothing chosen the list is open: it is the next thing to do.
    let open = move || panel.get() == Panel::Open || chosen.with(Option::is_none);
    let is_of = |fault| matches!(fault, VisitFault::NoProject);
    let shown = move || match chosen.get() {
        Some(candidate) => {
            let line = about(&candidate, ctx.t());
            view! { <span><b><bdi>{candidate.name}</bdi></b><br/><span class="sm t-2"><bdi>{line}</bdi></span></span> }.into_any()
        }
        None => view! { <span><b>{w().choose_project}</b></span> }.into_any(),
    };
    let choose = Callback::new(move |id: ProjectId| {
        visiting.edit(|form| form.project = Some(id));
        panel.set(Panel::Closed);
        focus("project".into());
    });
    view! {
        <button class="pick" type="button" id="project" aria-expanded=attr(move || open().to_string()) aria-controls="projects"
            aria-describedby="project-fault" aria-invalid=attr(invalid(visiting, is_of))
            on:click=move |_| panel.update(|panel| *panel = panel.toggled())>
            <Icon name="project"/>{live(shown)}<Icon name="down"/>
        </button>
        <div class="pick-in" id="projects" hidden=attr(move || !open())>
            {fault_line(visiting, "project-fault".into(), is_of)}
            <If when=open><ProjectList visiting choose/></If>
        </div>
    }
}

#[component]
fn ProjectList(visiting: Visiting, choose: Callback<ProjectId>) -> impl IntoView {
    let ctx = visiting.ctx;
    let w = move || ctx.t().visit();
    let search = RwSignal::new(String::new());
    let list = Memo::new(move |_| visiting.offered.with(|offered| found(offered, &search.get())));
    let current = move || visiting.form.with(|form| form.project);
    let rows = move || {
        let t = ctx.t();
        let Offered { mine, others } = list.get();
        let more = (mine.len() + others.len()).saturating_sub(SHOWN);
        let others_shown = SHOWN.saturating_sub(mine.len());
        let row = move |candidate: Candidate| {
            let (id, line) = (candidate.id, about(&candidate, t));
            view! {
                <li><button class="pick" type="button" aria-pressed=attr(move || (current() == Some(id)).to_string()) on:click=move |_| choose.run(id)>
                    <span><bdi>{candidate.name}</bdi><br/><span class="sm t-2"><bdi>{line}</bdi></span></span>
                </button></li>
            }
        };
        let head = |words: &'static str, some: bool| some.then(|| view! { <li class="label">{words}</li> });
        let none = mine.is_empty() && others.is_empty();
        let none_at_all = visiting.offered.with(|offered| offered.mine.is_empty() && offered.others.is_empty());
        let nothing = if none_at_all { t.visit().none_held } else { t.visit().none_found };
        view! {
            {none.then(|| view! { <li class="hint" role="status">{nothing}</li> })}
            {head(t.visit().mine, !mine.is_empty())}
            {mine.into_iter().take(SHOWN).map(row).collect_view()}
            {head(t.visit().others, !others.is_empty() && others_shown > 0)}
            {others.into_iter().take(others_shown).map(row).collect_view()}
            {(more > 0).then(|| view! { <li class="hint">{fill(t.visit().more_found, &[&more.to_string()])}</li> })}
        }
    };
    view! {
        <label class="find"><Icon name="search"/><span class="sr">{w().find}</span>
            <input type="search" placeholder=w().find prop:value=attr(move || search.get()) on:input=move |event| search.set(event_target_value(&event))/>
        </label>
        <ul class="pick-list">{live(rows)}</ul>
    }
}

#[component]
pub fn WhenField(visiting: Visiting) -> impl IntoView {
    let ctx = visiting.ctx;
    let w = move || ctx.t().visit();
    let panel = RwSignal::new(Panel::Closed);
    let of_day = |fault| matches!(fault, VisitFault::NotADay | VisitFault::LaterThanToday);
    let of_time = |fault| matches!(fault, VisitFault::NotATime);
    let (bad_day, bad_time) = (invalid(visiting, of_day), invalid(visiting, of_time));
    let open = move || panel.get() == Panel::Open || bad_day().is_some() || bad_time().is_some();
    let filled_in =
        move || visiting.form.with(|f| f.on == visiting.opened.get().to_string() && !f.at.is_empty() && f.at == visiting.opened_at.get());
    let shown = move || {
        let (t, today) = (ctx.t(), ctx.today.get());
        let (on, at) = visiting.form.with(|form| (form.on.clone(), form.at.clone()));
        let day = Day::parse(&on);
        view! {
            <span>{(day == Some(today)).then(|| format!("{} ", t.common().today))}
                <time>{day.map_or_else(|| t.visit().day.to_string(), |day| t.day(day, today))}</time>" "{at}</span>
        }
    };
    view! {
        <button class="pick" type="button" aria-expanded=attr(move || open().to_string()) aria-controls="when"
            on:click=move |_| panel.update(|panel| *panel = panel.toggled())>
            <i class="i i-clock t-2" aria-hidden="true"></i><span class="sr">{w().when}{ctx.t().comma()}</span>{live(shown)}
            <If when=filled_in><span class="sm t-3 end">{w().filled_in}</span></If>
            <Icon name="down"/>
        </button>
        <KeptDay visiting/>
        <div class="pick-in pair" id="when" hidden=attr(move || !open())>
            <div class="field"><label for="on">{w().day}</label>
                <input class="input" type="date" id="on" max=attr(move || ctx.today.get().to_string()) aria-invalid=attr(bad_day) aria-describedby="on-fault"
                    prop:value=attr(move || visiting.form.with(|f| f.on.clone())) on:input=move |event| visiting.edit(|f| f.on = event_target_value(&event))/>
                {fault_line(visiting, "on-fault".into(), of_day)}
            </div>
            <div class="field"><label for="at">{w().time}" "<span class="t-3">{ctx.t().common().optional}</span></label>
                <input class="input" type="time" id="at" aria-invalid=attr(bad_time) aria-describedby="at-fault"
                    prop:value=attr(move || visiting.form.with(|f| f.at.clone())) on:input=move |event| visiting.edit(|f| f.at = event_target_value(&event))/>
                {fault_line(visiting, "at-fault".into(), of_time)}
            </div>
        </div>
    }
}

/// An open form keeps its day when midnight passes, and says so.
#[component]
fn KeptDay(visiting: Visiting) -> impl IntoView {
    let ctx = visiting.ctx;
    let w = move || ctx.t().visit();
    let kept = move || {
        let opened = visiting.opened.get();
        opened != ctx.today.get() && visiting.form.with(|form| form.on == opened.to_string())
    };
    view! {
        <If when=kept>
            <div class="notice flat" data-tone="yellow" role="status"><Icon name="info"/>
                <p>{live(move || fill(w().kept_day, &[&ctx.t().day(visiting.opened.get(), ctx.today.get())]))}</p>
                <button class="btn" data-kind="plain" type="button"
                    on:click=move |_| visiting.edit(|form| form.on = ctx.today.get_untracked().to_string())>{w().to_today}</button>
            </div>
        </If>
    }
}
