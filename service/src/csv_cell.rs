//! Cells of downloaded tables that spreadsheets show and never run.

use std::borrow::Cow;

/// Puts an apostrophe before text that a spreadsheet would take for a formula (OWASP, "CSV Injection"), also where white
/// space or the full-width form hides the character that starts one.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    let starts_one = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let hidden = text.starts_with(['\t', '\r', '\n']);
    if hidden || text.trim_start().starts_with(starts_one) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn ac_04_formulas_become_text() {
        for text in ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1", "\u{A0}@x", "＝1"] {
            assert_eq!(safe(text), format!("'{text}"));
        }
        for text in ["", "Mia", "a=b", "3", "Söhne & Co"] {
            assert_eq!(safe(text), text);
        }
    }
}
