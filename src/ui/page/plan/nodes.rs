//! Each node with all that was said of it, and what may be done with it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::View;
use super::forms::{EDIT, EditNode, MOVE, MoveNode};
use crate::browser::focus::focus;
use crate::domain::calendar::Day;
use crate::domain::command::Command;
use crate::domain::id::{ProjectId, Ref, Scope};
use crate::domain::rules::light::Light;
use crate::screen::plan::{Audit, DRAWN, Move, NodeView, Rights};
use crate::session::{Along, Failure};
use crate::text::{Text, fill};
use crate::ui::ctx::ctx;
use crate::ui::drafts;
use crate::ui::part::{Drawn, Icon, If, LightMark, More, attr, live};

/// What is being done with a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Doing {
    #[default]
    Nothing,
    Moving,
    Editing,
    TakingBack,
}

#[component]
pub fn Nodes(id: ProjectId, view: View) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().plan();
    let names = Memo::new(move |_| view.with(|v| v.iter().flat_map(|v| &v.nodes).map(|n| n.id).collect::<Vec<_>>()));
    let drawn = Drawn::new(DRAWN);
    // Forms that a reload closed.
    let left = RwSignal::new(Vec::new());
    for prefix in [MOVE, EDIT] {
        drafts::left(ctx, format!("{prefix}-"), move |names| {
            let _ = left.try_update(|left| left.extend(names));
        });
    }
    view! {
        <section aria-labelledby="h-nodes" class="nodes">
            <div class="sec-h"><h2 id="h-nodes">{w().nodes}</h2><span>{live(move || (!names.with(Vec::is_empty)).then(|| names.with(Vec::len)))}</span></div>
            <If when=move || names.with(Vec::is_empty)><p class="hint none">{w().to_fill}</p></If>
            <ul class="node-l">
                <For each=move || drawn.of(names.get()) key=|name| *name let:name><NodeCard project=id name view left/></For>
            </ul>
            <More drawn all=Signal::derive(move || names.with(Vec::len)) words=move |left| ctx.t().rest(left)/>
        </section>
    }
}

#[component]
fn NodeCard(project: ProjectId, name: Ref, view: View, left: RwSignal<Vec<String>>) -> impl IntoView {
    let ctx = ctx();
    let doing = RwSignal::new(Doing::default());
    let is_left = move |prefix: &str| left.with(|left| left.iter().any(|draft| draft.starts_with(&format!("{prefix}-{name}-"))));
    Effect::new(move |_| {
        if let Some((_, what)) = [(MOVE, Doing::Moving), (EDIT, Doing::Editing)].into_iter().find(|(prefix, _)| is_left(prefix)) {
            doing.maybe_update(|doing| std::mem::replace(doing, what) != what);
        }
    });
    let node = Memo::new(move |_| view.with(|v| v.as_ref()?.nodes.iter().find(|n| n.id == name).cloned()));
    let rights = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.rights).unwrap_or_default()));
    let said = move || node.get().map(|node| said_of(ctx.t(), node, ctx.today.get()));
    let is_back = move || node.with(|n| n.as_ref().is_none_or(|n| n.taken_back.is_some()));
    view! {
        <li class="card node" id=format!("node-{name}") tabindex="-1" data-struck=attr(move || is_back().then_some(""))>
            {live(said)}
            <If when=move || !is_back()>
                {live(move || match (doing.get(), node.get_untracked()) {
                    (Doing::Moving, Some(node)) => view! { <MoveNode project node doing/> }.into_any(),
                    (Doing::Editing, Some(node)) => view! { <EditNode project node doing/> }.into_any(),
                    (Doing::TakingBack, Some(node)) => view! { <TakeBack project name=node.id doing/> }.into_any(),
                    (Doing::Nothing, _) | (_, None) => view! { <Acts node rights doing/> }.into_any(),
                })}
            </If>
        </li>
    }
}

/// What the person of this device may do with it.
#[component]
fn Acts(node: Memo<Option<NodeView>>, rights: Memo<Rights>, doing: RwSignal<Doing>) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().plan();
    let own = move || node.with(|n| n.as_ref().is_some_and(|n| n.own));
    let open = move |what: Doing, field: &'static str| {
        move |_| {
            doing.set(what);
            let name = node.with_untracked(|n| n.as_ref().map(|n| n.id));
            if let Some(name) = name {
                focus(format!("{field}-{name}"));
            }
        }
    };
    view! {
        <p class="acts">
            <If when=move || rights.get().plan><button class="btn" data-kind="plain" type="button" on:click=open(Doing::Moving, "due")>{w().ask_move}</button></If>
            <If when=move || own() || rights.get().audit>
                <button class="btn" data-kind="plain" type="button" on:click=open(Doing::Editing, "title")>{w().edit}</button>
                <button class="btn" data-kind="plain" type="button" on:click=open(Doing::TakingBack, "back")>{w().take_back}</button>
            </If>
        </p>
    }
}

