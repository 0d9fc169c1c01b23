//! An entry of a project as it is listed: who wrote what when, its photos, remarks, and the way back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::focus::focus;
use crate::domain::command::Command;
use crate::domain::id::{Hash, ProjectId, Ref, Scope};
use crate::screen::moment::Moment;
use crate::screen::project::{Change, Item, Note, Removed, TakenBack, What, is_withdrawable};
use crate::session::{Along, Failure};
use crate::text::{Text, fill};
use crate::ui::ctx::ctx;
use crate::ui::part::{Icon, attr, live};

/// The heading of an entry: what it is, and its tag.
fn heading(what: &What, t: &Text) -> (String, Option<String>) {
    match what {
        What::Visit { kind, .. } => (t.visit_kind(kind), None),
        What::Problem { category, title } => (title.clone(), Some(t.problem_category(category))),
        What::Registered => (t.project().registered.into(), None),
        What::Changed(_) => (t.project().changed.into(), None),
        What::Noted => (t.project().noted.into(), None),
    }
}

/// One entry. With a project, remarks can be added and own entries taken back.
#[component]
pub fn ItemCard(#[prop(into)] item: Signal<Option<Item>>, #[prop(optional)] project: Option<ProjectId>) -> impl IntoView {
    let ctx = ctx();
    // The photos, and the forms that may be open, outlive a redraw of the words.
    let files = Memo::new(move |_| item.with(|item| item.as_ref().map(|i| i.files.clone()).unwrap_or_default()));
    let ways = Memo::new(move |_| item.with(|item| item.as_ref().map(Ways::of_item)));
    let said = move || item.get().map(|item| item_words(item, ctx.t(), ctx.today.get()));
    let author = move || {
        item.get().map(|item| {
            view! { <p class="xs t-3">{said_by(ctx.t().project().written, item.by, &item.at)}</p>{item.taken_back.map(back_line)} }
        })
    };
    let notes = move || {
        let notes = item.with(|item| item.as_ref().map(|i| i.notes.clone()).unwrap_or_default());
        (!notes.is_empty())
            .then(|| view! { <ul class="notes">{notes.into_iter().map(|note| note_line(note, project)).collect_view()}</ul> })
    };
    view! {
        <li class="item" data-struck=attr(move || item.with(|i| i.as_ref().is_some_and(|i| i.taken_back.is_some())).then_some(""))>
            {live(said)}
            {live(move || (!files.with(Vec::is_empty)).then(|| view! { <StoredPhotos files=files.get()/> }))}
            {live(author)}
            {live(notes)}
            {live(move || project.zip(ways.get()).map(|(project, ways)| view! { <Acts project ways/> }))}
        </li>
    }
}

fn item_words(item: Item, t: &'static Text, today: crate::domain::calendar::Day) -> impl IntoView {
    let (title, tag) = heading(&item.what, t);
    let struck = item.taken_back.is_some();
    let title = if struck { view! { <del><bdi>{title}</bdi></del> }.into_any() } else { view! { <bdi>{title}</bdi> }.into_any() };
    let text = item.text.map(|text| {
        if struck {
            view! { <p class="item-t"><del><bdi>{text}</bdi></del></p> }.into_any()
        } else {
            view! { <p class="item-t"><bdi>{text}</bdi></p> }.into_any()
        }
    });
    let set = match item.what {
        What::Changed(ref set) => set
            .iter()
            .map(|Change { field, from, to }| {
                view! { <p class="item-t"><span class="t-2">{t.fact_label(*field)}</span>" "<bdi>{t.fact_values(from)}</bdi>" → "<bdi>{t.fact_value(to)}</bdi></p> }
            })
            .collect_view(),
        What::Visit { .. } | What::Problem { .. } | What::Registered | What::Noted => Vec::new(),
    };
    let people = match &item.what {
        What::Visit { people: Some(people), .. } => Some(fill(t.project().people, &[people])),
        _ => None,
    };
    let time = item.time.map(|time| format!(" {time}"));
    view! {
        <h3>{title}{tag.map(|tag| view! { <span class="tag">{tag}</span> })}</h3>
        <p class="sm t-2"><time>{t.day(item.on, today)}{time}</time>{people.map(|people| view! { {t.dot()}<bdi>{people}</bdi> })}</p>
        {text}
        {set}
    }
}

/// Who and when, in the order in which a language says them.
pub fn said_by(pattern: &'static str, by: String, at: &Moment) -> impl IntoView {
    let ctx = ctx();
    let mut parts = pattern.splitn(3, "{}");
    let mut part = || parts.next().unwrap_or_default();
    let (before, between, after) = (part(), part(), part());
    view! { {before}<bdi>{by}</bdi>{between}<time>{ctx.t().moment(at, ctx.today.get())}</time>{after} }
}

pub fn back_line(back: TakenBack) -> impl IntoView {
    let w = ctx().t().project();
    let reason = back.reason.as_deref().map(|reason| fill(w.reason, &[reason]));
    view! {
        <p class="sm back-line"><Icon name="undo"/>
            <span>{said_by(w.taken_back, back.by, &back.at)}{reason.map(|reason| view! { <br/><bdi>{reason}</bdi> })}</span>
        </p>
    }
}

