//! What the fuzzer has found interesting so far goes through the same targets in every run.

#[path = "../../../fuzz/targets.rs"]
mod targets;

fn replay(target: &str, run: fn(&[u8])) {
    let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let files: Vec<_> = std::fs::read_dir(&directory).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(!files.is_empty(), "no corpus for {target}");
    files.iter().for_each(|file| run(&std::fs::read(file).unwrap()));
}

#[test]
fn corpora_replay() {
    replay("receipt", targets::receipt);
    replay("marks", targets::marks);
    replay("hash_list", targets::hash_list);
    replay("match_batch", targets::match_batch);
    replay("tipline", targets::tipline);
    replay("hash_share", targets::hash_share);
    replay("iccam", targets::iccam);
    replay("rdap", targets::rdap);
    replay("entry", targets::entry);
    replay("proof", targets::proof);
    replay("custody", targets::custody);
    replay("picture", targets::picture);
    replay("frames", targets::frames);
    replay("voice", targets::voice);
    replay("hashes", targets::hashes);
    replay("wire", targets::wire);
    replay("door", targets::door);
    replay("body", targets::body);
    replay("value", targets::value);
    replay("checkpoint", targets::checkpoint);
    replay("backup", targets::backup);
    replay("core", targets::core);
    replay("staff_door", targets::staff_door);
    replay("machine_door", targets::machine_door);
    replay("public_door", targets::public_door);
    replay("phone", targets::phone);
}
