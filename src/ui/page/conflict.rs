//! Conflicts: the list of them, and one with all its values beside each other, to be decided.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::items::said_by;
use crate::browser::collate::Collator;
use crate::browser::focus::{focus, focus_field};
use crate::domain::id::{ProjectId, Ref, Scope};
use crate::screen::conflict::{
    self, Conflicts as List, DecisionForm, Fault, Group, Input, Line, Past, Pick, Place, Rights, Rival, Said, Settled, SlotView, Standing,
    draft_prefix,
};
use crate::screen::project::Reader;
use crate::screen::route::Route;
use crate::session::{Along, Failure};
use crate::store::StoreError;
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::drafts::{self, Checked, Keeper};
use crate::ui::keys::is_in;
use crate::ui::part::{Bar, Icon, If, attr, live, split};

/// Of what anyone may write without end, so much is shown.
const RIVALS: usize = 9;
const SAID: usize = 5;
const PAST: usize = 50;

fn read<T>(ctx: Ctx, look: impl FnOnce(&crate::domain::state::State, Reader<'_>) -> T) -> T {
    let (snapshot, me) = (ctx.snapshot(), ctx.me());
    look(&snapshot.state, Reader { me: me.as_ref(), own: ctx.own() })
}

fn listed(ctx: Ctx) -> Memo<List> {
    Memo::new(move |_| {
        let collator = Collator::new();
        read(ctx, |state, reader| conflict::conflicts(state, reader, ctx.today.get(), |a, b| collator.compare(a, b)))
    })
}

fn route_to(place: Place) -> String {
    Route::Conflict(place.scope, Some(place.key)).print()
}

/// How many there are, at the side.
pub fn side_mark() -> AnyView {
    let ctx = ctx();
    let counts = Memo::new(move |_| read(ctx, conflict::counts));
    live(move || {
        let (all, _) = counts.get();
        (all > 0).then(|| view! { <span class="n">{all}</span> })
    })
}

/// Those of one's own projects, on today.
#[component]
pub fn Mine() -> impl IntoView {
    let ctx = ctx();
    let counts = Memo::new(move |_| read(ctx, conflict::counts));
    live(move || {
        let (_, mine) = counts.get();
        let w = ctx.t().conflict();
        (mine > 0).then(|| {
            view! {
                <div class="notice" data-tone="yellow"><Icon name="split"/>
                    <p>{fill(w.today, &[&mine.to_string()])}</p>
                    <a class="btn" data-kind="plain" href=Route::Conflicts.print()>{w.look}</a>
                </div>
            }
        })
    })
}

/// The way there from the phone's page of sending and taking in.
#[component]
pub fn Way() -> impl IntoView {
    let ctx = ctx();
    let counts = Memo::new(move |_| read(ctx, conflict::counts).0);
    let words = move || {
        let w = ctx.t().conflict();
        match counts.get() {
            0 => w.way_none.to_string(),
            n => fill(w.way, &[&n.to_string()]),
        }
    };
    view! {
        <a class="way" href=Route::Conflicts.print()>
            <Icon name="split"/><span><b>{ctx.t().common().conflicts}</b><span>{live(words)}</span></span><Icon name="next"/>
        </a>
    }
}

/// What a project has to be decided; nothing where it has none.
#[component]
pub fn InProject(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let here = Memo::new(move |_| ctx.snapshot().state.project(&id).map_or(0, |project| project.folded.conflicts().count()));
    let told = move || {
        let w = ctx.t().conflict();
        let count = here.get();
        (count > 0).then(|| {
            view! {
                <div class="notice" data-tone="yellow"><Icon name="split"/><p>{fill(w.way, &[&count.to_string()])}</p>
                    <a class="btn" data-kind="plain" href=Route::Conflict(Scope::Project(id), None).print()>{w.look}</a>
                </div>
            }
        })
    };
    live(told)
}

/// The list, with one slot of it on a desk. Which one is settled when the page opens: what is decided stays in sight.
#[component]
pub fn Conflicts(#[prop(optional)] at: Option<(Scope, Option<Ref>)>) -> impl IntoView {
    let ctx = ctx();
    let list = listed(ctx);
    let first = move |scope: Option<Scope>| {
        list.with_untracked(|list| list.lines().map(|line| line.place).find(|place| scope.is_none_or(|scope| place.scope == scope)))
    };
    let asked = match at {
        Some((scope, Some(key))) => Some(Place { scope, key }),
        Some((scope, None)) => first(Some(scope)),
        None => None,
    };
    // A phone shows the list alone.
    let shown = asked.or_else(|| ctx.desk.get_untracked().then(|| first(None)).flatten());
    let deciding = shown.map(|place| Deciding::new(ctx, place, list));
    if let Some(deciding) = deciding {
        keys(deciding);
    }
    let is_one = asked.is_some();
    live(move || match (ctx.desk.get(), deciding) {
        (true, deciding) => view! { <Desk list deciding/> }.into_any(),
        (false, Some(deciding)) if is_one => view! { <Phone deciding/> }.into_any(),
        (false, _) => view! { <PhoneList list/> }.into_any(),
    })
}

#[component]
fn Desk(list: Memo<List>, deciding: Option<Deciding>) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().conflict();
    let current = deciding.map(|d| d.place);
    let at = move || {
        let place = current?;
        let (at, of) = list.with(|list| (list.lines().position(|line| line.place == place), list.count()));
        Some(ctx.t().conflict_place(at? + 1, of))
    };
    view! {
        <main id="main" class="page">
            <header class="top">
                <h1>{w().title}</h1>
                <span class="t-2">{w().lead}<b>{w().lead_kept}</b>{w().lead_choose}</span>
                <span class="push status">{live(at)}</span>
            </header>
            <div class="cols conf">
                <div class="scroll stackd"><Lines list current/><SettledList list/></div>
                {match deciding {
                    Some(deciding) => view! {
                        <section class="card confl" aria-labelledby="h-c"><SlotHead deciding/><SlotBody deciding/><div class="conf-f"><Foot deciding/></div></section>
                    }.into_any(),
                    None => view! { <section class="card confl pad"><Nothing list/></section> }.into_any(),
                }}
            </div>
        </main>
    }
}

