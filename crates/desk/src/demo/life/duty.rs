//! 一编三定: the usual posts with one of the community's own, members without office on them, the quarter behind rated.

use std::collections::BTreeSet;

use branchbook_domain::day::Quarter;
use branchbook_domain::key::{OfferId, PersonId};
use branchbook_ledger::table::offer::catalogue;

use super::Said::Text;
use super::{Known, Life, OFFICES};
use crate::error::{DeskError, Result};

/// Since when and until when the posts are given, in months and days from today: a year, and none of it over.
const SPAN: [(i32, i64); 2] = [(-8, 0), (4, -1)];
/// How many get a post together.
const TOGETHER: usize = 3;
/// Of so many of a branch, one party of them gets a post.
const ONE_OF: usize = 6;
/// How many of the oldest and of the youngest get none: they are visited, or are away.
const SPARED: usize = 10;

impl Life<'_> {
    pub(super) fn fill_duties(&mut self) -> Result<()> {
        self.act("catalogue", "usual", None, &[])?;
        let own = [
            ("title", Text("楼栋联络岗")),
            ("category", Text("governance")),
            ("duty", Text("联系本楼栋居民，通知到户，收集意见，有急事及时上报。")),
            ("needed", Text("8")),
        ];
        self.act("catalogue", "add", None, &own)?;
        let posts: Vec<OfferId> =
            self.desk.book()?.read(catalogue)?.into_iter().map(|post| post.id).collect();
        let spared = self.spared();
        let mut first = 0;
        let mut fair = Vec::new();
        for branch in self.cast.branches.clone() {
            let parties = branch.len() / ONE_OF;
            let free: Vec<&Known> =
                branch.iter().skip(OFFICES).filter(|known| !spared.contains(&known.id)).collect();
            for (at, party) in free.chunks(TOGETHER).take(parties).enumerate() {
                let post = posts.get((first + at) % posts.len().max(1)).copied();
                self.give_post(post, party)?;
            }
            fair.extend(free.first().map(|known| known.name.clone()).filter(|_| parties > 0));
            first += parties;
        }
        self.cast.fair = fair;
        Ok(())
    }

    /// The quarter behind is rated.
    pub(super) fn rate(&mut self) -> Result<()> {
        let values = vec![
            ("quarter", Quarter::of(self.today).prev().to_string()),
            ("where", "all".to_owned()),
            ("result", "good".to_owned()),
            ("fair", self.cast.fair.join("\n")),
        ];
        self.act_with("duties", "rate_all", None, values).map(|_| ())
    }

    fn spared(&self) -> BTreeSet<PersonId> {
        let (oldest, youngest) = (self.cast.by_age.iter(), self.cast.by_age.iter().rev());
        oldest.take(SPARED).chain(youngest.take(SPARED)).map(|known| known.id).collect()
    }

    fn give_post(&mut self, post: Option<OfferId>, party: &[&Known]) -> Result<()> {
        let post = post.ok_or_else(|| DeskError::refused("示例的岗位目录是空的。"))?;
        let names: Vec<&str> = party.iter().map(|known| known.name.as_str()).collect();
        let [from, until] = SPAN.map(|day| self.day(day).to_string());
        let values =
            vec![("names", names.join("\n")), ("offer", post.to_string()), ("from", from), ("until", until)];
        self.act_with("duties", "assign", None, values).map(|_| ())
    }
}
