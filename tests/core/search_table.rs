//! The table of readings that the search carries is what the crate `pinyin` says, cut down to letters without tones.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pinyin::{Pinyin, ToPinyin, ToPinyinMulti};

/// The common Han characters: what GBK has of them.
const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fa5;

/// Whether a character is one of the 6763 of GB 2312.
fn is_usual(c: char) -> bool {
    let text = c.to_string();
    let (bytes, _, failed) = encoding_rs::GBK.encode(&text);
    !failed && matches!(*bytes, [0xb0..=0xf7, 0xa1..=0xfe])
}

/// Readings that stand in no name of a project: by 秘鲁 each 秘书 would be found under `b`.
const NEVER: [(char, &str); 6] = [('秘', "bi"), ('秘', "bie"), ('服', "bi"), ('服', "bo"), ('市', "fu"), ('区', "ou")];

/// The classes of readings, one a line, the most frequent first; and for each character its class, low bytes first.
fn table() -> (String, Vec<u8>) {
    let typed = |p: Pinyin| p.plain().replace('ü', "v").replace('ê', "e");
    let readings = |c: char| -> Vec<String> {
        // A rare character is looked for by the reading that it mostly has.
        let all: BTreeSet<String> = match is_usual(c) {
            true => c.to_pinyin_multi().into_iter().flatten().map(typed).collect(),
            false => c.to_pinyin().into_iter().map(typed).collect(),
        };
        all.into_iter().filter(|reading| !NEVER.contains(&(c, reading.as_str()))).collect()
    };
    let each: Vec<String> = (FIRST..=LAST).filter_map(char::from_u32).map(|c| readings(c).join(" ")).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for class in &each {
        *counts.entry(class).or_default() += 1;
    }
    let mut classes: Vec<(&str, usize)> = counts.into_iter().collect();
    classes.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let places: BTreeMap<&str, u16> = classes.iter().enumerate().map(|(n, (class, _))| (*class, n as u16)).collect();
    let words = classes.iter().map(|(class, _)| *class).collect::<Vec<_>>().join("\n");
    let low = each.iter().map(|class| places[class.as_str()].to_le_bytes()[0]);
    let high = each.iter().map(|class| places[class.as_str()].to_le_bytes()[1]);
    (words, low.chain(high).collect())
}

#[test]
fn the_table_of_readings_is_what_the_crate_says() {
    let (words, bytes) = table();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/screen/search");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(folder.join("classes.txt"), &words).unwrap();
        std::fs::write(folder.join("readings.bin"), &bytes).unwrap();
    }
    assert_eq!(std::fs::read_to_string(folder.join("classes.txt")).unwrap(), words);
    assert!(std::fs::read(folder.join("readings.bin")).unwrap() == bytes);
}
