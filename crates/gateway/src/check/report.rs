//! What the operator reads: a line a step, and beside a wrong one what to do. No secret gets through it.

use std::io::Write;

use portal_api::Secret;

use super::advice::Advice;

/// The longest text of one line, in characters: an upstream's own words may be of any length.
const LONGEST: usize = 600;

/// The shortest secret, in bytes.
pub(crate) const SHORTEST_SECRET: usize = 8;

/// Writes step by step.
pub(super) struct Report<W> {
    out: W,
    secrets: Vec<Secret>,
    told: Vec<&'static str>,
    wrong: usize,
}

impl<W: Write> Report<W> {
    pub(super) const fn new(out: W) -> Self {
        Self { out, secrets: Vec::new(), told: Vec::new(), wrong: 0 }
    }

    /// From now on this text is replaced wherever it would be printed. Nothing prints one on purpose: this is for what
    /// an upstream, or something that poses as one, quotes in its errors. What is so short that it stands in ordinary words
    /// is no secret.
    pub(super) fn hide(&mut self, secret: &Secret) {
        if secret.expose().len() >= SHORTEST_SECRET {
            self.secrets.push(secret.clone());
        }
    }

    /// How many steps went wrong so far.
    pub(super) const fn wrong_so_far(&self) -> usize {
        self.wrong
    }

    /// A step that went well.
    pub(super) fn fine(&mut self, step: &'static str, what: &str) {
        self.line("ok", step, what);
        self.told.push(step);
    }

    /// A step that didn't.
    pub(super) fn wrong(&mut self, step: &'static str, advice: &Advice) {
        self.line("WRONG", step, &advice.what);
        self.line("", "", &format!("what to do: {}", advice.what_to_do));
        self.told.push(step);
        self.wrong = self.wrong.saturating_add(1);
    }

    /// The steps that were not come to, and the sum. Gives the number of wrong ones.
    pub(super) fn finish<'a>(mut self, steps: impl Iterator<Item = &'a &'static str>, why_not: &str) -> usize {
        let left: Vec<_> = steps.copied().filter(|step| !self.told.contains(step)).collect();
        for step in &left {
            self.line("-", step, why_not);
        }
        let sum = match (self.wrong, left.is_empty()) {
            (0, true) => "All is well.".to_owned(),
            (0, false) => "All is well, as far as it was tried.".to_owned(),
            (1, _) => "1 thing is wrong.".to_owned(),
            (number, _) => format!("{number} things are wrong."),
        };
        // Whoever reads this may have gone away, which changes nothing about the result.
        let _ = writeln!(self.out, "\n{sum}").and_then(|()| self.out.flush());
        self.wrong
    }

    fn line(&mut self, mark: &str, step: &str, text: &str) {
        let text = self.clean(text);
        let _ = writeln!(self.out, "{mark:<6} {step:<14} {text}").and_then(|()| self.out.flush());
    }

    /// Without secrets, and without what would move a terminal's cursor.
    fn clean(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in self.secrets.iter().map(Secret::expose) {
            text = text.replace(secret, "(hidden)");
        }
        let plain = |letter: char| if letter.is_control() || is_of_direction(letter) { ' ' } else { letter };
        text.chars().map(plain).take(LONGEST).collect()
    }
}

/// Marks that turn the reading direction around could make a line say something else.
const fn is_of_direction(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(tell: impl FnOnce(&mut Report<&mut Vec<u8>>)) -> String {
        let mut out = Vec::new();
        let mut report = Report::new(&mut out);
        report.hide(&Secret::new("unkey_root".to_owned()));
        tell(&mut report);
        report.finish(["one", "two"].iter(), "not tried");
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_secret_that_the_other_side_quotes_is_not_printed() {
        let text = written(|report| {
            report.fine("one", "said unkey_root!");
            report.wrong("two", &Advice::new("unkey_rootunkey_root", "do without unkey_root"));
        });
        assert!(!text.contains("unkey_root") && text.contains("said (hidden)!"), "{text}");
    }

    #[test]
    fn the_other_side_cannot_write_lines_of_its_own() {
        let text = written(|report| {
            report.wrong("one", &Advice::new("no\nok     two\u{1b}[2J\u{202e}", "x".repeat(5_000)));
        });
        assert_eq!(text.lines().count(), 5, "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']) && text.len() < 1_500);
        assert!(text.ends_with("-      two            not tried\n\n1 thing is wrong.\n"), "{text}");
    }
}
