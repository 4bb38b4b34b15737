mod made_up;

use std::borrow::Cow;

use portal_api::{
    ApiResponse, Credits, Key, KeyId, KeyOwner, Meta, Pagination, RateLimit, Refill, RefillInterval, RequestId,
    ServerTime, replace_lone_surrogates,
};
use proptest::prelude::*;

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

/// Whether the fast way was taken. It writes what the plain one does, byte for byte, and refuses no more than what has to be
/// repaired.
fn compare(body: &[u8]) -> bool {
    let needs_repair = str::from_utf8(body).is_err() || matches!(replace_lone_surrogates(body), Cow::Owned(_));
    let ways = every_show().map(|show| {
        let [fast, plain] = [fast::write(body, show), plain(body, show)];
        if fast.is_some() || !needs_repair {
            let text =
                |list: &Option<fast::List>| list.as_ref().map(|list| String::from_utf8(list.body.clone()).unwrap());
            assert_eq!(text(&fast), text(&plain), "{show:?} {}", String::from_utf8_lossy(body));
            assert_eq!(fast, plain);
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

/// A field that is new in the types doesn't compile here. Added here, it has to be added to `fast`, too.
#[test]
fn every_field_of_the_contract_is_written() {
    let time = Some(ServerTime::from_millis(2));
    let refill = Refill { interval: RefillInterval::Monthly, amount: 2, refill_day: Some(3) };
    let limit =
        RateLimit { id: "rl_1".to_owned(), name: "requests".to_owned(), limit: 4, duration: 5, auto_apply: true };
    let key = Key {
        key_id: KeyId::new("key_1"),
        start: "acme_1".to_owned(),
        enabled: true,
        created_at: ServerTime::from_millis(1),
        name: Some("Production".to_owned()),
        updated_at: time,
        last_used_at: time,
        expires: time,
        credits: Some(Credits { remaining: Some(1), refill: Some(refill) }),
        ratelimits: vec![limit],
        identity: Some(KeyOwner { external_id: Some("user_1".to_owned()) }),
    };
    let answer = ApiResponse {
        meta: Meta { request_id: RequestId::new("req_1") },
        data: vec![key],
        pagination: Some(Pagination { cursor: Some(KeyId::new("key_2")), has_more: true }),
    };
    assert!(compare(&serde_json::to_vec(&answer).unwrap()));
}

#[test]
fn both_ways_decide_the_same_on_what_is_written_otherwise() {
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
        compare(body.as_bytes());
    }
}

/// Bytes that aren't UTF-8, and half a surrogate pair.
#[test]
fn what_has_to_be_repaired_goes_the_plain_way() {
    for name in [b"a\xe9".as_slice(), br"a\ud83d"] {
        let [before, after] = [format!(r#"{HEAD}{{{BARE},"name":""#), r#""}]}"#.to_owned()];
        let body = [before.as_bytes(), name, after.as_bytes()].concat();
        assert!(!compare(&body));
        let written = plain(&body, ShowSettings::default()).map(|list| String::from_utf8(list.body).unwrap());
        assert!(written.is_some_and(|written| written.contains("a\u{fffd}")));
    }
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn both_ways_write_the_same(
        choices in proptest::collection::vec(any::<u8>(), 0..600),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<u8>()), 0..4),
    ) {
        let mut body = made_up::answer(choices).into_bytes();
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
