//! Hand-made values of the service, after the record of 2018.

use jiff::Timestamp;

use crate::domain::commitment::Commitment;
use crate::domain::date::PartialDate;
use crate::domain::guild::Names;
use crate::domain::ids::Number;
use crate::domain::organisation::{Belonging, OrganisationKind, OrganisationRef};
use crate::domain::petition::{Collection, PetitionDoc, PetitionKind, Relation, Visibility};
use crate::domain::petition_edit::{Change, Listed, PetitionEdit, RelatedPetition};
use crate::domain::proposal::{Named, OrganisationProposal, Parent, PetitionProposal, Proposal, RecordProposal};
use crate::domain::record::{Body, Capacity, CountReport, FactClaim, Statement, Words};
use crate::domain::response::{Refers, Request, Response, ResponseKind, ResponseKinds};
use crate::domain::review::{Standing, SubmissionState};
use crate::domain::signatory::{Basis, Part, Person, SignatoryProposal};
use crate::domain::source::{Beside, SourceDoc, SourceUrl};
use crate::domain::{Measure, Population, Qualifier, Reading, Unit};
use crate::service::log::{DraftId, Likeness, MayApprove, OfPage, Preview, Similar};
use crate::service::review::{Decision, SubmissionView};

pub(super) const TITLE: &str = "Microsoft employees' open letter";

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn date(text: &str) -> PartialDate {
    PartialDate::try_from(text.to_owned()).unwrap()
}

pub(super) fn number(number: i64) -> Number {
    Number::new(number).unwrap()
}

pub(super) fn draft() -> DraftId {
    DraftId::parse("0123456789abcdef").unwrap()
}

pub(super) fn reading(
    qualifier: Qualifier,
    point: Option<u64>,
    lower: Option<u64>,
    upper: Option<u64>,
    unit: Unit,
) -> Reading {
    Reading::new(qualifier, point, lower, upper, unit, "conservative-1").unwrap()
}

pub(super) fn more_than_300() -> Reading {
    reading(Qualifier::MoreThan, Some(300), Some(301), None, Unit::People)
}

pub(super) fn verge() -> SourceDoc {
    let url = SourceUrl::parse("https://www.theverge.com/2018/6/21/17488328/microsoft-ice").unwrap();
    SourceDoc {
        publisher: Some("The Verge".into()),
        published: Some(date("2018-06-21")),
        ..SourceDoc::bare(url, date("2026-11-21"))
    }
}

pub(super) fn bare() -> SourceDoc {
    SourceDoc::bare(SourceUrl::parse("https://gadgets.example.org/a").unwrap(), date("2026-11-21"))
}

pub(super) fn record(body: Body, source: Option<SourceDoc>) -> Proposal {
    Proposal::Record(Box::new(RecordProposal {
        counting: None,
        petition: number(12),
        organisation: Some(OrganisationRef::Known(number(3))),
        source,
        body,
    }))
}

pub(super) fn count(wording: &str, population: Population, reading: Option<Reading>) -> Proposal {
    let body = Body::Count(CountReport {
        measure: Measure::Signatures,
        population,
        wording: wording.into(),
        language: None,
        reading,
        as_of: date("2018-06-21"),
        originator: "The Verge".into(),
        locator: None,
        note: None,
    });
    record(body, Some(verge()))
}

pub(super) fn fact() -> Proposal {
    let rounded =
        reading(Qualifier::Rounded, Some(19_400_000), Some(19_350_000), Some(19_449_999), Unit::Money("USD".into()));
    let body = Body::Fact(FactClaim {
        subject: "Microsoft-ICE contract".into(),
        property: "value".into(),
        wording: "$19.4 million".into(),
        language: None,
        reading: Some(rounded),
        as_of: None,
        originator: "the employees' letter".into(),
    });
    record(body, Some(bare()))
}

pub(super) fn statement() -> Proposal {
    let body = Body::Statement(Statement {
        speaker: "Larry Osterman".into(),
        capacity: Capacity::EmployeePersonal,
        channel: Some("Twitter".into()),
        said_on: date("2018-06-17"),
        words: Words::new(Some("Do you know what @everyone did?\nNot cool.".into()), None).unwrap(),
        directed_to: Some("Brad Smith".into()),
        about: None,
    });
    record(body, Some(bare()))
}

pub(super) fn response() -> Proposal {
    let body = Body::Response(Response {
        speaker: Some("Satya Nadella, chief executive".into()),
        capacity: Capacity::Executive,
        kinds: ResponseKinds::new([ResponseKind::Acknowledged, ResponseKind::Defended]).unwrap(),
        judged_because: None,
        words: Words::new(Some("cruel and abusive".into()), Some("Does not end the contract.".into())).unwrap(),
        channel: Some("e-mail to all employees".into()),
        said_on: date("2018-06-19"),
        refers: Refers::NotStated,
    });
    record(body, Some(verge()))
}

pub(super) fn request() -> Proposal {
    let body = Body::Request(Request {
        asker: "The Seattle Times".into(),
        asked_on: date("2018-06-19"),
        deadline: date("2018-06-20"),
        result: None,
    });
    record(body, None)
}