#[component]
fn PhoneList(list: Memo<List>) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().conflict();
    view! {
        <Bar back=Route::Exchange.print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || w().title)/>
        <main id="main" class="stack">
            <p class="hint">{w().lead}<b>{w().lead_kept}</b>{w().lead_choose}</p>
            <If when=move || { list.with(List::count) > 0 } fallback=move || view! { <section class="card pad"><Nothing list/></section> }><Lines list current=None/></If>
            <SettledList list/>
        </main>
    }
}

#[component]
fn Phone(deciding: Deciding) -> impl IntoView {
    let ctx = deciding.ctx;
    view! {
        <Bar back=Route::Conflicts.print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || ctx.t().conflict().title)/>
        <main id="main" class="confl"><SlotHead deciding/><SlotBody deciding/></main>
        <footer class="thumb"><div class="thumb-in"><Foot deciding/></div></footer>
    }
}

#[component]
fn Nothing(list: Memo<List>) -> impl IntoView {
    let w = ctx().t().conflict();
    live(move || match list.with(List::count) {
        0 => view! { <h2>{w.none}</h2><p class="sm t-2">{w.none_hint}</p> }.into_any(),
        _ => view! { <p class="t-2">{w.choose_left}</p> }.into_any(),
    })
}

/// The conflicts by project.
#[component]
fn Lines(list: Memo<List>, current: Option<Place>) -> impl IntoView {
    let ctx = ctx();
    let groups = move || list.with(|list| list.groups.iter().cloned().map(|group| group_of(ctx, group, current)).collect_view());
    view! {
        <If when=move || { list.with(List::count) > 0 }>
            <nav class="card clist" aria-label=ctx.t().conflict().list>
                {live(groups)}
                <p class="note">{ctx.t().conflict().list_note}</p>
            </nav>
        </If>
    }
}

fn group_of(ctx: Ctx, group: Group, current: Option<Place>) -> impl IntoView {
    let w = ctx.t().conflict();
    let common = !matches!(group.scope, Scope::Project(_));
    let mine = (group.mine && !common).then(|| view! { <span class="tag" data-tone="accent">{w.mine}</span> });
    view! {
        <section>
            <h2><bdi>{group.name}</bdi>{common.then(|| view! { <span class="tag">{w.common}</span> })}{mine}</h2>
            <ul>{group.lines.into_iter().map(|line| line_of(ctx, line, current)).collect_view()}</ul>
        </section>
    }
}

