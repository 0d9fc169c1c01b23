//! Units and people that a table names and the roster lacks.

use leptos::prelude::*;

use super::Taking;
use crate::domain::id::Ref;
use crate::domain::table::missing::{MissingKey, MissingKind, Sort, UnitKind};
use crate::domain::trust::Role;
use crate::screen::table::MissingView;
use crate::text::fill;
use crate::ui::part::{If, attr, live};

/// Units and people that the roster lacks: to be registered with the projects, or known under another name.
#[component]
pub(super) fn MissingBox(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let w = move || ctx.t().table();
    let all = move || taking.of(|view| view.missing_all);
    let keys = Memo::new(move |_| taking.of(|view| view.missing.iter().map(|m| m.key.clone()).collect::<Vec<_>>()));
    let more = move || all() - keys.with(Vec::len);
    let instead = Memo::new(move |_| taking.of(|view| view.instead.clone()));
    let groups = move || {
        [Sort::District, Sort::Unit, Sort::Secretary, Sort::Leader].map(|sort| view! { <MissingGroup taking sort keys/> }).collect_view()
    };
    let undone = move |(key, name): (MissingKey, String)| {
        let said = {
            let from = key.name.clone();
            move || fill(w().stands_for, &[&from, &name])
        };
        view! { <p class="named"><span>{live(said)}</span><button class="btn" data-kind="plain" type="button" on:click=move |_| taking.change(|draft| draft.set_instead(&key, None))>{w().undo}</button></p> }
    };
    view! {
        <If when=move || { all() > 0 || instead.with(|i| !i.is_empty()) }>
            <section class="card lacking-box" aria-labelledby="h-lack">
                <div class="boxh"><h2 id="h-lack">{live(move || fill(w().missing, &[&ctx.t().thousands(all() as u64)]))}</h2></div>
                <p class="hint">{w().missing_hint}</p>
                {groups()}
                <If when=move || { more() > 0 }><p class="hint">{live(move || fill(w().missing_more, &[&more().to_string()]))}</p></If>
                <For each=move || instead.get() key=|one| format!("{one:?}") let:one>{undone(one)}</For>
            </section>
        </If>
    }
}

#[component]
fn MissingGroup(taking: Taking, sort: Sort, keys: Memo<Vec<MissingKey>>) -> impl IntoView {
    let ctx = taking.ctx;
    let own = Memo::new(move |_| keys.with(|keys| keys.iter().filter(|key| key.sort == sort).cloned().collect::<Vec<_>>()));
    let title = move || format!("{} {}", ctx.t().missing_sort(sort), own.with(Vec::len));
    view! {
        <If when=move || own.with(|own| !own.is_empty())>
            <details class="lack" open=ctx.desk.get_untracked()>
                <summary>{live(title)}</summary>
                <ul><For each=move || own.get() key=|key| format!("{key:?}") let:key><MissingLine taking key/></For></ul>
            </details>
        </If>
    }
}

#[component]
fn MissingLine(taking: Taking, key: MissingKey) -> impl IntoView {
    let ctx = taking.ctx;
    let held = {
        let key = key.clone();
        Memo::new(move |_| taking.view.with(|view| view.as_ref()?.missing.iter().find(|m| m.key == key).cloned()))
    };
    let first = held.get_untracked();
    let name = StoredValue::new(first.as_ref().map(|m| m.name.clone()).unwrap_or_default());
    let about = move || {
        let t = ctx.t();
        held.get().map(|m: MissingView| {
            let guessed = m.guessed.then(|| view! { <span class="facts-line t-yellow">{t.table().by_unit}</span> });
            view! { <span class="facts-line"><bdi>{m.about.iter().map(|a| format!("{a}{}", t.dot())).collect::<String>()}</bdi>{t.lines(m.rows)}</span>{guessed} }
        })
    };
    let tick = {
        let key = key.clone();
        move |event: web_sys::Event| taking.change(|draft| draft.tick(&key, event_target_checked(&event)))
    };
    view! {
        <li>
            <label class="lack-name">
                <input type="checkbox" class="ck" prop:checked=attr(move || held.with(|m| m.as_ref().is_some_and(|m| m.ticked))) on:change=tick/>
                <span><bdi>{name.get_value()}</bdi><span class="xs t-2">{live(about)}</span></span>
            </label>
            <span class="lack-say">
                {first.as_ref().map(|m| kind_choice(taking, &key, m.kind, name))}
                {first.map(|m| instead_choice(taking, &key, m.alike, name))}
            </span>
        </li>
    }
}

/// The kind of a unit that is no district, or the role of a person.
fn kind_choice(taking: Taking, key: &MissingKey, kind: MissingKind, name: StoredValue<String>) -> Option<impl IntoView + use<>> {
    let ctx = taking.ctx;
    const UNITS: [UnitKind; 3] = [UnitKind::Department, UnitKind::Street, UnitKind::Zone];
    const ROLES: [Role; 4] = [Role::Secretary, Role::District, Role::City, Role::Leader];
    let kinds: Vec<MissingKind> = match kind {
        MissingKind::Unit(UnitKind::District) => return None,
        MissingKind::Unit(_) => UNITS.map(MissingKind::Unit).to_vec(),
        MissingKind::Person(_) => ROLES.map(MissingKind::Person).to_vec(),
    };
    let word = move |kind: MissingKind| match kind {
        MissingKind::Unit(kind) => ctx.t().unit_kind(kind.as_str()),
        MissingKind::Person(role) => ctx.t().role(role).to_owned(),
    };
    let label = move || {
        let pattern = if matches!(kind, MissingKind::Unit(_)) { ctx.t().table().kind } else { ctx.t().table().role };
        fill(pattern, &[&name.get_value()])
    };
    let choose = {
        let (key, kinds) = (key.clone(), kinds.clone());
        move |event: web_sys::Event| {
            if let Some(kind) = event_target_value(&event).parse::<usize>().ok().and_then(|i| kinds.get(i).copied()) {
                taking.change(|draft| draft.set_kind(&key, kind));
            }
        }
    };
    let option =
        move |(i, one): (usize, MissingKind)| view! { <option value=i.to_string() selected=one == kind>{live(move || word(one))}</option> };
    Some(
        view! { <select class="input" aria-label=attr(label) on:change=choose>{kinds.into_iter().enumerate().map(option).collect_view()}</select> },
    )
}

/// Someone or something of the roster that is meant, the most alike first.
fn instead_choice(taking: Taking, key: &MissingKey, alike: Vec<(Ref, String)>, name: StoredValue<String>) -> Option<impl IntoView + use<>> {
    let ctx = taking.ctx;
    let key = key.clone();
    let choose = move |event: web_sys::Event| taking.change(|draft| draft.set_instead(&key, Ref::parse(&event_target_value(&event))));
    (!alike.is_empty()).then(|| {
        view! {
            <select class="input" aria-label=attr(move || fill(ctx.t().table().same_as, &[&name.get_value()])) on:change=choose>
                <option value="">{ctx.t().table().register_new}</option>
                {alike.into_iter().map(|(id, name)| view! { <option value=id.to_string()>{name}</option> }).collect_view()}
            </select>
        }
    })
}
