//! One field of all that is ticked, changed in one save.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Board;
use crate::browser::collate::Collator;
use crate::domain::command::Refusal;
use crate::domain::id::{ProjectId, Ref};
use crate::domain::order::{Filled, InOrder};
use crate::screen::bulk::{self, FIELDS, Preview};
use crate::screen::edit::Choice;
use crate::screen::form::project::Field;
use crate::screen::projects::{self, Secretary};
use crate::screen::route::Route;
use crate::session::{Along, Failure};
use crate::text::fill;
use crate::ui::page::projects::Assigned;
use crate::ui::part::{Icon, If, attr, live};

/// What became of the last change of many.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    Idle,
    Saving,
    /// Given to a secretary, who may have to be sent what they lack.
    Given {
        projects: usize,
        to: Secretary,
    },
    Changed {
        projects: usize,
        field: Field,
    },
    /// All were so already; by the name of the secretary, where it is one.
    Unchanged(Option<String>),
    Failed(Field, Failure),
}

/// Lives in the page, beside the form that comes and goes with the ticks.
#[derive(Clone, Copy)]
pub struct Bulk {
    pub step: RwSignal<Step>,
    field: RwSignal<Field>,
    /// `None` until one is chosen; empty takes the value away.
    value: RwSignal<Option<String>>,
}

impl Default for Bulk {
    fn default() -> Self {
        Bulk { step: RwSignal::new(Step::Idle), field: RwSignal::new(Field::Secretary), value: RwSignal::new(None) }
    }
}

impl Bulk {
    fn save(self, board: Board) {
        let ctx = board.ctx;
        let (field, ticked) = (self.field.get_untracked(), ctx.listing.with_untracked(|l| l.ticked.clone()));
        let Some(value) = self.value.get_untracked() else { return };
        if ticked.is_empty() || self.step.get_untracked() == Step::Saving {
            return;
        }
        let Some(command) = bulk::command(&ticked, field, &value) else { return };
        let to = Ref::parse(&value).filter(|_| field == Field::Secretary);
        let all = projects::secretaries(&ctx.snapshot_now().state, untrack(|| ctx.me()).as_ref());
        let to = to.and_then(|to| all.into_iter().find(|s| s.id == to));
        let projects = ticked.len();
        self.step.set(Step::Saving);
        spawn_local(async move {
            let step = match ctx.commit(command, Along::default()).await {
                Ok(_) => match to {
                    Some(to) => Step::Given { projects, to },
                    None => Step::Changed { projects, field },
                },
                Err(Failure::Refused(Refusal::NothingToDo)) => Step::Unchanged(to.map(|to| to.name)),
                Err(failure) => Step::Failed(field, failure),
            };
            let done = matches!(step, Step::Given { .. } | Step::Changed { .. });
            if self.step.try_set(step).is_none() && done {
                ctx.listing.update(|l| l.ticked.clear());
                self.value.set(None);
            }
        });
    }
}

/// What became of it: saved, or why not.
#[component]
pub fn Said(board: Board) -> impl IntoView {
    let (ctx, step) = (board.ctx, board.bulk.step);
    let done = move || {
        let t = ctx.t();
        Some(match step.get() {
            Step::Given { projects, to } => view! { <Assigned projects to/> }.into_any(),
            Step::Changed { projects, field } => {
                view! { <p class="notice" data-tone="green"><Icon name="check"/>{t.bulk_done(projects, field)}</p> }.into_any()
            }
            Step::Unchanged(name) => {
                let words = name.map_or(t.board().all_same.into(), |name| fill(t.projects().all_his, &[&name]));
                view! { <p class="notice"><Icon name="info"/>{words}</p> }.into_any()
            }
            Step::Idle | Step::Saving | Step::Failed(..) => return None,
        })
    };
    let failed = move || match step.get() {
        Step::Failed(field, failure) => {
            let t = ctx.t();
            let words = if field == Field::Secretary { t.projects().not_assigned } else { t.board().not_changed };
            Some(view! { <p class="notice" data-tone="red"><Icon name="alert"/><span><b>{words}</b>" "{t.failure(&failure)}</span></p> })
        }
        Step::Idle | Step::Saving | Step::Given { .. } | Step::Changed { .. } | Step::Unchanged(_) => None,
    };
    view! { <div class="progress" role="status">{live(done)}</div><div class="progress" role="alert">{live(failed)}</div> }
}

