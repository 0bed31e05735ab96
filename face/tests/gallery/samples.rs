//! One fictional page for each thing that face can show.

use askama::Template;
use face::{
    Asked, BackLink, Banner, BarChart, Button, Cards, Cell, Choice, Column, ErrorStatus, FieldError, Filter,
    Form, Markup, Moment, NavItem, Order, Page, Problem, Receipt, Sample, StaffFrame, SummaryList, Table,
    Tag, Texts, Timeline, Tone, Typed, Visit, Warning,
};

pub(crate) const SAMPLES: &[Sample] = &[
    Sample { name: "door", render: door },
    Sample { name: "form", render: form },
    Sample { name: "form-again", render: form_again },
    Sample { name: "question", render: question },
    Sample { name: "receipt", render: receipt },
    Sample { name: "figures", render: figures },
    Sample { name: "problem", render: problem },
    Sample { name: "list", render: list },
    Sample { name: "list-empty", render: list_empty },
    Sample { name: "case", render: case },
    Sample { name: "staff-problem", render: staff_problem },
];

#[derive(Template)]
#[template(path = "samples/door.html")]
struct Door<'a> {
    t: &'a Texts,
    warning: Warning,
    start: Button,
    back: Button,
    cards: Cards,
}

fn door(t: &Texts) -> String {
    let visit = Visit::sample(t);
    let card = |cards: Cards, key: &str| {
        cards.card(
            t.t(&format!("sample-door-{key}")),
            t.t(&format!("sample-door-{key}-words")),
            visit.link("/sample"),
        )
    };
    let body = Door {
        t,
        warning: Warning::new(t, t.t("sample-door-danger")),
        start: Button::link(t.t("sample-door-start"), visit.link("/sample")),
        back: Button::link(t.t("sample-door-return"), visit.link("/sample")).secondary(),
        cards: ["past", "worry", "platform"].into_iter().fold(Cards::new(), card),
    };
    Page::public(&visit, &body).into_html()
}

#[derive(Template)]
#[template(path = "samples/form.html")]
struct Ask<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    back: BackLink,
    form: Form<'a>,
    who: Vec<Choice>,
    needs: Vec<Choice>,
    countries: Vec<Choice>,
}

fn ask(t: &Texts, form: Form<'_>) -> String {
    let visit = Visit::sample(t);
    let choice = |value: &str| Choice::of(t, value, &format!("sample-form-{value}"));
    let body = Ask {
        t,
        visit: &visit,
        back: BackLink::new(t, visit.link("/sample")),
        form,
        who: vec![
            choice("who-child"),
            choice("who-adult"),
            choice("who-work").hint(t.t("sample-form-who-work-hint")),
        ],
        needs: ["needs-stop", "needs-talk", "needs-doctor"].map(choice).into(),
        countries: vec![Choice::new("ZZ", "Fictionland")],
    };
    Page::public(&visit, &body).into_html()
}

fn form(t: &Texts) -> String {
    ask(t, Form::new(t))
}

fn form_again(t: &Texts) -> String {
    let typed = Typed::nothing()
        .and("place", "<Hotel> \"Fiction\" & Co")
        .and("who", "who-adult")
        .and("needs", "needs-stop")
        .and("needs", "needs-doctor")
        .and("when-day", "31")
        .and("when-month", "12")
        .and("when-year", "2199")
        .and("country", "ZZ");
    let error = |field: &str| {
        FieldError::new(
            t,
            field,
            &format!("sample-form-{field}-wrong"),
            &format!("sample-form-{field}-right"),
        )
    };
    ask(t, Form::again(t, &typed, &[error("told"), error("when")]))
}

#[derive(Template)]
#[template(path = "samples/question.html")]
struct Question<'a> {
    visit: &'a Visit,
    form: Form<'a>,
}

fn question(t: &Texts) -> String {
    let visit = Visit::sample(t);
    let body = Question { visit: &visit, form: Form::new(t) };
    Page::public(&visit, &body).into_html()
}

#[derive(Template)]
#[template(source = "{{ part }}", ext = "html")]
struct Alone<T: askama::filters::HtmlSafe> {
    part: T,
}

fn receipt(t: &Texts) -> String {
    let part = Markup::of(&Receipt::new(t, "sample-receipt-title", "K7QF-2M9T-WX4D"));
    Page::public(&Visit::sample(t), &Alone { part }).into_html()
}

#[derive(Template)]
#[template(path = "samples/figures.html")]
struct Figures<'a> {
    t: &'a Texts,
    chart: BarChart,
}

fn figures(t: &Texts) -> String {
    let chart = BarChart::new(t, "sources", t.t("sample-figures-chart"))
        .bar(t.t("sample-figures-platforms"), Some(12_480))
        .bar(t.t("sample-figures-public"), Some(7_215))
        .bar(t.t("sample-figures-banks"), Some(940))
        .bar(t.t("sample-figures-hotels"), None);
    Page::public_titled(&Visit::sample(t), &t.t("sample-figures-title"), &Figures { t, chart }).into_html()
}

