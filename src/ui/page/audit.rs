//! What waits for an audit: the list, one project of it with its plan, and the decision.

mod detail;
mod list;

use std::collections::{BTreeMap, BTreeSet};

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::clock;
use crate::browser::focus::{focus, focus_field};
use crate::domain::command::Command;
use crate::domain::id::{ProjectId, Ref, Scope};
use crate::domain::order::Filled;
use crate::domain::state::Verdict;
use crate::screen::audit::{self, Line, Queue, STEP};
use crate::screen::form::plan::{AuditFault, AuditForm};
use crate::screen::project::Reader;
use crate::screen::route::Route;
use crate::session::{Along, Failure};
use crate::ui::app::SavedStatus;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::drafts::Keeper;
use crate::ui::keys::is_for_page;
use crate::ui::part::{Bar, Drawn, Icon, If, live};

use detail::Detail;
use list::List;

/// Drafts of sentences that are not said yet.
const DRAFTS: &str = "audit-";
/// How long `g` waits for its letter, in ms.
const LETTER_MS: i64 = 1500;

/// A decision of this visit to the page: it stays in sight, and can be taken back.
#[derive(Clone, PartialEq, Debug)]
struct Decided {
    project: ProjectId,
    name: String,
    verdict: Verdict,
    /// `09:05`.
    time: String,
    of: Vec<Ref>,
    text: Option<String>,
}

#[derive(Clone, PartialEq, Debug)]
enum Status {
    Looking,
    Saving,
    Failed(Failure),
}

type Sentences = BTreeMap<ProjectId, String>;

/// The page's own state, shared by its parts.
#[derive(Clone, Copy)]
struct Auditing {
    ctx: Ctx,
    queue: Memo<Queue>,
    /// The keyboard's line, which is looked at; on a phone none while the list is.
    current: RwSignal<Option<ProjectId>>,
    ticked: RwSignal<BTreeSet<ProjectId>>,
    /// Which of several asks would be returned.
    aim: RwSignal<Option<Ref>>,
    /// What is typed for a return, by project: looking at another loses none of it.
    sentences: RwSignal<Sentences>,
    /// Of the last try to return.
    faults: RwSignal<Vec<AuditFault>>,
    decided: RwSignal<Vec<Decided>>,
    status: RwSignal<Status>,
    lines: Drawn,
    /// Of the project that is looked at.
    asks: Drawn,
    keeper: Keeper,
}

/// How many things wait for the person of this device, at the side.
pub fn side_mark() -> AnyView {
    let ctx = ctx();
    let count = waiting(ctx);
    live(move || (count.get() > 0).then(|| view! { <span class="n">{count.get()}</span> }))
}

fn waiting(ctx: Ctx) -> Memo<usize> {
    Memo::new(move |_| {
        let me = ctx.me();
        audit::waiting(&ctx.snapshot().state, me.as_ref())
    })
}

/// The way there from the phone's list of the rest.
#[component]
pub fn Way() -> impl IntoView {
    let ctx = ctx();
    let count = waiting(ctx);
    view! {
        <a class="way" href=Route::Audit.print()>
            <Icon name="route"/><span><b>{ctx.t().common().plan_audit}</b><span>{live(move || ctx.t().audits_wait(count.get()))}</span></span><Icon name="next"/>
        </a>
    }
}

impl Auditing {
    fn new(ctx: Ctx) -> Auditing {
        let queue = Memo::new(move |_| {
            let (snapshot, me) = (ctx.snapshot(), ctx.me());
            audit::queue(&snapshot.state, Reader { me: me.as_ref(), own: ctx.own() }, ctx.today.get())
        });
        let first = queue.with_untracked(|queue| queue.lines.first().map(|line| line.head.id));
        let sentences = RwSignal::new(Sentences::new());
        let keeper = Keeper::new(ctx, move || {
            let typed: Vec<(ProjectId, String)> = sentences.with_untracked(|all| {
                all.iter().filter(|(_, text)| !text.trim().is_empty()).map(|(id, text)| (*id, text.clone())).collect()
            });
            (!typed.is_empty()).then(|| serde_json::to_vec(&typed).unwrap_or_default())
        });
        let auditing = Auditing {
            ctx,
            queue,
            current: RwSignal::new(first.filter(|_| ctx.desk.get_untracked())),
            ticked: RwSignal::new(BTreeSet::new()),
            aim: RwSignal::new(None),
            sentences,
            faults: RwSignal::new(Vec::new()),
            decided: RwSignal::new(Vec::new()),
            status: RwSignal::new(Status::Looking),
            lines: Drawn::new(STEP),
            asks: Drawn::new(STEP),
            keeper,
        };
        auditing.find_draft();
        auditing
    }

    fn find_draft(self) {
        let read = move |bytes: &[u8]| {
            let typed: Vec<(ProjectId, String)> = serde_json::from_slice(bytes).ok()?;
            Some((self.ctx.now(), typed))
        };
        let is_untouched = move || self.sentences.with_untracked(BTreeMap::is_empty);
        let restore = move |typed: Vec<(ProjectId, String)>| self.sentences.set(typed.into_iter().filled());
        spawn_local(async move { self.keeper.resume(DRAFTS, read, is_untouched, restore).await });
    }

