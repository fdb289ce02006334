//! Comments that say what they belong to, as the speller writes them: whether they stand there in a layout.

/// Every comment of a layout that does not stand where it says that it belongs.
pub fn misplaced(out: &str) -> Vec<String> {
    let (mut wrong, mut header, mut in_string) = (Vec::new(), String::new(), false);
    let lines: Vec<&str> = out.lines().collect();
    for (place, line) in lines.iter().enumerate() {
        let code = TAGS
            .iter()
            .filter_map(|tag| line.find(&format!("#{tag}|")))
            .min()
            .map_or(*line, |at| &line[..at]);
        let goes_on = in_string || line.starts_with([' ', ']', '}']);
        in_string ^= (code.matches("\"\"\"").count() + code.matches("'''").count()) % 2 == 1;
        if !goes_on && code.starts_with('[') {
            header = bare(code);
        }
        let next = lines[place..].iter().find(|line| !line.is_empty() && !line.starts_with('#'));
        let next = bare(next.unwrap_or(&""));
        let tagged =
            |tag: &str| line.split(&format!("#{tag}|")).nth(1).and_then(|rest| rest.split('|').next());
        let names = |line: &str, name: &str| {
            line.strip_prefix(name).is_some_and(|rest| name.starts_with('[') || rest.starts_with(" ="))
        };
        let stands = tagged("above").is_none_or(|name| code.is_empty() && names(&next, name))
            && tagged("behind").is_none_or(|name| goes_on || names(&bare(code), name))
            && tagged("tail").is_none_or(|name| code.is_empty() && name == header);
        if !stands {
            wrong.push(format!("{place}: {line} (under {header}, before {next})"));
        }
    }
    wrong
}

const TAGS: [&str; 7] = ["head", "heading", "above", "behind", "within", "tail", "foot"];

fn bare(code: &str) -> String {
    code.replace(['"', '\''], "").trim_end().to_owned()
}
