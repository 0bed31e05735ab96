//! How easy the door is to read: sentence length everywhere, and a reading formula where a language has one.
//!
//! English: Flesch-Kincaid grade (1975). French: Kandel and Moles (1958). Spanish: Fernández Huerta (1959). Russian: Oborneva's
//! adaptation of the Flesch-Kincaid grade (2006). Syllables are counted by their vowels, as those formulas did.

use std::collections::BTreeMap;

/// What only machines or adults at work read, or stands in a thread as a decision with its reason.
const NOT_FOR_CHILDREN: &[&str] = &[
    "receipt-",
    "door-picture-",
    "door-sound-",
    "door-hash-",
    "door-id-",
    "door-choice-",
    "door-used-",
    "door-too-",
    "door-many-",
    "door-why-",
    "door-lead-professional",
    "door-official-",
    "door-lead-adult",
    "door-age",
    "door-worry-",
    "door-text-long",
    "door-text-limit",
    "door-text-encoding",
    "door-text-utf8",
    "door-text-receipt",
    "door-short-",
    "door-busy",
    "door-try-again",
    "door-not-taken",
    "door-thread-away",
    "door-broken-off",
    "door-further",
    "door-elsewhere",
];

/// A language's vowels, its longest sentence in words, and the bound of its formula: at most a grade, or at least an ease.
struct Measure {
    language: &'static str,
    vowels: &'static str,
    longest: usize,
    formula: fn(words_a_sentence: f64, syllables_a_word: f64) -> f64,
    fits: fn(f64, is_young: bool) -> bool,
}

const MEASURES: [Measure; 4] = [
    Measure {
        language: "en",
        vowels: "aeiouy",
        longest: 15,
        formula: |words, syllables| 0.39 * words + 11.8 * syllables - 15.59,
        fits: |grade, is_young| grade <= if is_young { 4.0 } else { 6.0 },
    },
    Measure {
        language: "fr",
        vowels: "aeiouyàâéèêëîïôùûüœ",
        longest: 23,
        formula: |words, syllables| 207.0 - 1.015 * words - 73.6 * syllables,
        fits: |ease, _| ease >= 90.0,
    },
    Measure {
        language: "es",
        vowels: "aeiouáéíóúü",
        longest: 19,
        formula: |words, syllables| 206.84 - 1.02 * words - 60.0 * syllables,
        fits: |ease, _| ease >= 80.0,
    },
    Measure {
        language: "ru",
        vowels: "аеёиоуыэюя",
        longest: 15,
        formula: |words, syllables| 0.5 * words + 8.4 * syllables - 15.59,
        fits: |grade, is_young| grade <= if is_young { 5.5 } else { 6.0 },
    },
];

/// The texts of a language that a child reads, under 13 or older.
fn texts_for(language: &str, is_young: bool) -> Vec<String> {
    let source = face::door_resources!("door")
        .into_iter()
        .find(|resource| resource.language.code() == language)
        .expect("a language of the door")
        .source;
    let lines = source.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
    let all: BTreeMap<&str, &str> = lines.filter_map(|line| line.split_once(" = ")).collect();
    let own = if is_young { "-young" } else { "-teen" };
    let shown = |key: &str| {
        let is_variant = key.ends_with("-young") || key.ends_with("-teen");
        !is_variant && !NOT_FOR_CHILDREN.iter().any(|start| key.starts_with(start))
    };
    let of = |(key, text): (&&str, &&str)| (*all.get(&*format!("{key}{own}")).unwrap_or(text)).to_owned();
    all.iter().filter(|(key, _)| shown(key)).map(of).collect()
}

/// The words of each sentence.
fn sentences(texts: &[String]) -> Vec<Vec<String>> {
    let ends = |letter: char| ".!?:;…".contains(letter);
    let word = |text: &str| text.chars().any(char::is_alphabetic).then(|| text.to_lowercase());
    let words = |sentence: &str| -> Vec<String> {
        sentence.split(|letter: char| !letter.is_alphanumeric()).filter_map(word).collect()
    };
    texts.iter().flat_map(|text| text.split(ends)).map(words).filter(|words| !words.is_empty()).collect()
}

