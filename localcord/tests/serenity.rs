//! A real serenity client on the production path: TLS in the name of discord.com, and the limiter on.

#![allow(clippy::disallowed_methods, reason = "the task is handed to the test, which ends it")]
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use localcord::{Answer, Config, Localcord};
use serenity::{
    all::{
        ClientBuilder, Command, CommandOptionType, Context, CreateActionRow, CreateButton, CreateCommand,
        CreateCommandOption, CreateInputText, CreateInteractionResponse, CreateInteractionResponseMessage,
        CreateMessage, CreateModal, EditMessage, EventHandler, GatewayIntents, GetMessages, Guild, Http, HttpBuilder,
        InputTextStyle, Interaction, Ready,
    },
    async_trait,
};

/// A bot that counts the guilds it hears of.
#[derive(Default)]
struct Bot {
    guilds: AtomicUsize,
}

#[async_trait]
impl EventHandler for Bot {
    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        assert_eq!(guild.name, "Workers");
        self.guilds.fetch_add(1, Ordering::SeqCst);
    }

    async fn ready(&self, ctx: Context, _: Ready) {
        let petition = CreateCommandOption::new(CommandOptionType::String, "petition", "Which one").required(true);
        let show = CreateCommandOption::new(CommandOptionType::SubCommand, "show", "Show").add_sub_option(petition);
        let count = CreateCommand::new("count").description("Counts").add_option(show);
        Command::set_global_commands(&ctx.http, vec![count]).await.expect("the command is well formed");
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        match interaction {
            Interaction::Command(command) => {
                let button = CreateActionRow::Buttons(vec![CreateButton::new("v1:note:7").label("Add a note")]);
                let message = CreateInteractionResponseMessage::new()
                    .content(format!("{} asked {:?}", command.user.name, command.data.options))
                    .components(vec![button])
                    .ephemeral(true);
                command
                    .create_response(&ctx.http, CreateInteractionResponse::Message(message))
                    .await
                    .expect("answered in time");
            }
            Interaction::Component(component) => {
                let input = CreateInputText::new(InputTextStyle::Short, "Note", "note");
                let modal = CreateModal::new(component.data.custom_id.clone(), "A note")
                    .components(vec![CreateActionRow::InputText(input)]);
                component
                    .create_response(&ctx.http, CreateInteractionResponse::Modal(modal))
                    .await
                    .expect("answered in time");
            }
            Interaction::Modal(modal) => {
                let message = CreateInteractionResponseMessage::new().content("noted");
                modal
                    .create_response(&ctx.http, CreateInteractionResponse::Message(message))
                    .await
                    .expect("answered in time");
            }
            _ => {}
        }
    }
}

fn http(cord: &Localcord) -> Http {
    let root = reqwest::Certificate::from_pem(cord.ca_pem().as_bytes()).expect("the root is PEM");
    let builder = reqwest::Client::builder().resolve("discord.com", cord.rest_addr()).add_root_certificate(root);
    HttpBuilder::new(cord.token()).client(builder.build().expect("the client is complete")).build()
}

async fn connect(cord: &Localcord, bot: Arc<Bot>) -> tokio::task::JoinHandle<()> {
    let builder = ClientBuilder::new_with_http(http(cord), GatewayIntents::GUILDS).event_handler_arc(bot);
    let mut client = builder.await.expect("the client starts");
    let task = tokio::spawn(async move {
        let _ = client.start().await;
    });
    cord.gateway().wait_ready().await.expect("the bot identifies");
    cord.wait_for_command("count", Duration::from_secs(5)).await.expect("the bot registers its command");
    task
}

#[tokio::test]
async fn a_serenity_bot_registers_answers_and_resumes() {
    let cord = Localcord::start(Config::default()).await.expect("two sockets are free");
    let guild = cord.create_guild("Workers");
    let channel = guild.create_channel("petitions");
    let ada = guild.join("ada", &[]).in_channel(channel);
    let bot = Arc::new(Bot::default());
    let client = connect(&cord, bot.clone()).await;

    let outcome = ada.slash("/count show petition:ice").await.expect("the client sends it");
    assert_eq!(outcome.answer, Answer::Message);
    assert!(outcome.ephemeral);
    let message = outcome.message.expect("there is a message");
    assert!(message.content.contains("ada asked"), "{}", message.content);

    let outcome = ada.click(&message, "Add a note").await.expect("the button is there");
    let modal = outcome.modal.expect("a form opens");
    let outcome = ada.submit(&modal, &[("Note", "seen")]).await.expect("the form is complete");
    assert_eq!(outcome.text(), "noted");

    cord.gateway().ask_reconnect();
    cord.gateway().wait_resumes(1).await.expect("the bot resumes after opcode 7");
    assert!(ada.slash("/count show petition:again").await.expect("the client sends it").message.is_some());

    cord.gateway().cut();
    let outcome = ada.slash("/count show petition:while-cut").await.expect("the client sends it");
    assert!(outcome.text().contains("while-cut"), "the missed event is replayed: {outcome:?}");
    assert_eq!(cord.gateway().resumes(), 2);
    assert_eq!(cord.gateway().identifies(), 1);
    assert_eq!(cord.invalid_requests(), 0);
    assert_eq!(bot.guilds.load(Ordering::SeqCst), 1);
    client.abort();
    cord.stop().await;
}

#[tokio::test]
async fn serenity_reads_what_rest_serves() {
    let cord = Localcord::start(Config::default()).await.expect("two sockets are free");
    let guild = cord.create_guild("Workers");
    let channel = guild.create_channel("petitions");
    let thread = guild.create_thread(channel, "one petition");
    let http = http(&cord);
    let (guild_id, channel_id) = (guild.id().get().into(), serenity::all::ChannelId::new(channel.get()));

    assert_eq!(http.get_current_user().await.expect("the bot").id.get(), cord.application_id());
    assert_eq!(http.get_current_application_info().await.expect("the application").id.get(), cord.application_id());
    assert_eq!(http.get_guild(guild_id).await.expect("the guild").name, "Workers");
    assert_eq!(http.get_channels(guild_id).await.expect("the channels").len(), 1);
    assert_eq!(http.get_guild_roles(guild_id).await.expect("the roles").len(), 2);
    let me = http.get_member(guild_id, cord.bot_user_id().get().into()).await.expect("the bot as a member");
    assert_eq!(me.roles.len(), 1);
    let thread = http.get_channel(thread.get().into()).await.expect("the thread").guild().expect("in a guild");
    assert!(thread.thread_metadata.is_some());

    let mut message = channel_id.send_message(&http, CreateMessage::new().content("one")).await.expect("a message");
    message.edit(&http, EditMessage::new().content("two")).await.expect("an edit");
    let read = channel_id.messages(&http, GetMessages::new().limit(10)).await.expect("messages");
    assert_eq!(read.iter().map(|message| message.content.as_str()).collect::<Vec<_>>(), ["two"]);
    message.delete(&http).await.expect("a deletion");
    let gone = channel_id.message(&http, message.id).await.expect_err("it is gone");
    assert!(gone.to_string().contains("Unknown Message"), "{gone}");
}
