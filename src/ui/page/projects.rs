//! The list of projects on a phone: search, filters, and giving projects to a secretary. A desk has the board.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::collate::{self, Collator};
use crate::browser::js;
use crate::domain::calendar::Day;
use crate::domain::command::{Command, Refusal};
use crate::domain::id::{ProjectId, Ref};
use crate::domain::order::InOrder;
use crate::domain::rules::project::project_light;
use crate::screen::projects::{self, Filter, Line, Listing, Only, Secretary, SortBy, may_assign};
use crate::screen::route::Route;
use crate::session::{Along, Failure};
use crate::text::{Text, fill};
use crate::ui::app::Tabs;
use crate::ui::ctx::{Ctx, ctx};
pub use crate::ui::keys::is_in;
use crate::ui::page::board::Board;
use crate::ui::part::{Icon, If, LightForm, LightMark, attr, live};

/// What became of the last assigning.
#[derive(Clone, PartialEq, Debug)]
enum Step {
    Idle,
    Saving,
    Saved {
        projects: usize,
        to: Secretary,
    },
    /// All were with this person already.
    Unchanged {
        name: String,
    },
    Failed(Failure),
}

/// What a tap on a phone's row does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    Opening,
    Selecting,
}

#[derive(Clone, Copy)]
struct List {
    ctx: Ctx,
    /// All, in the order that is asked for.
    lines: Memo<Vec<Line>>,
    filter: Memo<Filter>,
    /// Where those that pass the filter lie in `lines`.
    kept: Memo<Vec<usize>>,
    drawn: Memo<Vec<Line>>,
    secretaries: Memo<Vec<Secretary>>,
    mode: RwSignal<Mode>,
    to: RwSignal<Option<Ref>>,
    step: RwSignal<Step>,
}

impl List {
    fn new(ctx: Ctx) -> List {
        let filter = Memo::new(move |_| ctx.listing.with(|l| l.filter.clone()));
        let order = Memo::new(move |_| filter.with(|f| f.sort));
        let lines = Memo::new(move |_| {
            let mut lines = projects::lines(&ctx.snapshot().state, ctx.me().as_ref());
            projects::sort(&mut lines, order.get(), collate::ranks);
            lines
        });
        let kept = Memo::new(move |_| {
            let (today, every) = (ctx.today.get(), every_days(ctx));
            filter.with(|f| lines.with(|lines| (0..lines.len()).filter(|i| f.keeps(&lines[*i], today, every)).collect::<Vec<_>>()))
        });
        let most = Memo::new(move |_| ctx.listing.with(|l| l.drawn));
        let drawn =
            Memo::new(move |_| lines.with(|lines| kept.with(|kept| kept.iter().take(most.get()).map(|i| lines[*i].clone()).collect())));
        let secretaries = Memo::new(move |_| projects::secretaries(&ctx.snapshot().state, ctx.me().as_ref()));
        List {
            ctx,
            lines,
            filter,
            kept,
            drawn,
            secretaries,
            mode: RwSignal::new(Mode::Opening),
            to: RwSignal::new(None),
            step: RwSignal::new(Step::Idle),
        }
    }

    /// Changes what is listed; the list starts again at its top.
    fn filter(self, change: impl FnOnce(&mut Filter)) {
        self.ctx.listing.update(|l| {
            change(&mut l.filter);
            l.drawn = Listing::STEP;
            l.at = None;
        });
    }

    fn more(self) {
        if self.left() > 0 {
            self.ctx.listing.update(|l| l.drawn += Listing::STEP);
        }
    }

    fn left(self) -> usize {
        self.kept.with(Vec::len).saturating_sub(self.drawn.with(Vec::len))
    }

    /// A few projects are seen at a glance: filters would only stand before them.
    fn is_long(self) -> bool {
        self.lines.with(Vec::len) > Listing::SHORT || self.filter.with(Filter::is_chosen)
    }

