//! Hostile files, as the ledger of someone who holds the founder's common part meets them: every code at least three
//! ways, any one byte changed, cut off anywhere. What is refused leaves nothing behind.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use lianxin::domain::bundle::plan::{Plan, Verdict, incoming};
use lianxin::domain::bundle::problem::Code;
use lianxin::domain::bundle::read::{Checked, MAX_FILE, MAX_PROBLEMS, Piece};
use lianxin::domain::event::Body;
use lianxin::domain::hash::encode;
use lianxin::domain::id::{FeedKey, Hash, Scope};
use lianxin::domain::json::MAX_INT;
use lianxin::domain::ledger::Ledger;
use lianxin::domain::state::State;
use lianxin::domain::trust::View;
use serde_json::{Map, Value, json};

use crate::envelope::{INVITED, JPEG, file, starter_after_joins};
use crate::exchange::Chance;
use crate::pieces::off_curve;
use crate::press::{Author, Chain, PROJECT, Shell, World, bundle, hash, in_world, read, reseal, seal, sealed};

/// Who is given the files.
struct Holder {
    ledger: Ledger,
    state: State,
}

impl Holder {
    fn of<'p>(workspace: Hash, pieces: impl IntoIterator<Item = &'p Piece>) -> Holder {
        let mut ledger = Ledger::new(workspace);
        for piece in pieces {
            ledger.insert(piece);
        }
        let state = State::fold(&mut ledger, View::default());
        Holder { ledger, state }
    }

    fn new(w: &World<'_>) -> Holder {
        let founding = read(w.of(vec![w.all.whole()]).to_string().as_bytes()).unwrap();
        Holder::of(founding.workspace, &founding.pieces)
    }

    fn plan(&self, bytes: &[u8]) -> Plan {
        Plan::new(&self.ledger, &self.state, vec![incoming("file", bytes.len(), read(bytes))])
    }

    /// What the preview says of a file. One that is refused must leave nothing to write.
    fn meets(&self, bytes: &[u8]) -> String {
        let plan = self.plan(bytes);
        let preview = plan.preview(&BTreeSet::new());
        let report = &preview.files[0];
        let mut said = if report.verdict == Verdict::Refused {
            assert!(plan.rows().is_empty() && plan.files().is_empty() && plan.offers().is_empty());
            assert_eq!(digest(plan.ledger()), digest(&self.ledger));
            assert_eq!(plan.ledger().devices, self.ledger.devices);
            "refused".to_string()
        } else {
            format!("{} new, {} held", report.new, report.known)
        };
        for problem in &report.problems {
            said += &format!("; {problem}");
        }
        said
    }
}

fn digest(ledger: &Ledger) -> [u8; 32] {
    ledger.digest(|_| true, |_, _| false)
}

/// Takes what was done to a file, the file, and what must become of it.
type Meet<'m> = &'m mut dyn FnMut(&str, Vec<u8>, &str);

