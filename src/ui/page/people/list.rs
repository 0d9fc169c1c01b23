//! The roster itself: counts, filters, a table on the desk and cards on a phone.

use leptos::prelude::*;

use super::Roster;
use crate::domain::id::Ref;
use crate::domain::trust::Role;
use crate::screen::people::{DeviceStanding, Filter, PersonRow, Standing};
use crate::text::{Text, fill};
use crate::ui::part::{Code, CodeSize, FilterTile, Icon, If, Tile, Tone, attr, live};

/// How many rows are drawn before one asks for more.
const SHOWN: usize = 100;

#[component]
pub fn Tiles(roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let tiles = move || {
        let t = ctx.t();
        let w = t.people();
        let (tiles, limit) = roster.view.with(|view| (view.tiles, view.per_secretary));
        let tile = move |filter: Filter, count: u64, label: String, hint: String, tone: Tone| {
            let press = Callback::new(move |()| toggle(roster, filter));
            let pressed = Signal::derive(move || roster.filter.get() == filter);
            view! { <FilterTile count=t.thousands(count) label=format!("{label}\n{hint}") tone pressed on_press=press/> }
        };
        let yellow = |count: u64| Tone::Yellow.unless_zero(count);
        let over = fill(w.over, &[&limit.to_string()]);
        view! {
            {tile(Filter::Role(Role::Secretary), tiles.secretaries, w.secretaries.into(), fill(w.serve, &[&t.thousands(tiles.projects)]), Tone::Plain)}
            {tile(Filter::Waiting, tiles.waiting, w.waiting.into(), w.waiting_hint.into(), yellow(tiles.waiting))}
            {tile(Filter::Invited, tiles.invited, w.invited.into(), w.invited_hint.into(), Tone::Plain)}
            {tile(Filter::Over, tiles.over, over, w.over_hint.into(), yellow(tiles.over))}
            <Tile count=t.thousands(tiles.unassigned) label=w.unassigned hint=w.unassigned_hint tone=yellow(tiles.unassigned)/>
        }
    };
    view! { <section class="tiles t5" aria-label=ctx.t().people().tiles>{live(tiles)}</section> }
}

fn toggle(roster: Roster, filter: Filter) {
    roster.filter.update(|held| *held = if *held == filter { Filter::All } else { filter });
}

/// By role; on a phone also what the desk shows as tiles.
#[component]
pub fn Chips(roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let chip = move |filter: Filter, label: String| {
        view! {
            <button class="chip" data-size="s" type="button" aria-pressed=attr(move || (roster.filter.get() == filter).to_string())
                on:click=move |_| if filter == Filter::All { roster.filter.set(filter) } else { toggle(roster, filter) }>{label}</button>
        }
    };
    let chips = move || {
        let t = ctx.t();
        let w = t.people();
        let (all, roles, tiles, limit) = roster.view.with(|view| {
            let roles: Vec<(Role, usize)> = Role::ALL.into_iter().map(|role| (role, view.count(role))).filter(|(_, n)| *n > 0).collect();
            (view.people.len(), roles, view.tiles, view.per_secretary)
        });
        let states = [
            (Filter::Waiting, tiles.waiting, w.waiting.to_string()),
            (Filter::Invited, tiles.invited, w.invited.to_string()),
            (Filter::Over, tiles.over, fill(w.over, &[&limit.to_string()])),
        ];
        let states = states.into_iter().filter(|(_, n, _)| *n > 0 && !ctx.desk.get());
        view! {
            {chip(Filter::All, format!("{} {all}", w.all))}
            {states.map(|(filter, n, label)| chip(filter, format!("{label} {n}"))).collect_view()}
            {roles.into_iter().map(|(role, n)| chip(Filter::Role(role), format!("{} {n}", t.role(role)))).collect_view()}
        }
    };
    view! { <div class="chips" role="group" aria-label=ctx.t().people().tiles>{live(chips)}</div> }
}

fn listed(roster: Roster) -> Memo<Vec<PersonRow>> {
    Memo::new(move |_| {
        let (filter, query) = (roster.filter.get(), roster.query.get());
        roster.view.with(|view| view.listed(filter, &query))
    })
}