    /// What is looked at, as it is now; tracked.
    fn line(self) -> Option<Line> {
        let current = self.current.get()?;
        self.queue.with(|queue| queue.line(&current).cloned())
    }

    fn sentence(self) -> String {
        self.current.get().and_then(|id| self.sentences.with(|all| all.get(&id).cloned())).unwrap_or_default()
    }

    fn say(self, text: String) {
        if let Some(id) = self.current.get_untracked() {
            self.sentences.update(|all| drop(all.insert(id, text)));
            self.faults.set(Vec::new());
            self.keeper.touch();
        }
    }

    fn look_at(self, project: Option<ProjectId>) {
        if self.current.get_untracked() != project {
            self.current.set(project);
            self.aim.set(None);
            self.asks.again();
            self.faults.set(Vec::new());
            if self.status.with_untracked(|status| *status != Status::Saving) {
                self.status.set(Status::Looking);
            }
        }
    }

    /// To the line so many further down; from nowhere to the first.
    fn step(self, by: isize) {
        let next = self.queue.with_untracked(|queue| {
            let at = queue.lines.iter().position(|line| Some(line.head.id) == self.current.get_untracked());
            let next = at.map_or(0, |at| at.saturating_add_signed(by).min(queue.lines.len().saturating_sub(1)));
            self.lines.reach(next + 1);
            queue.lines.get(next).map(|line| line.head.id)
        });
        if let Some(next) = next {
            self.look_at(Some(next));
            list::show(next);
        }
    }

    fn tick(self, project: ProjectId) {
        let may = self.queue.with_untracked(|queue| queue.line(&project).is_some_and(|line| line.may));
        if may {
            self.ticked.update(|ticked| {
                if !ticked.remove(&project) {
                    ticked.insert(project);
                }
            });
        }
    }

    /// The ticked lines that still wait; tracked.
    fn chosen(self) -> Vec<Line> {
        let lines =
            |queue: &Queue| self.ticked.with(|ticked| queue.lines.iter().filter(|l| ticked.contains(&l.head.id)).cloned().collect());
        self.queue.with(lines)
    }

    fn accept(self) {
        if let Some(line) = untrack(|| self.line()).filter(|line| line.may) {
            self.accept_all(vec![line]);
        }
    }

    fn accept_ticked(self) {
        self.accept_all(untrack(|| self.chosen()));
    }

    /// In one commit, whatever the number.
    fn accept_all(self, lines: Vec<Line>) {
        let chosen = lines.iter().flat_map(|line| line.asks.iter().map(|ask| (line.head.id, ask.id))).collect();
        self.decide(lines, AuditForm { chosen, text: String::new() }, Verdict::Accepted);
    }

    /// The only ask, or the one that was chosen of several, with a sentence.
    fn give_back(self) {
        let Some(line) = untrack(|| self.line()).filter(|line| line.may) else { return };
        let aim = match line.asks.as_slice() {
            [one] => Some(one.id),
            _ => self.aim.get_untracked().filter(|aim| line.asks.iter().any(|ask| ask.id == *aim)),
        };
        let chosen: Vec<(ProjectId, Ref)> = aim.into_iter().map(|of| (line.head.id, of)).collect();
        let text = untrack(|| self.sentence());
        self.decide(vec![line], AuditForm { chosen, text }, Verdict::Returned);
    }

    fn decide(self, lines: Vec<Line>, form: AuditForm, verdict: Verdict) {
        if self.status.with_untracked(|status| *status == Status::Saving) {
            return;
        }
        let ready = match form.validate(verdict) {
            Ok(ready) => ready,
            Err(faults) => {
                let first = faults.first().copied();
                self.faults.set(faults);
                match first {
                    Some(AuditFault::NothingChosen) => focus("return-of-0".into()),
                    Some(_) => focus_field("why".into()),
                    None => {}
                }
                return;
            }
        };
        self.faults.set(Vec::new());
        self.status.set(Status::Saving);
        let at = self.current.get_untracked().and_then(|id| self.queue.with_untracked(|q| q.lines.iter().position(|l| l.head.id == id)));
        spawn_local(async move {
            match self.ctx.commit(ready.into_command(), Along::default()).await {
                Ok(saved) => self.decided(lines, saved.refs, verdict, form.text, at),
                Err(failure) => drop(self.status.try_set(Status::Failed(failure))),
            }
        });
    }

