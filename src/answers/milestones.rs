//! Milestones: what is said when they are chosen.

use super::Responder;
use super::prose::grouped;
use super::reply::{Answer, Reply, Text};
use super::say::{all_of, plain, say, stored, strong};
use super::words::figure::shortened;
use crate::domain::milestone::{Thresholds, series};
use crate::service::Caller;
use crate::service::digests::MilestonesShown;

/// How many of the series are named.
const NAMED: usize = 7;

impl Responder {
    /// Answers `/digest milestones`: says what stands, or chooses what is to.
    pub async fn milestones(&self, caller: &Caller, petition: Option<&str>, thresholds: Option<&str>) -> Answer {
        let result = match thresholds {
            Some(thresholds) => self.service.choose_milestones(caller, petition, thresholds).await,
            None => self.service.milestones(caller, petition).await,
        };
        self.settle(result, |shown| Answer::Reply(reply(&shown)))
    }
}

fn reply(shown: &MilestonesShown) -> Reply {
    let of = match &shown.petition {
        Some(title) => say("**Milestones** of “{}”: ", [stored(shortened(title))]),
        None => say("**Milestones** of all petitions without their own: ", []),
    };
    let mut line = of.join(words(shown.chosen.held()));
    if shown.petition.is_some() && shown.chosen.petition.is_none() {
        line = line.then(Text::own("These are the server's."));
    }
    Reply::private(line)
        .small(say(
            "Each is told once, in every channel with a digest that tells of the petition, when a count passes it that is \
             neither disputed nor approximate.",
            [],
        ))
        .small(say(
            "`thresholds` changes them: numbers with a comma and a blank between, such as `100, 500, 1,000`; `series`; `off`; \
             `default`.",
            [],
        ))
}

fn words(thresholds: &Thresholds) -> Text {
    let number = |threshold: &u64| plain(grouped(*threshold));
    match thresholds {
        Thresholds::Off => Text(vec![strong("none")]).join(Text::own(".")),
        Thresholds::Chosen(chosen) => Text(all_of(chosen.iter().map(number))).join(Text::own(".")),
        Thresholds::Series => {
            let first: Vec<String> = series().take(NAMED).map(grouped).collect();
            Text::own(format!("{} and so on.", first.join(", ")))
        }
    }
}
