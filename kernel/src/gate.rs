//! The gate: policy, need to know, rights rules, decide. Every act passes it, whoever asks; it is pure.

use crate::Id;
use crate::act::{AnyAct, Nature, made};
use crate::actor::Ctx;
use crate::charter::Registry;
use crate::entry::NewEntry;
use crate::knowing::{is_bound, knowing_needs, knows, not_known};
use crate::policy::{Ask, Forbidden, allow};
use crate::refusal::{Denial, Problem, Refusal};
use crate::rule::{Facet, RuleName};
use crate::tables::TableFault;
use crate::view::{Need, Needs, View};

/// How often an act or a rule may ask again with what it has seen.
const ROUNDS: usize = 3;

/// What the gate answers.
#[derive(Debug, PartialEq)]
pub enum Verdict {
    /// To be entered; a fact carries the rules that it violates.
    Enter {
        /// The facts.
        entries: Vec<NewEntry>,
        /// Rules that a fact violates.
        marks: Vec<RuleName>,
    },
    /// Refused by a rights rule.
    Refused(Refusal),
    /// Not for this actor.
    Forbidden(Forbidden),
    /// The input does not fit.
    Invalid(Problem),
}

/// Why the gate could not answer: a defect, never the sender's fault.
#[derive(Debug, thiserror::Error)]
pub enum GateFault {
    /// A table could not be read.
    #[error(transparent)]
    Table(#[from] TableFault),
    /// An act or rule read what it did not ask for, or a row that does not fit.
    #[error("act {act} read table {table} without having asked for it, or its row does not fit")]
    Undeclared {
        /// The act.
        act: &'static str,
        /// The table.
        table: &'static str,
    },
    /// An act says what no charter knows: nobody could ever read or replay it.
    #[error("act {act} says fact {kind} in version {version}, which no charter declares")]
    Unsaid {
        /// The act.
        act: &'static str,
        /// The number of the fact's kind.
        kind: u16,
        /// Its version.
        version: u8,
    },
}

/// Yields the rows that an act asks for.
pub trait Loader {
    /// Fills `view` with the answers to all `needs`.
    ///
    /// # Errors
    /// [`TableFault::Database`] when the backend fails.
    fn load(&mut self, needs: &[Need], view: &mut View) -> Result<(), TableFault>;
}

/// Runs an act through policy, need to know, rules and decide.
///
/// # Errors
/// [`GateFault`] when the tables fail or an act reads what it did not ask for.
pub fn pass(
    registry: &Registry,
    act: &dyn AnyAct,
    ctx: &Ctx,
    loader: &mut dyn Loader,
) -> Result<Verdict, GateFault> {
    let kind = act.kind();
    if let Err(forbidden) = allow(&ctx.actor, Ask::Act(kind), ctx.purpose) {
        return Ok(Verdict::Forbidden(forbidden));
    }
    if let Some(field) = not_its_own(act, ctx).filter(|_| registry.draws_numbers()) {
        return Ok(Verdict::Invalid(Problem::new(field, "is not the number that this act gives", NOTHING)));
    }
    if let Err(problem) = source_stands(act, ctx) {
        return Ok(Verdict::Invalid(problem));
    }
    let mut view = View::default();
    if let Some(field) = not_to_be_known(act, ctx, loader, &mut view)? {
        return Ok(Verdict::Invalid(not_known(field)));
    }
    settle(loader, &mut view, |view, needs| act.needs(ctx, view, needs))?;
    let facets = act.facets(ctx, &view);
    settle(loader, &mut view, |view, needs| {
        for rule in registry.rules() {
            facets.iter().for_each(|facet| (rule.needs)(facet, ctx, view, needs));
        }
        for bar in registry.bars() {
            facets.iter().for_each(|facet| (bar.needs)(facet, ctx, view, needs));
        }
    })?;
    let violated = judge(registry, &facets, ctx, &view);
    let verdict = match (kind.nature, violated.first()) {
        (Nature::Decision, Some(refusal)) => Verdict::Refused(refusal.clone()),
        (Nature::Decision, None) => match stopped(registry, &facets, ctx, &view) {
            Some(problem) => Verdict::Invalid(problem),
            None => decided(act, ctx, &view, violated),
        },
        _ => decided(act, ctx, &view, violated),
    };
    match view.fault() {
        Some(table) => Err(GateFault::Undeclared { act: kind.name, table }),
        None => Ok(verdict),
    }
}

/// What a sender does about the number of a new record.
const NOTHING: &str = "nothing: the node draws it and tells it in its answer";

/// The first field whose new number does not follow from the act. It is told before anything is looked up: a number that is
/// taken and one that never was are answered alike.
fn not_its_own(act: &dyn AnyAct, ctx: &Ctx) -> Option<&'static str> {
    let wrong = |(field, number): &(&'static str, Id)| *number != made(ctx.act, field);
    act.makes().into_iter().find(wrong).map(|(field, _)| field)
}

/// What the gate will look up first: who knows of the records that the act names; where none is to be kept, what the act
/// itself needs. Whoever fetches ahead fetches no more than this, or the time it takes would tell that a record exists.
pub fn first_needs(act: &dyn AnyAct, ctx: &Ctx, needs: &mut Needs) {
    if not_its_own(act, ctx).is_some() {
        return;
    }
    let named = named_to_be_known(act, ctx);
    if named.is_empty() {
        act.needs(ctx, &View::default(), needs);
    }
    named.iter().for_each(|&(_, record)| knowing_needs(&ctx.actor, record, needs));
}

/// The records that the actor's unit must know of, with their fields.
fn named_to_be_known(act: &dyn AnyAct, ctx: &Ctx) -> Vec<(&'static str, Id)> {
    let bound = is_bound(ctx.actor.role);
    act.names().into_iter().filter(|(_, record)| bound && !record.is_none()).collect()
}

/// The first field that names a record of which the acting unit does not know.
fn not_to_be_known(
    act: &dyn AnyAct,
    ctx: &Ctx,
    loader: &mut dyn Loader,
    view: &mut View,
) -> Result<Option<&'static str>, GateFault> {
    let named = named_to_be_known(act, ctx);
    settle(loader, view, |_, needs| {
        named.iter().for_each(|&(_, record)| knowing_needs(&ctx.actor, record, needs));
    })?;
    let unknown = named.iter().find(|&&(_, record)| !knows(&ctx.actor, record, ctx.now, view));
    Ok(unknown.map(|&(field, _)| field))
}