    fn may_assign(self) -> bool {
        may_assign(self.ctx.me().as_ref())
    }

    fn is_ticked(self, id: ProjectId) -> bool {
        self.ctx.listing.with(|l| l.ticked.contains(&id))
    }

    fn ticked(self) -> usize {
        self.ctx.listing.with(|l| l.ticked.len())
    }

    fn tick(self, id: ProjectId, on: bool) {
        self.step.set(Step::Idle);
        self.ctx.listing.update(|l| {
            if on {
                l.ticked.insert(id)
            } else {
                l.ticked.remove(&id)
            };
        });
    }

    fn clear_ticks(self) {
        self.ctx.listing.update(|l| l.ticked.clear());
        self.mode.set(Mode::Opening);
    }

    fn assign(self) {
        let ticked = self.ctx.listing.with_untracked(|l| l.ticked.clone());
        let Some(to) = self.to.get_untracked() else { return };
        if ticked.is_empty() || self.step.get_untracked() == Step::Saving {
            return;
        }
        let Some(chosen) = self.secretaries.with_untracked(|all| all.iter().find(|s| s.id == to).cloned()) else { return };
        let projects = ticked.len();
        self.step.set(Step::Saving);
        spawn_local(async move {
            let command = Command::AssignProjects { projects: ticked.into_iter().collect(), secretary: Some(to) };
            let step = match self.ctx.commit(command, Along::default()).await {
                Ok(_) => Step::Saved { projects, to: chosen },
                Err(Failure::Refused(Refusal::NothingToDo)) => Step::Unchanged { name: chosen.name },
                Err(failure) => Step::Failed(failure),
            };
            let done = matches!(step, Step::Saved { .. });
            if self.step.try_set(step).is_none() && done {
                self.clear_ticks();
                self.to.set(None);
            }
        });
    }
}

pub fn every_days(ctx: Ctx) -> i64 {
    ctx.snapshot().state.roster.settings.visit_every_days
}

#[component]
pub fn Projects() -> impl IntoView {
    let ctx = ctx();
    live(move || if ctx.desk.get() { view! { <Board/> }.into_any() } else { view! { <OnPhone/> }.into_any() })
}

#[component]
fn OnPhone() -> impl IntoView {
    let ctx = ctx();
    let list = List::new(ctx);
    // Back from a project the list stands where it was left.
    if let Some(at) = ctx.listing.with_untracked(|l| l.at) {
        request_animation_frame(move || js::reveal(&row_id(at)));
    }
    view! { <PhoneList list/> }
}

fn row_id(id: ProjectId) -> String {
    format!("p-{id}")
}

#[component]
fn PhoneList(list: List) -> impl IntoView {
    let ctx = list.ctx;
    let none = move || list.lines.with(Vec::is_empty);
    let selecting = move || list.mode.get() == Mode::Selecting;
    view! {
        <header class="head">
            <h1>{ctx.t().common().projects}</h1>
            <p class="who"><Listed list/><a class="btn end" data-kind="plain" href=Route::Search.print()><Icon name="search"/>{ctx.t().common().search}</a></p>
        </header>
        <main id="main" class="stack">
            <Said list/>
            <If when=move || !none() fallback=move || view! { <NoneAtAll/> }>
                <Find list/>
                <If when=move || list.is_long()><Filters list/></If>
                <If when=move || list.kept.with(|k| !k.is_empty()) fallback=move || view! { <NoneMatch list/> }>
                    <div class="card"><For each=move || list.drawn.get() key=Line::clone let:line>{phone_row(list, line)}</For></div>
                    <More list/>
                </If>
                <If when=move || list.may_assign()><PhoneActs list/></If>
            </If>
        </main>
        <Tabs><If when=selecting><div class="thumb-in assign"><AssignForm list/></div></If></Tabs>
    }
}