fn line_of(ctx: Ctx, line: Line, current: Option<Place>) -> impl IntoView {
    let t = ctx.t();
    let w = t.conflict();
    let of = t.slot_of(&line.name.of, ctx.today.get_untracked()).map(|of| view! { <span><bdi>{of}</bdi></span> });
    let tag = match line.again {
        true => w.again.to_string(),
        false => fill(w.values, &[&line.values.to_string()]),
    };
    view! {
        <li><a href=route_to(line.place) aria-current=(current == Some(line.place)).then_some("true")>
            <b><bdi>{t.slot_label(&line.name)}</bdi></b>{of}
            <span class="tags"><span class="tag" data-tone="yellow">{tag}</span>{(!line.may).then(|| view! { <span class="tag">{w.not_yours}</span> })}</span>
        </a></li>
    }
}

/// What was decided lately: whoever disagrees finds it here.
#[component]
fn SettledList(list: Memo<List>) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().conflict();
    let line = move |slot: Settled| {
        let (t, today) = (ctx.t(), ctx.today.get_untracked());
        let of = t.slot_of(&slot.name.of, today).map(|of| view! { <bdi>{of}</bdi>{t.dot()} });
        view! {
            <li><a href=route_to(slot.place)>
                <b><bdi>{slot.group}</bdi></b>
                <span>{of}<bdi>{t.slot_label(&slot.name)}</bdi>{t.dot()}<bdi>{t.slot_value(&slot.value, today)}</bdi></span>
                <span class="tag" data-tone="green"><span>{said_by(w().settled_by, slot.by, &slot.at)}</span></span>
            </a></li>
        }
    };
    let lines = move || list.with(|list| list.settled.iter().cloned().map(line).collect_view());
    view! {
        <If when=move || list.with(|list| !list.settled.is_empty())>
            <section class="card clist okd" aria-labelledby="h-okd"><h2 id="h-okd">{w().settled}</h2><ul>{live(lines)}</ul></section>
        </If>
    }
}

#[derive(Clone, PartialEq, Debug)]
enum Status {
    Choosing,
    Saving,
    Decided,
    Failed(Failure),
}

/// One slot's own state, shared by its parts.
#[derive(Clone, Copy)]
struct Deciding {
    ctx: Ctx,
    place: Place,
    list: Memo<List>,
    view: Memo<Option<SlotView>>,
    form: RwSignal<DecisionForm>,
    status: RwSignal<Status>,
    checked: RwSignal<Checked>,
    restored: RwSignal<Option<i64>>,
    faults: Memo<Vec<Fault>>,
    keeper: Keeper,
}

impl Deciding {
    fn new(ctx: Ctx, place: Place, list: Memo<List>) -> Deciding {
        let view = Memo::new(move |_| read(ctx, |state, reader| conflict::slot(state, place, reader)));
        let (form, checked) = (RwSignal::new(DecisionForm::default()), RwSignal::new(Checked::NotYet));
        let faults = Memo::new(move |_| match checked.get() {
            Checked::NotYet => Vec::new(),
            Checked::Tried => view.with(|view| form.with(|form| form.validate(view.as_ref()?).err())).unwrap_or_default(),
        });
        let keeper = Keeper::new(ctx, move || {
            let form = DecisionForm { at: ctx.now(), ..form.get_untracked() };
            (!form.is_empty()).then(|| form.write())
        });
        let (status, restored) = (RwSignal::new(Status::Choosing), RwSignal::new(None));
        let deciding = Deciding { ctx, place, list, view, form, status, checked, restored, faults, keeper };
        deciding.find_draft();
        deciding
    }

    /// Opens the newest draft of this slot that no other tab has open.
    fn find_draft(self) {
        let prefix = draft_prefix(&self.place);
        let read = |bytes: &[u8]| DecisionForm::read(bytes).map(|draft| (draft.at, draft));
        let restore = move |draft: DecisionForm| {
            self.restored.set(Some(draft.at));
            self.form.set(draft);
        };
        let is_untouched = move || self.form.with_untracked(DecisionForm::is_empty);
        spawn_local(async move { self.keeper.resume(&prefix, read, is_untouched, restore).await });
    }

    fn is_open(self) -> bool {
        self.view.with(|view| view.as_ref().is_some_and(|v| v.rights.may && matches!(v.standing, Standing::Open { .. })))
    }

    fn pick(self, pick: Pick) {
        self.view.with_untracked(|view| {
            if let Some(view) = view {
                self.form.update(|form| form.pick(pick, view));
            }
        });
        self.keeper.touch();
    }

    fn write_own(self, typed: String) {
        self.form.update(|form| form.own = typed);
        self.pick(Pick::Own);
    }

    fn write_reason(self, typed: String) {
        self.form.update(|form| form.reason = typed);
        self.keeper.touch();
    }

    fn has(self, faults: &'static [Fault]) -> Option<Fault> {
        self.faults.with(|held| held.iter().copied().find(|fault| faults.contains(fault)))
    }

