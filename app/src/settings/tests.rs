use super::*;

fn schema() -> Vec<Setting> {
    schema::of(&Cli::command())
}

/// What a file gives, and what is complained of.
fn read(text: &str) -> (Values, Vec<String>) {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("tutela.toml");
    std::fs::write(&file, text).unwrap();
    let (mut given, mut wrong) = (Values::new(), Vec::new());
    file::read(&file, &schema(), &mut given, &mut wrong);
    let place = format!("{}/", home.path().display());
    (given, wrong.iter().map(|one| one.to_string().replace(&place, "")).collect())
}

#[test]
fn everything_that_is_wrong_in_a_file_is_told_at_once_with_its_line() {
    let (given, wrong) = read(
        "[node]\ndata = \"/var/lib/tutela\"\nnane = \"x\"\n\n[serve]\nstaff = 8081\nmetrics = \"0.0.0.0:9\"\ncheckpoint_every = 0\n\
         checkpoint_to = [\"ftp://u:hidden@x\", \"/ok/\", \"@/no/such\"]\npublic = \"none\"\n[serv]\nx = 1\n",
    );
    let starts = [
        "tutela.toml:3: node.nane: there is no such key; did you mean 'name'?",
        "tutela.toml:6: serve.staff: is integer; a text in quotes is wanted",
        "tutela.toml:7: serve.metrics: other machines reach it; 127.0.0.1:PORT",
        "tutela.toml:8: serve.checkpoint_every: 0 is not in 1..",
        "tutela.toml:9: serve.checkpoint_to: the address begins with neither",
        "tutela.toml:9: serve.checkpoint_to: /no/such: No such file",
        "tutela.toml:11: serv: there is no such section; did you mean 'serve'?",
    ];
    assert_eq!(wrong.len(), starts.len(), "{wrong:#?}");
    for (told, start) in wrong.iter().zip(starts) {
        assert!(told.starts_with(start) && !told.contains("hidden"), "{told}\n{start}");
    }
    let data = &given[&("node", "data".to_owned())];
    assert_eq!(
        (data.values[0].as_str(), data.origin.to_string().ends_with("tutela.toml:2")),
        ("/var/lib/tutela", true)
    );
}

#[test]
fn the_public_door_opens_no_file_of_secrets_that_others_go_by() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("tutela.toml");
    let text = "[node]\ndatabase = \"@/no/such\"\n[serve]\nmail_server = \"@/no/such\"\ngateway_secret = \"@/no/such\"\n";
    std::fs::write(&file, text).unwrap();
    let with = |command: &str, more: &str| {
        std::fs::write(&file, format!("{text}{more}")).unwrap();
        let words =
            ["tutela", command, "--config"].map(OsString::from).into_iter().chain([file.clone().into()]);
        match parse(words.collect()) {
            Ok((_, settings)) => settings.values("node", "database").concat(),
            Err(Stop::Wrong(wrong)) => format!("{} wrong", wrong.len()),
            Err(Stop::Clap(error, _)) => panic!("{error}"),
        }
    };
    assert_eq!(with("public", ""), "");
    assert_eq!(with("serve", ""), "3 wrong");
    assert_eq!(
        with("public", "[door]\nper_second = \"x\"\n[serv]\n"),
        "2 wrong",
        "its own settings, and sections that are none"
    );
}

#[test]
fn what_is_no_toml_and_what_is_not_there_is_told_with_its_place() {
    let (_, wrong) = read("[node]\nname = \"a\"\nname = \"b\"\n");
    assert!(wrong.len() == 1 && wrong[0].starts_with("tutela.toml:3: is no TOML"), "{wrong:?}");
    let (mut given, mut wrong) = (Values::new(), Vec::new());
    file::read(Path::new("/no/such/tutela.toml"), &schema(), &mut given, &mut wrong);
    assert!(wrong[0].to_string().starts_with("/no/such/tutela.toml: No such file"), "{}", wrong[0]);
}

#[test]
fn passwords_stand_in_files_that_others_cannot_read_and_are_never_told() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let secret = home.path().join("database");
    let url = "postgres://tutela:hidden@host/tutela";
    std::fs::write(&secret, url).unwrap();
    let named = format!("[node]\ndatabase = \"@{}\"\n", secret.display());
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(read(&named).1[0].contains("chmod 640"));
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!((read(&named).1, database(&format!("@{}", secret.display()))), (vec![], Ok(url.to_owned())));
    for url in [url, "postgres://host/tutela?user=x&password=hidden"] {
        let (_, wrong) = read(&format!("[node]\ndatabase = \"{url}\"\n"));
        assert!(wrong.len() == 1 && wrong[0].contains("@FILE") && !wrong[0].contains("hidden"), "{wrong:?}");
        assert!(!shown_database(url).contains("hidden"));
    }
    assert_eq!(shown_database("postgres://tutela@host/tutela"), "postgres://tutela@host/tutela");
}

#[test]
fn variables_stand_for_settings_and_unknown_ones_of_a_section_are_told() {
    let (mut given, mut wrong) = (Values::new(), Vec::new());
    let set = [
        ("TUTELA_DATA", "/data"),
        ("TUTELA_SERVE_CHECKPOINT_TO", "/a/, /b/"),
        ("TUTELA_SERVE_STAF", "127.0.0.1:1"),
        ("TUTELA_SERVE_STAFF", "nowhere"),
        ("TUTELA_QUIET", "yes"),
        ("TUTELA_PASSWORD", "is none of these"),
    ];
    let set = set.map(|(name, value)| (name.to_owned(), Some(value.to_owned())));
    environment::take(set.into_iter(), &schema(), &mut given, &mut wrong);
    let wrong: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    assert_eq!(wrong.len(), 3, "{wrong:?}");
    assert_eq!(wrong[0], "environment, TUTELA_SERVE_STAF: sets nothing; did you mean 'TUTELA_SERVE_STAFF'?");
    assert!(wrong[1].contains("HOST:PORT") && wrong[2].contains("true or false"), "{wrong:?}");
    assert_eq!(given[&("serve", "checkpoint_to".to_owned())].values, ["/a/", "/b/"]);
}

#[test]
fn every_setting_has_a_section_a_variable_of_its_own_and_a_default_that_fits() {
    let schema = schema();
    let variables: std::collections::BTreeSet<&str> =
        schema.iter().map(|one| one.variable.as_str()).collect();
    assert!(variables.len() == schema.len() && schema.len() > 12);
    for setting in &schema {
        for value in setting.built_in() {
            assert_eq!(setting.check(&value), Ok(()), "{}", setting.name());
        }
    }
}
