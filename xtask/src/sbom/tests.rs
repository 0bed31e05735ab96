use super::*;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Every component, the program included.
fn components(bill: &Value) -> Vec<&Value> {
    let libraries = bill["components"].as_array().unwrap();
    libraries.iter().chain([&bill["metadata"]["component"]]).collect()
}

/// What the published schema of CycloneDX 1.5 requires and restricts, of all that is used here.
fn faults(bill: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    if (text(bill, "bomFormat"), text(bill, "specVersion")) != ("CycloneDX", "1.5") {
        faults.push("no CycloneDX 1.5".to_owned());
    }
    let mut references = BTreeSet::new();
    for one in components(bill) {
        let name = text(one, "name");
        if name.is_empty() || !["application", "library"].contains(&text(one, "type")) {
            faults.push(format!("{one}: type and name"));
        }
        if !references.insert(text(one, "bom-ref")) {
            faults.push(format!("{name}: reference twice"));
        }
        for hash in one["hashes"].as_array().into_iter().flatten() {
            let digits = match text(hash, "alg") {
                "SHA-256" => 64,
                "SHA-512" => 128,
                _ => 0,
            };
            let content = text(hash, "content");
            if content.len() != digits || !content.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                faults.push(format!("{name}: hash"));
            }
        }
        let expression = text(&one["licenses"][0], "expression");
        if expression.is_empty() || expression.contains('/') {
            faults.push(format!("{name}: licence '{expression}'"));
        }
        if !text(one, "bom-ref").starts_with("house:") && (one["purl"].is_null() || one["hashes"].is_null()) {
            faults.push(format!("{name}: comes from elsewhere without address or hash"));
        }
    }
    for one in bill["dependencies"].as_array().unwrap() {
        let on = one["dependsOn"].as_array().unwrap().iter().map(|to| to.as_str().unwrap());
        for reference in on.chain([text(one, "ref")]).filter(|reference| !references.contains(reference)) {
            faults.push(format!("{reference}: leads nowhere"));
        }
    }
    faults
}

#[test]
fn the_bill_is_whole_and_the_same_each_time() {
    let bill = bill(root()).unwrap();
    assert_eq!(faults(&bill), Vec::<String>::new());
    assert_eq!(text(&bill["metadata"]["component"], "name"), PROGRAM);
    let names: BTreeSet<&str> = components(&bill).iter().map(|one| text(one, "name")).collect();
    for shipped in ["kernel", "store", "rusqlite", "chacha20poly1305", "minicbor-derive", "govuk-frontend"] {
        assert!(names.contains(shipped), "{shipped}");
    }
    for only_tested_with in ["proptest", "xtask", "windows-sys"] {
        assert!(!names.contains(only_tested_with), "{only_tested_with}");
    }
    let crates = components(&bill).iter().filter(|one| !text(one, "purl").starts_with("pkg:npm/")).count();
    let leaning = bill["dependencies"].as_array().unwrap();
    assert_eq!(leaning.len(), crates, "each crate says what it leans on");
    let program = leaning.iter().find(|one| text(one, "ref").starts_with("house:tutela@")).unwrap();
    assert!(program["dependsOn"].as_array().unwrap().len() > 20);
    assert_eq!(written(root()).unwrap(), written(root()).unwrap());
    println!("{crates} crates, {} components", components(&bill).len());
}

#[test]
fn each_fault_is_found() {
    let whole = bill(root()).unwrap();
    let faulty = |change: fn(&mut Value)| {
        let mut bill = whole.clone();
        change(&mut bill);
        faults(&bill).len()
    };
    assert!(faulty(|bill| bill["specVersion"] = json!("2")) > 0);
    assert!(faulty(|bill| bill["components"][0]["name"] = json!("")) > 0);
    assert!(faulty(|bill| bill["components"][1] = bill["components"][0].clone()) > 0);
    assert!(faulty(|bill| bill["components"][40]["licenses"] = json!([])) > 0);
    assert!(
        faulty(|bill| bill["components"][40]["hashes"] = json!([{ "alg": "SHA-256", "content": "00" }])) > 0
    );
    assert!(faulty(|bill| bill["dependencies"][0]["dependsOn"] = json!(["pkg:cargo/none@1.0.0"])) > 0);
}

#[test]
fn parts_are_read() {
    let tree = "kernel v0.1.0 (/somewhere)\nserde v1.2.3\nserde_derive v1.2.3 (proc-macro) (*)\n\n";
    let named = |name: &str, version: &str| (name.to_owned(), version.to_owned());
    let right = [named("kernel", "0.1.0"), named("serde", "1.2.3"), named("serde_derive", "1.2.3")];
    assert_eq!(built(tree), right.into());
    let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"ab\"\n\n[[package]]\nname = \"b\"\nversion = \"2.0.0\"\n";
    assert_eq!(checksums(lock), [(named("a", "1.0.0"), "ab".to_owned())].into());
    assert_eq!(licence("Unlicense/MIT")[0]["expression"], "Unlicense OR MIT");
    assert_eq!(hex_of_base64("AP8QaQ==").as_deref(), Some("00ff1069"));
    assert_eq!(hex_of_base64("A?"), None);
}
