//! Reads Discord's markdown as Discord does, independently of what writes it: only so much that nothing active escapes.

/// What a text does, besides being read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Read {
    /// What people see, without markup.
    pub(crate) text: String,
    /// Masked links: label and address.
    pub(crate) links: Vec<(String, String)>,
    /// Addresses that become links by themselves.
    pub(crate) bare: Vec<String>,
    /// What stands between `<` and `>`: mentions, timestamps, emoji, commands.
    pub(crate) sigils: Vec<String>,
    /// Markup other than strong: headings, quotations, lists by how they begin; italics, code fences and so on.
    pub(crate) markup: Vec<String>,
    /// Whether strong text was closed.
    pub(crate) balanced: bool,
}

/// Reads a text.
pub(crate) fn read(markdown: &str) -> Read {
    let mut out = Read::default();
    let mut strong = 0;
    for line in markdown.split('\n') {
        let inner = line_start(line, &mut out);
        strong += inline(inner, &mut out);
        out.text.push('\n');
    }
    out.balanced = strong % 2 == 0;
    out
}

/// Takes off what begins a line.
fn line_start<'a>(line: &'a str, out: &mut Read) -> &'a str {
    let bare = line.trim_start();
    for start in ["-# ", "### ", "## ", "# ", ">>> ", "> ", "- ", "* ", "+ "] {
        if let Some(rest) = bare.strip_prefix(start) {
            out.markup.push(start.trim_end().to_owned());
            return rest;
        }
    }
    let digits = bare.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && bare[digits..].starts_with(". ") {
        out.markup.push("1.".to_owned());
    }
    line
}

/// Reads within a line; gives how many `**` stand there.
fn inline(line: &str, out: &mut Read) -> usize {
    let chars: Vec<char> = line.chars().collect();
    let starts: Vec<usize> = line.char_indices().map(|(start, _)| start).collect();
    let mut at = 0;
    let mut strong = 0;
    while at < chars.len() {
        let rest = &line[starts[at]..];
        at += match chars[at] {
            '\\' if chars.get(at + 1).is_some_and(char::is_ascii_punctuation) => {
                out.text.push(chars[at + 1]);
                2
            }
            '`' => code(rest, out),
            '[' => link(rest, out),
            '<' => sigil(rest, out),
            '*' if rest.starts_with("**") => {
                strong += 1;
                2
            }
            c @ ('*' | '_' | '~' | '|') => {
                out.markup.push(c.to_string());
                1
            }
            ':' if emoji(rest) => {
                out.markup.push(":emoji:".to_owned());
                1
            }
            _ if address(rest) => {
                out.bare.push(rest.split_whitespace().next().unwrap_or_default().to_owned());
                out.text.push(chars[at]);
                1
            }
            c => {
                out.text.push(c);
                1
            }
        };
    }
    strong
}

fn code(rest: &str, out: &mut Read) -> usize {
    if rest.starts_with("```") {
        out.markup.push("```".to_owned());
        return 3;
    }
    if let Some(end) = rest[1..].find('`') {
        out.text.push_str(&rest[1..=end]);
        rest[..=end + 1].chars().count()
    } else {
        out.markup.push("`".to_owned());
        1
    }
}

/// Reads `[label](address)`. Brackets in the label count whether they are escaped or not, as Discord has it.
fn link(rest: &str, out: &mut Read) -> usize {
    let Some(middle) = rest.find("](") else { return plain(rest, out) };
    let label = &rest[1..middle];
    let target = &rest[middle + 2..];
    let Some(end) = target.find(')') else { return plain(rest, out) };
    let address = &target[..end];
    if address.contains(char::is_whitespace) || !address.contains("://") {
        return plain(rest, out);
    }
    out.links.push((label.to_owned(), address.to_owned()));
    out.text.push_str(label);
    rest[..=middle + 2 + end].chars().count()
}

fn sigil(rest: &str, out: &mut Read) -> usize {
    let opens = rest.chars().nth(1).is_some_and(|c| "@#:/".contains(c) || c.is_ascii_alphanumeric());
    match rest.find('>') {
        Some(end) if opens => {
            out.sigils.push(rest[1..end].to_owned());
            rest[..=end].chars().count()
        }
        Some(_) | None => plain(rest, out),
    }
}

fn plain(rest: &str, out: &mut Read) -> usize {
    out.text.extend(rest.chars().next());
    1
}

fn emoji(rest: &str) -> bool {
    let name: String = rest.chars().skip(1).take_while(|c| c.is_ascii_alphanumeric() || "_+-".contains(*c)).collect();
    !name.is_empty() && rest[1 + name.len()..].starts_with(':')
}

fn address(rest: &str) -> bool {
    let lower: String = rest.chars().take(16).collect::<String>().to_lowercase();
    ["http://", "https://", "steam://", "discord://", "www.", "discord.gg/"]
        .iter()
        .any(|begin| lower.starts_with(begin))
}

#[test]
fn the_reader_sees_what_is_active() {
    let found = read("# a <@1> [b](https://c.example) https://d.example **e** _f_ :g: `h`");
    assert_eq!(found.links, [("b".to_owned(), "https://c.example".to_owned())]);
    assert_eq!(found.bare, ["https://d.example"]);
    assert_eq!(found.sigils, ["@1"]);
    assert_eq!(found.markup, ["#", "_", "_", ":emoji:"]);
    assert!(found.balanced);
}

#[test]
fn the_reader_lets_escapes_be() {
    let found = read(r"\# a \<\@1\> \[b\](c) \*e\* \_f\_");
    assert_eq!(found, Read { text: "# a <@1> [b](c) *e* _f_\n".to_owned(), balanced: true, ..Read::default() });
}
