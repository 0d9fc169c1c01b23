//! The ledger's rules on the settings page: thresholds, periods, working days. A change first shows how many lights turn.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use crate::browser::focus::focus_field;
use crate::screen::form::rules::{Rule, RuleFault, RulesChange, RulesForm};
use crate::screen::rules::{self, Changed, Turn};
use crate::session::{Along, Failure};
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::drafts::{self, Keeper, Kept};
use crate::ui::part::{Icon, If, LightMark, attr, live};

const DRAFT: &str = "rules-";

#[derive(Clone, PartialEq, Debug)]
enum Status {
    Editing,
    Saving,
    Saved,
    Failed(Failure),
}

/// As it lies on disk.
#[derive(Serialize, Deserialize)]
struct Draft {
    form: RulesForm,
    reason: String,
    /// ms since 1970 UTC.
    at: i64,
}

#[derive(Clone, Copy)]
struct Editing {
    ctx: Ctx,
    /// What holds, as the form was opened with it.
    opened: RwSignal<RulesForm>,
    form: RwSignal<RulesForm>,
    reason: RwSignal<String>,
    restored: RwSignal<bool>,
    status: RwSignal<Status>,
    checked: Memo<Result<RulesChange, Vec<(Rule, RuleFault)>>>,
    keeper: Keeper,
}

fn held(ctx: Ctx) -> RulesForm {
    RulesForm::of(&untrack(|| ctx.snapshot()).state.roster.settings)
}

impl Editing {
    fn new(ctx: Ctx) -> Editing {
        let opened = RwSignal::new(held(ctx));
        let (form, reason) = (RwSignal::new(opened.get_untracked()), RwSignal::new(String::new()));
        let checked = Memo::new(move |_| form.with(|form| form.validate(&ctx.snapshot().state.roster.settings)));
        let keeper = Keeper::new(ctx, move || {
            let draft = Draft { form: form.get_untracked(), reason: reason.get_untracked(), at: ctx.now() };
            (draft.form != opened.get_untracked()).then(|| serde_json::to_vec(&draft).unwrap_or_default())
        });
        let editing =
            Editing { ctx, opened, form, reason, restored: RwSignal::new(false), status: RwSignal::new(Status::Editing), checked, keeper };
        let read = |bytes: &[u8]| serde_json::from_slice::<Draft>(bytes).ok().map(|draft| (draft.at, draft));
        let restore = move |draft: Draft| {
            form.set(draft.form);
            reason.set(draft.reason);
            editing.restored.set(true);
        };
        spawn_local(async move { keeper.resume(DRAFT, read, move || editing.is_untouched(), restore).await });
        editing
    }

    fn is_untouched(self) -> bool {
        self.form.with_untracked(|form| *form == self.opened.get_untracked())
    }

    fn edit(self, rule: Rule, text: String) {
        self.status.set(Status::Editing);
        self.form.update(|form| form.set(rule, text));
        self.keeper.touch();
    }

    fn fault(self, rule: Rule) -> Option<RuleFault> {
        self.checked.with(|c| c.as_ref().err()?.iter().find(|(r, _)| *r == rule).map(|(_, fault)| fault.clone()))
    }

    /// How many settings would be written; `None` while there are faults.
    fn changes(self) -> Option<usize> {
        self.checked.with(|c| c.as_ref().ok().map(RulesChange::len))
    }

    fn start_over(self) {
        let held = held(self.ctx);
        self.opened.set(held.clone());
        self.form.set(held);
        self.reason.set(String::new());
        self.restored.set(false);
        self.status.set(Status::Editing);
        self.keeper.touch();
    }

