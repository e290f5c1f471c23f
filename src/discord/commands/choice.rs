//! Options with fixed choices: the domain's enumerations, sent by their stored names, so that a choice means the same
//! after a value was added in between.

use poise::{SlashArgError, SlashArgument};
use serenity::all::{CommandInteraction, CommandOptionType, CreateCommandOption, ResolvedValue, async_trait};

use crate::domain::acting::{Ground, Redactable};
use crate::domain::breakdown::Aspect;
use crate::domain::commitment::Rating;
use crate::domain::digest::typed::Every;
use crate::domain::digest::{NothingNew, Sound};
use crate::domain::findable::Findable;
use crate::domain::guild::{Moderation, Names, SubmitPolicy};
use crate::domain::organisation::OrganisationKind;
use crate::domain::petition::{Collection, DemandOutcome, PetitionKind, Relation, Visibility};
use crate::domain::record::Capacity;
use crate::domain::response::{Refers, RequestResult, ResponseKind};
use crate::domain::review::{RejectReason, SubmissionKind, Waited};
use crate::domain::signatory::{Basis, Part, Verification, Wish};
use crate::domain::source::{Access, SourceType};
use crate::domain::{Language, Measure, Population};
use crate::service::ask::Format;
use crate::service::privacy::Where;

/// A value chosen from an enumeration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chosen<T>(pub(super) T);

/// An enumeration whose values have names.
pub(super) trait Named: Copy + Send + Sync + 'static {
    /// Lists the values, in the order people are shown them.
    fn all() -> &'static [Self];

    /// Names a value as it is stored.
    fn name(self) -> &'static str;

    /// Names a value as people read it.
    fn label(self) -> String {
        self.name().replace('_', " ")
    }
}

macro_rules! named {
    ($($kind:ty),+ $(,)?) => {
        $(impl Named for $kind {
            fn all() -> &'static [Self] {
                Self::ALL
            }

            fn name(self) -> &'static str {
                self.as_str()
            }
        })+
    };
}

named! {
    Access, Aspect, Basis, Capacity, Collection, DemandOutcome, Every, Findable, Format, Ground, Measure, Names, NothingNew, OrganisationKind, Part, PetitionKind,
    Population, Rating, Redactable, Refers, RejectReason, Relation, RequestResult, ResponseKind, Sound, SourceType, SubmissionKind,
    SubmitPolicy, Verification, Visibility, Waited, Where, Wish,
}

impl Named for Moderation {
    fn all() -> &'static [Self] {
        &[Self::Several, Self::Single]
    }

    fn name(self) -> &'static str {
        match self {
            Self::Several => "several",
            Self::Single => "single",
        }
    }
}

impl Named for Language {
    fn all() -> &'static [Self] {
        Self::ALL
    }

    fn name(self) -> &'static str {
        self.tag()
    }

    fn label(self) -> String {
        format!("{self:?}")
    }
}

/// Takes the value out of an option.
pub(super) fn value<T>(chosen: Option<Chosen<T>>) -> Option<T> {
    chosen.map(|chosen| chosen.0)
}

#[async_trait]
impl<T: Named> SlashArgument for Chosen<T> {
    async fn extract(
        _: &serenity::all::Context,
        _: &CommandInteraction,
        value: &ResolvedValue<'_>,
    ) -> Result<Self, SlashArgError> {
        let unknown = || SlashArgError::new_command_structure_mismatch("no such choice");
        let ResolvedValue::String(name) = value else { return Err(unknown()) };
        T::all().iter().copied().find(|one| one.name() == *name).map(Self).ok_or_else(unknown)
    }

    fn create(option: CreateCommandOption) -> CreateCommandOption {
        let option = option.kind(CommandOptionType::String);
        T::all().iter().fold(option, |option, one| option.add_string_choice(one.label(), one.name()))
    }
}
