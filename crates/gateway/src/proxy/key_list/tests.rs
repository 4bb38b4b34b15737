use portal_api::{ApiResponse, Key};
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::proxy::client_response::parse;

fn plain(body: &[u8], show: ShowSettings) -> Option<fast::List> {
    let mut answer: ApiResponse<Vec<Key>> = parse(body).ok()?;
    let request_id = plain::hide(&mut answer, show);
    Some(fast::List { body: serde_json::to_vec(&answer).unwrap(), request_id })
}

fn every_show() -> impl Iterator<Item = ShowSettings> {
    (0..8).map(|bits| ShowSettings {
        account: bits & 1 > 0,
        credits: bits & 2 > 0,
        rate_limits: bits & 4 > 0,
        ..ShowSettings::default()
    })
}

/// Whether the fast way was taken. Where it is, it writes what the plain one does.
fn compare(body: &[u8]) -> bool {
    let ways = every_show().map(|show| {
        let fast = fast::write(body, show);
        if let Some(list) = &fast {
            let plain = plain(body, show).unwrap_or_else(|| panic!("only fast: {}", String::from_utf8_lossy(body)));
            let value = |list: &fast::List| serde_json::from_slice::<Value>(&list.body).unwrap();
            assert_eq!(value(list), value(&plain), "{show:?} {}", String::from_utf8_lossy(body));
            // The same names, values and spaces, in another order at most.
            assert_eq!(list.body.len(), plain.body.len(), "{show:?} {}", String::from_utf8_lossy(body));
            assert_eq!(list.request_id, plain.request_id);
        }
        fast.is_some()
    });
    let ways: Vec<_> = ways.collect();
    // What can be read doesn't depend on what is shown.
    assert!(ways.iter().all(|is_fast| Some(is_fast) == ways.first()));
    ways.first() == Some(&true)
}

const HEAD: &str = r#"{"meta":{"requestId":"req_1"},"data":["#;
const BARE: &str = r#""keyId":"key_1","start":"acme_1","enabled":true,"createdAt":1"#;

