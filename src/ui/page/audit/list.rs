//! The list of projects of which something waits, and what was just decided.

use leptos::prelude::*;

use super::{Auditing, Decided, Status};
use crate::domain::id::ProjectId;
use crate::domain::state::Verdict;
use crate::screen::audit::Line;
use crate::screen::route::Route;
use crate::ui::ctx::ctx;
use crate::ui::part::{Icon, If, More, attr, live};

fn line_id(project: ProjectId) -> String {
    format!("wait-{project}")
}

/// Brings a line into sight once it is drawn.
pub fn show(project: ProjectId) {
    request_animation_frame(move || crate::browser::js::reveal(&line_id(project)));
}

#[component]
pub fn List(auditing: Auditing) -> impl IntoView {
    let ctx = auditing.ctx;
    let w = ctx.t().audit_words();
    let names = Memo::new(move |_| auditing.queue.with(|queue| queue.lines.iter().map(|line| line.head.id).collect::<Vec<_>>()));
    let head = move || ctx.t().to_audit(auditing.queue.with(|queue| queue.lines.iter().map(|line| line.asks.len()).sum()));
    view! {
        <section class="card queue" aria-labelledby="h-q">
            <div class="qh"><h2 id="h-q" tabindex="-1">{live(head)}</h2><span class="end xs t-2">{w.longest_first}</span></div>
            <div class="q-l">
                <If when=move || names.with(Vec::is_empty) && !ctx.desk.get()><Empty auditing/></If>
                <ol aria-labelledby="h-q">
                    <For each=move || auditing.lines.of(names.get()) key=|id| *id let:id><Waiting auditing id/></For>
                </ol>
                <More drawn=auditing.lines all=Signal::derive(move || names.with(Vec::len)) words=move |left| ctx.t().rest(left)/>
                <DecidedList auditing/>
            </div>
            <Foot auditing/>
        </section>
    }
}

/// Nothing waits, and what is due next.
#[component]
pub fn Empty(auditing: Auditing) -> impl IntoView {
    let ctx = auditing.ctx;
    let w = ctx.t().audit_words();
    let next = move || ctx.t().next_to_come(auditing.queue.with(|queue| queue.next), ctx.today.get());
    view! { <div class="alldone pad"><Icon name="check"/><h2>{w.all_done}</h2><p class="t-2">{live(next)}</p></div> }
}

#[component]
fn Waiting(auditing: Auditing, id: ProjectId) -> impl IntoView {
    let line = Memo::new(move |_| auditing.queue.with(|queue| queue.line(&id).cloned()));
    let is_current = move || (auditing.current.get() == Some(id)).then_some("true");
    let is_ticked = move || auditing.ticked.with(|ticked| ticked.contains(&id));
    let may = move || line.with(|line| line.as_ref().is_some_and(|line| line.may));
    let w = auditing.ctx.t().audit_words();
    let name = line.with_untracked(|line| line.as_ref().map(|line| line.head.name.clone()).unwrap_or_default());
    let label = format!("{} {name}", w.tick);
    view! {
        <li id=line_id(id) aria-current=attr(is_current)>
            <If when=may fallback=|| view! { <span></span> }>
                <label class="ck-l"><input class="ck" type="checkbox" aria-label=label.clone() prop:checked=attr(is_ticked) on:change=move |_| auditing.tick(id)/></label>
            </If>
            <button class="q-b" type="button" on:click=move |_| auditing.look_at(Some(id))>{live(move || line.get().map(words_of))}</button>
        </li>
    }
}

fn words_of(line: Line) -> impl IntoView {
    let ctx = ctx();
    let (t, w, today) = (ctx.t(), ctx.t().audit_words(), ctx.today.get());
    let tag = |is: bool, tone: &'static str, word: String| is.then(|| view! { " "<span class="tag" data-tone=tone>{word}</span> });
    let again = line.again().map(|number| view! { " "<span class="tag" data-tone="yellow">{t.again(number)}</span> });
    view! {
        <b><bdi>{line.head.name.clone()}</bdi></b><span class="q-d">{t.waited(line.waits)}</span>
        <span class="q-w">{t.audit_line(&line, today)}{t.dot()}<bdi>{t.audit_askers(&line)}</bdi>
            {tag(line.is_conflict(), "yellow", w.disagree.into())}
            {tag(line.is_late(), "yellow", w.late.into())}
            {again}
            {tag(line.is_own(), "line", w.own.into())}
        </span>
    }
}