    fn save(self) {
        if self.status.get_untracked() == Status::Saving {
            return;
        }
        let decided = self.view.with_untracked(|view| Some(self.form.get_untracked().validate(view.as_ref()?)));
        let command = match decided {
            None => return,
            Some(Ok(decide)) => decide.into_command(),
            Some(Err(faults)) => {
                self.checked.set(Checked::Tried);
                return focus_field(match faults.first() {
                    Some(Fault::NothingPicked | Fault::Changed) => "rival-0".into(),
                    Some(Fault::Missing | Fault::TooLong | Fault::Amount(_) | Fault::NotAValue) => "own".into(),
                    Some(Fault::NoReason | Fault::ReasonTooLong) | None => "reason".into(),
                });
            }
        };
        self.status.set(Status::Saving);
        self.keeper.close();
        let drafts = vec![self.keeper.name()];
        let along = Along { drop_drafts: drafts.clone(), ..Along::default() };
        spawn_local(async move {
            match self.ctx.commit(command, along).await {
                Ok(_) => {
                    drafts::forget(&drafts);
                    if self.status.try_set(Status::Decided).is_none() {
                        focus("decided-line".into());
                    }
                }
                Err(failure) => {
                    if self.status.try_set(Status::Failed(failure)).is_none() {
                        self.keeper.reopen();
                    }
                }
            }
        });
    }

    /// The next one's address; the list's where there is none.
    fn next(self) -> Option<Place> {
        self.list.with(|list| list.after(&self.place))
    }
}

/// Number keys choose, w writes; not while something is typed.
fn keys(deciding: Deciding) {
    let heard = window_event_listener(ev::keydown, move |event| {
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing();
        let open = deciding.ctx.desk.get_untracked() && untrack(|| deciding.is_open());
        if modified || !open || is_in(event.target(), "input:not([type=radio]), select, textarea") {
            return;
        }
        let key = event.key();
        let chosen = key.parse::<usize>().ok().filter(|n| (1..=RIVALS).contains(n));
        let rival = chosen.and_then(|n| deciding.view.with_untracked(|v| v.as_ref()?.rivals.get(n - 1).map(|r| r.json.clone())));
        if let (Some(json), Some(n)) = (rival, chosen) {
            event.prevent_default();
            deciding.pick(Pick::Said(json));
            focus(format!("rival-{}", n - 1));
        } else if key == "w" {
            event.prevent_default();
            focus("own".into());
        }
    });
    on_cleanup(move || heard.remove());
}

#[component]
fn SlotHead(deciding: Deciding) -> impl IntoView {
    let ctx = deciding.ctx;
    let head = move || {
        let (t, today) = (ctx.t(), ctx.today.get());
        deciding.view.with(|view| view.as_ref().map(|v| (v.group.clone(), t.slot_label(&v.name), t.slot_of(&v.name.of, today))))
    };
    let lead = move || match deciding.place.scope {
        Scope::Project(id) => {
            Some(view! { <a class="btn" data-kind="plain" href=Route::Project(id).print()>{ctx.t().conflict().to_project}</a> })
        }
        Scope::All | Scope::Office => None,
    };
    let words = move || {
        head().map(|(group, label, of)| {
            let of = of.map(|of| view! { {ctx.t().dot()}<bdi>{of}</bdi> });
            view! { <h2 id="h-c"><bdi>{group}</bdi></h2><p class="t-2"><b><bdi>{label}</bdi></b>{of}</p> }
        })
    };
    view! {
        <If when=move || deciding.view.with(Option::is_some) fallback=move || view! {
            <div class="conf-h"><h2 id="h-c">{ctx.t().conflict().no_such}</h2></div>
        }><div class="conf-h"><div>{live(words)}</div>{lead()}</div></If>
    }
}

