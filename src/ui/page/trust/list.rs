//! What waits, what is refused, what was stopped: a line each, with its reason and its step.

use leptos::prelude::*;

use super::Counting;
use crate::screen::people::DeviceStanding;
use crate::screen::route::Route;
use crate::screen::trust::{DeviceLine, Faulty, ForkLine, Pending, RefusedLine};
use crate::text::fill;
use crate::ui::page::admit::Admit;
use crate::ui::part::{Code, CodeSize, Icon, attr, live};

/// Devices in use that are listed.
const DEVICES: usize = 200;

#[component]
pub fn Groups(counting: Counting) -> impl IntoView {
    let ctx = counting.ctx;
    let all = move || {
        let (t, view) = (ctx.t(), counting.view.get());
        let w = t.trust();
        let of = |standing: DeviceStanding| view.of(standing).cloned().collect::<Vec<_>>();
        let (waiting, used, stopped) = (of(DeviceStanding::Waiting), of(DeviceStanding::Admitted), of(DeviceStanding::Stopped));
        let waits = waiting.len() + view.pending.len();
        let refused = view.refused.len() + view.refused_more;
        let more =
            (view.refused_more > 0).then(|| view! { <p class="why-m t-2">{fill(t.receive().more, &[&view.refused_more.to_string()])}</p> });
        let pending = view.pending.into_iter().map(|pending| pending_line(pending, counting)).collect_view();
        view! {
            {group("g-wait", w.waiting, w.waiting_end, waits, view! { {waiting.into_iter().map(|d| waiting_line(d, counting)).collect_view()}{pending} }.into_any(), t)}
            {group("g-fork", w.forks, w.forks_end, view.forks.len(), view.forks.into_iter().map(|fork| fork_line(fork, counting)).collect_view().into_any(), t)}
            {group("g-no", w.refused, w.refused_end, refused, view! { {view.refused.into_iter().map(|r| refused_line(r, counting)).collect_view()}{more} }.into_any(), t)}
            {group("g-file", w.files, w.files_end, view.faulty.len(), view.faulty.into_iter().map(|f| faulty_line(f, counting)).collect_view().into_any(), t)}
            {group("g-use", w.devices, w.devices_end, used.len(), used.into_iter().take(DEVICES).map(|d| used_line(d, counting)).collect_view().into_any(), t)}
            {group("g-stop", w.stopped, w.stopped_end, stopped.len(), stopped.into_iter().map(|d| stopped_line(d, counting)).collect_view().into_any(), t)}
        }
    };
    live(all)
}

/// A group that has nothing is left out.
fn group(
    id: &'static str,
    words: &'static str,
    end: &'static str,
    n: usize,
    lines: AnyView,
    t: &'static crate::text::Text,
) -> Option<impl IntoView> {
    (n > 0).then(|| {
        view! {
            <section class="card why-g" aria-labelledby=id>
                <div class="boxh"><h2 id=id>{t.group(words, n)}</h2><span class="end t-2">{end}</span></div>
                {lines}
            </section>
        }
    })
}

fn heard(device: &DeviceLine, counting: Counting) -> String {
    let (t, today) = (counting.ctx.t(), counting.ctx.today.get());
    let at = |at| format!("{} {}", t.heard().col_last, t.moment(at, today));
    device.heard.as_ref().map_or_else(|| t.trust().never_heard.into(), at)
}

fn waiting_line(device: DeviceLine, counting: Counting) -> impl IntoView {
    let (t, today) = (counting.ctx.t(), counting.ctx.today.get());
    let may = device.manage.is_yes() && !device.own.is_yes();
    let counts = (!device.waits.is_empty()).then(|| format!("{}{}", t.dot(), t.counts(&device.waits)));
    let admit = if may {
        let (person, id, keys) = (device.person, device.id, (device.key.clone(), device.box_key.clone()));
        view! { <div class="why-a"><Admit person id keys proofs=counting.proofs failed=counting.failed/></div> }.into_any()
    } else {
        view! { <p class="why-a t-2">{t.trust().not_yours}</p> }.into_any()
    };
    view! {
        <div class="why-i">
            <i class="i i-clock t-yellow" aria-hidden="true"></i>
            <div>
                <b><bdi>{device.name.clone()}</bdi></b>" "{t.waits_of(&device)}{counts}
                <p>{t.joined_at(&t.moment(&device.joined, today))}{t.dot()}{heard(&device, counting)}</p>
                <Code code=device.code.clone() size=CodeSize::Small/>
                {admit}
            </div>
        </div>
    }
}

fn pending_line(pending: Pending, counting: Counting) -> impl IntoView {
    let t = counting.ctx.t();
    view! {
        <div class="why-i">
            <i class="i i-inbox t-yellow" aria-hidden="true"></i>
            <div><b><bdi>{pending.gap.who.clone()}</bdi></b><p><bdi>{t.pending(&pending)}</bdi></p></div>
            <a class="btn" href=Route::Heard.print()>{t.trust().remind}</a>
        </div>
    }
}