pub(super) fn commitment() -> Proposal {
    let body = Body::Commitment(Commitment {
        text: "A public policy by the end of the year".into(),
        due: Some(date("2018-12")),
        made_on: Some(date("2018-06-25")),
    });
    record(body, Some(verge()))
}

/// A response that opens a commitment.
pub(super) fn committed() -> Proposal {
    let mut proposal = response();
    if let Proposal::Record(record) = &mut proposal
        && let Body::Response(said) = &mut record.body
    {
        said.kinds = ResponseKinds::new([ResponseKind::Committed]).unwrap();
    }
    proposal
}

fn named(organisation: OrganisationRef, name: &str) -> Named {
    Named { organisation, name: name.into() }
}

pub(super) fn organisation() -> Proposal {
    let belonging = Belonging { since: Some(date("2018-10-26")), until: None };
    Proposal::Organisation(Box::new(OrganisationProposal {
        organisation: named(OrganisationRef::New("GitHub".into()), "GitHub"),
        kind: Some(OrganisationKind::Employer),
        aliases: vec!["GitHub Inc".into(), "Logical Awesome".into()],
        parent: Some(Parent { organisation: named(OrganisationRef::Known(number(3)), "Microsoft"), belonging }),
    }))
}

pub(super) fn petition_edit() -> Proposal {
    let related = RelatedPetition { relation: Relation::FollowUpOf, other: number(9), title: "Online petition".into() };
    Proposal::PetitionEdit(Box::new(PetitionEdit {
        petition: number(12),
        title: Some(Change { from: TITLE.into(), to: "The *letter* of June".into() }),
        collection: Some(Change { from: Collection::Unknown, to: Collection::Delivered }),
        issued_on: Some(Change { from: date("2018-06"), to: date("2018-06-19") }),
        delivered_on: Some(Change { from: None, to: Some(date("2018-06-26")) }),
        scope: Some(Change { from: None, to: Some("Microsoft".into()) }),
        addressees: Listed { added: vec![named(OrganisationRef::New("GitHub".into()), "GitHub")], removed: vec![] },
        tags: Listed { added: vec!["contracts".into()], removed: vec!["immigration".into()] },
        relations: Listed { added: vec![related], removed: vec![] },
    }))
}

pub(super) fn petition() -> Proposal {
    Proposal::Petition(Box::new(PetitionProposal {
        slug: "microsoft-ice-2018".parse().unwrap(),
        doc: PetitionDoc {
            title: TITLE.into(),
            kind: PetitionKind::OpenLetter,
            summary: Some("Asks the company to end its work for ICE.".into()),
            scope: None,
            issued_on: date("2018-06-19"),
            delivered_on: None,
            visibility: Visibility::Leaked,
            language: None,
            sponsors: vec![],
            tags: vec![],
            links: vec![],
        },
        addressees: vec![OrganisationRef::Known(number(3))],
        demands: vec!["Cancel the contract".into(), "A public policy".into()],
        collection: Collection::Unknown,
        source: verge(),
    }))
}

pub(super) fn source() -> Proposal {
    let source = SourceDoc {
        title: Some("Microsoft employees are up in arms".into()),
        source_type: Some(crate::domain::source::SourceType::FirstHandReport),
        access: Some(crate::domain::source::Access::Open),
        ..verge()
    };
    Proposal::Source(Box::new(source))
}

pub(super) fn signatory(names: Names) -> Proposal {
    let person = Person { name: "Ada Lovelace".into(), affiliation: Some("Analytical Engines".into()) };
    Proposal::Signatory(Box::new(SignatoryProposal {
        petition: number(12),
        person: Some(person),
        part: Part::FirstSignatory,
        basis: Basis::SignsInSource,
        names,
        source: verge(),
    }))
}

pub(super) fn like_it() -> Similar {
    Similar {
        number: number(87),
        words: "more than 300".into(),
        publisher: "The Verge".into(),
        url: Some(verge().url),
        same_page: true,
        pending: false,
        likeness: Likeness::Content,
    }
}

pub(super) fn preview(proposals: Vec<Proposal>) -> Preview {
    Preview {
        draft: draft(),
        proposals,
        petition: Some(TITLE.into()),
        organisation: Some("Microsoft".into()),
        source_known: None,
        page: OfPage::Unasked,
        beside: Beside::default(),
        similar: vec![],
        may_approve: MayApprove::No,
        links: 0,
    }
}

pub(super) fn submission(proposal: Proposal) -> SubmissionView {
    SubmissionView {
        number: number(142),
        kind: proposal.kind(),
        proposal: Some(proposal),
        petition: Some((TITLE.into(), false)),
        about: Some(number(12)),
        organisation: Some("Microsoft".into()),
        handle: "7f3a".into(),
        standing: Standing::Contributor,
        blocked: false,
        questions: vec![],
        originals: vec![],
        approved_before: 4,
        rejected_before: 0,
        submitted_at: at("2026-11-21T12:00:00Z"),
        edited: false,
        decision: None,
        similar: vec![],
        beside: Beside::default(),
        flag: None,
    }
}

pub(super) fn decision(state: SubmissionState) -> Decision {
    Decision {
        number: number(142),
        state,
        by: Standing::Moderator,
        alone: false,
        at: at("2026-11-21T12:03:20Z"),
        reason: None,
    }
}
