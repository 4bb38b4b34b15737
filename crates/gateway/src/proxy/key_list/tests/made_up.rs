//! Answers that are made up: lists of keys as the API writes them, with something odd here and there.

/// An answer, by these choices.
pub(super) fn answer(choices: Vec<u8>) -> String {
    Choices(choices.into_iter()).answer()
}

type Member<'a> = (&'a str, &'a dyn Fn(&mut Choices) -> String);

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