fn note_line(note: Note, project: Option<ProjectId>) -> impl IntoView {
    let ctx = ctx();
    let ways = Ways::of_note(&note);
    let Note { text, by, at, taken_back, .. } = note;
    let t = ctx.t();
    let struck = taken_back.is_some();
    let text = if struck { view! { <del><bdi>{text}</bdi></del> }.into_any() } else { view! { <bdi>{text}</bdi> }.into_any() };
    view! {
        <li>
            <p class="item-t"><b>{t.project().noted}</b>" "{text}</p>
            <p class="xs t-3">{said_by(t.project().written, by, &at)}</p>
            {taken_back.map(back_line)}
            {project.filter(|_| ways.take_back || ways.restore.is_some() || ways.remove).map(|project| view! { <Acts project ways/> })}
        </li>
    }
}

/// Photos by their hashes; one that is not held says so.
#[component]
pub fn StoredPhotos(files: Vec<Hash>) -> impl IntoView {
    let ctx = ctx();
    let photos = files.into_iter().enumerate().map(|(n, hash)| view! { <StoredPhoto n=n + 1 hash/> }).collect_view();
    view! { <div class="photos" role="group" aria-label=ctx.t().project().photos>{photos}</div> }
}

#[component]
fn StoredPhoto(n: usize, hash: Hash) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().project();
    let large = RwSignal::new(Size::Small);
    let url = LocalResource::new(move || async move { ctx.file_url(hash).await });
    on_cleanup(move || {
        if let Some(Some(url)) = url.try_get_untracked().flatten() {
            // An address that is not given back only lives as long as the page.
            let _ = web_sys::Url::revoke_object_url(&url);
        }
    });
    let numbered = move |pattern: &'static str| fill(pattern, &[&n.to_string()]);
    let toggle = move |_| large.update(|size| *size = if *size == Size::Small { Size::Large } else { Size::Small });
    live(move || match url.get() {
        None => view! { <div class="photo" aria-busy="true"></div> }.into_any(),
        Some(None) => view! { <div class="photo" data-broken=""><Icon name="eye"/>{w().photo_missing}</div> }.into_any(),
        Some(Some(url)) => view! {
            <button class="photo" type="button" data-large=attr(move || (large.get() == Size::Large).then_some(""))
                aria-expanded=attr(move || (large.get() == Size::Large).to_string()) aria-label=numbered(w().enlarge) on:click=toggle>
                <img src=url alt=numbered(w().photo)/>
            </button>
        }
        .into_any(),
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    Small,
    Large,
}

/// What the person of this device may do with an entry.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Ways {
    name: Ref,
    note: bool,
    take_back: bool,
    /// The withdrawal that can be withdrawn.
    restore: Option<Ref>,
    remove: bool,
}

impl Ways {
    /// Of an own entry that can be taken back, and nothing else.
    pub fn back(name: Ref) -> Ways {
        Ways { name, note: false, take_back: true, restore: None, remove: false }
    }

    /// Of an entry that was taken back by this withdrawal.
    pub fn restored(name: Ref, back: &TakenBack) -> Option<Ways> {
        back.own.then_some(Ways { name, note: false, take_back: false, restore: Some(back.name), remove: false })
    }

    fn of_item(item: &Item) -> Ways {
        Ways {
            name: item.name,
            note: true,
            take_back: item.own && item.taken_back.is_none() && is_withdrawable(&item.what),
            restore: item.taken_back.as_ref().filter(|back| back.own).map(|back| back.name),
            remove: item.removable,
        }
    }

    fn of_note(note: &Note) -> Ways {
        Ways {
            name: note.name,
            note: false,
            take_back: note.own && note.taken_back.is_none(),
            restore: note.taken_back.as_ref().filter(|back| back.own).map(|back| back.name),
            remove: note.removable,
        }
    }
}

/// What is being done with an entry.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Act {
    Nothing,
    Noting,
    TakingBack,
    /// Withdraws this withdrawal.
    Restoring(Ref),
    Removing,
}

/// Entries of which only the fact is left that there was one.
#[component]
pub fn RemovedLines(#[prop(into)] removed: Signal<Vec<Removed>>) -> impl IntoView {
    let ctx = ctx();
    let line = move |one: Removed| {
        let t = ctx.t();
        view! {
            <li class="item">
                <h3>{t.kind(one.kind)}</h3>
                <p class="xs t-3">{said_by(t.project().written, one.author, &one.written)}</p>
                <p class="sm back-line"><Icon name="close"/><span>{said_by(t.project().removed_by, one.by, &one.at)}<br/><bdi>{fill(t.project().reason, &[&one.reason])}</bdi></span></p>
            </li>
        }
    };
    let shown = move || {
        let removed = removed.get();
        (!removed.is_empty()).then(|| {
            view! {
                <section aria-labelledby="h-removed">
                    <div class="sec-h"><h2 id="h-removed">{fill(ctx.t().project().removed, &[&removed.len().to_string()])}</h2></div>
                    <ul class="card items">{removed.into_iter().map(line).collect_view()}</ul>
                </section>
            }
        })
    };
    live(shown)
}

