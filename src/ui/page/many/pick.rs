//! The list of people: filtered, searched, chosen one by one or all that are shown.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::run::Run;
use crate::domain::id::Ref;
use crate::domain::trust::Role;
use crate::screen::many::{Many, Mark, Pick, Row};
use crate::text::fill;
use crate::ui::ctx::Ctx;
use crate::ui::part::{If, attr, live};

/// Who is chosen out of whom.
#[derive(Clone, Copy)]
pub struct Picking {
    pub ctx: Ctx,
    pub many: Memo<Many>,
    pick: RwSignal<Pick>,
    ticks: RwSignal<BTreeSet<Ref>>,
    /// In the order of the list; who is in it no more is not chosen.
    pub chosen: Memo<Vec<Ref>>,
}

impl Picking {
    pub fn new(ctx: Ctx, many: Memo<Many>) -> Picking {
        let ticks = RwSignal::new(BTreeSet::new());
        let chosen = Memo::new(move |_| {
            many.with(|many| ticks.with(|ticks| many.rows.iter().map(|row| row.person).filter(|person| ticks.contains(person)).collect()))
        });
        Picking { ctx, many, pick: RwSignal::new(Pick::default()), ticks, chosen }
    }

    fn tick(self, person: Ref, on: bool) {
        self.ticks.update(|ticks| {
            if on {
                ticks.insert(person);
            } else {
                ticks.remove(&person);
            }
        });
    }

    fn shown(self) -> Vec<Row> {
        self.many.with(|many| self.pick.with(|pick| many.listed(pick)))
    }
}

#[component]
pub fn PickTable(picking: Picking, run: Run) -> impl IntoView {
    let ctx = picking.ctx;
    let w = move || ctx.t().many();
    let shown = Memo::new(move |_| picking.shown());
    let rows = move || shown.get().into_iter().map(|row| line(row, picking, run)).collect_view();
    let choose = move |_| picking.ticks.update(|ticks| ticks.extend(shown.get_untracked().iter().map(|row| row.person)));
    let clear = move |_| picking.ticks.set(BTreeSet::new());
    view! {
        <section class="card tablebox" aria-label=w().whom>
            <Filters picking/>
            <div class="scroll" tabindex="0" role="region" aria-label=w().whom>
                <table class="grid many">
                    <thead><tr>
                        <th scope="col"><span class="sr">{w().choose}</span></th>
                        <th scope="col">{ctx.t().people().col_person}</th>
                        <th scope="col">{ctx.t().people().col_role}</th>
                        <th scope="col">{ctx.t().people().col_district}</th>
                        <th scope="col">{w().col_mark}</th>
                        <th scope="col">{w().col_file}</th>
                    </tr></thead>
                    <tbody>{live(rows)}</tbody>
                </table>
                <If when=move || shown.with(Vec::is_empty)><p class="none" role="status">{w().none}</p></If>
            </div>
            <p class="tfoot">
                <button class="btn" data-kind="soft" type="button" on:click=choose>{live(move || fill(w().choose_shown, &[&shown.with(Vec::len).to_string()]))}</button>
                <button class="btn" type="button" on:click=clear>{w().choose_none}</button>
                <span class="end" role="status">{live(move || ctx.t().shown_of(picking.chosen.with(Vec::len), picking.many.with(|many| many.rows.len())))}</span>
            </p>
        </section>
    }
}

#[component]
fn Filters(picking: Picking) -> impl IntoView {
    let ctx = picking.ctx;
    let w = move || ctx.t().many();
    let chip = move |label: String, is: fn(&Pick, Option<Role>, Option<Mark>) -> bool, role: Option<Role>, mark: Option<Mark>| {
        let pressed = move || picking.pick.with(|pick| is(pick, role, mark)).to_string();
        let press = move |_| {
            picking.pick.update(|pick| {
                let was = is(pick, role, mark);
                match (role, mark) {
                    (Some(_), _) => pick.role = if was { None } else { role },
                    (None, Some(_)) => pick.mark = if was { None } else { mark },
                    (None, None) => (pick.role, pick.mark) = (None, None),
                }
            });
        };
        view! { <button class="chip" data-size="s" type="button" aria-pressed=attr(pressed) on:click=press>{label}</button> }
    };
    let chips = move || {
        let t = ctx.t();
        picking.many.with(|many| {
            let marks = [Mark::Owed, Mark::Answered, Mark::NotInvited, Mark::NotHandedOut, Mark::Out, Mark::Asks];
            let marks = marks.map(|mark| (mark, many.count(|row| row.mark == mark))).into_iter().filter(|(_, n)| *n > 0);
            let roles = Role::ALL.map(|role| (role, many.count(|row| row.role == role))).into_iter().filter(|(_, n)| *n > 0);
            view! {
                {chip(format!("{} {}", w().all, many.rows.len()), |pick, _, _| pick.role.is_none() && pick.mark.is_none(), None, None)}
                {marks.map(|(mark, n)| chip(format!("{} {n}", t.mark(mark)), |pick, _, mark| pick.mark == mark, None, Some(mark))).collect_view()}
                {roles.map(|(role, n)| chip(format!("{} {n}", t.role(role)), |pick, role, _| pick.role == role, Some(role), None)).collect_view()}
            }
        })
    };
    let districts = move || {
        picking
            .many
            .with(Many::districts)
            .into_iter()
            .map(|(id, name)| view! { <option value=id.to_string()>{name}</option> })
            .collect_view()
    };
    view! {
        <div class="filters many-filters">
            <div class="chips" role="group" aria-label=w().whom>{live(chips)}</div>
            <select class="input" aria-label=ctx.t().people().district
                on:change=move |event| picking.pick.update(|pick| pick.district = Ref::parse(&event_target_value(&event)))>
                <option value="">{w().all_districts}</option>{live(districts)}
            </select>
            <label class="find"><span class="sr">{ctx.t().send().find}</span>
                <input type="search" placeholder=ctx.t().send().find on:input=move |event| picking.pick.update(|pick| pick.query = event_target_value(&event))/>
            </label>
        </div>
    }
}

fn line(row: Row, picking: Picking, run: Run) -> impl IntoView {
    let t = picking.ctx.t();
    let person = row.person;
    let ticked = move || picking.ticks.with(|ticks| ticks.contains(&person));
    let file = move || {
        let size = run.written.with(|written| written.iter().find(|one| one.person == person).map(|one| one.bytes));
        size.map(|bytes| t.bytes(bytes))
    };
    let district = row.district.map(|(_, name)| name).unwrap_or_default();
    view! {
        <tr aria-selected=attr(move || ticked().to_string())>
            <td><label class="hit"><input type="checkbox" class="ck" aria-label=row.name.clone() prop:checked=attr(ticked) on:change=move |event| picking.tick(person, event_target_checked(&event))/></label></td>
            <th scope="row"><bdi>{row.name.clone()}</bdi></th>
            <td class="t-2">{t.role(row.role)}</td>
            <td><bdi>{district}</bdi></td>
            <td class="t-2">{t.mark(row.mark)}</td>
            <td class="num">{live(file)}</td>
        </tr>
    }
}
