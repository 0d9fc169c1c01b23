//! The form of a visit with the problems that it brought up. Only [`VisitForm::validate`] makes a [`LogVisit`].

use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Day, is_time_of_day};
use crate::domain::command::{Command, ProblemDraft, VisitDraft};
use crate::domain::id::{Hash, ProjectId};
use crate::domain::shape::MAX_TEXT;

/// Ways to visit, the five that are used most first; the others stand behind one more tap.
pub const KINDS: &[&str] = &["site-visit", "phone", "interview", "accompany", "on-behalf"];
pub const MORE_KINDS: &[&str] = &["special-meeting", "inspection", "policy", "care"];

/// Categories of a problem; any other word would be taken as well.
pub const CATEGORIES: &[&str] = &["utilities", "approval", "land", "site", "funds", "environment", "recognition", "labour", "other"];

/// What was typed, kept as it was typed: also the draft on disk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct VisitForm {
    pub project: Option<ProjectId>,
    /// `2018-11-15`; the day on which the form was opened.
    pub on: String,
    /// `09:40`, or empty.
    pub at: String,
    pub kind: String,
    pub text: String,
    pub people: String,
    pub problems: Vec<ProblemForm>,
}

#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProblemForm {
    /// Nothing until one is chosen: a preset would be what most problems are counted as.
    pub category: String,
    pub title: String,
    pub text: String,
}

impl ProblemForm {
    /// Left as it was opened. Whatever was touched is a problem that someone meant to raise.
    pub fn is_blank(&self) -> bool {
        self.category.is_empty() && self.title.trim().is_empty() && self.text.trim().is_empty()
    }
}

/// What keeps a form from being saved, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VisitFault {
    NoProject,
    NotADay,
    /// A visit can't have been made after today.
    LaterThanToday,
    NotATime,
    TextTooLong,
    PeopleTooLong,
    /// The problem with this number was touched but has no category.
    NoCategory(usize),
    /// It was touched but has no sentence.
    NoTitle(usize),
    TitleTooLong(usize),
    ProblemTooLong(usize),
}

/// A visit that can be saved. Made by [`VisitForm::validate`] alone.
#[derive(Clone, Debug)]
pub struct LogVisit(Command);

impl LogVisit {
    pub fn into_command(self) -> Command {
        self.0
    }
}

impl VisitForm {
    /// A form filled in as far as it can be.
    pub fn new(project: Option<ProjectId>, today: Day, at: String) -> VisitForm {
        VisitForm {
            project,
            on: today.to_string(),
            at,
            kind: KINDS[0].into(),
            text: String::new(),
            people: String::new(),
            problems: vec![ProblemForm::default()],
        }
    }