#[component]
pub fn Table(roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    let rows = listed(roster);
    let shown = RwSignal::new(SHOWN);
    view! {
        <div class="scroll" tabindex="0">
            <table class="grid roster">
                <thead><tr>
                    <th scope="col">{w().col_person}</th>
                    <th scope="col">{w().col_role}</th>
                    <th scope="col">{w().col_district}</th>
                    <th scope="col" class="num">{w().col_projects}</th>
                    <th scope="col">{w().col_device}</th>
                    <th scope="col">{w().col_note}</th>
                    <th scope="col">{w().col_heard}</th>
                    <th scope="col"><span class="sr">{w().to_check}</span></th>
                </tr></thead>
                <tbody>{live(move || rows.get().into_iter().take(shown.get()).map(|row| table_line(row, roster)).collect_view())}</tbody>
            </table>
            <Rest rows shown roster/>
        </div>
        <p class="tfoot">
            <span>{live(move || ctx.t().shown_of(rows.with(Vec::len), roster.view.with(|view| view.people.len())))}{move || ctx.t().dot()}{w().heard_hint}</span>
        </p>
    }
}

/// What is said when the list is empty, and the button for what is not drawn yet.
#[component]
fn Rest(rows: Memo<Vec<PersonRow>>, shown: RwSignal<usize>, roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    let left = move || rows.with(|rows| rows.len().saturating_sub(shown.get()));
    let clear = move |_| {
        roster.filter.set(Filter::All);
        roster.query.set(String::new());
    };
    view! {
        <If when=move || rows.with(Vec::is_empty)>
            <p class="none" role="status">{w().none_found}
                <button class="btn" data-kind="plain" type="button" on:click=clear>{w().clear}</button></p>
        </If>
        <If when=move || { roster.view.with(|view| view.people.len() == 1) && roster.may_register() && !rows.with(Vec::is_empty) }>
            <p class="none">{w().nobody}</p>
        </If>
        <If when=move || { left() > 0 }>
            <p class="none"><button class="btn" type="button" on:click=move |_| shown.update(|n| *n += SHOWN)>{live(move || ctx.t().more_people(left()))}</button></p>
        </If>
    }
}

fn table_line(row: PersonRow, roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let (t, today) = (ctx.t(), ctx.today.get());
    let id = row.id;
    let limit = roster.view.with_untracked(|view| view.per_secretary);
    let selected = move || roster.selected.get() == Some(id);
    let district = row.district.as_ref().map(|(_, name)| name.clone());
    let projects = match row.role {
        Role::Secretary if row.whole.is_yes() => {
            let over = (row.over > 0)
                .then(|| view! { " "<span class="tag" data-tone="yellow">{fill(t.people().over_by, &[&row.over.to_string()])}</span> });
            view! { {format!("{} / {limit}", row.projects)}{over} }.into_any()
        }
        _ => view! { <span class="t-3">"—"</span> }.into_any(),
    };
    let heard = row
        .heard
        .map(|day| view! { <time>{t.day(day, today)}</time>{t.comma()}<span class="t-2">{t.heard_ago(today.days_since(day))}</span> });
    view! {
        <tr aria-selected=attr(move || selected().to_string()) on:click=move |_| roster.select(Some(id))>
            <th scope="row"><button class="rowlink" type="button" aria-pressed=attr(move || selected().to_string())><bdi>{row.name.clone()}</bdi></button></th>
            <td class="t-2">{t.role(row.role)}</td>
            <td>{district.map_or_else(|| view! { {t.people().whole_city} }.into_any(), |name| view! { <bdi>{name}</bdi> }.into_any())}</td>
            <td class="num">{projects}</td>
            <td><StandingMark standing=row.standing words=t.standing(row.standing)/></td>
            <td class="t-2">{note(&row, roster)}</td>
            <td>{heard.map_or_else(|| view! { <span class="t-3">{t.people().heard_never}</span> }.into_any(), IntoAny::into_any)}</td>
            <td>{action(&row, roster)}</td>
        </tr>
    }
}

