//! `tutela act`: every act of every room.

use super::Common;
use super::node::{Reached, reach};
use super::secrets::{code, password};
use crate::doors::core::{House, catalogue};
use crate::fault::Fault;
use access::at_the_console;
use clap::Args;
use desk::{ActDoor, ActEnvelope, Desk, Unprepared, act_of_pairs};
use face::{Language, Texts};
use kernel::{Actor, CodeList, Id, Outcome, Purpose};
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Who acts on the command line when no node is running.
#[derive(Args, Clone, Debug)]
pub(crate) struct As {
    /// Without a running node: the account that acts; its password is asked for or read from TUTELA_PASSWORD, the code of
    /// its second factor from TUTELA_CODE
    #[arg(long = "as", global = true, value_name = "USER")]
    user: Option<String>,
    /// Why; the token's purpose when none is given
    #[arg(long, global = true)]
    purpose: Option<String>,
}

impl As {
    /// Who acts, after name and password.
    ///
    /// # Errors
    /// [`Fault::Input`] names what is missing or wrong.
    pub(crate) fn actor(&self, house: &House) -> Result<(Actor, Purpose), Fault> {
        let user = self.user()?;
        let account = at_the_console(&house.node, user, &password()?, &code(), Desk::now())
            .map_err(|error| Fault::Input(error.to_string()))?;
        Ok((account.actor(), self.purpose()?.unwrap_or(Purpose::NotStated)))
    }

    /// Whether an account is named.
    pub(crate) fn is_named(&self) -> bool {
        self.user.is_some()
    }

    /// The account's name.
    ///
    /// # Errors
    /// [`Fault::Input`] when none is given.
    pub(crate) fn user(&self) -> Result<&str, Fault> {
        self.user
            .as_deref()
            .ok_or_else(|| Fault::Input("--as: is missing; the account that acts is wanted".into()))
    }

    /// The purpose stated.
    ///
    /// # Errors
    /// [`Fault::Input`] for an unknown code.
    pub(crate) fn purpose(&self) -> Result<Option<Purpose>, Fault> {
        let read = |code: &String| {
            Purpose::from_code(code).map_err(|error| Fault::Input(format!("--purpose: {error}")))
        };
        self.purpose.as_ref().map(read).transpose()
    }
}

/// Enters any act of any room.
#[derive(Args)]
#[command(
    after_help = "Example: tutela act reports.take-up --field report=0f8fad5bd9cb469fa165708677289501\n         tutela act reports.refer --many acts.jsonl --field unit=... --field agreement=reporter-agreed enters one act for each line, {\"act\": {\"report\": \"...\"}}\n         tutela act --all lists every act"
)]
pub(crate) struct Act {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    by: As,
    /// The act's name, room.act
    name: Option<String>,
    /// Lists every act with who may do it
    #[arg(long)]
    all: bool,
    /// One field of the act: NAME=VALUE, OBJECT.NAME=VALUE; again for more, and for more values of a list
    #[arg(long = "field", value_name = "NAME=VALUE")]
    fields: Vec<String>,
    /// The act's fields as a JSON object; - for standard input
    #[arg(long, value_name = "FILE")]
    body: Option<PathBuf>,
    /// Enters one act for each line of a file, at most 500: JSON objects with act, sealed and id, as the API takes them; --field,
    /// --body and --sealed hold for all of them. With --id, sent again nothing is entered twice. Tells what became of each
    #[arg(long, value_name = "FILE")]
    many: Option<PathBuf>,
    /// A sealed text: SLOT=FILE, - for standard input
    #[arg(long = "sealed", value_name = "SLOT=FILE")]
    sealed: Vec<String>,
    /// The act's id, for a retry that must not be entered twice
    #[arg(long)]
    id: Option<String>,
}

/// Reads a file's text; `-` is standard input.
///
/// # Errors
/// [`Fault::File`].
pub(crate) fn text_of(path: &str) -> Result<String, Fault> {
    if path == "-" {
        return std::io::read_to_string(std::io::stdin())
            .map_err(|error| Fault::File("standard input".into(), error));
    }
    std::fs::read_to_string(path).map_err(Fault::file(path.as_ref()))
}