#[component]
pub fn Form(board: Board) -> impl IntoView {
    let (ctx, bulk) = (board.ctx, board.bulk);
    let w = move || ctx.t().projects();
    let preview = Memo::new(move |_| {
        let value = bulk.value.get()?;
        let of =
            |lines: &std::sync::Arc<Vec<projects::Line>>| ctx.listing.with(|l| bulk::preview(lines, &l.ticked, bulk.field.get(), &value));
        Some(board.lines.with(of))
    });
    // Of all that is listed, the ones that stayed unticked because they are someone else's.
    let others = move || {
        let ticked = board.ticked();
        let (mine, all) =
            board.rows.with(|rows| board.kept.with(|kept| (kept.iter().filter(|at| rows[**at].line.assignable).count(), kept.len())));
        (ticked >= mine && mine < all).then(|| view! { " "<span class="t-yellow sm">{ctx.t().not_yours(all - mine)}</span> })
    };
    // A filter came after the tick: what is not seen is not changed unawares.
    let unseen = Memo::new(move |_| {
        board.rows.with(|rows| {
            board.kept.with(|kept| {
                let listed: BTreeSet<ProjectId> = kept.iter().map(|at| rows[*at].line.id).filled();
                ctx.listing.with(|l| l.ticked.difference(&listed).copied().collect::<Vec<_>>())
            })
        })
    });
    let drop_unseen = move |_| ctx.listing.update(|l| unseen.with_untracked(|unseen| l.ticked.retain(|id| !unseen.contains(id))));
    let secretary = move || bulk.field.get() == Field::Secretary;
    let ready = move || bulk.value.with(Option::is_some) && board.ticked() > 0;
    let label = move || match (bulk.value.with(Option::is_some), board.ticked()) {
        (false, _) if secretary() => w().assign_choose.to_string(),
        (false, _) => ctx.t().board().choose_value.to_string(),
        (true, 0) => ctx.t().selected(0),
        (true, n) if secretary() => ctx.t().assign_button(n),
        (true, n) => ctx.t().bulk_button(n),
    };
    let clear = move |_| ctx.listing.update(|l| l.ticked.clear());
    view! {
        <p class="grow"><b role="status">{live(move || ctx.t().selected(board.ticked()))}</b>
            {live(move || preview.get().filter(|p| p.ticked > 0).map(|p| view! { " "<span class="sm">{told(board, p)}</span> }))}
            {live(others)}
            <If when=move || !unseen.with(Vec::is_empty)>
                " "<span class="t-yellow sm">{live(move || ctx.t().not_listed(unseen.with(Vec::len)))}</span>" "
                <button class="btn" data-kind="plain" type="button" on:click=drop_unseen>{ctx.t().board().drop_unseen}</button>
            </If></p>
        <Values board/>
        <span class="pair">
            <button class="btn" type="button" on:click=clear>{w().select_end}</button>
            <button class="btn" data-kind="main" type="button" aria-busy=attr(move || (bulk.step.get() == Step::Saving).then_some("true"))
                aria-disabled=attr(move || (!ready()).then_some("true")) on:click=move |_| bulk.save(board)>{live(label)}</button>
        </span>
    }
}

/// How many would change, and whether one would then serve too many.
fn told(board: Board, preview: Preview) -> impl IntoView {
    let (ctx, bulk) = (board.ctx, board.bulk);
    let over = move || {
        let to = bulk.value.get().filter(|_| bulk.field.get() == Field::Secretary).and_then(|v| Ref::parse(&v))?;
        let state = ctx.snapshot().state.clone();
        let most = state.roster.settings.projects_per_secretary;
        let has = projects::secretaries(&state, ctx.me().as_ref()).into_iter().find(|s| s.id == to)?.projects;
        ((has + preview.changing) as i64 > most).then(|| fill(ctx.t().projects().assign_over, &[&most.to_string()]))
    };
    view! { {ctx.t().bulk_preview(preview)}{live(move || over().map(|words| view! { " "<span class="t-yellow">{words}</span> }))} }
}