/// What a coordinator may do beside looking.
#[component]
fn PhoneActs(list: List) -> impl IntoView {
    let ctx = list.ctx;
    let selecting = move || list.mode.get() == Mode::Selecting;
    let turn = move |_| if selecting() { list.clear_ticks() } else { list.mode.set(Mode::Selecting) };
    view! {
        <p class="pair">
            <button class="btn" type="button" aria-pressed=attr(move || selecting().to_string()) on:click=turn>
                <Icon name="people"/>{live(move || if selecting() { ctx.t().projects().select_end } else { ctx.t().projects().select })}
            </button>
            <a class="btn" href=Route::NewProject.print()><Icon name="plus"/>{ctx.t().edit().new_title}</a>
            <a class="btn" href=Route::Table.print()><Icon name="table"/>{ctx.t().common().table_in}</a>
        </p>
    }
}

/// How many there are, exactly, and how many of them are listed.
#[component]
fn Listed(list: List) -> impl IntoView {
    let ctx = list.ctx;
    view! { <span class="t-2 nowrap" role="status">{live(move || ctx.t().listed(list.lines.with(Vec::len), list.kept.with(Vec::len)))}</span> }
}

#[component]
fn Find(list: List) -> impl IntoView {
    let ctx = list.ctx;
    view! {
        <label class="find"><Icon name="search"/><span class="sr">{ctx.t().projects().find}</span>
            <input type="search" enterkeyhint="search" placeholder=ctx.t().projects().find_hint
                prop:value=attr(move || list.filter.with(|f| f.search.clone()))
                on:input=move |event| list.filter(|f| f.search = event_target_value(&event))/>
        </label>
    }
}

#[component]
fn Filters(list: List) -> impl IntoView {
    let ctx = list.ctx;
    let kinds = Memo::new(move |_| list.lines.with(|lines| projects::kinds(lines, ctx.today.get(), every_days(ctx))));
    let chip = move |(kind, count): (Only, usize)| {
        view! {
            <button class="chip" type="button" aria-pressed=attr(move || list.filter.with(|f| f.is_on(kind)).to_string()) on:click=move |_| list.filter(|f| f.toggle(kind))>
                {live(move || ctx.t().only(kind, every_days(ctx)))}" "{live(move || ctx.t().thousands(count as u64))}
            </button>
        }
    };
    view! {
        <div class="filters" role="group" aria-label=ctx.t().projects().kinds>
            <div class="chips"><For each=move || kinds.get() key=|kind| *kind let:kind>{chip(kind)}</For></div>
            <Choices list/>
        </div>
    }
}

/// District, category and order.
#[component]
fn Choices(list: List) -> impl IntoView {
    let ctx = list.ctx;
    let w = move || ctx.t().projects();
    let districts = Memo::new(move |_| {
        let collator = Collator::new();
        let mut found = list.lines.with(|lines| projects::districts(lines));
        found.order_by(|a, b| collator.compare(&a.0, &b.0));
        found
    });
    let categories = Memo::new(move |_| list.lines.with(|lines| projects::categories(lines)));
    let option = move |(value, label): (String, String), held: Option<String>| {
        let selected = held.as_ref() == Some(&value);
        view! { <option value=value selected=selected>{label}</option> }
    };
    let named = move |found: Vec<(String, usize)>, held: Option<String>, word: fn(&str, Ctx) -> String| {
        found.into_iter().map(|(value, n)| option((value.clone(), format!("{} {n}", word(&value, ctx))), held.clone())).collect_view()
    };
    let some = |value: String| (!value.is_empty()).then_some(value);
    let order = move |event: web_sys::Event| {
        let at: usize = event_target_value(&event).parse().unwrap_or(0);
        list.filter(|f| f.sort = SortBy::ALL.get(at).copied().unwrap_or_default());
    };
    view! {
        <div class="choices">
            <label><span class="sr">{w().district}</span>
                <select class="input" on:change=move |event| list.filter(|f| f.district = some(event_target_value(&event)))>
                    <option value="">{w().all_districts}</option>
                    {live(move || named(districts.get(), list.filter.with(|f| f.district.clone()), |name, _| name.to_owned()))}
                </select>
            </label>
            <label><span class="sr">{w().category}</span>
                <select class="input" on:change=move |event| list.filter(|f| f.category = some(event_target_value(&event)))>
                    <option value="">{w().all_categories}</option>
                    {live(move || named(categories.get(), list.filter.with(|f| f.category.clone()), |word, ctx| ctx.t().category(word)))}
                </select>
            </label>
            <label><span class="sr">{w().order}</span>
                <select class="input" on:change=order>
                    {live(move || SortBy::ALL.into_iter().enumerate().map(|(at, by)| {
                        view! { <option value=at.to_string() selected=list.filter.with(|f| f.sort == by)>{ctx.t().sort_by(by)}</option> }
                    }).collect_view())}
                </select>
            </label>
        </div>
    }
}

