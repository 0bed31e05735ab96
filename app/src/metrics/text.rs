//! The Prometheus text format 0.0.4. Written by hand: it is a page of code, and so a label's value has a type that nothing
//! anybody typed can become.

use kernel::{ActKind, CodeList};
use store::Duty;
use store::meters::{Answered, Measured};

/// A label. Its value is a word of this program (an act's name, a code of a closed list) or a small number: no constructor
/// takes a text that came from outside, so no label can hold personal data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Label {
    name: &'static str,
    value: Value,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Value {
    Word(&'static str),
    Number(u16),
}

impl Label {
    /// The name of an act.
    pub(super) fn act(kind: &'static ActKind) -> Label {
        Label { name: "act", value: Value::Word(kind.name) }
    }

    /// What became of it.
    pub(super) fn answer(answered: Answered) -> Label {
        Label { name: "answer", value: Value::Word(answered.code()) }
    }

    /// A code of a closed list; none is the policy, which no rule is.
    pub(super) fn rule<L: CodeList>(rule: Option<L>) -> Label {
        Label { name: "rule", value: Value::Word(rule.map_or("policy", CodeList::code)) }
    }

    /// What a process is to its database.
    pub(super) fn duty(duty: Duty) -> Label {
        let word = match duty {
            Duty::Writer => "writer",
            Duty::Standby => "standby",
        };
        Label { name: "duty", value: Value::Word(word) }
    }

    /// The number of a place for checkpoints: its name stays out.
    pub(super) fn place(number: u16) -> Label {
        Label { name: "place", value: Value::Number(number) }
    }
}

/// What a family of samples is.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// It only grows.
    Counter,
    /// It goes up and down.
    Gauge,
    /// How often a measure lay below each bound.
    Histogram,
}

/// What is told to whoever scrapes.
#[derive(Default)]
pub(super) struct Exposition(String);

impl Exposition {
    /// Begins a family; its samples follow.
    pub(super) fn family(&mut self, name: &'static str, help: &'static str, kind: Kind) -> Family<'_> {
        let word = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        self.line(format_args!("# HELP {name} {help}"));
        self.line(format_args!("# TYPE {name} {word}"));
        Family { all: self, name }
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        self.0 += &line.to_string();
        self.0.push('\n');
    }

    /// A counter or gauge without labels.
    pub(super) fn one(&mut self, name: &'static str, help: &'static str, kind: Kind, value: u64) {
        self.family(name, help, kind).sample(&[], value);
    }

    /// A histogram without labels.
    pub(super) fn histogram(&mut self, name: &'static str, help: &'static str, measured: &Measured) {
        let family = self.family(name, help, Kind::Histogram);
        for (bound, count) in &measured.up_to {
            family.all.line(format_args!("{name}_bucket{{le=\"{bound}\"}} {count}"));
        }
        family.all.line(format_args!("{name}_bucket{{le=\"+Inf\"}} {}", measured.count));
        family.all.line(format_args!("{name}_sum {}", measured.sum));
        family.all.line(format_args!("{name}_count {}", measured.count));
    }

    /// The whole text.
    pub(super) fn into_text(self) -> String {
        self.0
    }
}

/// A family of samples.
pub(super) struct Family<'e> {
    all: &'e mut Exposition,
    name: &'static str,
}

impl Family<'_> {
    /// A sample of it.
    pub(super) fn sample(&mut self, labels: &[Label], value: u64) {
        self.told(labels, format_args!("{value}"));
    }

    /// A sample of which nothing is known yet: greater than every bound that an alert could set.
    pub(super) fn never(&mut self, labels: &[Label]) {
        self.told(labels, format_args!("+Inf"));
    }

    fn told(&mut self, labels: &[Label], value: std::fmt::Arguments<'_>) {
        let pairs: Vec<String> = labels
            .iter()
            .map(|label| match label.value {
                Value::Word(word) => format!("{}=\"{word}\"", label.name),
                Value::Number(number) => format!("{}=\"{number}\"", label.name),
            })
            .collect();
        let name = self.name;
        if pairs.is_empty() {
            self.all.line(format_args!("{name} {value}"));
        } else {
            self.all.line(format_args!("{name}{{{}}} {value}", pairs.join(",")));
        }
    }
}
