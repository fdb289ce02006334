//! Texts that a reader could not see as they are: control characters, and those that turn the direction of text.

use crate::document::desk::Desk;
use crate::document::tree::{At, Node};
use crate::finding::{Code, Said, is_unseen};

impl Desk<'_> {
    /// Whether a text holds a character that cannot be seen; says so.
    pub fn is_unseen(&mut self, at: &At<Node>, text: &str) -> bool {
        let Some(first) = text.chars().find(|c| is_unseen(*c)) else { return false };
        let code = format!("U+{:04X}", u32::from(first));
        let message = Said::new(
            format!("the text holds {code}, which cannot be seen: whoever reads it could be misled"),
            format!("文本含有不可见字符{code}，会误导读者"),
        );
        let mending = Said::new("take it out; a text is one line", "删除该字符；文本只占一行");
        let kept: String = text.chars().filter(|c| !is_unseen(*c)).collect();
        let kept = format!("\"{}\"", kept.replace('\\', "\\\\").replace('"', "\\\""));
        self.report(Code::Unseen, &at.span, message, mending, Self::perhaps(&at.span, kept));
        true
    }
}
