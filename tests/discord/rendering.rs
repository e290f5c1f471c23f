//! How replies look, and what no reply can do.

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;
use undersigned::answers::press::Press;
use undersigned::answers::reply::{
    Action, Attached, Audience, Block, Choice, Content, Footnote, FormReply, Input, InstantStyle, Reply, Span, Style,
    Text,
};
use undersigned::discord::render::{Rendered, render, render_choices, render_form};
use undersigned::domain::ids::Number;
use undersigned::domain::source::SourceUrl;
use undersigned::service::Field;

use crate::hostile;
use crate::reader::{Read, read};

/// What says that something was cut.
const CUT: &str = "there is no room for more in one message";

fn url(text: &str) -> SourceUrl {
    SourceUrl::parse(text).unwrap()
}

fn stored_text() -> impl Strategy<Value = Text> {
    let span = prop_oneof![
        4 => hostile::text().prop_map(Span::Stored),
        2 => hostile::text().prop_map(Span::StoredStrong),
        1 => "[a-z ,.]{0,20}".prop_map(Span::Own),
        1 => "[a-z0-9 ,.]{0,20}".prop_map(Span::Strong),
        1 => hostile::text().prop_map(Span::Literal),
        1 => Just(Span::Instant(Timestamp::UNIX_EPOCH, InstantStyle::Relative)),
        1 => (1_usize..30).prop_map(Span::Mark),
        1 => Just(Span::Command("count log")),
    ];
    vec(span, 0..4).prop_map(Text)
}

fn block() -> impl Strategy<Value = Block> {
    (stored_text(), 0..6).prop_map(|(text, kind)| match kind {
        0 => Block::Heading(text),
        1 => Block::Item(text),
        2 => Block::Quote(text),
        3 => Block::Small(text),
        4 => Block::Gap,
        _ => Block::Line(text),
    })
}

fn footnote() -> impl Strategy<Value = Footnote> {
    let path = "[a-z0-9()\\[\\]*_|\\\\<>\"'`^ %-]{0,40}";
    (hostile::text(), path, proptest::option::of(hostile::text())).prop_map(|(label, path, archived)| Footnote {
        label,
        url: url(&format!("https://news.example.org/{path}?a=({path})")),
        archived: archived.map(|label| (label, url("https://archive.example/1_(2)"))),
        pending: false,
    })
}

fn actions() -> impl Strategy<Value = Vec<Vec<Action>>> {
    let button = (1_i64..4, "[a-z]{1}").prop_map(|(number, _)| Action::Button {
        label: "Approve".into(),
        press: Press::Approve(Number::new(number).unwrap()),
        style: Style::Primary,
    });
    let link = (0_usize..700).prop_map(|length| Action::Link {
        label: "Open source",
        url: url(&format!("https://news.example.org/{}", "x".repeat(length))),
    });
    let choice = (hostile::text(), hostile::text()).prop_map(|(label, value)| Choice { label, value });
    let select = vec(choice, 0..40).prop_map(|options| {
        let press = Press::RejectFor(Number::new(1).unwrap());
        vec![Action::Select { placeholder: "Which one?", press, options }]
    });
    let buttons = vec(prop_oneof![button, link], 0..8);
    vec(prop_oneof![3 => buttons, 1 => select], 0..8)
}

fn picture() -> impl Strategy<Value = Attached> {
    (hostile::text(), 1_usize..60).prop_map(|(text, times)| {
        let description = text.repeat(times);
        Attached { name: "letter.png".to_owned(), content: Content::Picture { png: vec![1], description } }
    })
}