fn problem(t: &Texts) -> String {
    Problem::of(t, ErrorStatus::NOT_FOUND).with_instance("7f3a-09").public_page(&Visit::sample(t)).into_html()
}

fn frame(t: &Texts) -> StaffFrame {
    let entry = |name: &str| NavItem::new(t.t(&format!("sample-nav-{name}")), format!("/{name}"));
    StaffFrame {
        who: t.t("sample-who"),
        nav: ["reports", "cases", "register", "figures"].map(entry).into(),
        purpose: Some(t.t("sample-purpose")),
        here: "/reports?page=2".into(),
        ..StaffFrame::sample(t)
    }
}

#[derive(Template)]
#[template(path = "samples/list.html")]
struct List<'a> {
    t: &'a Texts,
    filter: Filter,
    table: Table,
}

const STATES: [(&str, Tone); 5] = [
    ("sample-state-new", Tone::Calm),
    ("sample-state-due", Tone::Watch),
    ("sample-state-late", Tone::Alarm),
    ("sample-state-read", Tone::Good),
    ("sample-state-closed", Tone::Still),
];

fn draw_list(t: &Texts, rows: u64) -> String {
    let asked = Asked::of(&"/reports?sort=-received&state=open&page=2".parse().unwrap());
    let columns = vec![
        Column::new(t, "ref", "sample-list-ref").sortable(),
        Column::new(t, "source", "sample-list-source"),
        Column::new(t, "state", "sample-list-state").sortable(),
        Column::new(t, "received", "sample-list-received").sortable(),
        Column::new(t, "files", "sample-list-files").number(),
    ];
    let row = |number: u64| {
        let place = usize::try_from(number).unwrap();
        let (state, tone) = STATES[place % STATES.len()];
        vec![
            Cell::link(format!("R-2026-{:04}", 412 - number), "/reports/1"),
            Cell::text(
                t.t(["sample-figures-platforms", "sample-figures-public", "sample-figures-banks"][place % 3]),
            ),
            Tag::new(t.t(state), tone).into(),
            Cell::text(t.date(2026, Some(3), Some(u8::try_from(20 - number).unwrap()))),
            Cell::count(t, (number != 3).then_some(number * 7)),
        ]
    };
    let table = Table::new(t, "reports", t.t("sample-list-caption"), columns)
        .rows((0..rows.min(8)).map(row))
        .sorted(&asked, asked.sort(&["received", "ref", "state"], Order::Down))
        .paged(&asked, rows, 8)
        .export(asked.at_path("/reports.csv"));
    let states: Vec<_> = STATES.iter().map(|(key, _)| Choice::of(t, key, key)).collect();
    let filter =
        Filter::new(t, &asked).word("ref", "sample-list-word").one_of("state", "sample-list-state", states);
    Page::staff(&frame(t), &t.t("sample-list-title"), &List { t, filter, table }).into_html()
}

fn list(t: &Texts) -> String {
    draw_list(t, 93)
}

fn list_empty(t: &Texts) -> String {
    draw_list(t, 0)
}

#[derive(Template)]
#[template(path = "samples/case.html")]
struct Case<'a> {
    t: &'a Texts,
    back: BackLink,
    banner: Banner,
    facts: SummaryList,
    warning: Warning,
    timeline: Timeline,
}

fn case(t: &Texts) -> String {
    let facts = SummaryList::new(t)
        .row(t.t("sample-list-ref"), Cell::code("C-2026-0147"))
        .row(t.t("sample-case-opened"), Cell::text(t.date(2026, Some(3), Some(12))))
        .changeable(t.t("sample-case-lead"), Cell::text(t.t("sample-case-lead-value")), "/cases/1/lead")
        .changeable(t.t("sample-case-level"), Cell::text(t.t("sample-case-level-value")), "/cases/1/level")
        .row(t.t("sample-list-state"), Tag::new(t.t("sample-state-due"), Tone::Watch));
    let moments = vec![
        Moment::new(t.t("sample-case-received"), t.date_time((2026, 3, 11), (21, 40)))
            .more(t.t("sample-case-received-more")),
        Moment::new(t.t("sample-case-opened"), t.date_time((2026, 3, 12), (8, 5))),
        Moment::new(t.t("sample-case-refused"), t.date_time((2026, 3, 14), (15, 22)))
            .more(t.t("sample-case-refused-more"))
            .tag(Tag::new(t.t("sample-case-marked"), Tone::Alarm)),
    ];
    let body = Case {
        t,
        back: BackLink::new(t, "/cases"),
        banner: Banner::done(t, t.t("sample-case-banner")),
        facts,
        warning: Warning::new(t, t.t("sample-case-warning")),
        timeline: Timeline::new(t, moments),
    };
    let frame = StaffFrame { here: "/cases/1".into(), ..frame(t) };
    Page::staff(&frame, &t.t("sample-case-title"), &body).into_html()
}

fn staff_problem(t: &Texts) -> String {
    let errors = vec![FieldError::new(t, "when", "sample-form-when-wrong", "sample-form-when-right")];
    let frame = StaffFrame { purpose: None, ..frame(t) };
    Problem::of(t, ErrorStatus::REFUSED).with_errors(errors).staff_page(&frame).into_html()
}