    /// Lists what was decided, and goes on to what stands in its place now.
    fn decided(self, lines: Vec<Line>, refs: Vec<(Scope, Ref)>, verdict: Verdict, text: String, at: Option<usize>) {
        if self.status.try_set(Status::Looking).is_some() {
            return;
        }
        let time = self.ctx.time_of_day(self.ctx.now());
        let text = (verdict == Verdict::Returned).then_some(text);
        for line in lines {
            let project = line.head.id;
            let of: Vec<Ref> = refs.iter().filter(|(scope, _)| *scope == Scope::Project(project)).map(|(_, name)| *name).collect();
            let entry = Decided { project, name: line.head.name, verdict, time: time.clone(), of, text: text.clone() };
            self.decided.update(|decided| decided.insert(0, entry));
            self.ticked.update(|ticked| ticked.retain(|id| *id != project));
            if verdict == Verdict::Returned {
                self.sentences.update(|all| drop(all.remove(&project)));
                self.keeper.touch();
            }
        }
        self.aim.set(None);
        let still = self.current.get_untracked().filter(|id| self.queue.with_untracked(|queue| queue.line(id).is_some()));
        let next = still.or_else(|| {
            let next = at.and_then(|at| self.queue.with_untracked(|q| q.lines.get(at).or(q.lines.last()).map(|line| line.head.id)));
            next.filter(|_| self.ctx.desk.get_untracked())
        });
        self.look_at(next);
        // What was pressed is gone with the project; and the next one's field must not take a letter that is a key.
        let heading = if next.is_some() { "h-plan" } else { "h-q" };
        request_animation_frame(move || focus(heading.into()));
    }

    /// Withdraws the audits; what they were of waits again.
    fn take_back(self, entry: Decided) {
        if self.status.with_untracked(|status| *status == Status::Saving) {
            return;
        }
        self.status.set(Status::Saving);
        let command = Command::Withdraw { scope: Scope::Project(entry.project), of: entry.of.clone(), reason: None };
        spawn_local(async move {
            match self.ctx.commit(command, Along::default()).await {
                Ok(_) => {
                    if self.status.try_set(Status::Looking).is_none() {
                        self.decided.update(|decided| decided.retain(|d| d.of != entry.of));
                        if let Some(text) = entry.text {
                            self.sentences.update(|all| drop(all.insert(entry.project, text)));
                            self.keeper.touch();
                        }
                        self.look_at(Some(entry.project).filter(|_| self.ctx.desk.get_untracked()));
                    }
                }
                Err(failure) => drop(self.status.try_set(Status::Failed(failure))),
            }
        });
    }
}

/// Letters, while no field has the focus. The one behind `g` is that of a page: `g a` accepts nothing.
fn keys(auditing: Auditing) {
    let begun = StoredValue::new(None::<i64>);
    let keys = window_event_listener(ev::keydown, move |event| {
        if !is_for_page(auditing.ctx, &event) {
            return;
        }
        let is_begun = begun.get_value().is_some_and(|at| clock::now() - at < LETTER_MS);
        begun.set_value((event.key() == "g").then(clock::now));
        if is_begun {
            return;
        }
        match event.key().as_str() {
            "j" => auditing.step(1),
            "k" => auditing.step(-1),
            "x" => auditing.current.get_untracked().into_iter().for_each(|id| auditing.tick(id)),
            "a" => auditing.accept(),
            "A" => auditing.accept_ticked(),
            "z" => {
                auditing.decided.with_untracked(|decided| decided.first().cloned()).into_iter().for_each(|last| auditing.take_back(last))
            }
            "r" => {
                // The letter itself is not typed into the field that takes the focus.
                event.prevent_default();
                auditing.give_back();
            }
            _ => {}
        }
    });
    on_cleanup(move || keys.remove());
}

#[component]
pub fn Audit() -> impl IntoView {
    let ctx = ctx();
    let auditing = Auditing::new(ctx);
    keys(auditing);
    live(move || if ctx.desk.get() { view! { <Desk auditing/> }.into_any() } else { view! { <Phone auditing/> }.into_any() })
}

#[component]
fn Desk(auditing: Auditing) -> impl IntoView {
    let ctx = auditing.ctx;
    let w = ctx.t().audit_words();
    let place = move || {
        let current = auditing.current.get();
        auditing.queue.with(|queue| {
            let at = queue.lines.iter().position(|line| Some(line.head.id) == current).map(|at| at + 1);
            ctx.t().audit_place(at, queue)
        })
    };
    view! {
        <main id="main" class="page audit-page">
            <header class="top">
                <h1>{w.title}</h1>
                <span class="t-2 grow">{w.lead}<b>{w.lead_bold}</b>{w.lead_after}</span>
                <SavedStatus/><span class="status">{live(place)}</span>
            </header>
            <div class="cols plan-c"><Detail auditing/><List auditing/></div>
        </main>
    }
}

#[component]
fn Phone(auditing: Auditing) -> impl IntoView {
    let ctx = auditing.ctx;
    let w = ctx.t().audit_words();
    let open = move || auditing.line().is_some();
    let back = move |_| {
        auditing.look_at(None);
        focus("h-q".into());
    };
    view! {
        <If when=open fallback=move || view! {
            <Bar back=Route::More.print() back_label=Signal::derive(move || ctx.t().common().back.to_string()) title=Signal::derive(move || w.title.to_string())><SavedStatus/></Bar>
            <main id="main" class="stack audit-page"><p class="hint">{w.lead}<b>{w.lead_bold}</b>{w.lead_after}</p><List auditing/></main>
        }>
            <header class="bar"><button class="back" type="button" aria-label=w.to_list on:click=back><Icon name="back"/></button><h1>{w.title}</h1></header>
            <Detail auditing/>
        </If>
    }
}
