//! An entry of a project as it is listed: who wrote what when, its photos, remarks, and the way back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::focus::focus;
use crate::domain::command::Command;
use crate::domain::id::{Hash, ProjectId, Ref, Scope};
use crate::screen::moment::Moment;
use crate::screen::project::{Change, Item, Note, TakenBack, What, is_withdrawable};
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
    let acts =
        Memo::new(move |_| item.with(|item| item.as_ref().map(|i| (i.name, i.own && i.taken_back.is_none() && is_withdrawable(&i.what)))));
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
            {live(move || project.zip(acts.get()).map(|(project, (name, own))| view! { <Acts project name may_note=true own/> }))}
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

fn back_line(back: TakenBack) -> impl IntoView {
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
    let Note { name, text, by, at, taken_back, own } = note;
    let t = ctx.t();
    let struck = taken_back.is_some();
    let text = if struck { view! { <del><bdi>{text}</bdi></del> }.into_any() } else { view! { <bdi>{text}</bdi> }.into_any() };
    view! {
        <li>
            <p class="item-t"><b>{t.project().noted}</b>" "{text}</p>
            <p class="xs t-3">{said_by(t.project().written, by, &at)}</p>
            {taken_back.map(back_line)}
            {project.filter(|_| own && !struck).map(|project| view! { <Acts project name may_note=false own=true/> })}
        </li>
    }
}

/// Photos by their hashes; one that is not held says so.
#[component]
fn StoredPhotos(files: Vec<Hash>) -> impl IntoView {
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

/// What is being done with an entry.
#[derive(Clone, PartialEq, Debug)]
enum Act {
    Nothing,
    Noting,
    TakingBack,
}

#[derive(Clone, PartialEq, Debug)]
enum Doing {
    Idle,
    Empty,
    Saving,
    Failed(Failure),
}

#[component]
fn Acts(project: ProjectId, name: Ref, may_note: bool, own: bool) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().project();
    let act = RwSignal::new(Act::Nothing);
    let open = move |next: Act| {
        act.set(next);
        focus(format!("act-{name}"));
    };
    let buttons = move || {
        view! {
            <p class="acts">
                {may_note.then(|| view! { <button class="btn" data-kind="plain" type="button" on:click=move |_| open(Act::Noting)>{w().add_note}</button> })}
                {own.then(|| view! { <button class="btn" data-kind="plain" type="button" on:click=move |_| open(Act::TakingBack)><Icon name="undo"/>{ctx.t().common().undo}</button> })}
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
    let noting = next == Act::Noting;
    let text = RwSignal::new(String::new());
    let doing = RwSignal::new(Doing::Idle);
    let save = move |_| {
        let said = text.get_untracked();
        if doing.get_untracked() == Doing::Saving {
            return;
        }
        if noting && said.trim().is_empty() {
            doing.set(Doing::Empty);
            return focus(format!("act-{name}"));
        }
        let command = if noting {
            Command::Note { project, of: name, text: said }
        } else {
            Command::Withdraw { scope: Scope::Project(project), of: vec![name], reason: Some(said) }
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
    let label = move || if noting { w().note } else { w().why };
    let fault = move || match doing.get() {
        Doing::Empty => Some(w().note_empty.to_string()),
        Doing::Failed(failure) => Some(ctx.t().failure(&failure)),
        Doing::Idle | Doing::Saving => None,
    };
    let (input, told) = (format!("act-{name}"), format!("act-{name}-fault"));
    let go = move || match (doing.get() == Doing::Saving, noting) {
        (true, _) => ctx.t().common().saving,
        (false, true) => ctx.t().common().save,
        (false, false) => w().take_back,
    };
    view! {
        <div class="act-form field">
            <label for=input.clone()>{label()}{(!noting).then(|| view! { " "<span class="t-3">{ctx.t().common().optional}</span> })}</label>
            <textarea class="input" id=input rows="2" aria-describedby=told.clone() aria-invalid=attr(move || (doing.get() == Doing::Empty).then_some("true"))
                prop:value=attr(move || text.get()) on:input=move |event| text.set(event_target_value(&event))></textarea>
            <div id=told role="alert">{live(move || fault().map(|words| view! { <p class="fault">{words}</p> }))}</div>
            {(!noting).then(|| view! { <p class="hint">{w().take_back_hint}</p> })}
            <p class="acts">
                <button class="btn" data-kind="soft" type="button" aria-busy=attr(move || (doing.get() == Doing::Saving).then_some("true")) on:click=save>{live(go)}</button>
                <button class="btn" data-kind="plain" type="button" on:click=move |_| act.set(Act::Nothing)>{ctx.t().common().cancel}</button>
            </p>
        </div>
    }
}
