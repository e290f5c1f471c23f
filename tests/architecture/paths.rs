//! Finds the paths a file names: `use` trees written out, and paths in code, each from the crate's root.

use crate::tokens::Token;

/// Holds one path a file names, written out: `crate::store::Store`, `sqlx::query`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
}

impl Named {
    /// Says whether the path begins with these segments.
    pub(crate) fn begins_with(&self, segments: &str) -> bool {
        let mut own = self.path.iter();
        segments.split("::").all(|segment| own.next().is_some_and(|mine| mine == segment))
    }

    /// Names the layer of ours that the path leads into.
    pub(crate) fn layer(&self) -> Option<&str> {
        match self.path.as_slice() {
            [root, layer, ..] if root == "crate" || root == "undersigned" => Some(layer),
            _ => None,
        }
    }
}

/// Lists every path of two segments or more, and every `use`, in the module `module` (`["store", "rows"]`).
pub(crate) fn list_paths(tokens: &[Token], module: &[&str]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token.name() {
            Some("use") => at = read_tree(tokens, at + 1, &[], &mut found),
            Some("extern") if tokens.get(at + 1).and_then(Token::name) == Some("crate") => {
                let name = tokens.get(at + 2).and_then(Token::name).unwrap_or_default();
                let line = token.line;
                found.push(Named { line, path: vec![name.to_owned()] });
                at += 3;
            }
            Some(_) => {
                let (path, end) = read_path(tokens, at);
                if path.len() > 1 {
                    found.push(Named { line: token.line, path });
                }
                at = end;
            }
            None => at += 1,
        }
    }
    for named in &mut found {
        named.path = from_root(std::mem::take(&mut named.path), module);
    }
    found
}

/// Reads `a::b::c` and gives what follows it.
fn read_path(tokens: &[Token], mut at: usize) -> (Vec<String>, usize) {
    let mut path = Vec::new();
    while let Some(name) = tokens.get(at).and_then(Token::name) {
        path.push(name.to_owned());
        at += 1;
        if !tokens.get(at).is_some_and(|token| token.is("::")) {
            break;
        }
        at += 1;
    }
    (path, at)
}

/// Reads a `use` tree, adds its paths and gives what follows it.
fn read_tree(tokens: &[Token], at: usize, prefix: &[String], found: &mut Vec<Named>) -> usize {
    // `use ::serenity` names the crate as `use serenity` does.
    let start = at + usize::from(tokens.get(at).is_some_and(|token| token.is("::")));
    let (own, mut end) = read_path(tokens, start);
    let path = [prefix, &own].concat();
    let Some(next) = tokens.get(end) else {
        return end;
    };
    if next.is("{") {
        end += 1;
        while tokens.get(end).is_some_and(|token| !token.is("}")) {
            let before = end;
            end = read_tree(tokens, end, &path, found);
            if tokens.get(end).is_some_and(|token| token.is(",")) || end == before {
                end += 1;
            }
        }
        return end + 1;
    }
    if next.is("*") {
        found.push(Named { line: next.line, path: [path, vec!["*".to_owned()]].concat() });
        return end + 1;
    }
    if !own.is_empty() {
        let line = tokens.get(start).map_or(next.line, |token| token.line);
        found.push(Named { line, path });
    }
    // An alias hides nothing: the path was taken.
    if tokens.get(end - 1).and_then(Token::name) == Some("as") {
        end += 1;
    } else if next.name() == Some("as") {
        end += 2;
    }
    end
}

/// Writes `super::x` and `self::x` out from the crate's root.
fn from_root(path: Vec<String>, module: &[&str]) -> Vec<String> {
    let supers = path.iter().take_while(|segment| *segment == "super").count();
    let starts_here = supers > 0 || path.first().is_some_and(|first| first == "self");
    if !starts_here {
        return path;
    }
    let above = module.iter().take(module.len().saturating_sub(supers));
    let below = path.iter().skip(supers.max(1)).cloned();
    std::iter::once("crate".to_owned()).chain(above.map(|segment| (*segment).to_owned())).chain(below).collect()
}
