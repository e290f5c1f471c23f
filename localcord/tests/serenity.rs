//! A real serenity client on the production path: TLS in the name of discord.com, and the limiter on.

use std::{sync::Arc, time::Duration};

use localcord::{Answer, Config, Localcord};
use serenity::{
    all::{
        ClientBuilder, Command, CommandOptionType, Context, CreateActionRow, CreateButton, CreateCommand,
        CreateCommandOption, CreateInputText, CreateInteractionResponse, CreateInteractionResponseMessage, CreateModal,
        EventHandler, GatewayIntents, HttpBuilder, InputTextStyle, Interaction, Ready,
    },
    async_trait,
};

struct Bot;

#[async_trait]
impl EventHandler for Bot {
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

async fn connect(cord: &Localcord) -> tokio::task::JoinHandle<()> {
    let root = reqwest::Certificate::from_pem(cord.ca_pem().as_bytes()).expect("the root is PEM");
    let reqwest = reqwest::Client::builder()
        .resolve("discord.com", cord.rest_addr())
        .add_root_certificate(root)
        .build()
        .expect("the client is complete");
    let http = HttpBuilder::new(cord.token()).client(reqwest).build();
    let mut client = ClientBuilder::new_with_http(http, GatewayIntents::GUILDS)
        .event_handler_arc(Arc::new(Bot))
        .await
        .expect("the client starts");
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
    let bot = connect(&cord).await;

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
    bot.abort();
    cord.stop().await;
}