fn fork_line(fork: ForkLine, counting: Counting) -> impl IntoView {
    let t = counting.ctx.t();
    let w = t.trust();
    let device = fork.device;
    let go = if fork.own.is_yes() {
        view! { <span></span> }.into_any()
    } else {
        let words = if fork.manage.is_yes() { w.choose } else { w.look };
        view! { <button class="btn" type="button" on:click=move |_| counting.select(Some(device))>{words}</button> }.into_any()
    };
    view! {
        <div class="why-i" aria-current=attr(move || (counting.selected.get() == Some(device)).then_some("true"))>
            <i class="i i-split t-red" aria-hidden="true"></i>
            <div><b><bdi>{t.forked(&fork.name)}</bdi></b><p>{if fork.own.is_yes() { w.own_fork } else { w.forks_why }}</p></div>
            {go}
        </div>
    }
}

fn refused_line(refused: RefusedLine, counting: Counting) -> impl IntoView {
    let (t, today) = (counting.ctx.t(), counting.ctx.today.get());
    let at = refused.at.as_ref().map(|at| format!("{}{}", t.dot(), t.moment(at, today)));
    let place = refused.project.as_ref().map(|(_, name)| view! { {t.dot()}<bdi>{name.clone()}</bdi> });
    let words = (!refused.words.is_empty()).then(|| view! { {t.dot()}<bdi>{refused.words.clone()}</bdi> });
    let link = match refused.project {
        Some((id, _)) => view! { <a class="btn" href=Route::Project(id).print()>{t.trust().open_project}</a> },
        None => view! { <a class="btn" href=Route::People(None).print()>{t.trust().open_people}</a> },
    };
    view! {
        <div class="why-i">
            <i class="i i-close t-red" aria-hidden="true"></i>
            <div><b><bdi>{refused.who}</bdi>{t.dot()}{t.what(refused.what)}</b>{place}{words}<p>{t.reason(refused.reason)}{at}</p></div>
            {link}
        </div>
    }
}

fn faulty_line(file: Faulty, counting: Counting) -> impl IntoView {
    let (t, today) = (counting.ctx.t(), counting.ctx.today.get());
    let who = file.from.map_or(file.name, |(_, name)| name);
    let number = file.number.map(|n| format!(" {}", t.bundle(n)));
    let faults = file.problems.into_iter().map(|p| view! { <p>{t.problem(&p)}</p> }).collect_view();
    view! {
        <div class="why-i">
            <i class="i i-alert t-yellow" aria-hidden="true"></i>
            <div><b><bdi>{who}</bdi>{number}</b>{t.dot()}{t.moment(&file.at, today)}{faults}</div>
            <a class="btn" href=Route::Heard.print()>{t.trust().remind}</a>
        </div>
    }
}

fn admitted(device: &DeviceLine, counting: Counting) -> impl IntoView + use<> {
    let (t, today) = (counting.ctx.t(), counting.ctx.today.get());
    let words = device.admitted.as_ref().map_or_else(|| t.trust().founded.into(), |deed| t.deed(t.trust().admitted_by, deed, today));
    view! { <bdi>{words}</bdi> }
}

fn used_line(device: DeviceLine, counting: Counting) -> impl IntoView {
    let t = counting.ctx.t();
    let id = device.id;
    let own = device.own.is_yes();
    let tag = own.then(|| view! { " "<span class="tag">{t.trust().this_device}</span> });
    let stop = (device.manage.is_yes() && !own).then(|| {
        view! { <button class="btn" data-kind="plain" type="button" on:click=move |_| counting.select(Some(id))>{t.trust().stop}</button> }
    });
    let heard = (!own).then(|| format!("{}{}", t.dot(), heard(&device, counting)));
    view! {
        <div class="why-i" aria-current=attr(move || (counting.selected.get() == Some(id)).then_some("true"))>
            <i class="i i-check t-green" aria-hidden="true"></i>
            <div><b><bdi>{device.name.clone()}</bdi></b>{tag}<p>{admitted(&device, counting)}{heard}{t.dot()}{t.entries(device.entries)}</p></div>
            {stop}
        </div>
    }
}

fn stopped_line(device: DeviceLine, counting: Counting) -> impl IntoView {
    let (t, today) = (counting.ctx.t(), counting.ctx.today.get());
    let stop = device.stop.as_ref();
    let deeds = stop
        .map(|stop| stop.deeds.iter().map(|(deed, reason)| view! { <p><bdi>{t.stopped_by(deed, reason, today)}</bdi></p> }).collect_view());
    let counts = stop.map(|stop| view! { <p>{t.stop_counts(stop)}</p> });
    view! {
        <div class="why-i">
            <i class="i i-lock t-2" aria-hidden="true"></i>
            <div><b><bdi>{device.name.clone()}</bdi></b>{deeds}{counts}</div>
        </div>
    }
}

/// Who, in a heading.
pub fn title(name: String) -> impl IntoView {
    view! { <Icon name="key"/>" "<bdi>{name}</bdi> }
}