fn list(keys: &str) -> String {
    format!(r#"{HEAD}{keys}],"pagination":{{"hasMore":false}}}}"#)
}

/// A list of one key with these fields, and of the bare one.
fn with(fields: &str) -> String {
    list(&format!("{{{BARE},{fields}}}"))
}

#[test]
fn what_the_api_writes_goes_the_fast_way() {
    for body in [
        list(""),
        list(&format!("{{{BARE}}}")),
        r#"{"data":[],"meta":{"requestId":"req_1"}}"#.to_owned(),
        r#"{"meta":{"requestId":"req_1"},"data":[],"pagination":{"cursor":"key_2","hasMore":true}}"#.to_owned(),
        format!("{HEAD}{{\n  {BARE}\n}}\n] }}\n"),
        with(r#""name":"Söder 🚀","updatedAt":2,"lastUsedAt":3,"expires":-4"#),
        with(r#""name":"a\u0026b \ud83d\ude00 \"c\" \\ \n \/","meta":{"a":[1.5e3,{"b":null}],"c\u0026":"\ud800"}"#),
        with(r#""credits":{"remaining":5,"refill":{"interval":"monthly","amount":9,"refillDay":31}}"#),
        with(r#""credits":{"remaining":null,"refill":{"interval":"weekly","amount":9}}"#),
        with(r#""credits":{},"ratelimits":[],"identity":{}"#),
        with(r#""name":null,"updatedAt":null,"credits":null,"ratelimits":null,"identity":null"#),
        with(
            r#""ratelimits":[{"id":"rl_1","name":"r","limit":1,"duration":2},{"id":"b","name":"","limit":-1,"duration":0,"autoApply":true}]"#,
        ),
        with(
            r#""identity":{"id":"id_1","externalId":"user_1","meta":{"plan":"pro"}},"roles":["r"],"permissions":["p"]"#,
        ),
        with(r#""prefix":"acme","end":"wxyz""#),
    ] {
        assert!(compare(body.as_bytes()), "{body}");
    }
}

#[test]
fn the_plain_way_decides_on_what_is_written_otherwise() {
    for body in [
        String::new(),
        "[]".to_owned(),
        "{}".to_owned(),
        list("") + "x",
        list("5"),
        list("{}"),
        list(r#"["key_1","acme_1",true,1]"#),
        list(&format!("{{{BARE},}}")),
        list(&format!("{{{BARE}}},")),
        with(r#""keyId":"key_2""#),
        with(r#""k\u0065yId":"key_2""#),
        with(r#""expires":1.0"#),
        with(r#""expires":-0"#),
        with(r#""expires":9223372036854775808"#),
        with(r#""expires":"1""#),
        with(r#""identity":5"#),
        with(r#""identity":[null]"#),
        with(r#""credits":{"refill":{"interval":"daily"}}"#),
        with(r#""credits":{"refill":{"interval":"daily","amount":1,"refillDay":256}}"#),
        with(r#""credits":{"refill":{"interval":{"daily":null},"amount":1}}"#),
        with(r#""ratelimits":[{"id":"rl_1","name":"r","limit":1,"duration":2,"autoApply":null}]"#),
        with(r#""meta":01"#),
        with(r#""meta":"\x""#),
        with(r#""meta":tru"#),
        with(&format!(r#""meta":{}{}"#, "[".repeat(500), "]".repeat(500))),
        with("\"meta\":\"\t\""),
    ] {
        assert!(!compare(body.as_bytes()), "{body}");
    }
    assert!(!compare(&[list("").as_bytes(), b"\xff"].concat()));
    assert!(!compare(
        &with("\"name\":\"\u{e9}\"")
            .replace('\u{e9}', "?")
            .into_bytes()
            .iter()
            .map(|byte| if *byte == b'?' { 0xe9 } else { *byte })
            .collect::<Vec<_>>()
    ));
}

#[test]
fn the_account_is_named_if_all_rows_name_it() {
    let key = |identity: &str| format!("{{{BARE}{identity}}}");
    let of = |id: &str| key(&format!(r#","identity":{{"externalId":"{id}","meta":{{"of":"secret"}}}}"#));
    let show = ShowSettings { account: true, ..ShowSettings::default() };
    for (rows, is_named) in [
        (vec![of("a")], true),
        (vec![of("a"), of("a")], true),
        (vec![of("a"), of(r"\u0061")], true),
        (vec![], false),
        (vec![key("")], false),
        (vec![of("a"), key("")], false),
        (vec![key(""), of("a")], false),
        (vec![of("a"), of("b")], false),
        (vec![of(" ")], false),
        (vec![of("")], false),
        (vec![of(r"a\u202eb")], false),
        (vec![key(r#","identity":{}"#), key(r#","identity":{}"#)], false),
    ] {
        let body = list(&rows.join(","));
        assert!(compare(body.as_bytes()), "{body}");
        let written = String::from_utf8(fast::write(body.as_bytes(), show).unwrap().body).unwrap();
        assert_eq!(written.contains("externalId"), is_named, "{body}");
        assert!(!written.contains("secret"), "{written}");
    }
}

/// Choices by which an answer is made up.
struct Choices(std::vec::IntoIter<u8>);

impl Choices {
    fn below(&mut self, end: usize) -> usize {
        usize::from(self.0.next().unwrap_or_default()) % end
    }

    /// Seldom: three times of 256.
    fn seldom(&mut self) -> bool {
        self.0.next().is_some_and(|byte| byte > 252)
    }

    fn of<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }

    fn space(&mut self) -> &'static str {
        if self.seldom() { self.of(&[" ", "\n\t\r ", "\u{b}", "\u{feff}", ","]) } else { "" }
    }

    fn text(&mut self) -> String {
        const USUAL: [&str; 9] = ["", "a", "key_1", "user", "é", "🚀", "\\n", "\\\"", "\\u0041"];
        const ODD: [&str; 14] = [
            "\\ud800",
            "\\udc00",
            "\\ud83d\\ude00",
            "\\/",
            "\\b\\f",
            "\u{7f}",
            "\u{2028}",
            "\\u202e",
            "\\u12",
            "\\x",
            "\t",
            "\0",
            "\\",
            "\"",
        ];
        let part = |choices: &mut Self| if choices.below(20) == 0 { choices.of(&ODD) } else { choices.of(&USUAL) };
        format!("\"{}{}\"", part(self), part(self))
    }

    fn number(&mut self) -> &'static str {
        const USUAL: [&str; 5] = ["0", "1", "1764300000000", "-5", "255"];
        const ODD: [&str; 14] = [
            "256",
            "-0",
            "01",
            "1.0",
            "1e3",
            "1E+2",
            "1e400",
            "1.",
            "-",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "99999999999999999999",
        ];
        if self.below(20) == 0 { self.of(&ODD) } else { self.of(&USUAL) }
    }

    fn any(&mut self, depth: usize) -> String {
        match self.below(if depth == 0 { 5 } else { 7 }) {
            0 => "null".to_owned(),
            1 if self.seldom() => self.of(&["nul", "True", "NaN"]).to_owned(),
            1 => self.of(&["true", "false"]).to_owned(),
            2 => self.number().to_owned(),
            3 | 4 => self.text(),
            5 => self.list(|choices| choices.any(depth - 1)),
            _ => self.object(&[("a", &|choices| choices.any(depth - 1)), ("b", &Self::text)]),
        }
    }

    fn list(&mut self, item: impl Fn(&mut Self) -> String) -> String {
        let items: Vec<_> = (0..self.below(4)).map(|_| item(self)).collect();
        format!("[{}{}]", self.space(), items.join(&format!(",{}", self.space())))
    }

    /// An object with most of these members, mostly in their order.
    fn object(&mut self, members: &[Member<'_>]) -> String {
        let mut written = Vec::new();
        for (name, value) in members {
            let value = if self.seldom() { self.any(2) } else { value(self) };
            let name = if self.seldom() { name.replace('e', "\\u0065") } else { (*name).to_owned() };
            let member = format!("{}\"{name}\"{}:{}{value}", self.space(), self.space(), self.space());
            for _ in 0..if self.seldom() { self.below(3) } else { 1 } {
                written.push(member.clone());
            }
        }
        if self.below(4) == 0 {
            let by = self.below(members.len());
            let by = by.min(written.len());
            written.rotate_left(by);
        }
        format!("{{{}{}}}", self.space(), written.join(","))
    }

    fn or_null(&mut self, value: impl Fn(&mut Self) -> String) -> String {
        if self.below(8) == 0 { "null".to_owned() } else { value(self) }
    }

    fn key(&mut self) -> String {
        let integer = |choices: &mut Self| choices.number().to_owned();
        let flag = |choices: &mut Self| choices.of(&["true", "false"]).to_owned();
        let refill = |choices: &mut Self| {
            let interval = |choices: &mut Self| choices.of(&["\"daily\"", "\"monthly\"", "\"weekly\""]).to_owned();
            choices.object(&[("interval", &interval), ("amount", &integer), ("refillDay", &integer)])
        };
        let credits = |choices: &mut Self| {
            choices.or_null(|choices| choices.object(&[("remaining", &integer), ("refill", &refill)]))
        };
        let limit = |choices: &mut Self| {
            let fields: [Member<'_>; 5] = [
                ("id", &Self::text),
                ("name", &Self::text),
                ("limit", &integer),
                ("duration", &integer),
                ("autoApply", &flag),
            ];
            choices.object(&fields)
        };
        let owner = |choices: &mut Self| {
            let id = |choices: &mut Self| {
                choices.of(&["\"user\"", "\"user\"", "\"us\\u0065r\"", "\"b\"", "null"]).to_owned()
            };
            choices.or_null(|choices| choices.object(&[("id", &Self::text), ("externalId", &id)]))
        };
        let required: [Member<'_>; 4] =
            [("keyId", &Self::text), ("start", &Self::text), ("enabled", &flag), ("createdAt", &integer)];
        let optional: [Member<'_>; 9] = [
            ("name", &|choices| choices.or_null(Self::text)),
            ("meta", &|choices| choices.any(3)),
            ("updatedAt", &|choices| choices.or_null(integer)),
            ("lastUsedAt", &integer),
            ("expires", &integer),
            ("credits", &credits),
            ("ratelimits", &|choices| choices.or_null(|choices| choices.list(limit))),
            ("identity", &owner),
            ("roles", &|choices| choices.list(Self::text)),
        ];
        let kept = self.below(512);
        let optional =
            optional.into_iter().enumerate().filter(|(index, _)| kept >> index & 1 > 0).map(|(_, member)| member);
        let members: Vec<_> = required.into_iter().chain(optional).collect();
        self.object(&members)
    }

    fn answer(&mut self) -> String {
        let meta = |choices: &mut Self| {
            let id = |choices: &mut Self| choices.of(&["\"req_1a\"", "\"r\\u0065q_1a\"", "\"secret\""]).to_owned();
            choices.object(&[("requestId", &id)])
        };
        let pagination = |choices: &mut Self| {
            let more = |choices: &mut Self| choices.of(&["true", "false"]).to_owned();
            choices.or_null(|choices| choices.object(&[("cursor", &Self::text), ("hasMore", &more)]))
        };
        let keys = |choices: &mut Self| choices.list(Self::key);
        self.object(&[("meta", &meta), ("data", &keys), ("pagination", &pagination)])
    }
}

type Member<'a> = (&'a str, &'a dyn Fn(&mut Choices) -> String);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn both_ways_write_the_same(
        choices in proptest::collection::vec(any::<u8>(), 0..600),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<u8>()), 0..4),
    ) {
        let mut body = Choices(choices.into_iter()).answer().into_bytes();
        compare(&body);
        for (at, what, byte) in changes {
            let at = at.index(body.len() + 1);
            match what {
                0 => body.truncate(at),
                1 => body.insert(at, byte),
                2 => if let Some(changed) = body.get_mut(at) { *changed = byte },
                _ => if at < body.len() { let _ = body.remove(at); },
            }
            compare(&body);
        }
    }
}