#[component]
fn SlotBody(deciding: Deciding) -> impl IntoView {
    let ctx = deciding.ctx;
    let standing = Memo::new(move |_| deciding.view.with(|v| v.as_ref().map(|v| v.standing.clone())));
    let before = move || {
        let (t, today) = (ctx.t(), ctx.today.get());
        let before = deciding.view.with(|v| v.as_ref().map(|v| v.before.clone()));
        before.map(|before| match before {
            Some(value) => {
                let (start, end) = split(t.conflict().before);
                view! { <p class="sm t-2 was-line">{start}<bdi>{t.slot_value(&value, today)}</bdi>{end}</p> }.into_any()
            }
            None => view! { <p class="sm t-2 was-line">{t.conflict().nothing_before}</p> }.into_any(),
        })
    };
    let told = move || {
        let w = ctx.t().conflict();
        match standing.get() {
            None => ().into_any(),
            Some(Standing::Open { again }) => view! {
                {again.then(|| view! { <div class="notice" data-tone="yellow"><Icon name="split"/><p>{w.again_hint}</p></div> })}
                <div class="notice"><Icon name="info"/><p>{w.undecided}</p></div>
            }
            .into_any(),
            Some(Standing::Settled) => view! { <DecidedLine deciding/> }.into_any(),
            Some(Standing::TakenBack(back)) => view! {
                <div class="notice" data-tone="yellow"><Icon name="undo"/>
                    <p>{said_by(ctx.t().project().taken_back, back.by, &back.at)}{ctx.t().dot()}{w.taken_back}</p>
                </div>
            }
            .into_any(),
        }
    };
    let is_open = Memo::new(move |_| deciding.is_open());
    let several = Memo::new(move |_| deciding.view.with(|v| v.as_ref().is_some_and(|v| v.rivals.len() > 1)));
    let rights = Memo::new(move |_| {
        let open = matches!(standing.get(), Some(Standing::Open { .. }));
        deciding.view.with(|v| v.as_ref().map(|v| v.rights.clone())).filter(|rights| open && !rights.may)
    });
    view! {
        <div class="conf-in">{live(told)}{live(before)}</div>
        <If when=move || several.get()>{live(move || if is_open.get() { view! { <Chooser deciding/> }.into_any() } else { view! { <Values deciding/> }.into_any() })}</If>
        {live(move || rights.get().map(|rights| view! { <div class="conf-in"><WhoCan rights/></div> }))}
        <History deciding/>
    }
}

/// Who may, for whoever may not.
#[component]
fn WhoCan(rights: Rights) -> impl IntoView {
    let t = ctx().t();
    let w = t.conflict();
    let (start, end) = split(w.who_can);
    let author = rights.author.map(|author| {
        let (before, after) = split(w.or_author);
        view! { {before}<bdi>{author}</bdi>{after} }
    });
    let named = (!rights.people.is_empty()).then(|| {
        let (before, after) = split(w.for_example);
        view! { " "{before}<bdi>{rights.people.join(w.sep)}</bdi>{after} }
    });
    view! { <div class="notice"><Icon name="people"/><p>{start}{t.deciders(rights.deciders)}{author}{end}{named}" "{w.both_kept}</p></div> }
}

/// What is in force now, and the way on.
#[component]
fn DecidedLine(deciding: Deciding) -> impl IntoView {
    let ctx = deciding.ctx;
    let now = move || {
        let (t, today) = (ctx.t(), ctx.today.get());
        let just = deciding.status.get() == Status::Decided;
        let rival = deciding.view.with(|v| v.as_ref().and_then(|v| v.rivals.last().cloned()));
        rival.map(|rival| {
            let (start, end) = split(if just { t.conflict().decided } else { t.conflict().is_settled });
            let by = rival.said.into_iter().next().filter(|_| !just);
            let by = by.map(|said| view! { {t.dot()}{said_by(t.project().written, said.by, &said.at)} });
            let saved = ctx.saved_at.get().filter(|_| just).map(|time| ctx.t().saved_at(&ctx.time_of_day(time)));
            let saved = saved.map(|saved| view! { {t.dot()}{saved}{t.dot()}{t.conflict().tell_others} });
            view! { <b>{start}<bdi>{t.slot_value(&rival.value, today)}</bdi>{end}</b>{by}{saved} }
        })
    };
    view! {
        <div class="notice" data-tone="green" id="decided-line" tabindex="-1" role="status"><Icon name="check"/><p>{live(now)}</p></div>
    }
}

fn rivals(deciding: Deciding) -> Vec<Rival> {
    deciding.view.with(|v| v.as_ref().map(|v| v.rivals.clone()).unwrap_or_default())
}

/// Values that nothing can be chosen of here.
#[component]
fn Values(deciding: Deciding) -> impl IntoView {
    let ctx = deciding.ctx;
    let shown = move || {
        let columns = rivals(deciding).into_iter().take(RIVALS).enumerate().map(|(n, rival)| {
            let value = ctx.t().slot_value(&rival.value, ctx.today.get());
            let used = rival.in_use.then(|| view! { <span class="t-2">{ctx.t().conflict().in_use}</span> });
            view! { <div class="rival">{sources(ctx, n, &rival, deciding.place.scope)}<div class="val" data-plain=""><span><b><bdi>{value}</bdi></b>{used}</span></div></div> }
        });
        columns.collect_view()
    };
    view! { <div class="rivals">{live(shown)}</div> }
}