#[component]
fn DecidedList(auditing: Auditing) -> impl IntoView {
    let w = auditing.ctx.t().audit_words();
    let lines = move || auditing.decided.get().into_iter().map(|entry| decided_line(auditing, entry)).collect_view();
    view! {
        <div role="status">
            <If when=move || auditing.decided.with(|decided| !decided.is_empty())>
                <h3 class="sr">{w.decided}</h3>
                <ol>{live(lines)}</ol>
            </If>
        </div>
    }
}

fn decided_line(auditing: Auditing, entry: Decided) -> impl IntoView {
    let t = auditing.ctx.t();
    let said = t.decided_at(entry.verdict, entry.of.len(), &entry.time);
    let (class, icon) = match entry.verdict {
        Verdict::Accepted => ("st t-green", view! { <Icon name="check"/> }),
        Verdict::Returned => ("st t-yellow", view! { <Icon name="undo"/> }),
    };
    let why = entry.text.clone().map(|text| view! { <p class="why-r"><bdi>{text}</bdi></p> });
    let name = entry.name.clone();
    let back = entry.clone();
    view! {
        <li data-done="">
            <span></span>
            <div><b><a href=Route::Plan(entry.project).print()><bdi>{name.clone()}</bdi></a></b><p><span class=class>{icon}{said}</span></p>{why}</div>
            <button class="btn" data-kind="plain" type="button" on:click=move |_| auditing.take_back(back.clone())>{t.common().undo}<span class="sr">" "<bdi>{name}</bdi></span></button>
        </li>
    }
}

/// The last decision, where it can be reached: the list of all lies below what waits.
fn last_decided(auditing: Auditing, last: Decided) -> impl IntoView {
    let (ctx, t) = (auditing.ctx, auditing.ctx.t());
    let said = t.decided_at(last.verdict, last.of.len(), &last.time);
    let name = last.name.clone();
    view! {
        <p class="tfoot last"><span><b><bdi>{name}</bdi></b>" "{said}</span>
            <button class="btn" type="button" on:click=move |_| auditing.take_back(last.clone())>{t.common().undo}<If when=move || ctx.desk.get()>" "<kbd>"z"</kbd></If></button></p>
    }
}

/// What is ticked, what failed, and the keys.
#[component]
fn Foot(auditing: Auditing) -> impl IntoView {
    let ctx = auditing.ctx;
    let (t, w) = (ctx.t(), ctx.t().audit_words());
    let chosen = move || auditing.chosen().len();
    let failed = move || match auditing.status.get() {
        Status::Failed(failure) => Some(
            view! { <p class="tfoot"><span class="status" data-state="failed"><Icon name="alert"/>{ctx.t().failure(&failure)}</span></p> },
        ),
        Status::Looking | Status::Saving => None,
    };
    let keys = move || w.keys.iter().map(|(key, word)| view! { <kbd>{*key}</kbd>" "{*word}" " }).collect_view();
    view! {
        <div role="alert">{live(failed)}</div>
        {live(move || auditing.decided.with(|decided| decided.first().cloned()).map(|last| last_decided(auditing, last)))}
        <If when=move || { chosen() > 0 }>
            <p class="tfoot"><span>{live(move || t.ticked_n(chosen()))}</span>
                <button class="btn" data-kind="soft" type="button" on:click=move |_| auditing.accept_ticked()>{w.accept_ticked}" "<If when=move || ctx.desk.get()><kbd>"A"</kbd></If></button></p>
        </If>
        <If when=move || ctx.desk.get()><p class="tfoot"><span>{keys()}</span></p></If>
    }
}
