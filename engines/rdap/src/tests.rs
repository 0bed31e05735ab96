use super::*;
use proptest::prelude::*;
use serde_json::json;

fn told(answer: &Value) -> Registered {
    read(answer.to_string().as_bytes()).unwrap()
}

#[test]
fn a_network_names_its_state_whoever_has_it_and_where_abuse_is_told() {
    let answer = json!({
        "objectClassName": "ip network", "handle": "NET-192-0-2-0-1", "name": "FICTIONAL-NET", "country": "FR",
        "entities": [
            { "objectClassName": "entity", "handle": "ORG-1", "roles": ["registrant"],
              "vcardArray": ["vcard", [["fn", {}, "text", "Fictional\r\n Hosting"], ["email", {}, "text", "office@host.example"]]] },
            { "objectClassName": "entity", "roles": ["technical", "abuse"],
              "vcardArray": ["vcard", [["email", {}, "text", "not a mail address"], ["email", {}, "text", "mailto:abuse@host.example"]]] },
        ],
    });
    let wanted = Registered {
        handle: "NET-192-0-2-0-1".into(),
        registrar: "Fictional Hosting".into(),
        operator: "ORG-1".into(),
        abuse: Some("abuse@host.example".into()),
        country: Some("FR".into()),
    };
    assert_eq!(told(&answer), wanted);
}

#[test]
fn what_is_missing_stays_empty_and_whoever_runs_it_stands_in() {
    let answer = json!({
        "objectClassName": "domain",
        "entities": [{ "roles": ["registrar"], "vcardArray": ["vcard", [
            ["fn", {}, "text", "Fictional Registrar"],
            ["email", {}, "text", "office@registrar.example"],
            ["adr", { "cc": "de" }, "text", ["", "", "", "", "", "", ""]],
        ]] }],
    });
    let said = told(&answer);
    assert_eq!(
        (said.abuse.as_deref(), said.country.as_deref()),
        (Some("office@registrar.example"), Some("DE"))
    );
    assert_eq!(told(&json!({ "objectClassName": "domain" })), Registered::default());
    assert_eq!(
        told(&json!({ "objectClassName": "domain", "country": "France", "entities": 7 })),
        Registered::default()
    );
}

#[test]
fn what_is_no_answer_is_told_why() {
    assert_eq!(read(b"<html>"), Err(NoAnswer::NoJson));
    assert_eq!(read(b"[]"), Err(NoAnswer::NoJson));
    assert_eq!(read(br#"{"objectClassName":"entity"}"#), Err(NoAnswer::Class));
    assert_eq!(read(br#"{"errorCode":404}"#), Err(NoAnswer::Class));
    assert_eq!(read(&vec![b' '; MAX_ANSWER + 1]), Err(NoAnswer::TooLarge));
    let deep = format!("{}{}", "{\"entities\":[".repeat(5_000), "]}".repeat(5_000));
    assert_eq!(read(deep.as_bytes()), Err(NoAnswer::NoJson));
}

#[test]
fn entities_are_looked_at_within_bounds() {
    let one =
        json!({ "roles": ["abuse"], "vcardArray": ["vcard", [["email", {}, "text", "late@host.example"]]] });
    let mut many = vec![json!({ "roles": ["technical"] }); MOST_ENTITIES];
    many.push(one.clone());
    assert_eq!(told(&json!({ "objectClassName": "domain", "entities": many })).abuse, None);
    let nested = (0..=MOST_DEPTH).fold(one, |inner, _| json!({ "roles": [], "entities": [inner] }));
    assert_eq!(told(&json!({ "objectClassName": "domain", "entities": [nested] })).abuse, None);
}

#[test]
fn mail_addresses_are_such() {
    for right in ["abuse@host.example", "a+b@xn--mgbh0fb.example"] {
        assert!(is_mail(right), "{right}");
    }
    for wrong in [
        "",
        "@host.example",
        "a@",
        "a@host",
        "a@@host.example",
        "a b@host.example",
        "a@host.example\r\nbcc:x",
        "a@-h.example",
    ] {
        assert!(!is_mail(wrong), "{wrong}");
    }
}

proptest! {
    #[test]
    fn whatever_comes_what_is_kept_is_small_and_in_one_line(bytes in proptest::collection::vec(any::<u8>(), 0..400), name in any::<String>(), mail in any::<String>()) {
        drop(read(&bytes));
        let answer = json!({ "objectClassName": "ip network", "handle": name, "name": name, "country": name,
            "entities": [{ "roles": ["abuse", "registrant"], "vcardArray": ["vcard", [["fn", 1, 2, name], ["email", {}, "text", mail]]] }] });
        let said = told(&answer);
        for text in [&said.handle, &said.registrar, &said.operator] {
            prop_assert!(text.chars().count() <= MAX_TEXT && !text.chars().any(char::is_control));
        }
        prop_assert!(said.abuse.is_none_or(|mail| is_mail(&mail)) && said.country.is_none_or(|code| is_country(&code)));
    }
}