/// A day as one says it in a list: how long ago, or its date where it is yet to come.
fn ago(day: Day, today: Day, t: &Text) -> String {
    let days = today.days_since(day);
    if days < 0 { t.day(day, today) } else { t.days_ago(days) }
}

/// When someone was on site last, worded by the pattern; it stays yellow while a visit is due.
pub fn last_visit(ctx: Ctx, line: &Line, pattern: fn(&Text) -> &'static str) -> AnyView {
    let (last, every) = (line.last, every_days(ctx));
    live(move || {
        let (t, today) = (ctx.t(), ctx.today.get());
        match last {
            None => view! { <span class="t-3">{t.projects().never}</span> }.into_any(),
            Some(last) => {
                let late = today.days_since(last) >= every;
                view! { <time class:t-yellow=late title=t.day(last, today)>{fill(pattern(t), &[&ago(last, today, t)])}</time> }.into_any()
            }
        }
    })
}

/// A call or the like since the last visit: it is no visit, but it is not nothing.
fn last_contact(ctx: Ctx, line: &Line) -> Option<AnyView> {
    let contact = line.contact?;
    Some(live(move || {
        let (t, today) = (ctx.t(), ctx.today.get());
        view! { {t.dot()}<time title=t.day(contact, today)>{fill(t.projects().contact_at, &[&ago(contact, today, t)])}</time> }
    }))
}

/// What stands behind the name: that it is a key project, that its facts conflict.
fn marks(ctx: Ctx, line: &Line) -> impl IntoView + use<> {
    let (key, conflict) = (line.key, line.conflict);
    let mark = move || view! { <span class="tag" data-tone="yellow"><Icon name="split"/>{ctx.t().projects().conflict}</span> };
    view! {
        {key.then(|| view! { <span class="key"><span aria-hidden="true">{ctx.t().projects().key_short}</span><span class="sr">{ctx.t().projects().key}</span></span> })}
        {conflict.then(mark)}
    }
}

fn secretary(ctx: Ctx, line: &Line) -> AnyView {
    match line.secretary.is_empty() {
        true => view! { <span class="t-3">{ctx.t().projects().nobody}</span> }.into_any(),
        false => view! { <bdi>{line.secretary.clone()}</bdi> }.into_any(),
    }
}

