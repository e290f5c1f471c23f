//! Answers to what people file, press, send and set up.

use super::Responder;
use super::press::Press;
use super::reply::Answer;
use crate::service::log::Typed;
use crate::service::setup::{BotPlace, SetupChange};
use crate::service::{Caller, Field};

impl Responder {
    /// Answers a filled-in log command with a private preview, or the form for its words.
    pub async fn log(&self, _caller: &Caller, _typed: Typed) -> Answer {
        todo!()
    }

    /// Answers a button or a select (`values` are what was chosen).
    pub async fn press(&self, _caller: &Caller, _press: Press, _values: &[String]) -> Answer {
        todo!()
    }

    /// Answers a form that was sent.
    pub async fn submit(&self, _caller: &Caller, _press: Press, _fields: &[(Field, String)]) -> Answer {
        todo!()
    }

    /// Answers `/setup`: changes what was given and shows the panel.
    pub async fn setup(&self, _caller: &Caller, _change: SetupChange) -> Answer {
        todo!()
    }

    /// Answers `/undersigned diagnose`.
    pub async fn diagnose(&self, _caller: &Caller, _place: BotPlace) -> Answer {
        todo!()
    }

    /// Answers `/undersigned about`. `latency` style figures are left to the caller's layer.
    pub async fn about(&self, _caller: &Caller) -> Answer {
        todo!()
    }

    /// Answers `/petition here`.
    pub async fn set_channel(&self, _caller: &Caller, _petition: String) -> Answer {
        todo!()
    }

    /// Answers `/review approve` and `/review reject` by command; a press goes through [`Responder::press`].
    pub async fn decide(
        &self,
        _caller: &Caller,
        _submission: String,
        _rejected_for: Option<(crate::domain::review::RejectReason, Option<String>)>,
    ) -> Answer {
        todo!()
    }
}
