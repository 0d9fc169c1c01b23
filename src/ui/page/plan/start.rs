//! What a plan may begin with: a template of the category, the nodes of another project, rows of a spreadsheet.

use leptos::prelude::*;

use super::write::Writing;
use crate::domain::calendar::Day;
use crate::domain::id::ProjectId;
use crate::screen::form::paste;
use crate::screen::form::plan::NodeForm;
use crate::screen::form::project::CATEGORIES;
use crate::screen::form::template::{Planned, template};
use crate::screen::plan::copied;
use crate::screen::projects::{lines, matches};
use crate::text::Text;
use crate::ui::part::{Icon, attr, live};

/// So many projects are offered at once.
const SHOWN: usize = 8;

#[component]
pub fn Starts(writing: Writing) -> impl IntoView {
    let w = writing.ctx.t().plan();
    // Days that are not yet chosen are today's.
    let first = RwSignal::new(writing.ctx.today.get_untracked().to_string());
    view! {
        <section class="card starts" aria-labelledby="h-from">
            <h2 id="h-from">{w.from}</h2>
            <details open=writing.is_blank()><summary>{w.from_template}</summary><Template writing first/></details>
            <details><summary>{w.from_project}</summary><Copy writing first/></details>
            <details><summary>{w.from_paste}</summary><Paste writing/></details>
        </section>
    }
}

fn day_field(id: &'static str, label: &'static str, first: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field"><label for=id>{label}</label>
            <input class="input" type="date" id=id prop:value=attr(move || first.get()) on:input=move |event| first.set(event_target_value(&event))/></div>
    }
}

fn planned(t: &'static Text, step: &Planned, first: Day) -> NodeForm {
    let (start, due) = step.dates(first);
    NodeForm {
        title: t.step(step.step).into(),
        due: due.to_string(),
        start: start.to_string(),
        weight: step.weight.to_string(),
        stage: step.stage.into(),
        ..NodeForm::default()
    }
}

#[component]
fn Template(writing: Writing, first: RwSignal<String>) -> impl IntoView {
    let ctx = writing.ctx;
    let w = ctx.t().plan();
    let category = RwSignal::new(writing.category());
    let option = move |of: &&'static str| {
        let of = *of;
        view! { <option value=of prop:selected=attr(move || category.get() == of)>{ctx.t().category(of)}</option> }
    };
    let put = move |_| {
        let day = Day::parse(&first.get_untracked()).unwrap_or_else(|| ctx.today.get_untracked());
        let nodes = template(&category.get_untracked()).iter().map(|step| planned(ctx.t(), step, day)).collect();
        writing.put(nodes);
    };
    view! {
        <div class="start-in">
            <div class="field"><label for="tpl-category">{w.template}</label>
                <select class="input" id="tpl-category" on:change=move |event| category.set(event_target_value(&event))>{CATEGORIES.iter().map(option).collect_view()}</select></div>
            {day_field("tpl-first", w.first_day, first)}
            <button class="btn" data-kind="soft" type="button" on:click=put>{live(move || ctx.t().put_nodes(template(&category.get()).len()))}</button>
        </div>
    }
}

#[component]
fn Copy(writing: Writing, first: RwSignal<String>) -> impl IntoView {
    let ctx = writing.ctx;
    let w = ctx.t().plan();
    let search = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let (snapshot, search) = (ctx.snapshot(), search.get());
        if search.trim().is_empty() {
            return Vec::new();
        }
        let state = &snapshot.state;
        let nodes = |id: &ProjectId| state.project(id).map_or(0, |project| project.planned().count());
        let fitting = lines(state, None).into_iter().filter(|line| line.id != writing.project && matches(line, &search));
        fitting.map(|line| (line.id, line.name, nodes(&line.id))).filter(|(.., nodes)| *nodes > 0).take(SHOWN).collect::<Vec<_>>()
    });
    let copy = move |id: ProjectId| {
        let day = Day::parse(&first.get_untracked()).unwrap_or_else(|| ctx.today.get_untracked());
        let nodes = untrack(|| ctx.snapshot()).state.project(&id).map(|project| copied(project, day)).unwrap_or_default();
        writing.put(nodes);
    };
    let row = move |(id, name, nodes): (ProjectId, String, usize)| {
        view! { <li><button class="pick" type="button" on:click=move |_| copy(id)><span><b><bdi>{name}</bdi></b><span class="sm t-2">{ctx.t().put_nodes(nodes)}</span></span></button></li> }
    };
    let rows = move || {
        let found = found.get();
        let none = (found.is_empty() && !search.with(|s| s.trim().is_empty())).then(|| view! { <li class="hint">{w.copy_none}</li> });
        view! { {none}{found.into_iter().map(row).collect_view()} }
    };
    view! {
        <div class="start-in">
            {day_field("copy-first", w.copy_first, first)}
            <div class="field"><label for="copy-find">{w.copy_find}</label>
                <input class="input" type="search" id="copy-find" prop:value=attr(move || search.get()) on:input=move |event| search.set(event_target_value(&event))/></div>
            <ul class="pick-list" role="group" aria-live="polite" aria-label=w.from_project>{live(rows)}</ul>
        </div>
    }
}

/// What became of a paste.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Pasted {
    Not,
    Nothing,
    NoTable,
}

#[component]
fn Paste(writing: Writing) -> impl IntoView {
    let ctx = writing.ctx;
    let w = ctx.t().plan();
    let (text, pasted) = (RwSignal::new(String::new()), RwSignal::new(Pasted::Not));
    let put = move |_| match text.with_untracked(|text| paste::read(text, ctx.today.get_untracked())) {
        Ok(nodes) if nodes.is_empty() => pasted.set(Pasted::Nothing),
        Ok(nodes) => {
            text.set(String::new());
            pasted.set(Pasted::Not);
            writing.put(nodes);
            writing.check();
        }
        Err(crate::domain::table::delimited::TableFault::Empty) => pasted.set(Pasted::Nothing),
        Err(_) => pasted.set(Pasted::NoTable),
    };
    let told = move || match pasted.get() {
        Pasted::Not => None,
        Pasted::Nothing => Some(view! { <p class="fault"><Icon name="alert"/>{w.paste_none}</p> }),
        Pasted::NoTable => Some(view! { <p class="fault"><Icon name="alert"/>{w.paste_bad}</p> }),
    };
    view! {
        <div class="start-in">
            <div class="field wide"><label for="paste-nodes">{w.paste_label}</label>
                <textarea class="input" id="paste-nodes" rows="4" aria-describedby="paste-hint" prop:value=attr(move || text.get()) on:input=move |event| text.set(event_target_value(&event))></textarea>
                <p class="hint" id="paste-hint">{w.paste_hint}</p>
                <div role="alert">{live(told)}</div></div>
            <button class="btn" data-kind="soft" type="button" on:click=put>{w.paste_go}</button>
        </div>
    }
}