/// The ways to a code. A later code does not compile until it has its own.
fn ways(code: Code, w: &World<'_>, meet: Meet<'_>) {
    let text = w.bundle().to_string();
    // Where the last of these stands that are alike.
    let last = |text: &str, part: &str| text.rfind(part).unwrap();
    let swap = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut b = w.bundle();
        change(&mut b);
        b.to_string().into_bytes()
    };
    // The secretary's piece changed; the others are taken.
    let third = |change: &dyn Fn(&mut Value)| changed(&|b| change(&mut b["pieces"][2]));
    // The same, chained and sealed anew by the secretary.
    let resealed = |change: &dyn Fn(&mut Value)| {
        third(&|piece| {
            change(piece);
            reseal(piece, w.secretary, &w.workspace);
        })
    };
    let of = |pieces: Vec<Value>| w.of(pieces).to_string().into_bytes();
    let lost = |code: Code, place: &str| format!("1 new, 4 held; {} {place}", code.as_str());
    let taken = |code: Code, place: &str| format!("6 new, 4 held; {} {place}", code.as_str());
    let refused = |code: Code, place: &str| format!("refused; {} {place}", code.as_str());
    let at = |offset: usize| refused(code, &format!("@{offset}"));
    match code {
        Code::TooLarge => {
            let mut padded = text.clone().into_bytes();
            padded.resize(MAX_FILE + 1, b' ');
            meet("a good bundle and white space", padded, &refused(code, ""));
            meet("nothing but zeros", vec![0; MAX_FILE + 1], &refused(code, ""));
            let filled = swap("{\"devices\"", &format!("{{\"about\":\"{}\",\"devices\"", "x".repeat(MAX_FILE)));
            meet("a good bundle with much text", filled.into_bytes(), &refused(code, ""));
            meet("brackets without end", vec![b'['; MAX_FILE + 1], &refused(code, ""));
        }
        Code::JsonText => {
            let han = text.find(|c: char| !c.is_ascii()).unwrap();
            let mut torn = text.clone().into_bytes();
            torn[10] = 0x80;
            meet("a byte that is no character", torn, &at(10));
            meet("cut off within a character", text.as_bytes()[..han + 1].to_vec(), &at(han));
            let (gb18030, ..) = encoding_rs::GB18030.encode(&text);
            meet("saved anew by an old editor", gb18030.into_owned(), &at(han));
            let utf16: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
            meet("saved anew as UTF-16", utf16, &at(0));
            let surrogate = [&text.as_bytes()[..han], &[0xed, 0xa0, 0x80], &text.as_bytes()[han..]].concat();
            meet("a surrogate", surrogate, &at(han));
            meet("a good bundle and one byte", [text.as_bytes(), &[0xff]].concat(), &at(text.len()));
        }
        Code::JsonSyntax => {
            meet("nothing at all", Vec::new(), &at(0));
            meet("a message", "今天走访了海底隧道。".into(), &at(0));
            meet("cut off before its end", text.as_bytes()[..text.len() - 1].to_vec(), &at(text.len() - 1));
            let half = text.floor_char_boundary(text.len() / 2);
            meet("half of it", text.as_bytes()[..half].to_vec(), &at(half));
            meet("two bundles in one file", format!("{text}\n{text}").into(), &at(text.len() + 1));
            meet("a zero at its end", format!("{text}\0").into(), &at(text.len()));
            meet("a comma too many", format!("{},}}", &text[..text.len() - 1]).into(), &at(text.len()));
            let key = swap("\"height\"", "\"高\"");
            meet("a key that is no ASCII", key.clone().into(), &at(last(&key, "\"高\"")));
            let lone = swap("补记", "\\ud800");
            meet("half a pair of surrogates", lone.clone().into(), &at(last(&lone, "\\ud800")));
            meet("a table", "项目,区市县\n热电,沙河口区\n".into(), &at(0));
        }
        Code::JsonDuplicateKey => {
            let end = &text[..text.len() - 1];
            let pieces = swap("\"lianxin\"", "\"pieces\":[],\"lianxin\"");
            meet("other pieces before", pieces.clone().into(), &at(last(&pieces, "\"pieces\"")));
            meet("another workspace behind", format!("{end},\"workspace\":\"{}\"}}", hash(&json!(1))).into(), &at(text.len()));
            meet("the same with an escape", format!("{end},\"\\u0077orkspace\":1}}").into(), &at(text.len()));
            let body = swap("\"height\":120", "\"height\":120,\"height\":121");
            meet("in a body", body.clone().into(), &at(last(&body, "\"height\"")));
            let device = format!("\"{}\"", w.secretary.device());
            let devices = swap("\"devices\":{", &format!("\"devices\":{{{device}:null,"));
            let second = devices.find(&format!("{device}:{{")).unwrap();
            meet("a key for a device before its own", devices.into(), &at(second));
            let seal = swap("\"seal\":{", "\"seal\":null,\"seal\":{");
            meet("two seals of a piece", seal.clone().into(), &at(seal.find("\"seal\":{").unwrap()));
        }
        Code::JsonDepth => {
            meet("brackets without end", vec![b'['; 200_000], &at(32));
            let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
            // The file, its pieces, the piece, its events, the event and the body are six.
            let body = swap("\"height\":120", &format!("\"height\":{}", nested(27)));
            meet("in a body", body.clone().into(), &at(last(&body, "\"height\":") + 9 + 26));
            let objects = format!("\"height\":{}1{}", "{\"a\":".repeat(27), "}".repeat(27));
            let objects = swap("\"height\":120", &objects);
            meet("objects in a body", objects.clone().into(), &at(last(&objects, "\"height\":") + 9 + 26 * 5));
            let member = swap("{\"devices\"", &format!("{{\"about\":{},\"devices\"", nested(32)));
            meet("in a member that nobody knows", member.into(), &at(9 + 31));
            let key = swap("\"crv\"", &format!("\"about\":{},\"crv\"", nested(30)));
            meet("in a key", key.clone().into(), &at(key.find("\"about\":").unwrap() + 8 + 29));
        }
        Code::JsonNumber => {
            for (what, number) in [
                ("a fraction", "120.0"),
                ("an exponent", "12e1"),
                ("less than nothing", "-0"),
                ("one too many", "9007199254740992"),
                ("the least that a machine holds", "-9223372036854775808"),
                ("more than any machine holds", "1000000000000000000000000000000"),
            ] {
                let b = swap("\"height\":120", &format!("\"height\":{number}"));
                meet(what, b.clone().into(), &at(last(&b, "\"height\":") + 9));
            }
            let from = swap("\"from\":1,", "\"from\":1.0,");
            meet("in a piece", from.clone().into(), &at(last(&from, "1.0,")));
            let member = swap("{\"devices\"", "{\"about\":0.5,\"devices\"");
            meet("in a member that nobody knows", member.into(), &at(9));
        }
        Code::NotABundle => {
            meet("other JSON", br#"{"type":"FeatureCollection","features":[]}"#.to_vec(), &refused(code, ""));
            meet("a list", b"[1,2,3]".to_vec(), &refused(code, ""));
            meet("a format that never was", swap("bundle/1", "bundle/0").into(), &refused(code, "/lianxin"));
            meet("no workspace", changed(&|b| drop(b.as_object_mut().unwrap().remove("workspace"))), &refused(code, ""));
            meet("pieces that are none", changed(&|b| b["pieces"] = json!({})), &refused(code, "/pieces"));
            meet("a time in words", changed(&|b| b["made"] = json!("now")), &refused(code, "/made"));
            meet("a piece without events", third(&|p| p["events"] = json!([])), &lost(code, "/pieces/2"));
            meet("an event without time", third(&|p| p["events"][3]["time"] = json!(null)), &lost(code, "/pieces/2/events/3"));
            meet("a seal that is none", third(&|p| p["seal"] = json!("sealed")), &lost(code, "/pieces/2/seal"));
            let both = |p: &mut Value| p["events"][0]["gone"] = json!(hash(&json!({})));
            meet("a body that is there and gone", third(&both), &lost(code, "/pieces/2/events/0"));
        }
        Code::NewerFormat => {
            meet("the next", swap("bundle/1", "bundle/2").into(), &refused(code, "/lianxin"));
            meet("a far one", swap("bundle/1", "bundle/99999999999999999999999").into(), &refused(code, "/lianxin"));
            meet("of which nothing is known", br#"{"lianxin":"bundle/10"}"#.to_vec(), &refused(code, "/lianxin"));
            meet(
                "with other pieces",
                changed(&|b| (b["lianxin"], b["pieces"]) = (json!("bundle/2"), json!("elsewhere"))),
                &refused(code, "/lianxin"),
            );
        }
        Code::OtherWorkspace => {
            let here = refused(code, "/workspace");
            let (founder, secretary) = (Author::new("other founder"), Author::new("other secretary"));
            let other = World::new(&founder, &secretary);
            meet("another founder's", other.bundle().to_string().into(), &here);
            meet("another founder's, sealed", sealed(other.bundle(), &founder).to_string().into(), &here);
            meet("ours under the name of another", changed(&|b| b["workspace"] = json!(other.workspace)), &here);
            meet("an empty one", bundle(&other.workspace, &[], vec![]).to_string().into(), &here);
            // The same person founded twice, with one device.
            let mut founding = w.all.events[0]["body"].clone();
            founding["nonce"] = json!("fedcba9876543210");
            let mut second = Chain::new(w.founder, &hash(&founding), "all");
            second.write("workspace-founded", founding);
            let b = bundle(&second.workspace, &[w.founder], vec![second.whole()]);
            meet("another one of the founder's", sealed(b, w.founder).to_string().into(), &here);
        }
        Code::BundleSeal => {
            let after = |change: &dyn Fn(&mut Value)| {
                let mut b = w.bundle();
                b["number"] = json!(12);
                let mut b = sealed(b, w.founder);
                change(&mut b);
                b.to_string().into_bytes()
            };
            meet("another number", after(&|b| b["number"] = json!(13)), &taken(code, "/seal"));
            meet("a sender without a seal", after(&|b| drop(b.as_object_mut().unwrap().remove("seal"))), &taken(code, ""));
            meet("a seal without a sender", after(&|b| drop(b.as_object_mut().unwrap().remove("from"))), &taken(code, ""));
            meet("another sender", after(&|b| b["from"] = json!(w.secretary.device())), &taken(code, "/seal"));
            meet("another receiver", after(&|b| b["to"] = json!(INVITED)), &taken(code, "/seal"));
            meet("a piece left out", after(&|b| drop(b["pieces"].as_array_mut().unwrap().pop())), &lost(code, "/seal"));
            meet(
                "the seal of another bundle",
                after(&|b| b["seal"] = sealed(w.bundle(), w.founder)["seal"].clone()),
                &taken(code, "/seal"),
            );
            let stranger = Author::new("stranger");
            meet("a sender whose key is not there", sealed(w.bundle(), &stranger).to_string().into(), &taken(code, "/seal"));
        }
        Code::InviteUsed => {
            let starter = |joins: &[(&str, &str)]| starter_after_joins(w, "invite", INVITED, joins).to_string().into_bytes();
            let said = |new: usize| format!("{new} new, 4 held; invite-used /invite");
            meet("by one device", starter(&[("new", "invite")]), &said(1));
            meet("by two devices", starter(&[("new", "invite"), ("newer", "invite")]), &said(2));
            meet("by another than the one beside it", starter(&[("new", "another invite"), ("newer", "invite")]), &said(2));
        }
        Code::DeviceUnknown => {
            let device = w.secretary.device();
            let here = lost(code, "/pieces/2");
            let key = |change: &dyn Fn(&mut Value)| changed(&|b| change(&mut b["devices"][&device]));
            meet("no key", changed(&|b| drop(b["devices"].as_object_mut().unwrap().remove(&device))), &here);
            meet("another's key", key(&|key| *key = w.founder.jwk()), &here);
            meet("a private key", key(&|key| key["d"] = key["x"].clone()), &here);
            meet("half a key", key(&|key| drop(key.as_object_mut().unwrap().remove("y"))), &here);
            meet("a key of another curve", key(&|key| key["crv"] = json!("P-384")), &here);
            meet("no key at all", key(&|key| *key = json!("key")), &here);
            let (off, point) = off_curve();
            let named = |b: &mut Value| {
                b["devices"][&off] = point.clone();
                b["pieces"][2]["device"] = json!(off);
            };
            meet("a key off the curve", changed(&named), &here);
        }
        Code::ChainBroken => {
            let here = lost(code, "/pieces/2");
            meet("another beginning", resealed(&|p| p["prev"] = json!(hash(&json!("elsewhere")))), &here);
            meet("a beginning that is the second", resealed(&|p| p["from"] = json!(2)), &here);
            meet(
                "the beginning of another scope",
                resealed(&|p| p["prev"] = json!(Chain::new(w.secretary, &w.workspace, "all").ids[0])),
                &here,
            );
            meet("the beginning of another device", resealed(&|p| p["prev"] = json!(w.project.ids[0])), &here);
            let elsewhere = Chain::new(w.secretary, &hash(&json!(1)), PROJECT);
            meet("the beginning in another workspace", resealed(&|p| p["prev"] = json!(elsewhere.ids[0])), &here);
            meet("the second that is the first", resealed(&|p| (p["from"], p["prev"]) = (json!(1), json!(w.visits.ids[1]))), &here);
        }
        Code::EventId => {
            let here = lost(code, "/pieces/2");
            let events = |change: &dyn Fn(&mut Vec<Value>)| third(&|p| change(p["events"].as_array_mut().unwrap()));
            meet("other words", events(&|list| list[0]["body"]["text"] = json!("没去")), &here);
            meet("another time", events(&|list| list[2]["time"] = json!(5)), &here);
            meet("another kind", events(&|list| list[4]["kind"] = json!("noted")), &here);
            meet("another order", events(&|list| list.swap(1, 2)), &here);
            meet("one taken out, one put in", events(&|list| list[1] = list[0].clone()), &here);
            meet(
                "a body gone that was another",
                events(&|list| list[3] = json!({"time": list[3]["time"], "kind": "noted", "gone": hash(&json!({}))})),
                &here,
            );
            // What the author never wrote, before what the author sealed.
            let mut forged = w.visits.clone();
            forged.events[0]["body"]["text"] = json!("已经解决");
            meet("a forged beginning under the real seal", of(vec![w.all.whole(), w.project.whole(), forged.whole()]), &here);
            let grafted = |p: &mut Value| {
                *p = w.visits.piece(3, 5);
                p["prev"] = json!(w.visits.ids[1]);
            };
            meet("the real end behind another event", third(&grafted), &here);
            meet("the seal of another feed", third(&|p| p["seal"] = w.all.seal(4)), &here);
        }
        Code::FeedSeal => {
            let here = lost(code, "/pieces/2");
            let signed = |author: &Author, workspace: &str, scope: &str, seq: u64| {
                let mut seal = seal(author, workspace, scope, seq, &w.visits.ids[5]);
                seal["seq"] = json!(5);
                third(&|p| p["seal"] = seal.clone())
            };
            meet("no seal", third(&|p| drop(p.as_object_mut().unwrap().remove("seal"))), &here);
            meet("the wrong key", signed(&Author::new("stranger"), &w.workspace, PROJECT, 5), &here);
            meet("a key of this file that is another's", signed(w.founder, &w.workspace, PROJECT, 5), &here);
            meet("a seal of another scope", signed(w.secretary, &w.workspace, "all", 5), &here);
            meet("a seal of another workspace", signed(w.secretary, &hash(&json!(1)), PROJECT, 5), &here);
            meet("a seal of another number", signed(w.secretary, &w.workspace, PROJECT, 4), &here);
            meet("a seal beyond the events", third(&|p| p["seal"]["seq"] = json!(6)), &here);
            meet("a real seal whose events were cut off", third(&|p| drop(p["events"].as_array_mut().unwrap().pop())), &here);
            let before = |p: &mut Value| {
                *p = w.visits.piece(3, 5);
                p["seal"] = w.visits.seal(2);
            };
            meet("a seal before the events", third(&before), &here);
            meet("a signature of zeros", third(&|p| p["seal"]["sig"] = json!(encode(&[0; 64]))), &here);
            meet("events behind the seal", third(&|p| p["seal"] = w.visits.seal(4)), "5 new, 4 held; feed-seal /pieces/2/events/4");
            // A forged beginning in a piece of its own: the real end stays, and waits for the real beginning.
            let mut forged = w.visits.clone();
            forged.events[0]["body"]["text"] = json!("已经解决");
            let mut beginning = forged.piece(1, 2);
            beginning["seal"] = w.visits.seal(5);
            let split = of(vec![w.all.whole(), beginning, w.visits.piece(3, 5)]);
            meet("a forged beginning with the seal of the end", split, "3 new, 4 held; feed-seal /pieces/1");
        }
        Code::BodyTooLarge => {
            // `{"text":"…"}` is 11 bytes around the text.
            let text = |n: usize, text: String| resealed(&|p| p["events"][n] = json!({"time": 1, "kind": "later", "body": {"text": text}}));
            meet("by one byte", text(2, "x".repeat(65_526)), &lost(code, "/pieces/2/events/2"));
            meet("by one character", text(0, "连".repeat(21_842)), &lost(code, "/pieces/2/events/0"));
            meet("by far", text(4, "x".repeat(5_000_000)), &lost(code, "/pieces/2/events/4"));
            let members: Map<String, Value> = (0..10_000).map(|i| (format!("{i:05}"), json!(i))).collect();
            meet("of many members", resealed(&|p| p["events"][1]["body"] = members.clone().into()), &lost(code, "/pieces/2/events/1"));
            let behind = |p: &mut Value| {
                p["events"][4]["body"] = json!({"text": "x".repeat(65_526)});
                p["seal"] = w.visits.seal(4);
            };
            meet("behind the seal", third(&behind), &lost(code, "/pieces/2/events/4"));
        }
        Code::Gap => {
            let v = &w.visits;
            meet("a hole", of(vec![v.piece(1, 2), v.piece(4, 5)]), "4 new, 0 held; gap /pieces/1");
            meet("the end before the beginning", of(vec![v.piece(4, 5), v.piece(1, 2)]), "4 new, 0 held; gap /pieces/0");
            meet("two holes", of(vec![v.piece(1, 1), v.piece(3, 3), v.piece(5, 5)]), "3 new, 0 held; gap /pieces/1; gap /pieces/2");
            let mut far = v.piece(5, 5);
            far["from"] = json!(MAX_INT);
            reseal(&mut far, w.secretary, &w.workspace);
            meet("as far as numbers go", of(vec![v.piece(1, 2), far]), "3 new, 0 held; gap /pieces/1");
            let mut bad = v.piece(2, 3);
            bad["seal"]["sig"] = v.seal(5)["sig"].clone();
            meet(
                "where a piece was refused",
                of(vec![v.piece(1, 1), bad, v.piece(4, 5)]),
                "3 new, 0 held; feed-seal /pieces/1; gap /pieces/2",
            );
        }
        Code::Fork => {
            let mut other = w.visits.clone();
            other.events.truncate(2);
            other.ids.truncate(3);
            other.write("noted", json!({"of": INVITED, "text": "anders"}));
            other.write("noted", json!({"of": INVITED, "text": "weiter"}));
            let v = &w.visits;
            meet("two whole feeds", of(vec![v.whole(), other.whole()]), "7 new, 2 held; fork /pieces/1");
            meet("a branch", of(vec![v.whole(), other.piece(3, 4)]), "7 new, 0 held; fork /pieces/1");
            meet("a branch of one, before the feed", of(vec![other.piece(3, 3), v.whole()]), "6 new, 0 held; fork /pieces/0");
            let mut second = Chain::new(w.founder, &w.workspace, PROJECT);
            second.write("project-registered", json!({"name": "热电二期", "district": INVITED, "category": "industry"}));
            meet("at the very first", of(vec![w.project.whole(), second.whole()]), "2 new, 0 held; fork /pieces/1");
        }
        Code::BodyShape => {
            let body = |n: usize, change: &dyn Fn(&mut Value)| resealed(&|p| change(&mut p["events"][n]["body"]));
            meet("a day that never was", body(0, &|b| b["on"] = json!("2018-06-31")), &taken(code, "/pieces/2/events/0"));
            meet("a field missing", body(1, &|b| drop(b.as_object_mut().unwrap().remove("title"))), &taken(code, "/pieces/2/events/1"));
            meet("a text too long", body(3, &|b| b["text"] = json!("字".repeat(10_001))), &taken(code, "/pieces/2/events/3"));
            meet("another type", body(4, &|b| b["people"] = json!(null)), &taken(code, "/pieces/2/events/4"));
            meet("a word that is none of the list", body(0, &|b| b["kind"] = json!("party")), &taken(code, "/pieces/2/events/0"));
            meet("a ref that is none", body(3, &|b| b["of"] = json!("<script>")), &taken(code, "/pieces/2/events/3"));
        }
        Code::FileHash | Code::FileType => {
            let carries = |name: &str, value: Value| changed(&|b| b["files"] = json!({name: value}));
            let here = |name: &str| taken(code, &format!("/files/{name}"));
            let (name, photo) = file(JPEG, "image/jpeg");
            if code == Code::FileHash {
                let (other, changed_photo) = file(&[JPEG, &[0]].concat(), "image/jpeg");
                meet("other bytes", carries(&name, changed_photo), &here(&name));
                meet("another name", carries(&other, photo.clone()), &here(&other));
                meet("a name that is no hash", carries("IMG_0001.JPG", photo.clone()), &here("IMG_0001.JPG"));
                meet("no bytes", carries(&name, json!({"type": "image/jpeg"})), &here(&name));
                meet("the other base64", carries(&name, json!({"type": "image/jpeg", "data": "_9j_4AEC"})), &here(&name));
            } else {
                for (what, bytes, media_type) in [
                    ("a page", &b"<html>"[..], "text/html"),
                    ("a drawing that can hold a script", b"<svg/>", "image/svg+xml"),
                    ("a page that says it is a photo", b"<html>", "image/jpeg"),
                    ("a programme that says it is a document", b"MZ\x90\0", "application/pdf"),
                    ("a photo of another type", JPEG, "image/png"),
                ] {
                    let (name, value) = file(bytes, media_type);
                    meet(what, carries(&name, value), &here(&name));
                }
                meet("no type", carries(&name, json!({"data": photo["data"]})), &here(&name));
            }
        }
        Code::Decrypt => {
            for (what, text) in [
                ("for several", r#"{"protected":"e30","iv":"AA","ciphertext":"AA","tag":"AA","recipients":[]}"#),
                ("for one", r#"{"protected":"e30","encrypted_key":"AA","iv":"AA","ciphertext":"AA","tag":"AA"}"#),
                ("without a protected header", r#"{"recipients":[{"header":{"alg":"dir"},"encrypted_key":"AA"}],"ciphertext":""}"#),
            ] {
                meet(what, text.into(), &refused(code, ""));
            }
        }
    }
}

#[test]
fn every_code_is_met_at_least_three_ways() {
    in_world(|w| {
        let holder = Holder::new(w);
        assert_eq!(holder.meets(w.bundle().to_string().as_bytes()), "6 new, 4 held");
        for &code in Code::ALL {
            let (mut names, mut files) = (BTreeSet::new(), BTreeSet::new());
            ways(code, w, &mut |what, bytes, expected| {
                assert_eq!(holder.meets(&bytes), expected, "{}: {what}", code.as_str());
                assert!(expected.contains(&format!("; {} ", code.as_str())), "{}: {what} is not of this code", code.as_str());
                names.insert(what.to_string());
                files.insert(Hash::of(&bytes));
            });
            println!("{}: {} ways", code.as_str(), files.len());
            assert!(names.len() >= 3 && names.len() == files.len(), "{} has too few ways: {names:?}", code.as_str());
        }
    });
}

/// Where a part stands in its text.
fn span(text: &str, part: &str) -> Range<usize> {
    let start = text.find(part).unwrap();
    assert_eq!(text.rfind(part), Some(start), "it stands there once");
    start..start + part.len()
}

/// The bodies of events, by feed, number and id.
fn events(checked: &Checked) -> BTreeMap<(FeedKey, u64, Hash), Vec<u8>> {
    let body = |body: &Body| match body {
        Body::Held(slice) => slice.bytes().to_vec(),
        Body::Gone(hash) => hash.as_str().into(),
    };
    checked.pieces.iter().flat_map(|p| p.events.iter().map(|e| ((p.feed, e.seq, e.id), body(&e.body)))).collect()
}

/// One byte of a sealed bundle with a photo is another. `LIANXIN_BYTES` says how many are changed, one after the other,
/// `LIANXIN_SEED` which.
#[test]
fn one_byte_changed_is_refused_or_costs_what_it_stands_in() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let (seed, many) = (number("LIANXIN_SEED").unwrap_or(20_181_115), number("LIANXIN_BYTES").unwrap_or(100));
    println!("seed {seed}, {many} bytes");
    in_world(|w| {
        let holder = Holder::new(w);
        let (photo, value) = file(JPEG, "image/jpeg");
        let mut visits = w.visits.clone();
        visits.write("visit-logged", json!({"on": "2018-06-13", "kind": "site-visit", "files": [photo]}));
        let parts = [w.all.whole(), w.project.whole(), visits.whole()];
        let mut b = w.of(parts.to_vec());
        b["number"] = json!(12);
        b["made"] = json!(1_528_678_800_000_i64);
        b["heads"] = json!({"all": {w.founder.device(): [4, "abcdefgh"]}});
        b["files"] = json!({photo: value});
        let b = sealed(b, w.founder);
        let text = b.to_string();
        let pieces = parts.map(|piece| span(&text, &piece.to_string()));
        let devices = span(&text, &format!("\"devices\":{}", b["devices"]));
        let files = span(&text, &format!("\"files\":{}", b["files"]));
        let workspace = text.rfind(&w.workspace).map(|start| start..start + w.workspace.len()).unwrap();
        let whole = read(text.as_bytes()).unwrap();
        assert!(whole.problems.is_empty());
        let written = events(&whole);

        let mut chance = Chance(seed);
        let mut met: BTreeMap<&str, u64> = BTreeMap::new();
        for _ in 0..many {
            let at = chance.below(text.len());
            let mut bytes = text.clone().into_bytes();
            // Another character of the file fits in more often than a bit that was turned.
            let turns = chance.one_in(2);
            while bytes[at] == text.as_bytes()[at] {
                bytes[at] = if turns { bytes[at] ^ 1 << chance.below(8) } else { text.as_bytes()[chance.below(text.len())] };
            }
            let about = format!("seed {seed}: byte {at} is {:#x}", bytes[at]);
            let checked = match read(&bytes) {
                Err(problem) => {
                    assert!(problem.code.refuses_file() || problem.code == Code::NotABundle, "{about}: {problem}");
                    assert!(holder.meets(&bytes).starts_with("refused; "), "{about}");
                    *met.entry("the file refused").or_default() += 1;
                    continue;
                }
                Ok(checked) => checked,
            };
            let other: Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(checked.problems.is_empty(), other == b, "{about}: {:?}", checked.problems);
            let taken = events(&checked);
            assert!(taken.iter().all(|(key, body)| written.get(key) == Some(body)), "{about}: taken as it was never written");
            let is_lost = |piece: &Piece| !piece.events.iter().any(|e| taken.contains_key(&(piece.feed, e.seq, e.id)));
            let lost: BTreeSet<usize> = (0..3).filter(|n| is_lost(&whole.pieces[*n])).collect();
            let kept: Vec<&Piece> = (0..3).filter(|n| !lost.contains(n)).map(|n| &whole.pieces[n]).collect();
            assert_eq!(taken.len(), kept.iter().map(|p| p.events.len()).sum::<usize>(), "{about}: a part of a piece");
            // Each piece that is lost has its one problem, and no other has any.
            let named = checked.problems.iter().filter_map(|p| p.place.strip_prefix("/pieces/")?.split('/').next()?.parse().ok());
            let named: Vec<usize> = named.collect();
            assert_eq!(named, lost.iter().copied().collect::<Vec<_>>(), "{about}: {:?}", checked.problems);
            let allowed: Vec<BTreeSet<usize>> = if let Some(n) = pieces.iter().position(|span| span.contains(&at)) {
                vec![BTreeSet::from([n])]
            } else if devices.contains(&at) {
                vec![BTreeSet::from([0, 1]), BTreeSet::from([2])]
            } else if workspace.contains(&at) {
                vec![BTreeSet::from([0, 1, 2])]
            } else {
                Vec::new()
            };
            assert!(lost.is_empty() || allowed.contains(&lost), "{about}: {lost:?} lost");
            assert!(checked.files.len() == 1 || files.contains(&at), "{about}: the photo is lost");
            let is_refused = checked.problems.iter().any(|p| matches!(p.code, Code::FileHash | Code::FileType));
            assert_eq!(checked.files.is_empty(), is_refused || other.get("files").is_none(), "{about}");
            assert!(checked.files.values().all(|file| file.bytes == JPEG), "{about}: another photo");
            // An envelope that is not as it was sealed says nothing.
            let heard = checked.envelope.from.is_some();
            assert_eq!(heard, other == b, "{about}");
            assert!(heard || checked.envelope.heads.is_none() && checked.envelope.number.is_none(), "{about}");
            let plan = holder.plan(&bytes);
            let preview = plan.preview(&BTreeSet::new());
            let expected = if workspace.contains(&at) {
                Holder::new(w)
            } else {
                Holder::of(whole.workspace, kept.into_iter().chain(&whole.pieces[..1]))
            };
            assert_eq!(digest(&preview.ledger), digest(&expected.ledger), "{about}: the preview holds something else");
            let kind = match (lost.is_empty(), checked.files.is_empty(), heard) {
                (false, _, _) => "a piece lost",
                (_, true, _) => "the photo lost",
                (_, _, false) => "the envelope lost",
                _ => "nothing changed",
            };
            *met.entry(kind).or_default() += 1;
        }
        println!("{met:?}");
        for kind in ["the file refused", "a piece lost", "the envelope lost"] {
            assert!(met.contains_key(kind), "no {kind}: {met:?}");
        }
    });
}

#[test]
fn a_file_that_is_cut_off_is_refused_wherever_it_was_cut() {
    in_world(|w| {
        let holder = Holder::new(w);
        let bytes = sealed(w.bundle(), w.founder).to_string().into_bytes();
        for end in 0..bytes.len() {
            let problem = read(&bytes[..end]).err().unwrap_or_else(|| panic!("{end} bytes were taken"));
            assert!(matches!(problem.code, Code::JsonSyntax | Code::JsonText), "{end}: {problem}");
        }
        assert_eq!(holder.meets(&bytes[..bytes.len() / 2]), format!("refused; {}", read(&bytes[..bytes.len() / 2]).err().unwrap()));
    });
}

/// §7: pieces fail one by one, and one file's faults are no other file's.
#[test]
fn good_files_among_bad_ones_are_taken() {
    in_world(|w| {
        let Holder { ledger, state } = Holder::new(w);
        let mut forged = w.bundle();
        forged["pieces"][2]["seal"]["seq"] = json!(6);
        forged["pieces"][1]["events"][0]["body"]["name"] = json!("别的");
        let (founder, secretary) = (Author::new("other founder"), Author::new("other secretary"));
        let files = [
            b"[[[".to_vec(),
            forged.to_string().into_bytes(),
            World::new(&founder, &secretary).bundle().to_string().into_bytes(),
            sealed(w.bundle(), w.founder).to_string().into_bytes(),
            vec![0xff; 3],
        ];
        let read_all = || files.iter().map(|bytes| incoming("file", bytes.len(), read(bytes))).collect();
        let said = |plan: &Plan| -> Vec<(Verdict, u64)> {
            plan.preview(&BTreeSet::new()).files.iter().map(|file| (file.verdict, file.new)).collect()
        };
        let plan = Plan::new(&ledger, &state, read_all());
        let refused = (Verdict::Refused, 0);
        assert_eq!(said(&plan), [refused, (Verdict::MergesPartly, 0), refused, (Verdict::Merges, 6), refused]);
        let alone = Plan::new(&ledger, &state, vec![incoming("file", files[3].len(), read(&files[3]))]);
        assert_eq!(digest(plan.ledger()), digest(alone.ledger()));
        assert_eq!(plan.rows(), alone.rows());
        // On a device that holds nothing the first readable one names the workspace.
        let fresh = Plan::fresh(read_all()).unwrap();
        assert_eq!(fresh.workspace().as_str(), w.workspace);
        assert_eq!(said(&fresh), [refused, (Verdict::MergesPartly, 4), refused, (Verdict::Merges, 6), refused]);
        assert!(fresh.ledger().scopes().contains(&Scope::parse(PROJECT).unwrap()));
    });
}

#[test]
fn a_file_as_large_as_it_may_be_is_read_whatever_fills_it() {
    in_world(|w| {
        let holder = Holder::new(w);
        // The seal is over all of it.
        let mut b = w.bundle();
        b["about"] = json!("");
        let room = MAX_FILE - sealed(b.clone(), w.founder).to_string().len();
        b["about"] = json!("字".repeat(room / 3) + &"x".repeat(room % 3));
        let mut bytes = sealed(b, w.founder).to_string().into_bytes();
        assert_eq!(bytes.len(), 200_000_000);
        assert_eq!(holder.meets(&bytes), "6 new, 4 held");
        bytes.push(b'\n');
        assert_eq!(holder.meets(&bytes), "refused; too-large ");
    });
}

/// A file may have as many faults as it has bytes: so many that listing them fills any memory.
#[test]
fn faults_beyond_what_anyone_reads_are_counted() {
    in_world(|w| {
        let mut b = w.of(vec![w.visits.whole()]);
        b["from"] = json!(w.founder.device());
        b["seal"] = json!(encode(&[1; 64]));
        let bad = 3 * MAX_PROBLEMS;
        let bytes = b.to_string().replacen("\"pieces\":[", &format!("\"pieces\":[{}", "1,".repeat(bad)), 1).into_bytes();
        let checked = read(&bytes).unwrap();
        assert_eq!(checked.problems.len(), MAX_PROBLEMS + 1);
        assert_eq!((checked.unlisted, checked.refused), ((bad - MAX_PROBLEMS) as u64, bad as u64));
        let report = Holder::new(w).plan(&bytes).preview(&BTreeSet::new()).files.remove(0);
        assert_eq!((report.verdict, report.new, report.refused), (Verdict::MergesPartly, 5, bad as u64));
        // The first hundred, and the first of each code.
        let shown: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
        assert_eq!((shown.len(), shown[99].as_str(), shown[100].as_str()), (101, "not-a-bundle /pieces/99", "bundle-seal /seal"));
        assert_eq!(report.problems_more, (bad - 100) as u64);
    });
}

#[test]
fn the_command_line_reads_no_more_of_a_file_than_shows_that_it_is_too_large() {
    let shell = Shell::new("too large");
    let path = shell.put("");
    for (size, problem) in [(1 << 40, json!({"code": "too-large", "where": ""})), (0, json!({"code": "json-syntax", "where": "@0"}))] {
        std::fs::File::options().write(true).open(&path).unwrap().set_len(size).unwrap();
        let (code, answer, _) = shell.run(&["check", &path]);
        let line: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!((code, &line["problems"]), (1, &json!([problem])));
    }
}