    fn save(self) {
        if self.status.get_untracked() == Status::Saving {
            return;
        }
        let change = match self.checked.get_untracked() {
            Ok(change) => change,
            Err(faults) => return faults.first().map_or((), |(rule, _)| focus_field(input_id(*rule))),
        };
        if change.is_empty() {
            return;
        }
        self.status.set(Status::Saving);
        self.keeper.close();
        let drafts = vec![self.keeper.name()];
        let along = Along { drop_drafts: drafts.clone(), ..Along::default() };
        let reason = Some(self.reason.get_untracked());
        spawn_local(async move {
            match self.ctx.commit(change.into_command(reason), along).await {
                Ok(_) => {
                    drafts::forget(&drafts);
                    if self.status.try_set(Status::Saved).is_none() {
                        let held = held(self.ctx);
                        self.opened.set(held.clone());
                        self.form.set(held);
                        self.reason.set(String::new());
                        self.restored.set(false);
                        self.keeper.begin(DRAFT).await;
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
}

fn input_id(rule: Rule) -> String {
    match rule {
        Rule::ProblemDays(n) | Rule::Overdue(n) => format!("rule-{}-{n}", rule.setting()),
        rule => format!("rule-{}", rule.setting()),
    }
}

/// The card; whoever may not change rules reads them.
#[component]
pub fn RulesBox() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().rules();
    let may = Memo::new(move |_| rules::may_change(ctx.me().as_ref()));
    let body = move || {
        if may.get() { view! { <Form editing=Editing::new(ctx)/> }.into_any() } else { view! { <Held/> }.into_any() }
    };
    view! {
        <section class="card rules" aria-labelledby="s-rules">
            <div class="boxh"><h2 id="s-rules">{w().title}</h2><span class="end">{w().whose}</span></div>
            {live(body)}
            <History/>
        </section>
    }
}

/// Read only.
#[component]
fn Held() -> impl IntoView {
    let ctx = ctx();
    let form = Memo::new(move |_| RulesForm::of(&ctx.snapshot().state.roster.settings));
    let line = move |rule: Rule| {
        let t = ctx.t();
        let value = move || form.with(|f| f.get(rule).to_string());
        view! { <p><span class="t-2">{t.rule(rule)}</span><span><b>{live(value)}</b>" "{t.rule_unit(rule)}</span></p> }
    };
    view! {
        <div class="lines">{Rule::all().filter(|r| r.is_number()).map(line).collect_view()}</div>
        <div class="in"><p class="t-2">{ctx.t().rules().read_only}</p></div>
    }
}

#[component]
fn Form(editing: Editing) -> impl IntoView {
    let ctx = editing.ctx;
    let w = move || ctx.t().rules();
    let numbers = move |keep: fn(Rule) -> bool| {
        Rule::all().filter(move |r| r.is_number() && keep(*r)).map(move |rule| view! { <Number editing rule/> }).collect_view()
    };
    view! {
        <If when=move || editing.restored.get()>
            <div class="in"><p class="notice" role="status"><Icon name="file"/><span>{w().restored}</span></p></div>
        </If>
        <div class="thr">{numbers(|r| !matches!(r, Rule::ProblemDays(_)))}</div>
        <details class="thr"><summary>{w().problems}</summary>{numbers(|r| matches!(r, Rule::ProblemDays(_)))}</details>
        <details><summary>{w().calendar}</summary>
            <Days editing rule=Rule::Holidays hint=w().holidays_hint/>
            <Days editing rule=Rule::Workdays hint=w().workdays_hint/>
        </details>
        <Preview editing/>
    }
}

#[component]
fn Number(editing: Editing, rule: Rule) -> impl IntoView {
    let t = editing.ctx.t();
    let (id, told) = (input_id(rule), format!("{}-told", input_id(rule)));
    let fault = move || editing.fault(rule).map(|fault| view! { <p class="fault">{editing.ctx.t().rule_fault(&fault)}</p> });
    view! {
        <div class="rule">
            <label for=id.clone()>{t.rule(rule)}</label>
            <span class="unit-in"><input class="input" id=id inputmode="numeric" autocomplete="off" aria-describedby=told.clone()
                aria-invalid=attr(move || editing.fault(rule).map(|_| "true"))
                prop:value=attr(move || editing.form.with(|f| f.get(rule).to_string()))
                on:input=move |event| editing.edit(rule, event_target_value(&event))/><span class="t-2">{t.rule_unit(rule)}</span></span>
            <div id=told>{live(fault)}</div>
        </div>
    }
}

#[component]
fn Days(editing: Editing, rule: Rule, hint: &'static str) -> impl IntoView {
    let (id, told) = (input_id(rule), format!("{}-told", input_id(rule)));
    let fault = move || editing.fault(rule).map(|fault| view! { <p class="fault"><bdi>{editing.ctx.t().rule_fault(&fault)}</bdi></p> });
    view! {
        <div class="field">
            <label for=id.clone()>{editing.ctx.t().rule(rule)}</label>
            <textarea class="input" id=id rows="4" spellcheck="false" aria-describedby=told.clone()
                aria-invalid=attr(move || editing.fault(rule).map(|_| "true"))
                prop:value=attr(move || editing.form.with(|f| f.get(rule).to_string()))
                on:input=move |event| editing.edit(rule, event_target_value(&event))></textarea>
            <div id=told><p class="hint">{hint}</p>{live(fault)}</div>
        </div>
    }
}

/// How many lights would turn, and the way on; nothing while nothing differs.
#[component]
fn Preview(editing: Editing) -> impl IntoView {
    let ctx = editing.ctx;
    let w = move || ctx.t().rules();
    let turns = Memo::new(move |_| match editing.checked.get() {
        Ok(change) if !change.is_empty() => rules::turns(&ctx.snapshot().state, &change.settings, ctx.today.get()),
        _ => Vec::new(),
    });
    let touched = Memo::new(move |_| editing.form.with(|form| editing.opened.with(|opened| form != opened)));
    let status = move || match editing.status.get() {
        Status::Saved => Some(view! { <p class="status" data-state="saved"><Icon name="check"/>{w().saved}</p> }.into_any()),
        Status::Failed(failure) => {
            let words = ctx.t().failure(&failure);
            Some(view! { <p class="status" data-state="failed" role="alert"><Icon name="alert"/><span>{words}</span></p> }.into_any())
        }
        Status::Editing | Status::Saving => None,
    };
    view! {
        <div class="in">
            <If when=move || touched.get()>
                {live(move || (editing.changes() > Some(0)).then(|| turned(ctx, turns.get())))}
                <div class="field"><label for="rules-why">{w().reason}" "<span class="t-3">{ctx.t().common().optional}</span></label>
                    <input class="input" id="rules-why" autocomplete="off" prop:value=attr(move || editing.reason.get())
                        on:input=move |event| { editing.reason.set(event_target_value(&event)); editing.keeper.touch(); }/></div>
                <SaveLine editing/>
            </If>
            <div role="status">{live(status)}</div>
        </div>
    }
}

fn turned(ctx: Ctx, turns: Vec<Turn>) -> AnyView {
    let t = ctx.t();
    let w = t.rules();
    if turns.is_empty() {
        return view! { <p class="notice"><Icon name="info"/><span>{w.no_turn}</span></p> }.into_any();
    }
    let line = |turn: Turn| {
        let words = t.turn(&turn);
        view! { <li><LightMark light=turn.to word=words/></li> }
    };
    view! { <div class="notice" data-tone="yellow"><div><p>{w.what_turns}</p><ul>{turns.into_iter().map(line).collect_view()}</ul></div></div> }.into_any()
}

#[component]
fn SaveLine(editing: Editing) -> impl IntoView {
    let ctx = editing.ctx;
    let w = move || ctx.t().rules();
    let busy = move || editing.status.get() == Status::Saving;
    let label = move || match (busy(), editing.changes()) {
        (true, _) => ctx.t().common().saving.to_string(),
        (false, Some(0)) => w().as_it_was.to_string(),
        (false, Some(n)) => ctx.t().change_rules(n),
        (false, None) => ctx.t().edit_faults(editing.checked.with(|c| c.as_ref().err().map_or(0, Vec::len))),
    };
    let kept = move || match editing.keeper.kept.get() {
        Kept::Nothing => None,
        Kept::At(time) => Some(crate::text::fill(ctx.t().edit().draft_at, &[&ctx.time_of_day(time)])),
        Kept::Failed(_) => Some(ctx.t().edit().draft_failed.to_string()),
    };
    view! {
        <div class="acts">
            <button class="btn" data-kind="main" type="button" aria-busy=attr(move || busy().then_some("true"))
                aria-disabled=attr(move || (busy() || editing.changes() == Some(0)).then_some("true"))
                on:click=move |_| editing.save()>{live(label)}</button>
            <button class="btn" data-kind="plain" type="button" on:click=move |_| editing.start_over()>{w().start_over}</button>
        </div>
        <p class="t-2">{live(kept)}</p>
    }
}

#[component]
fn History() -> impl IntoView {
    let ctx = ctx();
    let all = Memo::new(move |_| rules::history(&ctx.snapshot().state));
    let conflict = Memo::new(move |_| !rules::in_conflict(&ctx.snapshot().state).is_empty());
    let line = move |changed: Changed| {
        let t = ctx.t();
        let at = t.moment(&changed.at, ctx.today.get());
        let later = (!changed.in_force).then(|| view! { {t.dot()}{t.rules().no_longer} });
        view! { <li><b><bdi>{t.rule_changed(&changed)}</bdi></b><br/><span class="t-2"><bdi>{changed.by}</bdi>{t.dot()}{at}{later}</span></li> }
    };
    let list = move || {
        let all = all.get();
        if all.is_empty() {
            return view! { <p class="t-2">{ctx.t().rules().no_history}</p> }.into_any();
        }
        view! { <details><summary>{ctx.t().rules_history(all.len())}</summary><ul class="said">{all.into_iter().map(line).collect_view()}</ul></details> }
            .into_any()
    };
    view! {
        <div class="in">
            <If when=move || conflict.get()><p class="notice" data-tone="yellow"><Icon name="split"/><a href="#/conflicts/all">{ctx.t().common().conflicts}</a></p></If>
            {live(list)}
        </div>
    }
}