fn settle(
    loader: &mut dyn Loader,
    view: &mut View,
    mut ask: impl FnMut(&View, &mut Needs),
) -> Result<(), GateFault> {
    for _ in 0..ROUNDS {
        let mut needs = Needs::default();
        ask(view, &mut needs);
        let missing = needs.missing_from(view);
        if missing.is_empty() {
            break;
        }
        loader.load(&missing, view)?;
    }
    Ok(())
}

fn judge(registry: &Registry, facets: &[Facet], ctx: &Ctx, view: &View) -> Vec<Refusal> {
    let judged = registry.rules().flat_map(|rule| facets.iter().map(move |facet| (rule, facet)));
    judged.filter_map(|(rule, facet)| (rule.judge)(facet, ctx, view)).collect()
}

/// What stands in the way, if anything does.
fn stopped(registry: &Registry, facets: &[Facet], ctx: &Ctx, view: &View) -> Option<Problem> {
    registry.bars().find_map(|bar| facets.iter().find_map(|facet| (bar.stops)(facet, ctx, view)))
}

fn decided(act: &dyn AnyAct, ctx: &Ctx, view: &View, violated: Vec<Refusal>) -> Verdict {
    match act.decide(ctx, view) {
        Ok(entries) => {
            let mut marks: Vec<RuleName> = violated.into_iter().map(|refusal| refusal.rule).collect();
            marks.sort_unstable();
            marks.dedup();
            Verdict::Enter { entries, marks }
        }
        Err(Denial::Refused(refusal)) => Verdict::Refused(refusal),
        Err(Denial::Invalid(problem)) => Verdict::Invalid(problem),
    }
}

/// A fact needs an authority, a past date and a source document.
fn source_stands(act: &dyn AnyAct, ctx: &Ctx) -> Result<(), Problem> {
    if act.kind().nature == Nature::Decision {
        return Ok(());
    }
    let Some(source) = act.source() else {
        return Err(Problem::new(
            "source",
            "is missing",
            "the authority, the date and the document of the fact",
        ));
    };
    if source.authority.is_none() {
        Err(Problem::new("authority", "names nobody", "the authority that did it"))
    } else if source.document.is_none() {
        Err(Problem::new("document", "names nothing", "the number of the document that says so"))
    } else if source.happened.from > ctx.now.day() {
        Err(Problem::new(
            "happened",
            "lies in the future",
            "a date that is past: only what happened is a fact",
        ))
    } else {
        Ok(())
    }
}
