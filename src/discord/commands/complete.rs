//! Autocompletion: one query each, and nothing at all when anything is wrong.

use serenity::all::{AutocompleteChoice, CreateAutocompleteResponse};
use tokio::time::timeout;

use super::{Context, caller_of};
use crate::answers::Completion;
use crate::discord::render::render_choices;

/// A list that comes later than this is of no use to somebody who types.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(2);

macro_rules! completions {
    ($($(#[$doc:meta])* $name:ident = $what:ident),+ $(,)?) => {
        $($(#[$doc])*
        pub(super) async fn $name(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
            complete(ctx, Completion::$what, typed).await
        })+
    };
}

completions! {
    /// Completes a published petition.
    petition = Petition,
    /// Completes a petition to log for.
    petition_to_log_for = PetitionToLogFor,
    /// Completes an organisation.
    organisation = Organisation,
    /// Completes a source.
    source = Source,
    /// Completes a fact's property.
    property = Property,
    /// Completes a speaker.
    speaker = Speaker,
    /// Completes a tag.
    tag = Tag,
    /// Completes a demand.
    demand = Demand,
    /// Completes a commitment.
    commitment = Commitment,
    /// Completes a submission that waits.
    submission = Submission,
    /// Completes a signatory.
    signatory = Signatory,
    /// Completes an act of the ledger.
    ledger_act = LedgerAct,
    /// Completes how a running number is read.
    counter = Counter,
    /// Completes a record.
    record = Record,
    /// Completes a hidden petition.
    hidden_petition = HiddenPetition,
    /// Completes a record or petition.
    object = Object,
    /// Completes a petition or organisation.
    mergeable = Mergeable,
    /// Completes an act that can be taken back.
    undoable = Undoable,
    /// Completes the last of several petitions.
    petitions = Petitions,
    /// Completes a digest.
    digest = Digest,
    /// Completes the day on which a digest runs.
    digest_day = DigestDay,
    /// Completes a time zone.
    zone = Zone,
}

async fn complete(ctx: Context<'_>, what: Completion, typed: &str) -> CreateAutocompleteResponse {
    let nothing = CreateAutocompleteResponse::new();
    let Some(caller) = caller_of(ctx) else { return nothing };
    let responder = ctx.framework.user_data.responder();
    let Ok(found) = timeout(PATIENCE, responder.complete(&caller, what, typed)).await else { return nothing };
    let choices = render_choices(&found).into_iter().map(|(name, value)| AutocompleteChoice::new(name, value));
    nothing.set_choices(choices.collect())
}
