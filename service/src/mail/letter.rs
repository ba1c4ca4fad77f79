//! The one shape that every mail has: a greeting, paragraphs, one button. Text and HTML parts from the same words.

use std::fmt::Write;

use storage::outbox::NewMail;

/// A mail to one person.
#[derive(Debug)]
pub struct Letter<'a> {
    /// Its cause: the same mail is never written twice.
    pub once: String,
    pub to: &'a str,
    /// Absent for people who are not known here.
    pub name: Option<&'a str>,
    pub subject: &'a str,
    pub paragraphs: &'a [String],
    /// What the button says, and where it leads.
    pub link: Option<(&'a str, &'a str)>,
}

const FOOTER: &str = "This mail was sent by Latchkey. It never asks for a password and never contains one.";

/// Text that cannot become markup.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br>"),
            c => out.push(c),
        }
    }
    out
}

impl Letter<'_> {
    #[must_use]
    pub fn compose(&self) -> NewMail {
        self.compose_linking(self.link.as_slice())
    }

    /// The mail with several buttons instead of its one.
    #[must_use]
    pub fn compose_linking(&self, links: &[(&str, &str)]) -> NewMail {
        let greeting = self.name.map_or_else(|| "Hello,".to_owned(), |name| format!("Hello {name},"));
        let mut text = format!("{greeting}\n");
        let mut html = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{}</title></head>\
             <body style=\"font-family:system-ui,sans-serif;font-size:15px;line-height:1.5;color:#1d2130\"><p>{}</p>",
            escape(self.subject),
            escape(&greeting)
        );
        for paragraph in self.paragraphs {
            let _ = write!(text, "\n{paragraph}\n");
            let _ = write!(html, "<p>{}</p>", escape(paragraph));
        }
        for (label, url) in links {
            let _ = write!(text, "\n{label}: {url}\n");
            let _ = write!(
                html,
                "<p><a href=\"{url}\" style=\"display:inline-block;padding:10px 16px;border-radius:6px;background:#3f4bc4;color:#fff;text-decoration:none\">{}</a></p>\
                 <p style=\"color:#5b6070;font-size:13px\">{}</p>",
                escape(label),
                escape(url),
                url = escape(url),
            );
        }
        let _ = write!(text, "\n-- \n{FOOTER}\n");
        let _ = write!(html, "<p style=\"color:#5b6070;font-size:13px\">{FOOTER}</p></body></html>");
        NewMail { once: self.once.clone(), recipient: self.to.to_owned(), subject: self.subject.to_owned(), text, html }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_01_names_cannot_become_markup() {
        let letter = Letter {
            once: "x".into(),
            to: "a@b.example",
            name: Some("<img src=x onerror=alert(1)>"),
            subject: "\"A\" & <B>",
            paragraphs: &["</p><script>".to_owned()],
            link: Some(("Open", "https://x.example/?a=1&b=\"2\"")),
        };
        let mail = letter.compose();
        assert!(!mail.html.contains("<img") && !mail.html.contains("<script") && !mail.html.contains("b=\"2"));
        assert!(mail.text.contains("<img src=x"), "the text part shows it as typed");
    }
}