/// All values beside each other, one of one's own, and the reason.
#[component]
fn Chooser(deciding: Deciding) -> impl IntoView {
    let ctx = deciding.ctx;
    let w = move || ctx.t().conflict();
    let all = Memo::new(move |_| rivals(deciding));
    let columns = move || all.get().into_iter().take(RIVALS).enumerate().map(|(n, rival)| rival_of(deciding, n, rival)).collect_view();
    let left_out = move || all.with(|all| all.len().saturating_sub(RIVALS));
    let fault = move || deciding.has(&[Fault::NothingPicked, Fault::Changed]);
    view! {
        <If when=move || deciding.restored.get().is_some()><p class="conf-in sm t-2" role="status">{w().restored}</p></If>
        <fieldset class="rivals" aria-describedby="rival-told">
            <legend class="sr">{w().choose}</legend>
            {live(columns)}
            <If when=move || { left_out() > 0 }><p class="sm t-2">{live(move || fill(ctx.t().receive().more, &[&left_out().to_string()]))}</p></If>
            <Own deciding/>
        </fieldset>
        <div class="conf-in">
            <div id="rival-told" role="alert">{live(move || fault().map(|fault| view! { <p class="fault">{ctx.t().decision_fault(fault)}</p> }))}</div>
            <If when=move || ctx.desk.get()><p class="hint">{w().keys}</p></If>
            <Reason deciding/>
        </div>
    }
}

fn rival_of(deciding: Deciding, n: usize, rival: Rival) -> impl IntoView {
    let ctx = deciding.ctx;
    let t = ctx.t();
    let (chosen, json) = (rival.json.clone(), rival.json.clone());
    let is_chosen = move || deciding.form.with(|form| matches!(&form.pick, Pick::Said(json) if *json == chosen));
    let used = rival.in_use.then(|| view! { <span class="t-2">{t.conflict().in_use}</span> });
    view! {
        <div class="rival">
            {sources(ctx, n, &rival, deciding.place.scope)}
            <label class="val">
                <input type="radio" name="rival" id=format!("rival-{n}") aria-describedby=format!("rival-{n}-by") prop:checked=attr(is_chosen)
                    on:change=move |_| deciding.pick(Pick::Said(json.clone()))/>
                <span><b><bdi>{t.slot_value(&rival.value, ctx.today.get_untracked())}</bdi></b>{used}</span>
                {ctx.desk.get_untracked().then(|| view! { <kbd aria-hidden="true">{n + 1}</kbd> })}
            </label>
        </div>
    }
}

/// Who says a value, when, and on what ground.
fn sources(ctx: Ctx, n: usize, rival: &Rival, scope: Scope) -> impl IntoView + use<> {
    let more = rival.said.len().saturating_sub(SAID);
    let lines = rival.said.iter().take(SAID).cloned().map(|said| source(ctx, said, scope)).collect_view();
    let more = (more > 0).then(|| view! { <p class="sm t-2">{fill(ctx.t().receive().more, &[&more.to_string()])}</p> });
    view! { <div class="src" id=format!("rival-{n}-by")>{lines}{more}</div> }
}

fn source(ctx: Ctx, said: Said, scope: Scope) -> impl IntoView {
    let (t, today) = (ctx.t(), ctx.today.get_untracked());
    let w = t.conflict();
    let Said { by, role, at, basis, reason, decision, made, .. } = said;
    let basis = basis.map(|basis| {
        let (start, end) = split(w.basis);
        let words = t.basis(&basis, today);
        let words = match scope {
            Scope::Project(id) => view! { <a href=Route::Project(id).print()>{words}</a> }.into_any(),
            Scope::All | Scope::Office => words.into_any(),
        };
        view! { <p>{start}{words}{end}</p> }
    });
    view! {
        <p class="who-said"><b><bdi>{by}</bdi></b>{role.map(|role| view! { <span class="t-2">{t.role(role)}</span> })}{decision.then(|| view! { <span class="tag" data-tone="accent">{w.decision}</span> })}</p>
        <p><time>{t.moment(&at, today)}</time>{made.then(|| view! { {t.comma()}{w.made} })}</p>
        {basis}
        {reason.map(|reason| view! { <p><bdi>{reason}</bdi></p> })}
    }
}

