//! How far the page has come with the files, and what it did with them.

use leptos::prelude::*;

use super::{Done, Step, Taking};
use crate::domain::id::{ProjectId, Ref};
use crate::screen::many::may_send;
use crate::screen::receive::Take;
use crate::screen::route::Route;
use crate::text::fill;
use crate::ui::ctx::ctx;
use crate::ui::page::trust::Stopped;
use crate::ui::part::{Icon, live, split};

/// What is being done, what was done, what went wrong.
#[component]
pub fn Progress(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let shown = move || {
        let t = ctx.t();
        match taking.step.get() {
            Step::Idle | Step::Looking => ().into_any(),
            Step::Reading { done, all } => {
                let percent = (done * 100).checked_div(all).unwrap_or(0);
                view! {
                    <div class="reading">
                        <span>{fill(t.receive().reading, &[&done.to_string(), &all.to_string()])}</span>
                        <span class="meter" aria-hidden="true"><i style:--v=percent.to_string()></i></span>
                        <button class="btn" type="button" on:click=move |_| taking.stop()>{t.receive().stop}</button>
                    </div>
                }
                .into_any()
            }
            Step::Checking => view! { <p class="status" data-state="saving">{t.receive().checking}</p> }.into_any(),
            Step::Merging => view! { <p class="status" data-state="saving">{t.receive().merging}</p> }.into_any(),
            Step::Discarded => view! { <p class="notice"><Icon name="info"/>{t.receive().discarded}</p> }.into_any(),
            Step::Merged(done) => view! { <Merged done=*done/> }.into_any(),
            Step::Stopped => view! { <p class="notice"><Icon name="info"/>{t.receive().stopped}</p> }.into_any(),
            Step::NoneInFolder => view! { <p class="notice"><Icon name="info"/>{t.receive().none_in_folder}</p> }.into_any(),
            Step::Failed(_) => ().into_any(),
        }
    };
    let failed = move || match taking.step.get() {
        Step::Failed(failure) => {
            let t = ctx.t();
            Some(
                view! { <p class="notice" data-tone="red"><Icon name="alert"/><span><b>{t.receive().not_merged}</b>" "{t.failure(&failure)}</span></p> },
            )
        }
        _ => None,
    };
    view! { <div class="progress" role="status">{live(shown)}</div><div class="progress" role="alert">{live(failed)}</div> }
}

#[component]
fn Merged(done: Done) -> impl IntoView {
    let ctx = ctx();
    let t = ctx.t();
    let Done { take, new, photos, senders, projects, projects_more, clashes, admitted, admits } = done;
    let said = match take {
        Take::Merge(_) => fill(t.receive().merged, &[&t.brought(new, photos)]),
        Take::Note(_) | Take::Nothing => t.receive().noted.to_string(),
    };
    let said = if admits == 0 { said } else { format!("{said}{}", t.admitted(admits)) };
    let (before, after) = split(t.receive().answer_to);
    let answer = move |(person, name): (Ref, String)| {
        view! { <a class="btn" data-kind="soft" href=Route::Send(Some(person)).print()><Icon name="send"/><span>{before.clone()}<bdi>{name}</bdi>{after.clone()}</span></a> }
    };
    let answers = if ctx.is_sample() { Vec::new() } else { senders };
    let several = (answers.len() > 1 && untrack(|| may_send(ctx.me().as_ref()))).then(|| {
        view! { <a class="btn" data-kind="soft" href=Route::SendMany.print()><Icon name="people"/>{t.receive().answer_many}</a> }
    });
    let lead = move |(id, name): (ProjectId, String)| {
        view! { <a class="btn" href=Route::Project(id).print()><Icon name="project"/><bdi>{name}</bdi></a> }
    };
    let rest = (projects_more > 0).then(|| {
        view! { <a class="btn" href=Route::Projects.print()><Icon name="board"/>{fill(t.receive().more_projects, &[&projects_more.to_string()])}</a> }
    });
    let leads = (!projects.is_empty()).then(|| view! { <p class="acts">{projects.into_iter().map(lead).collect_view()}{rest}</p> });
    view! {
        <div class="notice" data-tone="green"><Icon name="check"/><p>{said}</p></div>
        {admitted.then(|| view! { <div class="notice" data-tone="green"><Icon name="check"/><p>{t.receive().now_admitted}</p></div> })}
        <Stopped/>
        {(clashes > 0).then(|| view! {
            <div class="notice" data-tone="yellow"><Icon name="split"/><p>{fill(t.conflict().way, &[&clashes.to_string()])}</p>
                <a class="btn" data-kind="plain" href=Route::Conflicts.print()>{t.conflict().look}</a>
            </div>
        })}
        {leads}
        <p class="acts">{several}{answers.into_iter().map(answer).collect_view()}</p>
    }
}
