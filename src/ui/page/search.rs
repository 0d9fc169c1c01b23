//! Searching everywhere, while one types.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::projects::is_in;
use crate::browser::focus::focus;
use crate::browser::js::window;
use crate::domain::id::WorkspaceId;
use crate::screen::route::Route;
use crate::screen::search::{Found, Group, Index, Marked, Results, SHOWN, Section, What};
use crate::text::fill;
use crate::ui::app::Tabs;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::keys::is_for_page;
use crate::ui::part::{Icon, If, attr, live};

thread_local! {
    /// Made at the first search, and brought up to date at the next: going back and forth costs nothing.
    static INDEX: RefCell<Index> = RefCell::default();
    /// What was looked for last, for the way back from what was found.
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
    /// The ledger that both are of.
    static OF: Cell<Option<WorkspaceId>> = const { Cell::new(None) };
}

/// Nothing of one ledger stays for another.
fn keep_to(ledger: WorkspaceId) {
    if OF.replace(Some(ledger)) != Some(ledger) {
        INDEX.take();
        LAST.take();
    }
}

#[derive(Clone, Copy)]
struct Searching {
    ctx: Ctx,
    typed: RwSignal<String>,
    /// How many of a group are shown, where more were asked for.
    wanted: RwSignal<BTreeMap<Group, usize>>,
    results: Memo<Results>,
}

impl Searching {
    fn new(ctx: Ctx) -> Searching {
        keep_to(ctx.workspace());
        let typed = RwSignal::new(LAST.with_borrow(String::clone));
        let wanted = RwSignal::new(BTreeMap::new());
        let results = Memo::new(move |_| {
            let snapshot = ctx.snapshot();
            INDEX.with_borrow_mut(|index| {
                index.update(&snapshot.state);
                typed.with(|typed| {
                    wanted.with(|wanted: &BTreeMap<Group, usize>| index.search(typed, |group| wanted.get(&group).copied().unwrap_or(SHOWN)))
                })
            })
        });
        Searching { ctx, typed, wanted, results }
    }

    fn type_in(self, text: String) {
        LAST.with_borrow_mut(|last| last.clone_from(&text));
        self.wanted.set(BTreeMap::new());
        self.typed.set(text);
    }

    fn is_blank(self) -> bool {
        self.typed.with(|typed| typed.trim().is_empty())
    }
}

#[component]
pub fn Search() -> impl IntoView {
    let ctx = ctx();
    let searching = Searching::new(ctx);
    let input = NodeRef::<Input>::new();
    listen(searching, input);
    // The field is what one came for.
    focus("search-field".into());
    live(move || {
        let title = ctx.t().search().title;
        if ctx.desk.get() {
            view! {
                <main id="main" class="page searching">
                    <header class="top"><h1>{title}</h1><Count searching/><Keys/></header>
                    <Field searching input/>
                    <div class="scroll"><Listed searching/></div>
                </main>
            }
            .into_any()
        } else {
            view! {
                <header class="bar"><a class="back" href=Route::Projects.print() aria-label=ctx.t().common().back><Icon name="back"/></a><h1>{title}</h1><Count searching/></header>
                <main id="main" class="searching"><Field searching input/><Listed searching/></main>
                <Tabs/>
            }
            .into_any()
        }
    })
}

/// `/` leads here from every page of a desk that has no search of its own. It comes with the side.
pub fn keys() {
    let ctx = ctx();
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.key() != "/" || event.default_prevented() || !is_for_page(ctx, &event) {
            return;
        }
        let own = window().document().and_then(|document| document.query_selector("#main input[type=search]").ok().flatten());
        match own.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            Some(field) => drop(field.focus()),
            None => ctx.go(Route::Search),
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
}

/// Down and up lead through the results; Enter in the field opens the first. A letter typed anywhere goes on in the field.
fn listen(searching: Searching, input: NodeRef<Input>) {
    let keys = window_event_listener(ev::keydown, move |event| {
        let step = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            "Enter" if !event.is_composing() && is_in(event.target(), "#search-field") => {
                if let Some(first) = links().first() {
                    first.click();
                }
                return;
            }
            "Escape" if is_in(event.target(), "#search-field") && !untrack(|| searching.is_blank()) => {
                event.prevent_default();
                return searching.type_in(String::new());
            }
            _ => return,
        };
        if event.is_composing() || event.alt_key() || event.ctrl_key() || event.meta_key() {
            return;
        }
        event.prevent_default();
        let links = links();
        let active = window().document().and_then(|document| document.active_element());
        let at = links.iter().position(|link| active.as_ref().is_some_and(|active| active.is_same_node(Some(link))));
        let next = match (at, step) {
            (None, 1) => Some(0),
            (None, _) | (Some(0), -1) => None,
            (Some(at), 1) => Some((at + 1).min(links.len().saturating_sub(1))),
            (Some(at), _) => Some(at - 1),
        };
        match (next.and_then(|next| links.get(next)), input.get_untracked()) {
            (Some(link), _) => drop(link.focus()),
            (None, Some(input)) => drop(input.focus()),
            (None, None) => {}
        }
    });
    on_cleanup(move || keys.remove());
}