    /// Nothing was written that would be missed; photos are counted by the caller.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.people.trim().is_empty() && self.problems.iter().all(ProblemForm::is_blank)
    }

    /// Takes a problem out; what stands there in the end is a blank one.
    pub fn remove_problem(&mut self, n: usize) {
        if n < self.problems.len() {
            self.problems.remove(n);
        }
        if self.problems.is_empty() {
            self.problems.push(ProblemForm::default());
        }
    }

    /// How many problems say something.
    pub fn raised(&self) -> usize {
        self.problems.iter().filter(|p| !p.is_blank()).count()
    }

    /// Puts a ready phrase behind what is written.
    pub fn add_phrase(&mut self, phrase: &str, joint: &str) {
        if !self.text.trim().is_empty() {
            self.text.truncate(self.text.trim_end().len());
            self.text.push_str(joint);
        }
        self.text.push_str(phrase);
    }

    pub fn validate(&self, today: Day, files: Vec<Hash>) -> Result<LogVisit, Vec<VisitFault>> {
        let mut faults = Vec::new();
        let day = Day::parse(&self.on);
        match day {
            None => faults.push(VisitFault::NotADay),
            Some(day) if day > today => faults.push(VisitFault::LaterThanToday),
            Some(_) => {}
        }
        if !self.at.is_empty() && !is_time_of_day(&self.at) {
            faults.push(VisitFault::NotATime);
        }
        if self.project.is_none() {
            faults.insert(0, VisitFault::NoProject);
        }
        let too_long = |text: &str| text.trim().chars().count() > MAX_TEXT;
        if too_long(&self.text) {
            faults.push(VisitFault::TextTooLong);
        }
        if too_long(&self.people) {
            faults.push(VisitFault::PeopleTooLong);
        }
        for (n, problem) in self.problems.iter().enumerate().filter(|(_, p)| !p.is_blank()) {
            if problem.category.is_empty() {
                faults.push(VisitFault::NoCategory(n));
            }
            if problem.title.trim().is_empty() {
                faults.push(VisitFault::NoTitle(n));
            } else if too_long(&problem.title) {
                faults.push(VisitFault::TitleTooLong(n));
            }
            if too_long(&problem.text) {
                faults.push(VisitFault::ProblemTooLong(n));
            }
        }
        match (self.project, day) {
            (Some(project), Some(on)) if faults.is_empty() => Ok(LogVisit(self.command(project, on, files))),
            _ => Err(faults),
        }
    }

    fn command(&self, project: ProjectId, on: Day, files: Vec<Hash>) -> Command {
        let some = |text: &str| Some(text.trim().to_string()).filter(|t| !t.is_empty());
        let visit =
            VisitDraft { on, at: some(&self.at), kind: self.kind.clone(), people: some(&self.people), text: some(&self.text), files };
        let problems = self.problems.iter().filter(|p| !p.is_blank());
        let problems = problems
            .map(|p| ProblemDraft { title: p.title.trim().into(), category: p.category.clone(), on, text: some(&p.text) })
            .collect();
        Command::LogVisit { project, visit, problems }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> VisitForm {
        VisitForm::new(ProjectId::parse("0123456789abcdef"), day("2018-11-15"), "09:40".into())
    }

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn faults(form: &VisitForm) -> Vec<VisitFault> {
        form.validate(day("2018-11-15"), Vec::new()).err().unwrap_or_default()
    }

    #[test]
    fn a_visit_alone_can_be_saved() {
        assert_eq!(faults(&form()), []);
    }

    #[test]
    fn a_day_after_today_is_refused_and_today_is_not() {
        assert_eq!(faults(&VisitForm { on: "2018-11-16".into(), ..form() }), [VisitFault::LaterThanToday]);
        assert_eq!(faults(&VisitForm { on: "2018-11-14".into(), ..form() }), []);
        assert_eq!(faults(&VisitForm { on: String::new(), ..form() }), [VisitFault::NotADay]);
    }

    #[test]
    fn a_problem_that_was_touched_needs_a_category_and_a_sentence() {
        let blank = ProblemForm::default;
        let with = |problem: ProblemForm| VisitForm { problems: vec![blank(), problem], ..form() };
        let (no_category, no_title) = (VisitFault::NoCategory(1), VisitFault::NoTitle(1));
        assert_eq!(faults(&with(ProblemForm { text: "x".into(), ..blank() })), [no_category, no_title]);
        assert_eq!(faults(&with(ProblemForm { category: "land".into(), ..blank() })), [no_title]);
        assert_eq!(faults(&with(ProblemForm { title: "x".into(), ..blank() })), [no_category]);
        let mut form = with(ProblemForm { category: "land".into(), ..blank() });
        assert!(!form.is_blank(), "it is worth a draft");
        form.remove_problem(1);
        assert_eq!(faults(&form), []);
        form.remove_problem(0);
        assert_eq!(form.problems, [blank()], "there is always one to be filled in");
    }

    #[test]
    fn no_problem_comes_with_a_category() {
        assert!(form().problems.iter().all(ProblemForm::is_blank));
    }

    #[test]
    fn blank_problems_are_left_out() {
        let titled = ProblemForm { category: "land".into(), title: " t ".into(), ..ProblemForm::default() };
        let form = VisitForm { problems: vec![ProblemForm::default(), titled], ..form() };
        let Command::LogVisit { problems, .. } = form.validate(day("2018-11-15"), Vec::new()).unwrap().into_command() else { panic!() };
        assert_eq!(problems.iter().map(|p| p.title.as_str()).collect::<Vec<_>>(), ["t"]);
    }

    #[test]
    fn a_phrase_joins_what_is_written() {
        let mut form = VisitForm { text: "a ".into(), ..form() };
        form.add_phrase("b", "; ");
        assert_eq!(form.text, "a; b");
        let mut blank = VisitForm { text: " ".into(), ..form };
        blank.add_phrase("b", "; ");
        assert_eq!(blank.text.trim(), "b");
    }

    #[test]
    fn every_kind_that_is_offered_fits_the_shape() {
        for kind in KINDS.iter().chain(MORE_KINDS) {
            let body = format!(r#"{{"kind":"{kind}","on":"2018-11-15"}}"#);
            let slice = crate::domain::event::Slice::owned(body.into_bytes());
            assert!(crate::domain::shape::check(crate::domain::shape::Kind::VisitLogged, slice.json()).is_ok(), "{kind}");
        }
    }
}
