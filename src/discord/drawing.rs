//! Painting the pictures of replies: on threads of their own, so that nothing else waits for it.

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::answers::edges;
use crate::answers::reply::{Answer, Attached, Block, Content, Reply, Text};

/// How many are painted at once: a burst of them leaves the machine's other threads alone.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Paints the picture of an answer, where it has one to be painted.
pub(super) async fn painted(answer: Answer) -> Answer {
    match answer {
        Answer::Reply(reply) => Answer::Reply(painted_reply(reply).await),
        Answer::Beside(reply) => Answer::Beside(painted_reply(reply).await),
        Answer::Form(form) => Answer::Form(form),
    }
}

/// Paints the picture of a reply, where it has one to be painted. What cannot be painted is said to be missing.
pub(super) async fn painted_reply(mut reply: Reply) -> Reply {
    let Some(Attached { name, content: Content::Chart(chart) }) = reply.file.take_if(|file| is_chart(file)) else {
        return reply;
    };
    let description = chart.description.clone();
    let turn = AT_ONCE.acquire().await;
    let mut painting = JoinSet::new();
    painting.spawn_blocking(move || chart.png());
    let png = painting.join_next().await;
    drop(turn);
    let failed = match png {
        Some(Ok(Ok(png))) => {
            reply.file = Some(Attached { name, content: Content::Picture { png, description } });
            return reply;
        }
        Some(Ok(Err(error))) => error.to_string(),
        Some(Err(error)) => error.to_string(),
        None => "it was not begun".to_owned(),
    };
    tracing::error!(%failed, "a picture could not be painted");
    reply.blocks.push(Block::Small(Text::own(edges::no_picture())));
    reply
}

fn is_chart(file: &Attached) -> bool {
    matches!(file.content, Content::Chart(_))
}

#[cfg(test)]
mod tests {
    use stepchart::{Chart, Words};

    use super::*;
    use crate::answers::reply::Audience;

    #[tokio::test]
    async fn a_chart_becomes_a_picture_with_its_description_and_other_files_stay() {
        let words = Words { months: ["Jan"; 12], disputed: "", axis_from: "", zone: "" };
        let (title, description) = ("A letter".to_owned(), "338 employees".to_owned());
        let chart = Chart { title, description, panels: Vec::new(), events: Vec::new(), notes: Vec::new(), words };
        let with = |content| {
            let mut reply = Reply::new(Audience::Private);
            reply.file = Some(Attached { name: "letter.png".to_owned(), content });
            reply
        };
        let painted = painted_reply(with(Content::Chart(Box::new(chart)))).await;
        assert!(painted.blocks.is_empty(), "{:?}", painted.blocks);
        let Some(Attached { content: Content::Picture { png, description }, .. }) = painted.file else {
            panic!("{:?}", painted.file)
        };
        assert!(png.starts_with(b"\x89PNG") && description == "338 employees", "{description}");
        let file = with(Content::File(vec![1]));
        assert_eq!(painted_reply(file.clone()).await, file);
    }
}
