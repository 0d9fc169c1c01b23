//! What the visit's page offers: projects to choose from, and the draft that lies on disk.

use serde::{Deserialize, Serialize};

use crate::domain::calendar::Day;
use crate::domain::id::{Hash, ProjectId};
use crate::domain::order::InOrder;
use crate::domain::state::{Person, State};
use crate::domain::table::column::same_name_key;
use crate::screen::form::visit::VisitForm;
use crate::screen::search::pinyin::Query;
use crate::screen::today::is_mine;

/// So many projects are shown before one has to search.
pub const SHOWN: usize = 30;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    pub id: ProjectId,
    pub name: String,
    pub district: String,
    pub unit: Option<String>,
    pub category: String,
}

/// Projects that a visit can be of: mine first, then all others.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Offered {
    pub mine: Vec<Candidate>,
    pub others: Vec<Candidate>,
}

impl Offered {
    pub fn find(&self, id: &ProjectId) -> Option<&Candidate> {
        self.mine.iter().chain(&self.others).find(|o| o.id == *id)
    }

    /// The one to begin with when the page was opened without a project.
    pub fn only(&self) -> Option<ProjectId> {
        match self.mine.as_slice() {
            [one] => Some(one.id),
            _ => None,
        }
    }
}

pub fn offered(state: &State, me: Option<&Person>) -> Offered {
    let mut offered = Offered::default();
    for project in state.shown_projects() {
        let f = &project.fields;
        let option = Candidate {
            id: project.id,
            name: f.name.clone(),
            district: f.district.map(|d| state.roster.unit_name(&d)).unwrap_or_default(),
            unit: f.unit.map(|u| state.roster.unit_name(&u)),
            category: f.category.clone(),
        };
        let mine = me.is_some_and(|me| is_mine(project, me));
        if mine { &mut offered.mine } else { &mut offered.others }.push(option);
    }
    let by_name = |a: &Candidate, b: &Candidate| (&a.name, a.id).cmp(&(&b.name, b.id));
    offered.mine.order_by(by_name);
    offered.others.order_by(by_name);
    offered
}

/// What matches a search, mine first; others only once something is searched or none is mine.
pub fn found(offered: &Offered, search: &str) -> Offered {
    let words: Vec<String> = search.split_whitespace().map(same_name_key).collect();
    let fits = |c: &&Candidate| {
        let haystack = [c.name.as_str(), &c.district, c.unit.as_deref().unwrap_or_default()].map(same_name_key).join("\n");
        words.iter().all(|word| haystack.contains(word) || Query::new(word).finds_in(&haystack))
    };
    let wide = !words.is_empty() || offered.mine.is_empty();
    Offered {
        mine: offered.mine.iter().filter(fits).cloned().collect(),
        others: if wide { offered.others.iter().filter(fits).cloned().collect() } else { Vec::new() },
    }
}

/// A visit that is not saved yet, as its draft lies on disk; each photo lies beside it in a draft of its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Draft {
    pub form: VisitForm,
    /// The day on which the form was opened: it keeps it when midnight passes.
    pub opened: String,
    pub photos: Vec<Hash>,
    /// ms since 1970 UTC.
    pub at: i64,
}

/// Drafts of visits begin so; a photo's name is its draft's, a slash and its hash.
pub const DRAFTS: &str = "visit-";

impl Draft {
    /// `None` for what an older version left and this one can't read.
    pub fn read(bytes: &[u8]) -> Option<Draft> {
        serde_json::from_slice(bytes).ok()
    }

    pub fn write(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    pub fn opened(&self) -> Option<Day> {
        Day::parse(&self.opened)
    }
}

pub fn photo_draft(draft: &str, photo: &Hash) -> String {
    format!("{draft}/{photo}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(name: &str, district: &str) -> Candidate {
        let id = ProjectId::parse("0123456789abcdef").unwrap();
        Candidate { id, name: name.into(), district: district.into(), unit: None, category: "industry".into() }
    }

    fn names(list: &[Candidate]) -> Vec<&str> {
        list.iter().map(|c| c.name.as_str()).collect()
    }

    #[test]
    fn others_are_found_by_search_only() {
        let offered = Offered { mine: vec![candidate("a", "north"), candidate("b", "south")], others: vec![candidate("c", "north")] };
        let all = found(&offered, " ");
        assert_eq!((names(&all.mine), names(&all.others)), (vec!["a", "b"], vec![]));
        let north = found(&offered, "NORTH");
        assert_eq!((names(&north.mine), names(&north.others)), (vec!["a"], vec!["c"]));
        let none_mine = found(&Offered { mine: Vec::new(), ..offered }, "");
        assert_eq!(names(&none_mine.others), ["c"]);
    }

    #[test]
    fn a_draft_comes_back_as_it_was_written() {
        let form = VisitForm::new(None, Day::parse("2018-11-15").unwrap(), "09:40".into());
        let draft = Draft { form, opened: "2018-11-15".into(), photos: vec![Hash::of(b"photo")], at: 1 };
        assert_eq!(Draft::read(&draft.write()), Some(draft));
        assert_eq!(Draft::read(b"{}"), None);
    }
}