/// The results in the order of the page.
fn links() -> Vec<web_sys::HtmlElement> {
    let Some(found) = window().document().and_then(|document| document.query_selector_all("#main a.answer").ok()) else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

#[component]
fn Field(searching: Searching, input: NodeRef<Input>) -> impl IntoView {
    let w = move || searching.ctx.t().search();
    let select = move |_| {
        if let Some(input) = input.get_untracked() {
            input.select();
        }
    };
    view! {
        <label class="find wide"><Icon name="search"/><span class="sr">{w().title}</span>
            <input id="search-field" type="search" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search" node_ref=input placeholder=w().placeholder
                prop:value=attr(move || searching.typed.get()) on:focus=select on:input=move |event| searching.type_in(event_target_value(&event))/>
        </label>
    }
}

#[component]
fn Count(searching: Searching) -> impl IntoView {
    let ctx = searching.ctx;
    let words = move || (!searching.is_blank()).then(|| ctx.t().search_count(searching.results.with(|results| results.count)));
    view! { <p class="sm t-2 grow" role="status">{live(words)}</p> }
}

#[component]
fn Keys() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().search();
    view! { <span class="end sm t-2" aria-hidden="true"><kbd>"/"</kbd>" "{w().title}" "<kbd>"↓"</kbd>" "<kbd>"↑"</kbd>" "{w().keys_move}" "<kbd>"Enter"</kbd>" "{w().keys_open}</span> }
}

#[component]
fn Listed(searching: Searching) -> impl IntoView {
    let ctx = searching.ctx;
    let nothing = move || {
        let w = ctx.t().search();
        match searching.is_blank() {
            true => view! { <div class="nothing"><p>{w.hint}</p><p class="t-2">{w.examples}</p></div> },
            false => view! { <div class="nothing"><h2>{w.none}</h2><p class="t-2">{w.none_hint}</p></div> },
        }
    };
    let sections =
        move || searching.results.with(|results| results.sections.iter().map(|section| section_of(searching, section)).collect_view());
    live(move || match searching.results.with(|results| results.count) {
        0 => nothing().into_any(),
        _ => sections().into_any(),
    })
}

fn section_of(searching: Searching, section: &Section) -> impl IntoView + use<> {
    let t = searching.ctx.t();
    let group = section.group;
    let id = match group {
        Group::Projects => "h-s-projects",
        Group::People => "h-s-people",
        Group::Nodes => "h-s-nodes",
        Group::Problems => "h-s-problems",
        Group::Visits => "h-s-visits",
    };
    let left = section.count - section.found.len();
    let shown = section.found.len();
    let more = move |_| {
        searching.wanted.update(|wanted| {
            wanted.insert(group, shown + 5 * SHOWN);
        })
    };
    view! {
        <section aria-labelledby=id>
            <div class="sec-h"><h2 id=id>{format!("{} {}", t.search_group(group), t.thousands(section.count as u64))}</h2></div>
            <ul class="card answers">{section.found.iter().map(|found| hit(searching.ctx, found)).collect_view()}</ul>
            <If when=move || { left > 0 }>
                <button class="btn more" type="button" on:click=more>{fill(searching.ctx.t().search().more, &[&searching.ctx.t().thousands(left as u64)])}</button>
            </If>
        </section>
    }
}

fn marked(text: &Marked) -> impl IntoView + use<> {
    let piece = |(words, is_mark): (String, bool)| match is_mark {
        true => view! { <mark>{words}</mark> }.into_any(),
        false => words.into_any(),
    };
    view! { <bdi>{text.pieces().into_iter().map(piece).collect_view()}</bdi> }
}

fn hit(ctx: Ctx, found: &Found) -> impl IntoView + use<> {
    let (t, today) = (ctx.t(), ctx.today.get());
    let route = match (&found.what, found.project) {
        (_, Some(project)) => Route::Project(project),
        (What::Person(_), None) => Route::People(found.name),
        (_, None) => Route::People(None),
    };
    let what = t.search_what(&found.what);
    let on = found.on.map(|on| view! { <time class="end sm t-2">{t.day(on, today)}</time> });
    let about = !found.about.text.is_empty();
    view! {
        <li><a class="row txt answer" href=route.print()>
            <span class="answer-h"><b>{marked(&found.title)}</b>{(!what.is_empty()).then(|| view! { <span class="tag"><bdi>{what}</bdi></span> })}{on}</span>
            {about.then(|| view! { <span class="sm t-2 facts-line">{marked(&found.about)}</span> })}
        </a></li>
    }
}
