//! The frame around every page: tabs on a phone, the side on a desk, and which page is shown.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::focus::follow_headings;
use crate::browser::js::window;
use crate::later::{self, Mark};
use crate::screen::route::Route;
use crate::ui::ctx::{Ctx, Stage, ctx};
use crate::ui::page;
use crate::ui::part::{Icon, If, attr, live};

const DAY_MS: i64 = 86_400_000;

/// Mounts the app on the page's body.
pub fn mount() {
    leptos::mount::mount_to_body(|| {
        let ctx = Ctx::new();
        provide_context(ctx);
        follow_headings(move || ctx.t().common().app);
        view! { <App/> }
    });
}

/// The layout hangs on the body: a phone's column, or a desk with its side.
fn lay_out(ctx: Ctx) {
    Effect::new(move |_| {
        let desk = ctx.desk.get();
        let (class, density) = match ctx.stage.get() {
            Stage::Start => ("phone start", ""),
            Stage::Open { .. } if ctx.at_start() => ("phone start", ""),
            Stage::Open { .. } if desk => ("desk", "dense"),
            Stage::Open { .. } | Stage::Opening | Stage::Broken(_) => ("phone", ""),
        };
        if let Some(body) = window().document().and_then(|document| document.body()) {
            body.set_class_name(class);
            let _ = body.dataset().set("density", density);
        }
    });
}

/// What the first page doesn't need is loaded once that stands, or at once where the address asks for more.
fn fetch_the_rest(ctx: Ctx) {
    Effect::new(move |_| {
        if ctx.stage.with(|stage| *stage != Stage::Opening) || ctx.route.get_untracked() != Route::Today {
            // Whoever goes to such a page while there is no network hears of it there.
            request_animation_frame(|| {
                spawn_local(async {
                    let _ = later::load().await;
                })
            });
        }
    });
}

#[component]
fn App() -> impl IntoView {
    let ctx = ctx();
    lay_out(ctx);
    fetch_the_rest(ctx);
    // Words are plain text in the views: another language draws the page anew.
    let at_start = Memo::new(move |_| ctx.at_start());
    move || {
        ctx.lang.track();
        match ctx.stage.get() {
            Stage::Opening => view! { <main id="main" class="stack"><p role="status">{ctx.t().common().opening}</p></main> }.into_any(),
            Stage::Start => view! { <page::Start/> }.into_any(),
            Stage::Broken(failure) => later::draw(move |later| (later.broken)(failure.clone())),
            Stage::Open { .. } if at_start.get() => view! { <page::Start/> }.into_any(),
            Stage::Open { .. } => view! { <Frame/> }.into_any(),
        }
    }
}

#[component]
fn Frame() -> impl IntoView {
    let ctx = ctx();
    let leads = ctx.leads();
    view! {
        <a class="skip" href="#main">{ctx.t().common().skip}</a>
        <Ribbons/>
        <If when=move || ctx.desk.get()><Side/></If>
        {live(move || page_of(ctx.route.get(), leads.get()))}
        <If when=move || !ctx.desk.get() && has_tabs(ctx.route.get())><Tabs/></If>
    }
}

/// A leader's day begins with their projects, which lie in the second wasm.
fn page_of(route: Route, leads: bool) -> AnyView {
    match route {
        Route::Today if leads => later::draw(|later| (later.page)(Route::Leader)),
        Route::Today => view! { <page::Today/> }.into_any(),
        route => later::draw(move |later| (later.page)(route)),
    }
}

/// Pages that are tabs themselves carry the tabs; forms carry their own button in the thumb's bar, today its strip
/// of what is unsent, and the list of projects what is selected.
fn has_tabs(route: Route) -> bool {
    matches!(route, Route::Exchange | Route::More | Route::NotFound)
}

#[component]
fn Ribbons() -> impl IntoView {
    let ctx = ctx();
    let writable = move || !matches!(ctx.stage.get(), Stage::Open { writable: false, .. });
    let behind = move || {
        // The time itself is no signal; its day is one, and a clock that is set shows there.
        ctx.today.track();
        ctx.snapshot().ledger.newest() - ctx.now() > DAY_MS
    };
    view! {
        <If when=move || ctx.is_sample()><p class="ribbon" data-tone="sample">{ctx.t().common().sample_ribbon}</p></If>
        <If when=move || !writable()><p class="ribbon" data-tone="yellow" role="status">{ctx.t().common().read_only}</p></If>
        <If when=behind><p class="ribbon" data-tone="yellow" role="status">{ctx.t().common().clock_behind}</p></If>
    }
}