impl Measure {
    fn syllables(&self, word: &str) -> usize {
        let is_vowel = |letter: &char| self.vowels.contains(*letter);
        if self.language == "ru" {
            return word.chars().filter(is_vowel).count().max(1);
        }
        let mut before = false;
        let mut groups = 0;
        for letter in word.chars() {
            let vowel = is_vowel(&letter);
            groups += usize::from(vowel && !before);
            before = vowel;
        }
        let silent = match self.language {
            "en" => word.ends_with('e') && !word.ends_with("le"),
            "fr" => ["e", "es", "ent"].iter().any(|end| word.ends_with(end)),
            _ => false,
        };
        groups.saturating_sub(usize::from(silent && groups > 1)).max(1)
    }
}

/// What asks a child to justify themselves, or names the crime by what it is not, in each language of the door.
const AVOIDED: [(&str, &[&str]); 6] = [
    ("en", &["why did you", "why didn't you", "you should have", "you let ", "client", "porn", "prostitut"]),
    ("ar", &["لماذا فعلت", "لماذا لم", "كان عليك", "زبون", "إباحي", "دعارة"]),
    ("zh", &["你为什么", "你怎么不", "你应该早", "客户", "色情", "卖淫"]),
    ("fr", &["pourquoi as-tu", "pourquoi n’as-tu", "tu aurais dû", "client", "porno", "prostitu"]),
    ("ru", &["почему ты", "зачем ты", "надо было", "клиент", "порно", "проститу"]),
    ("es", &["por qué hiciste", "por qué no", "deberías haber", "cliente", "porno", "prostitu"]),
];

#[test]
fn nothing_blames_in_any_language() {
    for resource in face::door_resources!("door") {
        let code = resource.language.code();
        let (_, avoided) =
            AVOIDED.iter().find(|(language, _)| *language == code).expect("a list for the language");
        let said = resource.source.to_lowercase();
        let found: Vec<_> = avoided.iter().filter(|words| said.contains(**words)).collect();
        assert_eq!(found, Vec::<&&str>::new(), "{code}");
    }
}

/// Words that take whoever reads for a boy or a man, or say otherwise by telephone than on the page what is asked first.
const FOR_ONE_ALONE: [(&str, &[&str]); 4] = [
    ("fr", &["pas sûr", "es-tu à l’abri"]),
    ("ru", &["ты не виноват"]),
    ("ar", &["لم تكن متأكداً"]),
    ("zh", &["和我们写", "和一个人写"]),
];

#[test]
fn no_text_takes_the_reader_for_a_boy() {
    for resource in face::door_resources!("door") {
        let code = resource.language.code();
        let said = resource.source.to_lowercase();
        for (_, avoided) in FOR_ONE_ALONE.iter().filter(|(language, _)| *language == code) {
            let found: Vec<_> = avoided.iter().filter(|words| said.contains(**words)).collect();
            assert_eq!(found, Vec::<&&str>::new(), "{code}");
        }
    }
}

#[test]
fn children_can_read_the_door_in_every_language_that_has_a_formula() {
    for measure in &MEASURES {
        for is_young in [true, false] {
            let sentences = sentences(&texts_for(measure.language, is_young));
            let words: usize = sentences.iter().map(Vec::len).sum();
            let syllables: usize = sentences.iter().flatten().map(|word| measure.syllables(word)).sum();
            assert!(words > 500, "the texts were not found");
            let value =
                (measure.formula)(words as f64 / sentences.len() as f64, syllables as f64 / words as f64);
            println!("{} young={is_young}: {value:.1}, {words} words", measure.language);
            assert!((measure.fits)(value, is_young), "{} young={is_young}: {value:.1}", measure.language);
            let long: Vec<String> = sentences
                .iter()
                .filter(|words| words.len() > measure.longest)
                .map(|words| words.join(" "))
                .collect();
            assert_eq!(long, Vec::<String>::new(), "sentences of more than {} words", measure.longest);
        }
    }
}