fn phone_row(list: List, line: Line) -> impl IntoView {
    let ctx = list.ctx;
    let (id, assignable) = (line.id, line.assignable);
    let place = {
        let (district, unit, phase) = (line.district.clone(), line.unit.clone(), line.phase.clone());
        move || {
            let t = ctx.t();
            let phase = phase.as_deref().map(|p| t.phase(p)).unwrap_or_default();
            [district.clone(), unit.clone(), phase].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(t.dot())
        }
    };
    let mark = move || {
        let (snapshot, t) = (ctx.snapshot(), ctx.t());
        let project = snapshot.state.project(&id)?;
        let light = project_light(project, &snapshot.state.roster.settings, ctx.today.get());
        Some(view! { <LightMark light=light.light word=t.light_or_why(light.light, light.grey) form=LightForm::Stack/> })
    };
    let words = move || {
        view! {
            {live(mark)}
            <span>
                <b><bdi>{line.name.clone()}</bdi>{marks(ctx, &line)}</b>
                <span class="sm t-2 facts-line"><bdi>{place.clone()}</bdi></span>
                <span class="sm t-2 facts-line">{secretary(ctx, &line)}{live(move || ctx.t().dot())}{last_visit(ctx, &line, |t| t.projects().last_visit_at)}{last_contact(ctx, &line)}</span>
            </span>
        }
    };
    move || {
        match list.mode.get() {
        Mode::Selecting => view! {
            <label class="row txt pick-row" id=row_id(id) data-off=(!assignable).then_some("")>
                {words()}
                <input type="checkbox" class="ck" disabled=!assignable prop:checked=attr(move || list.is_ticked(id))
                    on:change=move |event| list.tick(id, event_target_checked(&event))/>
            </label>
        }
        .into_any(),
        Mode::Opening => view! {
            <a class="row txt pick-row" id=row_id(id) href=Route::Project(id).print() on:click=move |_| ctx.listing.update(|l| l.at = Some(id))>
                {words()}<Icon name="next"/>
            </a>
        }
        .into_any(),
    }
    }
}

#[component]
fn More(list: List) -> impl IntoView {
    let ctx = list.ctx;
    view! {
        <If when=move || { list.left() > 0 }>
            <button class="btn" data-kind="plain" type="button" on:click=move |_| list.more()>
                {live(move || fill(ctx.t().projects().more, &[&list.left().min(Listing::STEP).to_string()]))}
            </button>
        </If>
    }
}

#[component]
fn NoneMatch(list: List) -> impl IntoView {
    let ctx = list.ctx;
    view! {
        <div class="nothing">
            <h2>{ctx.t().projects().none_match}</h2>
            <button class="btn" type="button" on:click=move |_| list.filter(Filter::clear)>{ctx.t().projects().clear}</button>
        </div>
    }
}

#[component]
pub fn NoneAtAll() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().projects();
    let may_assign = move || may_assign(ctx.me().as_ref());
    view! {
        <section class="card nothing">
            <h2>{w().none}</h2>
            <p class="t-2">{live(move || if may_assign() { w().none_hint } else { w().none_hint_others })}</p>
            <If when=move || may_assign()>
                <a class="btn" data-kind="main" href=Route::Table.print()><Icon name="table"/>{ctx.t().common().table_in}</a>
            </If>
            <a class="btn" href=Route::Receive.print()><Icon name="inbox"/>{ctx.t().today().to_receive}</a>
        </section>
    }
}

/// Who joined is to be sent what they lack; who did not is invited first. The sample sends nothing.
#[component]
pub fn Assigned(projects: usize, to: Secretary) -> impl IntoView {
    let ctx = ctx();
    let t = ctx.t();
    let (words, label, icon, route) = match to.joined {
        true => (t.projects().assigned_offer, t.projects().send_full, "send", Route::Send(Some(to.id))),
        false => (t.projects().assigned_invite, t.projects().invite, "people", Route::People(None)),
    };
    let real = !ctx.is_sample();
    view! {
        <div class="notice" data-tone="green">
            <Icon name="check"/>
            <p>{t.assigned(projects, &to.name)}{real.then(|| fill(words, &[&to.name]))}</p>
            {real.then(|| view! { <a class="btn" href=route.print()><Icon name=icon/>{label}</a> })}
        </div>
    }
}