/// The tabs of a phone, with what a page wants above them.
#[component]
pub fn Tabs(#[prop(optional)] children: Option<Children>) -> impl IntoView {
    let ctx = ctx();
    let current = move |route: Route| (ctx.route.get() == route).then_some("page");
    let c = move || ctx.t().common();
    let leads = ctx.leads();
    let home = move || matches!(ctx.route.get(), Route::Today | Route::Leader | Route::Instruct(_)).then_some("page");
    let first = move |leads: bool| {
        let (icon, words, list) = if leads { ("project", c().leader, "board") } else { ("today", c().today, "project") };
        view! {
            <a href="#/" aria-current=attr(home)><Icon name=icon/>{words}</a>
            <a href="#/projects" aria-current=attr(move || current(Route::Projects))><Icon name=list/>{c().projects}</a>
        }
    };
    let go = move |leads: bool| {
        let (to, words) = if leads { ("#/instruct", c().instruct) } else { ("#/visit", c().log_once) };
        view! { <a class="go" href=to><span class="i-box"><Icon name="plus"/></span>{words}</a> }
    };
    view! {
        <footer class="thumb">
            {children.map(|children| children())}
            <nav class="tabs" aria-label=c().pages>
                {live(move || first(leads.get()))}
                {live(move || go(leads.get()))}
                <a href="#/exchange" aria-current=attr(move || current(Route::Exchange))><Icon name="inbox"/>{c().exchange}</a>
                <a href="#/more" aria-current=attr(move || current(Route::More))><Icon name="more"/>{c().more}</a>
            </nav>
        </footer>
    }
}

/// A link of the side: where it leads, how it is drawn, its keys, and the pages that it stands for.
fn side_link(ctx: Ctx, to: Route, icon: &'static str, word: &'static str, keys: &'static str, stands_for: fn(Route) -> bool) -> AnyView {
    let mark = match to {
        Route::Conflicts => Some(later::mark(Mark::Side)),
        Route::Audit => Some(later::mark(Mark::Audits)),
        _ => None,
    };
    let key = (!keys.is_empty()).then(|| view! { <kbd aria-hidden="true">{keys}</kbd> });
    let current = move || stands_for(ctx.route.get()).then_some("page");
    view! { <a href=to.print() aria-current=attr(current)><Icon name=icon/>{word}{mark}{key}</a> }.into_any()
}

#[component]
fn Side() -> impl IntoView {
    let ctx = ctx();
    let c = move || ctx.t().common();
    let leads = ctx.leads();
    let is_project = |r| {
        use Route::{EditProject, Export, NewProject, Plan, PlanNodes, Project, Projects, Report, Table};
        matches!(r, Projects | NewProject | Project(_) | EditProject(_) | Plan(_) | PlanNodes(_) | Report(_) | Table | Export)
    };
    let first = move || {
        if leads.get() {
            side_link(ctx, Route::Today, "project", c().leader, "", |r| matches!(r, Route::Today | Route::Leader | Route::Instruct(_)))
        } else {
            side_link(ctx, Route::Today, "today", c().today, "", |r| matches!(r, Route::Today | Route::Visit(_)))
        }
    };
    let leader = move || side_link(ctx, Route::Leader, "project", c().leader, "", |r| matches!(r, Route::Leader | Route::Instruct(_)));
    let who = move || ctx.me().map(|me| view! { <bdi>{me.name}</bdi>{ctx.t().dot()}{ctx.t().role(me.role)} });
    view! {
        <aside class="side">
            <p class="logo"><span class="mark"><Icon name="bridge"/></span><b>{c().app}</b></p>
            <nav aria-label=c().pages>
                {live(first)}
                {side_link(ctx, Route::Projects, "board", c().ledger, "g b", is_project)}
                {side_link(ctx, Route::Audit, "route", c().plan_audit, "g n", |r| r == Route::Audit)}
                <If when=move || ctx.is_city()>{leader()}</If>
                <hr/>
                {side_link(ctx, Route::Receive, "inbox", c().receive, "g i", |r| r == Route::Receive)}
                {side_link(ctx, Route::Conflicts, "split", c().conflicts, "g c", |r| matches!(r, Route::Conflicts | Route::Conflict(..)))}
                {side_link(ctx, Route::Trust, "lock", c().not_counted, "g t", |r| matches!(r, Route::Trust | Route::Heard))}
                <If when=move || !ctx.is_sample()>
                    {side_link(ctx, Route::Send(None), "send", c().send, "g s", |r| matches!(r, Route::Send(_) | Route::SendMany))}
                </If>
                <hr/>
                {side_link(ctx, Route::Search, "search", c().search, "/", |r| r == Route::Search)}
                {side_link(ctx, Route::InvestAll, "rank", c().invest, "", |r| matches!(r, Route::InvestAll | Route::Milestones | Route::Invest(_)))}
                {side_link(ctx, Route::PermitsAll, "file", c().permits, "", |r| matches!(r, Route::PermitsAll | Route::Permits(_)))}
                {side_link(ctx, Route::People(None), "people", c().people, "g m", |r| matches!(r, Route::People(_) | Route::Starters))}
                {side_link(ctx, Route::Settings, "gear", c().settings, "", |r| r == Route::Settings)}
            </nav>
            <div class="side-foot"><SavedStatus/><p>{live(who)}</p>{later::mark(Mark::Keys)}</div>
        </aside>
    }
}

/// When this page last saved.
#[component]
pub fn SavedStatus() -> impl IntoView {
    let ctx = ctx();
    let saved = move || ctx.saved_at.get().map(|time| ctx.t().saved_at(&ctx.time_of_day(time)));
    view! {
        <If when=move || saved().is_some()>
            <p class="status" data-state="saved" role="status"><Icon name="saved"/>{live(saved)}</p>
        </If>
    }
}