/// Which field, and which value.
#[component]
fn Values(board: Board) -> impl IntoView {
    let (ctx, bulk) = (board.ctx, board.bulk);
    let t = ctx.t();
    let w = t.board();
    let fields = FIELDS.map(|field| view! { <option value=field.as_str()>{t.fact_label(field)}</option> });
    let choose_field = move |event| {
        if let Some(field) = Field::parse(&event_target_value(&event)) {
            bulk.step.set(Step::Idle);
            bulk.value.set(None);
            bulk.field.set(field);
        }
    };
    let found = Memo::new(move |_| bulk::choices(&ctx.snapshot().state, ctx.me().as_ref(), bulk.field.get()));
    let secretary = move || bulk.field.get() == Field::Secretary;
    let label = move || if secretary() { t.projects().to_whom } else { w.to_what };
    view! {
        <label class="what"><span class="sr">{w.what}</span>
            <select class="input" prop:value=attr(move || bulk.field.get().as_str()) on:change=choose_field>{fields}</select></label>
        <If when=move || found.with(|f| !f.is_empty()) fallback=move || view! { <NoneToChoose board/> }>
            <label class="whom"><span class="sr">{live(label)}</span>
                <select class="input" on:change=move |event| bulk.value.set(chosen(&event_target_value(&event)))>{live(move || options(board, found.get()))}</select></label>
        </If>
    }
}

#[component]
fn NoneToChoose(board: Board) -> impl IntoView {
    let t = board.ctx.t();
    let secretary = move || board.bulk.field.get() == Field::Secretary;
    view! {
        <If when=secretary fallback=move || view! { <p>{t.board().none_can}</p> }>
            <p>{t.projects().no_secretary}" "<a href=Route::People(None).print()>{t.projects().to_people}</a></p>
        </If>
    }
}

/// What is chosen for "no value": an option can't tell it from "nothing chosen yet".
const EMPTY: &str = "-";

fn chosen(value: &str) -> Option<String> {
    match value {
        "" => None,
        EMPTY => Some(String::new()),
        value => Some(value.to_string()),
    }
}

fn options(board: Board, found: Vec<Choice>) -> AnyView {
    let (ctx, bulk) = (board.ctx, board.bulk);
    let t = ctx.t();
    let (field, held) = (bulk.field.get(), bulk.value.get_untracked());
    let selected = |value: &str| held.as_deref() == Some(value);
    let first = if field == Field::Secretary { t.projects().choose } else { t.board().choose_value };
    let empty = (!field.is_required() && field != Field::Key)
        .then(|| view! { <option value=EMPTY selected=selected("")>{t.board().nobody}</option> });
    let values = match field {
        Field::Secretary => secretaries(board, held.as_deref()),
        _ => {
            let word = |choice: &Choice| match field {
                Field::Category => t.category(&choice.value),
                Field::Phase => t.phase(&choice.value),
                Field::Key => if choice.value == "true" { t.common().yes } else { t.common().no }.to_string(),
                _ => choice.name.clone(),
            };
            let one =
                |choice: Choice| view! { <option value=choice.value.clone() selected=selected(&choice.value)>{word(&choice)}</option> };
            found.into_iter().map(one).collect_view().into_any()
        }
    };
    view! { <option value="">{first}</option>{values}{empty} }.into_any()
}

/// Secretaries by district, each with how many projects there are now.
fn secretaries(board: Board, held: Option<&str>) -> AnyView {
    let ctx = board.ctx;
    let collator = Collator::new();
    let mut all = projects::secretaries(&ctx.snapshot().state, ctx.me().as_ref());
    all.order_by(|a, b| collator.compare(&a.district, &b.district).then_with(|| collator.compare(&a.name, &b.name)));
    let group = |of: &[Secretary]| {
        let one = |one: &Secretary| {
            let value = one.id.to_string();
            let selected = held == Some(value.as_str());
            view! { <option value=value selected=selected>{ctx.t().secretary_choice(one)}</option> }
        };
        view! { <optgroup label=of[0].district.clone()>{of.iter().map(one).collect_view()}</optgroup> }
    };
    all.chunk_by(|a, b| a.district == b.district).map(group).collect_view().into_any()
}