/// What became of an assigning: saved, and a full file to be sent; or why not.
#[component]
fn Said(list: List) -> impl IntoView {
    let ctx = list.ctx;
    let done = move || {
        let t = ctx.t();
        match list.step.get() {
            Step::Saved { projects, to } => Some(view! { <Assigned projects to/> }.into_any()),
            Step::Unchanged { name } => {
                Some(view! { <p class="notice"><Icon name="info"/>{fill(t.projects().all_his, &[&name])}</p> }.into_any())
            }
            Step::Idle | Step::Saving | Step::Failed(_) => None,
        }
    };
    let failed = move || match list.step.get() {
        Step::Failed(failure) => {
            let t = ctx.t();
            Some(
                view! { <p class="notice" data-tone="red"><Icon name="alert"/><span><b>{t.projects().not_assigned}</b>" "{t.failure(&failure)}</span></p> },
            )
        }
        Step::Idle | Step::Saving | Step::Saved { .. } | Step::Unchanged { .. } => None,
    };
    view! { <div class="progress" role="status">{live(done)}</div><div class="progress" role="alert">{live(failed)}</div> }
}

/// Gives what is ticked to one secretary, in one save.
#[component]
fn AssignForm(list: List) -> impl IntoView {
    let ctx = list.ctx;
    let w = move || ctx.t().projects();
    let nobody = move || list.secretaries.with(Vec::is_empty);
    let ready = move || list.to.get().is_some() && list.ticked() > 0;
    let over = move || {
        let most = ctx.snapshot().state.roster.settings.projects_per_secretary;
        let has = list.secretaries.with(|all| all.iter().find(|s| Some(s.id) == list.to.get()).map(|s| s.projects));
        has.filter(|has| (*has + list.ticked()) as i64 > most).map(|_| fill(w().assign_over, &[&most.to_string()]))
    };
    let label = move || match (list.to.get(), list.ticked()) {
        (None, _) => w().assign_choose.to_string(),
        (Some(_), 0) => ctx.t().selected(0),
        (Some(_), n) => ctx.t().assign_button(n),
    };
    view! {
        <p class="grow"><b role="status">{live(move || ctx.t().selected(list.ticked()))}</b>{live(move || over().map(|words| view! { " "<span class="t-yellow sm">{words}</span> }))}</p>
        <If when=move || !nobody() fallback=move || view! { <p>{w().no_secretary}" "<a href=Route::People(None).print()>{w().to_people}</a></p> }>
            <Whom list/>
        </If>
        <span class="pair">
            <button class="btn" type="button" on:click=move |_| list.clear_ticks()>{w().select_end}</button>
            <button class="btn" data-kind="main" type="button" aria-busy=attr(move || (list.step.get() == Step::Saving).then_some("true"))
                aria-disabled=attr(move || (!ready()).then_some("true")) on:click=move |_| list.assign()>{live(label)}</button>
        </span>
    }
}

/// Secretaries by district, each with how many projects there are now.
#[component]
fn Whom(list: List) -> impl IntoView {
    let ctx = list.ctx;
    let w = move || ctx.t().projects();
    let groups = move || {
        let collator = Collator::new();
        let mut all = list.secretaries.get();
        all.order_by(|a, b| collator.compare(&a.district, &b.district).then_with(|| collator.compare(&a.name, &b.name)));
        let held = list.to.get_untracked();
        let group = |of: &[Secretary]| {
            let options = of.iter().map(
                |one| view! { <option value=one.id.to_string() selected=held == Some(one.id)>{ctx.t().secretary_choice(one)}</option> },
            );
            view! { <optgroup label=of[0].district.clone()>{options.collect_view()}</optgroup> }
        };
        all.chunk_by(|a, b| a.district == b.district).map(group).collect_view()
    };
    view! {
        <label class="whom"><span class="sr">{w().to_whom}</span>
            <select class="input" on:change=move |event| list.to.set(Ref::parse(&event_target_value(&event)))>
                <option value="">{w().choose}</option>
                {live(groups)}
            </select>
        </label>
    }
}