fn reply() -> impl Strategy<Value = Reply> {
    let texts = (proptest::option::of(stored_text()), vec(block(), 0..10));
    let parts = (texts, vec(footnote(), 0..30), actions(), proptest::option::of(picture()));
    parts.prop_map(|((title, blocks), footnotes, actions, file)| Reply {
        file,
        title,
        blocks,
        footnotes,
        actions,
        ..Reply::new(Audience::Channel)
    })
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn texts(reply: &Reply) -> impl Iterator<Item = &Text> {
    let of_block = |block| match block {
        &Block::Gap => None,
        Block::Heading(text) | Block::Line(text) | Block::Item(text) | Block::Quote(text) | Block::Small(text) => {
            Some(text)
        }
    };
    reply.title.iter().chain(reply.blocks.iter().filter_map(of_block))
}

/// Keeps what carries meaning: letters and digits, fillers that show nothing left out.
fn essence(text: &str) -> String {
    let fillers = ['\u{115F}', '\u{1160}', '\u{3164}', '\u{FFA0}'];
    text.chars().filter(|c| c.is_alphanumeric() && !fillers.contains(c)).collect()
}

fn said(reply: &Reply) -> String {
    let spans = texts(reply).flat_map(|text| &text.0);
    spans
        .map(|span| match span {
            Span::Own(text)
            | Span::Strong(text)
            | Span::Stored(text)
            | Span::StoredStrong(text)
            | Span::Literal(text) => essence(text),
            Span::Mark(number) => number.to_string(),
            Span::Command(command) => essence(command),
            Span::Claim(_) | Span::Instant(..) | Span::Channel(_) | Span::Role(_) => String::new(),
        })
        .collect()
}

/// Fails when the message breaks one of Discord's limits.
fn assert_within_limits(rendered: &Rendered) -> Result<(), TestCaseError> {
    prop_assert!((1..=10).contains(&rendered.descriptions.len()));
    let sent = serde_json::to_value(rendered.response()).unwrap();
    for file in sent["attachments"].as_array().unwrap() {
        let description = file["description"].as_str().unwrap();
        prop_assert!((1..=1_024).contains(&length(description)), "{description}");
        let turned = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
        prop_assert!(!description.contains(turned), "{description:?}");
    }
    prop_assert_eq!(sent["attachments"].as_array().unwrap().len(), usize::from(rendered.file.is_some()));
    let footer = rendered.footer.as_deref().map_or(0, length);
    let total: usize = rendered.descriptions.iter().map(|text| length(text)).sum::<usize>() + footer;
    prop_assert!(total <= 6_000, "{total} characters");
    for description in &rendered.descriptions {
        prop_assert!((1..=4_096).contains(&length(description)), "{}", length(description));
    }
    assert_rows(&serde_json::to_value(&rendered.rows).unwrap())
}

fn assert_rows(rows: &Value) -> Result<(), TestCaseError> {
    let rows = rows.as_array().unwrap();
    prop_assert!(rows.len() <= 5);
    let mut ids = std::collections::HashSet::new();
    for part in rows.iter().flat_map(|row| row["components"].as_array().unwrap()) {
        if let Some(id) = part["custom_id"].as_str() {
            prop_assert!((1..=100).contains(&length(id)) && ids.insert(id.to_owned()), "{id}");
        }
        let of_label = part["label"].as_str().map_or(1, length);
        prop_assert!((1..=80).contains(&of_label));
        for shown in [&part["label"], &part["placeholder"]] {
            prop_assert!(!shown.as_str().unwrap_or_default().chars().any(is_hidden), "{shown}");
        }
        prop_assert!(part["url"].as_str().is_none_or(|url| length(url) <= 512));
        let mut values = std::collections::HashSet::new();
        let options = part["options"].as_array().cloned().unwrap_or_default();
        prop_assert!(options.len() <= 25 && (part["type"] != 3 || !options.is_empty()));
        for option in options {
            let (label, value) = (option["label"].as_str().unwrap(), option["value"].as_str().unwrap());
            prop_assert!(!label.chars().any(is_hidden), "{label}");
            prop_assert!((1..=100).contains(&length(label)) && (1..=100).contains(&length(value)));
            prop_assert!(values.insert(value.to_owned()));
        }
    }
    for row in rows {
        prop_assert!((1..=5).contains(&row["components"].as_array().unwrap().len()));
    }
    Ok(())
}

/// Fails when something in the message acts that is not ours.
fn assert_inert(reply: &Reply, rendered: &Rendered, found: &Read) -> Result<(), TestCaseError> {
    let known: Vec<String> = reply
        .footnotes
        .iter()
        .flat_map(|note| std::iter::once(&note.url).chain(note.archived.as_ref().map(|(_, url)| url)))
        .chain(reply.actions.iter().flatten().filter_map(|action| match action {
            Action::Link { url, .. } => Some(url),
            Action::Button { .. } | Action::Select { .. } | Action::Native { .. } => None,
        }))
        .map(|url| host(url.as_str()))
        .collect();
    for (label, address) in &found.links {
        prop_assert!(known.contains(&host(address)), "{address}");
        prop_assert!(!label.contains("://") && !label.contains('['), "{label}");
    }
    prop_assert!(found.bare.is_empty(), "{:?}", found.bare);
    prop_assert!(found.sigils.iter().all(|sigil| sigil == "t:0:R"), "{:?}", found.sigils);
    let ours = ["-#", "###", "-", ">"];
    prop_assert!(found.markup.iter().all(|mark| ours.contains(&mark.as_str())), "{:?}", found.markup);
    prop_assert!(found.balanced);
    for raw in &rendered.descriptions {
        let raw = raw.replace("<t:0:R>", "");
        prop_assert!(
            !raw.contains("@everyone") && !raw.contains("@here") && !raw.contains("<@") && !raw.contains("<t:")
        );
        prop_assert!(isolates_are_closed(&raw));
        prop_assert!(!raw.chars().any(is_hidden));
    }
    Ok(())
}

/// Says whether a character shows nothing and may change how others are shown.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}' | '\u{2067}' | '\u{FEFF}')
}

