//! Problems that the visit brought up; one that was left untouched is none.

use leptos::prelude::*;

use super::{Visiting, fault_line, invalid};
use crate::browser::focus::focus;
use crate::screen::form::visit::{CATEGORIES, ProblemForm, VisitFault};
use crate::text::fill;
use crate::ui::part::{Icon, If, attr};

#[component]
pub fn Problems(visiting: Visiting) -> impl IntoView {
    let ctx = visiting.ctx;
    let w = move || ctx.t().visit();
    let count = Memo::new(move |_| visiting.form.with(|form| form.problems.len()));
    // What a draft brings back, or what keeps the form from being saved, is not hidden.
    let said = Memo::new(move |before: Option<&bool>| {
        before.copied().unwrap_or(false) || visiting.form.with(|form| form.raised() > 0 || form.problems.len() > 1)
    });
    let add = move |_| {
        visiting.edit(|form| form.problems.push(ProblemForm::default()));
        focus(format!("title-{}", count.get_untracked().saturating_sub(1)));
    };
    view! {
        <details class="card raise" prop:open=attr(move || said.get())>
            <summary class="pick"><i class="i i-problem t-2" aria-hidden="true"></i><b>{w().raise}</b><span class="sm t-3 end">{w().with_visit}</span></summary>
            <div class="raise-in">
                <For each=move || 0..count.get() key=|n| *n let:n><ProblemFields visiting n count/></For>
                <p class="hint">{w().problem_hint}</p>
                <button class="btn" data-kind="soft" type="button" on:click=add><Icon name="plus"/>{w().add_problem}</button>
            </div>
        </details>
    }
}

#[component]
fn ProblemFields(visiting: Visiting, n: usize, count: Memo<usize>) -> impl IntoView {
    let ctx = visiting.ctx;
    let w = move || ctx.t().visit();
    let get = move |read: fn(&ProblemForm) -> String| move || visiting.form.with(|f| f.problems.get(n).map(read).unwrap_or_default());
    let set = move |write: &dyn Fn(&mut ProblemForm)| {
        visiting.edit(|f| {
            if let Some(problem) = f.problems.get_mut(n) {
                write(problem);
            }
        });
    };
    let of_title = move |fault| matches!(fault, VisitFault::NoTitle(at) | VisitFault::TitleTooLong(at) if at == n);
    let of_text = move |fault| matches!(fault, VisitFault::ProblemTooLong(at) if at == n);
    let named = move |name: &str| format!("{name}-{n}");
    let remove = move |_| visiting.edit(|f| f.remove_problem(n));
    let touched = move || visiting.form.with(|f| f.problems.get(n).is_some_and(|p| !p.is_blank()));
    let numbered = move |pattern: &'static str| fill(pattern, &[&(n + 1).to_string()]);
    // One problem needs no number on screen.
    let legend = move || if count.get() > 1 { "label" } else { "sr" };
    view! {
        <fieldset class="problem">
            <legend class=attr(legend)>{numbered(w().problem)}</legend>
            <Categories visiting n/>
            <div class="field"><label for=named("title")>{w().one_line}</label>
                <input class="input" id=named("title") aria-invalid=attr(invalid(visiting, of_title)) aria-describedby=named("title-fault")
                    prop:value=attr(get(|p| p.title.clone())) on:input=move |event| { let text = event_target_value(&event); set(&|p| p.title = text.clone()); }/>
                {fault_line(visiting, named("title-fault"), of_title)}
            </div>
            <div class="field"><label for=named("more")>{w().more_about}" "<span class="t-3">{ctx.t().common().optional}</span></label>
                <textarea class="input" id=named("more") rows="2" aria-invalid=attr(invalid(visiting, of_text)) aria-describedby=named("more-fault")
                    prop:value=attr(get(|p| p.text.clone())) on:input=move |event| { let text = event_target_value(&event); set(&|p| p.text = text.clone()); }></textarea>
                {fault_line(visiting, named("more-fault"), of_text)}
            </div>
            <If when=move || { count.get() > 1 || touched() }>
                <button class="btn" data-kind="plain" type="button" on:click=remove><Icon name="close"/>{numbered(w().remove_problem)}</button>
            </If>
        </fieldset>
    }
}

/// One tap each, and none chosen beforehand.
#[component]
fn Categories(visiting: Visiting, n: usize) -> impl IntoView {
    let ctx = visiting.ctx;
    let of_category = move |fault| matches!(fault, VisitFault::NoCategory(at) if at == n);
    let (told, of) = (format!("cat-{n}-fault"), format!("cat-{n}-fault"));
    let chip = move |word: &'static str| {
        let chosen = move || visiting.form.with(|f| f.problems.get(n).is_some_and(|p| p.category == word));
        let choose = move |_| {
            visiting.edit(|f| {
                if let Some(problem) = f.problems.get_mut(n) {
                    problem.category = word.into();
                }
            })
        };
        // The first of them takes the focus when none is chosen.
        let id = (word == CATEGORIES[0]).then(|| format!("cat-{n}"));
        view! {
            <label class="chip"><input type="radio" name=format!("cat-{n}") id=id value=word prop:checked=attr(chosen) on:change=choose/>
                {ctx.t().problem_category(word)}</label>
        }
    };
    view! {
        <fieldset class="field" role="radiogroup" aria-required="true" aria-invalid=attr(invalid(visiting, of_category)) aria-describedby=of>
            <legend>{ctx.t().visit().category}</legend>
            <div class="chips">{CATEGORIES.iter().map(|word| chip(word)).collect_view()}</div>
            {fault_line(visiting, told, of_category)}
        </fieldset>
    }
}
