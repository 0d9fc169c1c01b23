//! The investment on the page of its project.

use leptos::prelude::*;

use crate::domain::id::ProjectId;
use crate::screen::invest::{InvestView, invest};
use crate::screen::route::Route;
use crate::ui::ctx::ctx;
use crate::ui::part::{Icon, LightMark, Meter, live};

#[component]
pub fn InProject(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let view = Memo::new(move |_| {
        let (snapshot, today) = (ctx.snapshot(), ctx.today.get());
        let project = snapshot.state.project(&id).filter(|p| p.shown)?;
        Some(invest(&snapshot.state, project, today.year(), today))
    });
    let total = move || {
        view.with(|view| view.as_ref().and_then(|view| view.total))
            .map(|total| format!("{} {}", ctx.t().invest().total, ctx.t().amount(total)))
    };
    let said = move |view: InvestView| {
        let (t, today) = (ctx.t(), ctx.today.get());
        let ratio = view.of_plan.map(|ratio| view! { <span class="share"><Meter percent=ratio.0 / 10/><b>{t.tenths(ratio)}</b></span> });
        let against = view.of_plan.map(|ratio| view! { <p class="sm t-2">{t.against_time(ratio, view.of_time)}</p> });
        let light = view.light.map(|found| {
            view! { <p><LightMark light=found.light word=t.light(found.light)/>" "<span class="sm t-2">{t.investment_reason(found.why, today)}</span></p> }
        });
        view! { <div class="pad invest-in"><p>{t.invest_year(&view, today)}</p>{ratio}{against}{light}</div> }
    };
    view! {
        <section aria-labelledby="h-invest">
            <div class="sec-h"><h2 id="h-invest">{ctx.t().invest().title}</h2><span>{live(total)}</span></div>
            <div class="card">
                {live(move || view.get().map(said))}
                <a class="row all" href=Route::Invest(id).print()>{ctx.t().invest().see_all}<Icon name="next"/></a>
            </div>
        </section>
    }
}
