//! What hostile documents cost: the peak of this process while they are read, as Linux counts it.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "the peak of the process is set back through a file of Linux")]

use tipline::{Code, Limits, read_report};

/// Kilobytes of a line of `/proc/self/status`.
fn kilobytes(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells of the process");
    let line = status.lines().find_map(|found| found.strip_prefix(line)).expect("the line stands there");
    line.trim_matches([':', '\t', ' ', 'k', 'B']).parse().expect("a number of kilobytes")
}

#[test]
fn no_document_costs_64_mebibytes() {
    let mut large = b"<report a=\"".to_vec();
    large.resize(64 << 20, b'x');
    let within = |bytes: Vec<u8>| -> Vec<u8> { bytes.into_iter().take(4 << 20).collect() };
    let attacks = [
        large,
        within("<a>".repeat(1_400_000).into()),
        within(("<report>".to_owned() + &"<a/>".repeat(1_048_000)).into()),
        within(("<report>".to_owned() + &"<a>b</a>".repeat(19_000)).into()),
        within(("<report>".to_owned() + &"&amp;".repeat(800_000)).into()),
        within(("<report ".to_owned() + &"a=\"\" ".repeat(800_000) + "/>").into()),
    ];
    // Five sets the peak back to what the process holds now.
    std::fs::write("/proc/self/clear_refs", "5").expect("the peak is set back");
    let before = kilobytes("VmRSS");
    for attack in &attacks {
        let fault = read_report(attack, &Limits::default(), i64::MAX).expect_err("an attack is refused");
        assert_eq!(fault.code(), Code::MalformedXml);
    }
    let cost = kilobytes("VmHWM").saturating_sub(before);
    assert!(cost < 64 << 10, "{cost} KiB");
}