/// The button of a row that has something to do; the row opens either way.
fn action(row: &PersonRow, roster: Roster) -> Option<impl IntoView + use<>> {
    let ctx = roster.ctx;
    let w = ctx.t().people();
    if !row.manage.is_yes() {
        return None;
    }
    let label = match row.standing {
        Standing::Waiting => w.to_check,
        Standing::Named if !ctx.is_sample() => w.to_invite,
        Standing::Invited(_) | Standing::Expired(_) if !ctx.is_sample() => w.to_invite_again,
        _ => return None,
    };
    let soft = (row.standing == Standing::Waiting).then_some("soft");
    let (id, name) = (row.id, format!("{label} {}", row.name));
    Some(
        view! { <button class="btn" type="button" data-kind=soft aria-label=name on:click=move |_| roster.select(Some(id))>{label}</button> },
    )
}

/// The six characters of who waits, the last day of who is invited, the devices of the others.
fn note(row: &PersonRow, roster: Roster) -> impl IntoView + use<> {
    let ctx = roster.ctx;
    let (t, today) = (ctx.t(), ctx.today.get());
    let id = row.id;
    let waiting = row.devices.iter().find(|d| d.standing == DeviceStanding::Waiting).map(|d| d.code.clone());
    let note = match (row.standing, waiting) {
        (Standing::Waiting, Some(code)) => view! { <Code code size=CodeSize::Small/> }.into_any(),
        (Standing::Invited(until) | Standing::Expired(until), _) => view! { <time>{t.valid_until(until, today)}</time> }.into_any(),
        (Standing::Named | Standing::Waiting, _) => ().into_any(),
        (Standing::Admitted | Standing::Stopped, _) => {
            let live = row.devices.iter().filter(|d| d.standing != DeviceStanding::Stopped).count();
            let another =
                row.invited.filter(|until| *until >= today).map(|until| view! { {t.dot()}<time>{t.another_until(until, today)}</time> });
            view! { {(live > 0).then(|| t.device_count(live))}{another} }.into_any()
        }
    };
    view! { {note}{live(move || unshared(id, roster, ctx.t()))} }
}

fn unshared(id: Ref, roster: Roster, t: &'static Text) -> Option<impl IntoView> {
    roster.is_unshared(&id).then(|| view! { " "<span class="tag" data-tone="yellow">{t.people().unshared}</span> })
}

#[component]
pub fn StandingMark(standing: Standing, words: &'static str) -> impl IntoView {
    let (tone, icon) = match standing {
        Standing::Waiting => ("t-yellow", "clock"),
        Standing::Expired(_) => ("t-yellow", "alert"),
        Standing::Invited(_) => ("t-2", "send"),
        Standing::Named => ("t-2", "people"),
        Standing::Admitted => ("t-green", "check"),
        Standing::Stopped => ("t-2", "lock"),
    };
    view! { <span class=format!("st {tone}")><Icon name=icon/>{words}</span> }
}

#[component]
pub fn PhoneList(roster: Roster) -> impl IntoView {
    let rows = listed(roster);
    let shown = RwSignal::new(SHOWN);
    view! {
        <ul class="card persons">{live(move || rows.get().into_iter().take(shown.get()).map(|row| phone_line(row, roster)).collect_view())}</ul>
        <Rest rows shown roster/>
    }
}

fn phone_line(row: PersonRow, roster: Roster) -> impl IntoView {
    let t = roster.ctx.t();
    let id = row.id;
    let district = row.district.as_ref().map(|(_, name)| view! { <bdi>{name.clone()}</bdi>{t.dot()} });
    let projects =
        (row.role == Role::Secretary && row.whole.is_yes()).then(|| format!("{}{}", t.dot(), t.project_count(row.projects as usize)));
    let over = (row.over > 0)
        .then(|| view! { " "<span class="tag" data-tone="yellow">{fill(t.people().over_by, &[&row.over.to_string()])}</span> });
    view! {
        <li><button class="person" type="button" on:click=move |_| roster.select(Some(id))>
            <span>
                <b><bdi>{row.name.clone()}</bdi></b>
                <span class="sm t-2">{district}{t.role(row.role)}{projects}{over}</span>
                <span class="sm t-2"><StandingMark standing=row.standing words=t.standing(row.standing)/>" "{note(&row, roster)}</span>
            </span>
            <Icon name="next"/>
        </button></li>
    }
}