fn said_of(t: &'static Text, node: NodeView, today: Day) -> impl IntoView {
    let w = t.plan();
    let struck = node.taken_back.is_some();
    let title = node.title.clone();
    let title = if struck { view! { <del><bdi>{title}</bdi></del> }.into_any() } else { view! { <bdi>{title}</bdi> }.into_any() };
    let light = (!struck).then(|| {
        let why = node.light.map(|light| view! { <span class="sm t-2">{t.node_why(light.why, today)}</span> });
        view! { <p class="node-w"><LightMark light=node.light.map_or(Light::Grey, |l| l.light) word=t.node_end(&node)/>{why}</p> }
    });
    let stage = node.stage.clone().map(|stage| view! { <span class="tag"><bdi>{t.phase(&stage)}</bdi></span> });
    let waits = t.node_waits(&node).map(|word| view! { <span class="tag" data-tone="yellow">{word}</span> });
    let back = node.taken_back.clone().map(|back| {
        let reason = back.reason.map(|reason| view! { <br/><bdi>{reason}</bdi> });
        view! { <p class="sm back-line"><Icon name="undo"/><span><bdi>{fill(t.common().withdrawn_by, &[&back.by, &t.moment(&back.at, today)])}</bdi>{reason}</span></p> }
    });
    view! {
        <h3>{title}</h3>
        {light}
        <p class="tags"><span class="tag">{t.node_facts(&node)}</span>{stage}{waits}</p>
        {dates(t, &node, today)}
        {node.text.clone().map(|text| view! { <p class="item-t"><bdi>{text}</bdi></p> })}
        {back}
        {audit_line(t, node.audit.as_ref(), today)}
        <p class="xs t-3">{w.by_plan}" "<bdi>{node.by.clone()}</bdi>" "<time>{t.moment(&node.at, today)}</time></p>
        {node.excuse.as_ref().map(|excuse| view! { <p class="sm"><bdi>{t.excuse_line(excuse, today)}</bdi></p> })}
        {moves(t, &node, today)}
        {reports(t, &node, today)}
    }
}

/// The dates in force, and the first ones where they were moved.
fn dates(t: &'static Text, node: &NodeView, today: Day) -> impl IntoView {
    let w = t.plan();
    let first = (node.planned != node.dates).then(|| {
        view! { <div><dt>{w.first_planned}</dt><dd><time>{t.span(node.planned, today)}</time></dd></div> }
    });
    view! { <dl class="node-d sm"><div><dt>{w.in_force}</dt><dd><time>{t.span(node.dates, today)}</time></dd></div>{first}</dl> }
}

/// Who audited it how, whether that is settled, and whether they had asked for it themselves.
pub fn audit_line(t: &'static Text, audit: Option<&Audit>, today: Day) -> impl IntoView {
    let w = t.plan();
    let own = audit.is_some_and(|a| a.own).then(|| view! { " "<span class="tag" data-tone="line">{w.own_audit}</span> });
    let conflict = audit.is_some_and(|a| a.conflict).then(|| view! { " "<span class="tag" data-tone="yellow">{w.audit_conflict}</span> });
    view! { <p class="sm"><bdi>{t.audit(audit, today)}</bdi>{own}{conflict}</p> }
}

/// Every other date that was asked for, with its reason and what became of it.
fn moves(t: &'static Text, node: &NodeView, today: Day) -> Option<impl IntoView> {
    let line = |asked: &Move| {
        view! {
            <li>
                <p><b>{t.move_dates(asked, today)}</b>{asked.in_force.then(|| view! { " "<span class="tag" data-tone="accent">{t.plan().in_force}</span> })}</p>
                <p class="sm"><bdi>{asked.reason.clone()}</bdi></p>
                <p class="xs t-3"><bdi>{asked.by.clone()}</bdi>" "<time>{t.moment(&asked.at, today)}</time>{t.comma()}{t.move_ahead(asked.ahead)}</p>
                {audit_line(t, asked.audit.as_ref(), today)}
            </li>
        }
    };
    let lines = node.moves.iter().map(line).collect_view();
    (!node.moves.is_empty()).then(|| {
        view! { <details class="was" open><summary>{t.plan().moves}" "{node.moves.len()}</summary><ol class="node-m">{lines}</ol></details> }
    })
}

fn reports(t: &'static Text, node: &NodeView, today: Day) -> Option<impl IntoView> {
    let lines = node.reports.iter().map(|report| {
        let text = report.text.clone().map(|text| view! { <br/><bdi class="sm">{text}</bdi> });
        view! { <li><span data-now=report.in_force.then_some("")><bdi>{t.report_line(report, today)}</bdi></span>{text}</li> }
    });
    let lines = lines.collect_view();
    (!node.reports.is_empty())
        .then(|| view! { <details class="was"><summary>{t.plan().reports}" "{node.reports.len()}</summary><ol class="node-m">{lines}</ol></details> })
}

#[component]
fn TakeBack(project: ProjectId, name: Ref, doing: RwSignal<Doing>) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().plan();
    let reason = RwSignal::new(String::new());
    let failed = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(Busy::No);
    let take_back = move |_| {
        if busy.get_untracked() == Busy::Yes {
            return;
        }
        busy.set(Busy::Yes);
        let command = Command::Withdraw { scope: Scope::Project(project), of: vec![name], reason: Some(reason.get_untracked()) };
        spawn_local(async move {
            let done = ctx.commit(command, Along::default()).await;
            let _ = busy.try_set(Busy::No);
            match done {
                Ok(_) => {
                    doing.try_set(Doing::Nothing);
                    focus(format!("node-{name}"));
                }
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    };
    let id = format!("back-{name}");
    view! {
        <div class="node-f" role="group">
            <p class="sm">{w().take_back_ask}</p>
            <div class="field"><label for=id.clone()>{w().take_back_why}</label>
                <input class="input" id=id prop:value=attr(move || reason.get()) on:input=move |event| reason.set(event_target_value(&event))/></div>
            <div role="alert">{live(move || failed.get().map(|failure| view! { <p class="fault">{ctx.t().failure(&failure)}</p> }))}</div>
            <p class="acts">
                <button class="btn" data-kind="danger" type="button" aria-busy=attr(move || (busy.get() == Busy::Yes).then_some("true")) on:click=take_back>{w().take_back_yes}</button>
                <button class="btn" type="button" on:click=move |_| doing.set(Doing::Nothing)>{ctx.t().common().cancel}</button>
            </p>
        </div>
    }
}

/// Whether a save runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Busy {
    No,
    Yes,
}