/// The door of an act, with the English texts of its errors.
///
/// # Errors
/// [`Fault::Input`] when there is no such act.
fn door_of(name: &str) -> Result<(ActDoor, Texts), Fault> {
    let rooms = crate::rooms::rooms();
    let texts = catalogue(rooms.iter().flat_map(|room| room.texts.iter().cloned()))?;
    let door = rooms.into_iter().flat_map(|room| room.acts).find(|door| door.kind.name == name);
    let unknown = || Fault::Input(format!("'{name}' is no act; 'tutela act --all' lists them"));
    Ok((door.ok_or_else(unknown)?, texts.texts(Language::English)))
}

impl Act {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        if self.all || self.name.is_none() {
            return self.list();
        }
        let name = self.name.clone().unwrap_or_default();
        let (door, texts) = door_of(&name)?;
        let envelope = self.envelope(&door, &texts)?;
        if let Some(file) = &self.many {
            return self.run_many(&name, &many_of(&text_of(&file.to_string_lossy())?, &envelope)?);
        }
        match reach(&self.common)? {
            Reached::Live(live) => {
                let answer = live.post(&format!("/api/acts/{name}"), &envelope)?;
                println!("{answer}");
                Ok(ExitCode::SUCCESS)
            }
            Reached::Files(house) => {
                println!("{}", by_files(&self.by, &house, &door, envelope)?);
                Ok(ExitCode::SUCCESS)
            }
        }
    }

    /// Enters many acts beside a running node; ends with 1 where one of them was not entered.
    fn run_many(&self, name: &str, envelopes: &[Value]) -> Result<ExitCode, Fault> {
        let Reached::Live(live) = reach(&self.common)? else {
            return Err(Fault::Input(
                "--many: is for a running node; start it, or enter one act by itself".into(),
            ));
        };
        let mut body = json!({ "acts": envelopes });
        if let Some(id) = &self.id {
            body["id"] = json!(id);
        }
        let answer = live.post(&format!("/api/acts/{name}/many"), &body)?;
        let told: Value = serde_json::from_str(&answer)
            .map_err(|error| Fault::Input(format!("the node's answer: {error}")))?;
        for one in told["answers"].as_array().into_iter().flatten() {
            println!("{one}");
        }
        Ok(if told["denied"] == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn list(&self) -> Result<ExitCode, Fault> {
        let rooms = crate::rooms::rooms();
        for door in rooms.iter().flat_map(|room| &room.acts) {
            let roles: Vec<&str> = door.kind.roles.iter().map(|role| role.code()).collect();
            if self.common.json {
                println!("{}", json!({ "act": door.kind.name, "about": door.kind.about, "roles": roles }));
            } else {
                println!("{:36} {} [{}]", door.kind.name, door.kind.about, roles.join(", "));
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn envelope(&self, door: &ActDoor, texts: &Texts) -> Result<Value, Fault> {
        let mut act = match &self.body {
            None => Map::new(),
            Some(file) => serde_json::from_str(&text_of(&file.to_string_lossy())?)
                .map_err(|error| Fault::Input(format!("--body: {error}; one JSON object is wanted")))?,
        };
        let pairs = self.fields.iter().map(|field| {
            field
                .split_once('=')
                .ok_or_else(|| Fault::Input(format!("--field {field}: NAME=VALUE is wanted")))
        });
        let pairs: Vec<(&str, &str)> = pairs.collect::<Result<_, _>>()?;
        let told = act_of_pairs(door, &pairs, texts).map_err(|error| {
            Fault::Input(format!("--field {}: {}; {}", error.field, error.wrong, error.right))
        })?;
        // What --field says stands before what --body says.
        act.extend(told);
        let mut sealed = Map::new();
        for text in &self.sealed {
            let (slot, file) = text
                .split_once('=')
                .ok_or_else(|| Fault::Input(format!("--sealed {text}: SLOT=FILE is wanted")))?;
            sealed.insert(slot.to_owned(), json!(text_of(file)?));
        }
        let mut envelope = json!({ "act": act, "sealed": sealed });
        if let Some(id) = &self.id {
            envelope["id"] = json!(id);
        }
        if let Some(purpose) = self.by.purpose()? {
            envelope["purpose"] = json!(purpose.code());
        }
        Ok(envelope)
    }
}

/// The envelopes of a file of JSON lines, each over what holds for all of them.
fn many_of(text: &str, for_all: &Value) -> Result<Vec<Value>, Fault> {
    let one = |(n, line): (usize, &str)| {
        let own: Map<String, Value> = serde_json::from_str(line)
            .map_err(|error| Fault::Input(format!("--many: line {}: {error}", n + 1)))?;
        let mut envelope = for_all.clone();
        // The id of the command is that of the whole.
        if let Some(envelope) = envelope.as_object_mut() {
            envelope.remove("id");
        }
        for (name, value) in own {
            match (envelope[name.as_str()].as_object_mut(), value) {
                (Some(known), Value::Object(more)) => known.extend(more),
                (_, value) => envelope[name.as_str()] = value,
            }
        }
        Ok(envelope)
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(one).collect()
}

/// Enters an act into a node that does not run, and tells what the API would.
fn by_files(by: &As, house: &House, door: &ActDoor, envelope: Value) -> Result<Value, Fault> {
    let envelope: ActEnvelope =
        serde_json::from_value(envelope).map_err(|error| Fault::Input(error.to_string()))?;
    let (actor, purpose) = by.actor(house)?;
    let deed =
        door.prepare(&house.node, &envelope, actor, purpose).map_err(|unprepared| match unprepared {
            Unprepared::Field(error) => {
                Fault::Input(format!("{}: {}; {}", error.field, error.wrong, error.right))
            }
            Unprepared::Fault(fault) => Fault::Deed(fault),
        })?;
    let answer = house.node.enter_now(deed)?;
    match answer.outcome {
        Outcome::Entered { seq, marks } => {
            let violates: Vec<&str> = marks.iter().map(|rule| rule.code()).collect();
            let mut told = json!({ "id": answer.act.to_string(), "entry": seq, "violates": violates });
            if let Some(made) = door.made(answer.act) {
                told["made"] = json!(made);
            }
            Ok(told)
        }
        Outcome::Refused(refusal) => Err(Fault::Found(refusal.to_string())),
        Outcome::Forbidden(forbidden) => Err(Fault::Input(forbidden.to_string())),
        Outcome::Invalid(problem) => Err(Fault::Input(problem.to_string())),
    }
}

/// Enters one act for a command of its own, beside a running node or into its files; tells the act's number.
///
/// # Errors
/// [`Fault`] says why it was not entered.
pub(crate) fn entered(reached: &Reached, by: &As, name: &str, act: &Value) -> Result<String, Fault> {
    let mut envelope = json!({ "act": act });
    if let Some(purpose) = by.purpose()? {
        envelope["purpose"] = json!(purpose.code());
    }
    let answer = match reached {
        Reached::Live(live) => serde_json::from_str(&live.post(&format!("/api/acts/{name}"), &envelope)?)
            .map_err(|error| Fault::Input(format!("the node's answer: {error}")))?,
        Reached::Files(house) => by_files(by, house, &door_of(name)?.0, envelope)?,
    };
    Ok(answer["id"].as_str().unwrap_or_default().to_owned())
}

/// A number of this system, read from the command line.
///
/// # Errors
/// [`Fault::Input`] names the argument.
pub(crate) fn id_of(name: &str, text: &str) -> Result<Id, Fault> {
    text.parse().map_err(|error| Fault::Input(format!("{name}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_an_act_over_what_holds_for_all() {
        let for_all = json!({ "id": "0a", "act": { "unit": "07" }, "sealed": {} });
        let text =
            "{\"act\":{\"report\":\"01\"}}\n\n{\"act\":{\"report\":\"02\",\"unit\":\"08\"},\"id\":\"0b\"}\n";
        let all = many_of(text, &for_all).unwrap();
        let right = [
            json!({ "act": { "report": "01", "unit": "07" }, "sealed": {} }),
            json!({ "id": "0b", "act": { "report": "02", "unit": "08" }, "sealed": {} }),
        ];
        assert_eq!(all, right);
        assert!(many_of("{", &for_all).unwrap_err().to_string().contains("line 1"));
        assert!(many_of("[1]", &for_all).is_err());
    }
}