/// A value that nobody said so far, with the field's own input.
#[component]
fn Own(deciding: Deciding) -> impl IntoView {
    let ctx = deciding.ctx;
    let w = move || ctx.t().conflict();
    let input = Memo::new(move |_| deciding.view.with(|v| v.as_ref().map_or(Input::Nothing, |v| v.input.clone())));
    let is_own = move || deciding.form.with(|form| form.pick == Pick::Own);
    let fault = move || {
        let held = deciding.faults.get();
        held.into_iter().find(|f| matches!(f, Fault::Missing | Fault::TooLong | Fault::Amount(_) | Fault::NotAValue))
    };
    view! {
        <If when=move || input.get() != Input::Nothing fallback=move || view! { <p class="hint own">{w().only_said}</p> }>
            <div class="own">
                <label class="val">
                    <input type="radio" name="rival" id="rival-own" prop:checked=attr(is_own) on:change=move |_| { deciding.pick(Pick::Own); focus("own".into()) }/>
                    <span><b>{w().own}</b></span>
                    {ctx.desk.get_untracked().then(|| view! { <kbd aria-hidden="true">"w"</kbd> })}
                </label>
                <div class="field">
                    <label class="sr" for="own">{w().own_label}</label>
                    {live(move || own_input(deciding, input.get()))}
                    <div id="own-told" role="alert">{live(move || fault().map(|fault| view! { <p class="fault">{ctx.t().decision_fault(fault)}</p> }))}</div>
                </div>
            </div>
        </If>
    }
}

fn own_input(deciding: Deciding, input: Input) -> AnyView {
    let ctx = deciding.ctx;
    let typed = move || deciding.form.with(|form| form.own.clone());
    let wrong = move || {
        let is_own = |f: &Fault| matches!(f, Fault::Missing | Fault::TooLong | Fault::Amount(_) | Fault::NotAValue);
        deciding.faults.with(|faults| faults.iter().any(is_own)).then_some("true")
    };
    let line = move |kind: &'static str, mode: Option<&'static str>| {
        view! {
            <input class="input" id="own" type=kind inputmode=mode autocomplete="off" aria-describedby="own-told" aria-invalid=attr(wrong)
                prop:value=attr(typed) on:input=move |event| deciding.write_own(event_target_value(&event))/>
        }
    };
    match input {
        Input::Line => line("text", None).into_any(),
        Input::Day => line("date", None).into_any(),
        Input::Time => line("time", None).into_any(),
        Input::Number(..) => line("text", Some("numeric")).into_any(),
        Input::Amount => {
            view! { <span class="unit-in">{line("text", Some("decimal"))}<span class="t-2">{ctx.t().edit().wan}</span></span> }.into_any()
        }
        Input::Text => view! {
            <textarea class="input" id="own" rows="3" aria-describedby="own-told" aria-invalid=attr(wrong)
                prop:value=attr(typed) on:input=move |event| deciding.write_own(event_target_value(&event))></textarea>
        }
        .into_any(),
        Input::Select(options) => {
            let option = move |(value, name): (String, conflict::Value)| {
                let chosen = value.clone();
                let words = ctx.t().slot_value(&name, ctx.today.get_untracked());
                view! { <option value=value prop:selected=attr(move || deciding.form.with(|f| f.own == chosen))>{words}</option> }
            };
            view! {
                <select class="input" id="own" aria-describedby="own-told" aria-invalid=attr(wrong) on:change=move |event| deciding.write_own(event_target_value(&event))>
                    <option value="" prop:selected=attr(move || deciding.form.with(|f| f.own.is_empty()))>{ctx.t().edit().choose}</option>
                    {options.into_iter().map(option).collect_view()}
                </select>
            }
            .into_any()
        }
        Input::Nothing => ().into_any(),
    }
}

#[component]
fn Reason(deciding: Deciding) -> impl IntoView {
    let ctx = deciding.ctx;
    let w = move || ctx.t().conflict();
    let fault = move || deciding.has(&[Fault::NoReason, Fault::ReasonTooLong]);
    view! {
        <div class="field">
            <label for="reason">{w().reason}</label>
            <input class="input" id="reason" autocomplete="off" required=true aria-describedby="reason-hint reason-told"
                aria-invalid=attr(move || fault().map(|_| "true")) prop:value=attr(move || deciding.form.with(|f| f.reason.clone()))
                on:input=move |event| deciding.write_reason(event_target_value(&event))/>
            <p class="hint" id="reason-hint">{w().reason_hint}</p>
            <div id="reason-told" role="alert">{live(move || fault().map(|fault| view! { <p class="fault">{ctx.t().decision_fault(fault)}</p> }))}</div>
        </div>
    }
}