fn host(address: &str) -> String {
    address.split('/').nth(2).unwrap_or_default().to_owned()
}

/// Each line closes the isolates it opens.
fn isolates_are_closed(text: &str) -> bool {
    text.split('\n').all(|line| {
        let open = line.matches('\u{2068}').count();
        open == line.matches('\u{2069}').count()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reply_breaks_a_limit_pings_anybody_or_forges_a_link(reply in reply()) {
        let rendered = render(&reply, Some("#142".to_owned()));
        assert_within_limits(&rendered)?;
        let found = read(&rendered.descriptions.join("\n"));
        assert_inert(&reply, &rendered, &found)?;
    }

    #[test]
    fn no_form_and_no_suggestion_hides_anything(title in hostile::text(), label in hostile::text(), held in hostile::text()) {
        let press = Press::Edit(Number::new(1).unwrap());
        let input = Input {
            field: Field::Note, label: label.clone(), value: held, placeholder: title.clone(), required: true, long: true,
            limit: 4_000,
        };
        let form = serde_json::to_value(render_form(&FormReply { title, press, inputs: vec![input] })).unwrap();
        let part = &form["components"][0]["components"][0];
        let choices = render_choices(&[Choice { label, value: "1".to_owned() }]);
        let shown = [form["title"].as_str(), part["label"].as_str(), part["placeholder"].as_str(), Some(&choices[0].0)];
        for shown in shown.into_iter().flatten() {
            prop_assert!(length(shown) <= 100 && !shown.chars().any(is_hidden), "{shown:?}");
        }
    }

    #[test]
    fn nothing_is_lost_in_silence(reply in reply()) {
        let rendered = render(&reply, None);
        let found = read(&rendered.descriptions.join("\n"));
        let (seen, said) = (essence(&found.text), said(&reply));
        prop_assert!(seen.starts_with(&said) || found.text.contains(CUT), "{said}\n---\n{seen}");
        let sources = found.links.len() >= reply.footnotes.len();
        prop_assert!(sources || found.text.contains(CUT));
    }

    #[test]
    fn a_short_record_is_shown_whole(text in "\\PC{1,200}") {
        let mut reply = Reply::new(Audience::Private);
        reply.blocks.push(Block::Quote(Text(vec![Span::Stored(text.clone())])));
        let rendered = render(&reply, None);
        prop_assert!(!rendered.descriptions.concat().contains(CUT));
    }
}
