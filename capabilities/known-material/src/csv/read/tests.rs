//! Files as partners write them, and as nobody should.

use super::*;
use crate::csv::ListWriter;
use crate::hashes::tests::any_hashes;
use proptest::prelude::*;

const MD5: &str = "00112233445566778899aAbBcCdDeEfF";

fn read(file: &str) -> Vec<Result<ListRow, String>> {
    let reader = ListReader::new(file.as_bytes()).unwrap();
    reader.map(|row| row.map_err(|fault| fault.to_string())).collect()
}

fn told(file: &str) -> String {
    let rows = read(file);
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows[0].clone().unwrap_err()
}

fn header_told(file: &[u8]) -> String {
    ListReader::new(file).err().unwrap().to_string()
}

#[test]
fn columns_come_in_any_order_and_number() {
    let row = read(&format!("\u{feff}Grade , MD5\r\n\r\nnational,\"{MD5}\"\r\n"))[0].clone().unwrap();
    assert_eq!((row.line, row.grade), (3, Grade::National));
    assert_eq!(row.hashes.md5.unwrap()[10..], [0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff]);
    assert_eq!((row.hashes.sha256, row.hashes.pdq), (None, None));
    assert_eq!(read(&format!("md5\n{MD5}"))[0].clone().unwrap().grade, Grade::NotGraded);
    assert!(read("sha256,pdq\n").is_empty());
}

#[test]
fn a_wrong_line_is_told_and_the_next_one_is_read() {
    let rows =
        read(&format!("md5,grade\n{MD5},baseline\nxyz,baseline\n{MD5},harmless?\n{MD5},known-harmless\n"));
    assert_eq!(rows.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false, true]);
    assert_eq!(rows[1].clone().unwrap_err(), "line 3, md5: has 3 characters; 32 hexadecimal digits");
    assert!(rows[2].clone().unwrap_err().starts_with("line 4, grade: is 'harmless?'; not-graded, baseline"));
    assert_eq!(rows[3].clone().unwrap().line, 5);
}

#[test]
fn each_fault_of_a_line_has_its_words() {
    assert!(told(&format!("md5\n{}g", &MD5[1..])).contains("md5: holds 'g'"));
    assert!(told(&format!("md5\n{}é", &MD5[1..])).contains("md5: holds 'é'"));
    assert!(told("md5,grade\n,baseline").contains("has no hash"));
    assert!(told(&format!("md5,grade\n{MD5}")).contains("has 1 fields, and the header names 2"));
    assert!(told(&format!("md5\n{MD5},{MD5}")).contains("has 2 fields, and the header names 1"));
    assert!(told(&format!("md5\n\"{MD5}\n")).contains("a quotation mark opens a field"));
    assert!(told(&format!("md5\n{}\n", ",".repeat(50))).contains("more than 31 fields"));
    assert!(told(&format!("pdq\n{}", "0".repeat(64))).contains("without detail"));
    assert!(told(&format!("md5\n{}", "a".repeat(5_000))).contains("longer than 4,096 bytes"));
    assert!(told("md5\nbad\u{7}bad").contains("has 7 characters"));
}

#[test]
fn a_file_without_columns_is_told_at_once() {
    assert!(header_told(b"").contains("the file is empty"));
    assert!(header_told(b"\n \r\n").contains("the file is empty"));
    assert!(header_told(b"grade\n").contains("names no hash"));
    assert!(header_told(b"md5,MD5\n").contains("names the column md5 twice"));
    assert!(header_told(b"md5;sha256\n").contains("names the column 'md5;sha256'; only the columns"));
    assert!(header_told(b"md5,name\n").contains("names the column 'name'"));
    assert!(header_told(b"\"md5\n").contains("a quotation mark opens a field"));
    assert!(header_told(b"\xff\xfem\0d\0").contains("UTF-16"));
    assert!(header_told(b"m\0d\x005\0\n\0").contains("zero bytes"));
    assert!(header_told(b"m\xe9d5\n").contains("not UTF-8"));
}

#[test]
fn too_many_lines_end_the_reading() {
    let file = format!("md5\n{MD5}\n{MD5}\n{MD5}\n");
    let mut reader = ListReader::new(file.as_bytes()).unwrap();
    reader.most_lines = 3;
    let rows: Vec<_> = reader.map(|row| row.map_err(|fault| fault.to_string())).collect();
    assert_eq!(rows.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, false]);
    assert!(rows[2].clone().unwrap_err().contains("line 4, line: the file has more than 3 lines"));
}

struct Broken;

impl std::io::Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("the line went dead"))
    }
}

#[test]
fn an_input_that_fails_ends_the_reading() {
    use std::io::Read;
    let input = std::io::BufReader::new(b"md5\n".as_slice().chain(Broken));
    let rows: Vec<_> = ListReader::new(input).unwrap().collect();
    assert!(matches!(rows.as_slice(), [Err(ReadFault::Input(_))]));
}

prop_compose! {
    fn any_row()(hashes in any_hashes(), grade in 0_usize..4) -> (EntryHashes, Grade) {
        (hashes, Grade::all()[grade])
    }
}

proptest! {
    #[test]
    fn reads_what_it_writes(rows in proptest::collection::vec(any_row(), 0..20), bom: bool, lf: bool, upper: bool) {
        let mut writer = ListWriter::new(Vec::new()).unwrap();
        rows.iter().for_each(|(hashes, grade)| writer.write(hashes, *grade).unwrap());
        let mut file = String::from_utf8(writer.finish().unwrap()).unwrap();
        if upper { file = file.to_ascii_uppercase(); }
        if lf { file = file.replace("\r\n", "\n"); }
        if bom { file.insert(0, '\u{feff}'); }
        let read: Vec<_> = ListReader::new(file.as_bytes()).unwrap().map(Result::unwrap).collect();
        let lines: Vec<u64> = read.iter().map(|row| row.line).collect();
        prop_assert_eq!(lines, (2..2 + rows.len() as u64).collect::<Vec<_>>());
        prop_assert_eq!(read.into_iter().map(|row| (row.hashes, row.grade)).collect::<Vec<_>>(), rows);
    }

    #[test]
    fn any_bytes_end_without_panic(bytes: Vec<u8>, after_header: bool) {
        let mut file = if after_header { b"sha256,md5,pdq,grade\n".to_vec() } else { Vec::new() };
        file.extend(&bytes);
        if let Ok(reader) = ListReader::new(file.as_slice()) {
            prop_assert!(reader.count() <= bytes.len() + 1);
        }
    }

    #[test]
    fn nearly_right_text_ends_without_panic(lines in proptest::collection::vec("[0-9a-fg\", \r\né;-]{0,80}", 0..9)) {
        let file = format!("md5,grade\n{}", lines.join("\n"));
        for row in ListReader::new(file.as_bytes()).unwrap().flatten() {
            prop_assert!(!row.hashes.is_empty());
        }
    }
}
