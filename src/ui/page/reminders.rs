//! What today reminds of: a second device of the city, a backup.

use leptos::prelude::*;

use crate::screen::reminder::{self, BackupAge, Reminder};
use crate::screen::route::Route;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Icon, live};

/// How old the last backup is. `None` until it is known.
pub fn backup_age(ctx: Ctx) -> Memo<Option<BackupAge>> {
    let last = LocalResource::new(move || {
        // Asked for anew after each write.
        ctx.saved_at.track();
        ctx.last_backup()
    });
    Memo::new(move |_| last.get().map(|last| reminder::backup_age(&ctx.snapshot(), ctx.own(), last, ctx.today.get())))
}

#[component]
pub fn Reminders() -> impl IntoView {
    let ctx = ctx();
    // Today is what a start shows, and this part of it comes when all else stands.
    leptos::task::spawn_local(ctx.sweep());
    let age = backup_age(ctx);
    let due = Memo::new(move |_| match (age.get(), ctx.me()) {
        (Some(age), Some(me)) if !ctx.is_sample() => reminder::reminders(&ctx.snapshot(), ctx.own(), &me, &age),
        _ => Vec::new(),
    });
    let me = move || ctx.me().map(|me| me.id);
    let notice = move |one: Reminder| {
        let t = ctx.t();
        let w = t.backup();
        match one {
            Reminder::OnlyCityDevice => view! {
                <div class="notice" data-tone="yellow"><Icon name="alert"/>
                    <p><b>{w.only_device}</b>" "{w.only_device_why}</p>
                    <a class="btn" data-kind="soft" href=Route::People(me()).print()>{w.second_device}</a>
                </div>
            },
            Reminder::BackupDue(age) => view! {
                <div class="notice" data-tone="yellow"><Icon name="clock"/>
                    <p>{t.backup_due(&age)}</p>
                    <a class="btn" data-kind="soft" href=Route::Settings.print()>{w.make}</a>
                </div>
            },
        }
    };
    live(move || due.get().into_iter().map(notice).collect_view())
}