/// What is done with it: decided, left, or on to the next.
#[component]
fn Foot(deciding: Deciding) -> impl IntoView {
    let ctx = deciding.ctx;
    let w = move || ctx.t().conflict();
    let is_open = Memo::new(move |_| deciding.is_open());
    let left = Memo::new(move |_| {
        deciding.form.with(|form| match (&form.pick, form.reason.trim().is_empty()) {
            (Pick::Nothing, _) => Some(Fault::NothingPicked),
            (_, true) => Some(Fault::NoReason),
            (_, false) => None,
        })
    });
    let label = move || match (deciding.status.get() == Status::Saving, left.get()) {
        (true, _) => ctx.t().common().saving,
        (false, Some(Fault::NothingPicked)) => w().left_choice,
        (false, Some(_)) => w().left_reason,
        (false, None) => w().decide,
    };
    let failed = move || match deciding.status.get() {
        Status::Failed(failure) => Some(failure),
        Status::Choosing | Status::Saving | Status::Decided => None,
    };
    let onward = move || {
        let (words, icon) = if is_open.get() { (w().later, None) } else { (w().next, Some(view! { <Icon name="next"/> })) };
        let main = (!is_open.get()).then_some("main");
        match deciding.next() {
            Some(next) => view! { <a class="btn" data-kind=main href=route_to(next)>{words}{icon}</a> }.into_any(),
            None if is_open.get() => view! { <a class="btn" href=Route::Conflicts.print()>{words}</a> }.into_any(),
            None => view! { <span class="status" data-state="saved"><Icon name="check"/>{w().all_done}</span> }.into_any(),
        }
    };
    view! {
        <div role="alert">{live(move || failed().map(|failure| {
            let full = failure == Failure::Store(StoreError::Quota);
            let room = full.then(|| view! { <a class="btn" href=Route::Settings.print()>{ctx.t().edit().make_room}</a> });
            view! { <p class="status" data-state="failed"><Icon name="alert"/><span>{ctx.t().failure(&failure)}</span></p>{room} }
        }))}</div>
        <div class="pair">
            {live(onward)}
            <If when=move || is_open.get()>
                <button class="btn" data-kind="main" type="button" aria-busy=attr(move || (deciding.status.get() == Status::Saving).then_some("true"))
                    aria-disabled=attr(move || left.get().is_some().then_some("true")) on:click=move |_| deciding.save()>{live(label)}</button>
            </If>
            <If when=move || !is_open.get() && ctx.desk.get()><span></span></If>
        </div>
    }
}

/// Everything that was ever said there.
#[component]
fn History(deciding: Deciding) -> impl IntoView {
    let ctx = deciding.ctx;
    let past = Memo::new(move |_| deciding.view.with(|v| v.as_ref().map(|v| v.history.clone()).unwrap_or_default()));
    let more = move || past.with(|past| past.len().saturating_sub(PAST));
    let lines = move || past.get().into_iter().take(PAST).map(|past| past_line(ctx, past)).collect_view();
    view! {
        <If when=move || past.with(|past| !past.is_empty())>
            <section class="conf-in" aria-labelledby="h-past">
                <h3 id="h-past">{ctx.t().conflict().history}</h3>
                <ol class="past">{live(lines)}</ol>
                <If when=move || { more() > 0 }><p class="sm t-2">{live(move || fill(ctx.t().receive().more, &[&more().to_string()]))}</p></If>
            </section>
        </If>
    }
}

fn past_line(ctx: Ctx, past: Past) -> impl IntoView {
    let (t, today) = (ctx.t(), ctx.today.get_untracked());
    let w = t.conflict();
    let Past { said, replaced } = past;
    let value = t.slot_value(&said.value, today);
    let end = match replaced {
        Some((by, at)) => view! { <p class="xs t-2">{said_by(w.replaced, by, &at)}</p> }.into_any(),
        None => view! { <span class="tag" data-tone="accent">{w.in_force}</span> }.into_any(),
    };
    view! {
        <li>
            <p><b><bdi>{value}</bdi></b>{said.decision.then(|| view! { " "<span class="tag">{w.decision}</span> })}</p>
            <p class="xs t-2">{said_by(t.project().written, said.by, &said.at)}{said.made.then(|| view! { {t.comma()}{w.made} })}</p>
            {said.reason.map(|reason| view! { <p class="sm"><bdi>{reason}</bdi></p> })}
            {end}
        </li>
    }
}
