//! What would be lost with a device: what nobody else is known to hold.

use lianxin::screen::wipe::{Lost, WipeView, wipe};

use crate::session::{Desk, joined, two, visit};

fn lost(desk: &Desk) -> WipeView {
    wipe(&desk.snapshot(), desk.session.own())
}

#[test]
fn only_a_receipt_tells_that_an_entry_is_not_lost() {
    let (city, li, project) = two();
    assert_eq!(lost(&li), WipeView::default());
    for _ in 0..3 {
        li.does(visit(project, Vec::new(), 0));
    }
    let project_lost = |entries| vec![Lost { project: Some("热电厂".into()), entries }];
    assert_eq!(lost(&li), WipeView { lost: project_lost(3), entries: 3, unsent: 3 });
    let first = li.sends(city.person);
    assert_eq!(lost(&li), WipeView { lost: project_lost(3), entries: 3, unsent: 0 }, "sent is not received");
    city.takes(&first.bytes);
    li.does(visit(project, Vec::new(), 0));
    li.takes(&city.sends(li.person).bytes);
    assert_eq!(lost(&li), WipeView { lost: project_lost(1), entries: 1, unsent: 1 }, "the answer covers what was sent");
    // What others wrote is not this person's to lose.
    city.does(visit(project, Vec::new(), 0));
    li.takes(&city.sends(li.person).bytes);
    assert_eq!(lost(&li).entries, 1);
    // Another device of the same person is another device.
    let invite = city.invites(li.person);
    let (second, _) = joined(&city.starter(li.person, &invite), "second", &invite);
    city.takes(&second.sends(city.person).bytes);
    second.takes(&li.sends(city.person).bytes);
    assert_eq!(lost(&li).entries, 1, "nothing came back yet");
    second.does(visit(project, Vec::new(), 0));
    city.takes(&li.sends(city.person).bytes);
    let answer = city.sends(li.person);
    li.takes(&answer.bytes);
    second.takes(&answer.bytes);
    assert_eq!(lost(&li).entries, 0);
    assert!(lost(&second).lost.iter().any(|lost| lost.project.is_some()), "{:?}", lost(&second));
}
