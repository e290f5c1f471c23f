//! Asking: what is on record about a petition, and what completes a question.
//!
//! Everyone may ask. Only what is published is read, only what stands counts, and a guild sees nothing of another: a
//! number of theirs is no number here. To add a question, add its result in a file of its own and its method there.

pub mod about;
pub mod chart;
pub mod commitments;
pub mod counts;
pub mod export;
pub mod facts;
pub mod history;
pub mod list;
pub mod news;
pub mod organisation;
pub mod petition;
pub mod responses;
pub mod search;
pub mod source;
pub mod sources;
pub mod statements;
pub mod suggest;
pub mod timeline;

pub(super) mod close;

pub use about::{About, Asked, Found, PetitionAsked, PetitionChoice};
pub use chart::{ChartAnswer, Marked, Series};
pub use commitments::{CommitmentsAnswer, Promise, Rated};
pub use counts::{Apart, Count, CountGroup, CountsAnswer, Rising};
pub use export::{Format, PetitionFile};
pub use facts::{FactGroup, FactsAnswer};
pub use history::{HistoryAnswer, HistoryEntry, Why};
pub use list::{ListItem, PetitionsAnswer};
pub use organisation::OrganisationAnswer;
pub use petition::PetitionAnswer;
pub use responses::{Addressee, ResponsesAnswer};
pub use search::{Hit, SearchAnswer};
pub use source::{LATEST, SourceAnswer};
pub use sources::{SourcesAnswer, Standing};
pub use statements::{Placed, StatementsAnswer};
pub use suggest::{Suggested, Suggestion};
pub use timeline::{Entry, Event, TimelineAnswer};