#[derive(Clone, PartialEq, Debug)]
enum Doing {
    Idle,
    Empty,
    Saving,
    Failed(Failure),
}

#[component]
pub fn Acts(project: ProjectId, ways: Ways) -> impl IntoView {
    let ctx = ctx();
    let name = ways.name;
    let w = move || ctx.t().project();
    let act = RwSignal::new(Act::Nothing);
    let open = move |next: Act| {
        act.set(next);
        focus(format!("act-{name}"));
    };
    let buttons = move || {
        view! {
            <p class="acts">
                {ways.note.then(|| view! { <button class="btn" data-kind="plain" type="button" on:click=move |_| open(Act::Noting)>{w().add_note}</button> })}
                {ways.take_back.then(|| view! { <button class="btn" data-kind="plain" type="button" on:click=move |_| open(Act::TakingBack)><Icon name="undo"/>{ctx.t().common().undo}</button> })}
                {ways.restore.map(|back| view! { <button class="btn" data-kind="plain" type="button" on:click=move |_| open(Act::Restoring(back))>{w().restore}</button> })}
                {ways.remove.then(|| view! { <button class="btn" data-kind="plain" type="button" on:click=move |_| open(Act::Removing)><Icon name="close"/>{w().remove}</button> })}
            </p>
        }
    };
    live(move || match act.get() {
        Act::Nothing => buttons().into_any(),
        next => view! { <ActForm project name act next/> }.into_any(),
    })
}

#[component]
fn ActForm(project: ProjectId, name: Ref, act: RwSignal<Act>, next: Act) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().project();
    // Without these words nothing is written.
    let asked = match next {
        Act::Noting => Some(w().note_empty),
        Act::Removing => Some(w().why_empty),
        Act::Nothing | Act::TakingBack | Act::Restoring(_) => None,
    };
    let text = RwSignal::new(String::new());
    let doing = RwSignal::new(Doing::Idle);
    let save = move |_| {
        let said = text.get_untracked();
        if doing.get_untracked() == Doing::Saving {
            return;
        }
        if asked.is_some() && said.trim().is_empty() {
            doing.set(Doing::Empty);
            return focus(format!("act-{name}"));
        }
        let scope = Scope::Project(project);
        let command = match next {
            Act::Nothing | Act::Noting => Command::Note { project, of: name, text: said },
            Act::TakingBack => Command::Withdraw { scope, of: vec![name], reason: Some(said) },
            Act::Restoring(withdrawal) => Command::Withdraw { scope, of: vec![withdrawal], reason: Some(said) },
            Act::Removing => Command::RemoveBody { scope, of: name, reason: said },
        };
        doing.set(Doing::Saving);
        spawn_local(async move {
            // What was typed stays where it is until the disk has it.
            match ctx.commit(command, Along::default()).await {
                Ok(_) => drop(act.try_set(Act::Nothing)),
                Err(failure) => drop(doing.try_set(Doing::Failed(failure))),
            }
        });
    };
    let label = move || match next {
        Act::Noting => w().note,
        Act::Removing => w().why_remove,
        Act::Nothing | Act::TakingBack | Act::Restoring(_) => w().why,
    };
    let hint = move || match next {
        Act::Nothing | Act::Noting => None,
        Act::TakingBack => Some(w().take_back_hint),
        Act::Restoring(_) => Some(w().restore_hint),
        Act::Removing => Some(w().remove_hint),
    };
    let fault = move || match doing.get() {
        Doing::Empty => asked.map(str::to_string),
        Doing::Failed(failure) => Some(ctx.t().failure(&failure)),
        Doing::Idle | Doing::Saving => None,
    };
    let (input, told) = (format!("act-{name}"), format!("act-{name}-fault"));
    let go = move || match next {
        _ if doing.get() == Doing::Saving => ctx.t().common().saving,
        Act::Nothing | Act::Noting => ctx.t().common().save,
        Act::TakingBack => w().take_back,
        Act::Restoring(_) => w().restore,
        Act::Removing => w().remove,
    };
    let kind = if next == Act::Removing { "danger" } else { "soft" };
    view! {
        <div class="act-form field">
            <label for=input.clone()>{label()}{asked.is_none().then(|| view! { " "<span class="t-3">{ctx.t().common().optional}</span> })}</label>
            <textarea class="input" id=input rows="2" aria-describedby=told.clone() aria-invalid=attr(move || (doing.get() == Doing::Empty).then_some("true"))
                prop:value=attr(move || text.get()) on:input=move |event| text.set(event_target_value(&event))></textarea>
            <div id=told role="alert">{live(move || fault().map(|words| view! { <p class="fault">{words}</p> }))}</div>
            {hint().map(|words| view! { <p class="hint">{words}</p> })}
            <p class="acts">
                <button class="btn" data-kind=kind type="button" aria-busy=attr(move || (doing.get() == Doing::Saving).then_some("true")) on:click=save>{live(go)}</button>
                <button class="btn" data-kind="plain" type="button" on:click=move |_| act.set(Act::Nothing)>{ctx.t().common().cancel}</button>
            </p>
        </div>
    }
}
