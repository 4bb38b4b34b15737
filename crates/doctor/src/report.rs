//! The report that the operator reads: a line for each step, and under a problem what to do. No secret gets through it.

use std::io::Write;

use portal_api::Secret;
use portal_core::bidi::is_bidi_control;

use crate::{MIN_SECRET_BYTES, advice::Advice};

/// The longest text of one line, in characters: an upstream's error message may be of any length.
const MAX_CHARS: usize = 600;

/// Writes line by line.
pub(crate) struct Report<W> {
    out: W,
    secrets: Vec<Secret>,
    reported: Vec<&'static str>,
    problems: usize,
}

impl<W: Write> Report<W> {
    pub(crate) const fn new(out: W) -> Self {
        Self { out, secrets: Vec::new(), reported: Vec::new(), problems: 0 }
    }

    /// Replaces this secret in all further lines. The check prints none on purpose: this is for an upstream, or something
    /// that poses as one, that quotes it in an error message. Texts shorter than [`MIN_SECRET_BYTES`] are left alone.
    pub(crate) fn hide(&mut self, secret: &Secret) {
        if secret.expose().len() >= MIN_SECRET_BYTES {
            self.secrets.push(secret.clone());
        }
    }

    /// The number of problems so far.
    pub(crate) const fn problems(&self) -> usize {
        self.problems
    }

    /// A step that succeeded.
    pub(crate) fn ok(&mut self, step: &'static str, what: &str) {
        self.line("ok", step, what);
        self.reported.push(step);
    }

    /// A problem in a step, and what to do about it.
    pub(crate) fn problem(&mut self, step: &'static str, advice: &Advice) {
        self.line("WRONG", step, &advice.what);
        self.line("", "", &format!("what to do: {}", advice.what_to_do));
        self.reported.push(step);
        self.problems = self.problems.saturating_add(1);
    }

    /// The steps that were not run, and the result. Returns the number of problems.
    pub(crate) fn finish<'a>(mut self, steps: impl Iterator<Item = &'a &'static str>, reason: &str) -> usize {
        let left: Vec<_> = steps.copied().filter(|step| !self.reported.contains(step)).collect();
        for step in &left {
            self.line("-", step, reason);
        }
        let result = match (self.problems, left.is_empty()) {
            (0, true) => "All is well.".to_owned(),
            (0, false) => "All is well, as far as it was tried.".to_owned(),
            (1, _) => "1 thing is wrong.".to_owned(),
            (number, _) => format!("{number} things are wrong."),
        };
        // A closed output changes nothing about the result.
        let _ = writeln!(self.out, "\n{result}").and_then(|()| self.out.flush());
        self.problems
    }

    fn line(&mut self, mark: &str, step: &str, text: &str) {
        let text = self.clean(text);
        let _ = writeln!(self.out, "{mark:<6} {step:<14} {text}").and_then(|()| self.out.flush());
    }

    /// Without secrets, control characters (which would move a terminal's cursor) and marks of direction.
    fn clean(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in self.secrets.iter().map(Secret::expose) {
            text = text.replace(secret, "(hidden)");
        }
        let plain = |letter: char| if letter.is_control() || is_bidi_control(letter) { ' ' } else { letter };
        text.chars().map(plain).take(MAX_CHARS).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Report<&mut Vec<u8>>)) -> String {
        let mut out = Vec::new();
        let mut report = Report::new(&mut out);
        report.hide(&Secret::new("unkey_root".to_owned()));
        write(&mut report);
        report.finish(["one", "two"].iter(), "not tried");
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_secret_that_the_other_side_quotes_is_not_printed() {
        let text = written(|report| {
            report.ok("one", "said unkey_root!");
            report.problem("two", &Advice::new("unkey_rootunkey_root", "do without unkey_root"));
        });
        assert!(!text.contains("unkey_root") && text.contains("said (hidden)!"), "{text}");
    }

    #[test]
    fn the_other_side_cannot_write_lines_of_its_own() {
        let text = written(|report| {
            report.problem("one", &Advice::new("no\nok     two\u{1b}[2J\u{202e}", "x".repeat(5_000)));
        });
        assert_eq!(text.lines().count(), 5, "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']) && text.len() < 1_500);
        assert!(text.ends_with("-      two            not tried\n\n1 thing is wrong.\n"), "{text}");
    }
}
