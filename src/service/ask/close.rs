//! What somebody may have meant: names at a small distance from what was typed.

/// How many are offered.
const OFFERED: usize = 3;

/// Gives the beginnings by which candidates are looked up: each longer word, and its first letters in case the rest is
/// misspelt. A handful, since each is a query.
pub(super) fn beginnings(given: &str) -> Vec<String> {
    let words = given.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    let mut found: Vec<String> = words.take(3).map(|word| word.chars().take(3).collect()).collect();
    found.dedup();
    if found.is_empty() {
        found.extend(given.chars().next().map(String::from));
    }
    found
}

/// Gives the candidates that are close enough to be meant, the closest first. `given` is folded; a number is close to
/// no name.
pub(in crate::service) fn closest(given: &str, candidates: Vec<String>) -> Vec<String> {
    if given.starts_with('#') {
        return Vec::new();
    }
    let mut near: Vec<(usize, String)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let folded = crate::domain::text::fold(&candidate);
            let distance = distance(given, &folded);
            let longer = given.chars().count().max(folded.chars().count());
            // A third of the letters may differ; what was typed may also be a part of the name.
            let meant = distance * 3 <= longer || (given.chars().count() > 2 && folded.contains(given));
            meant.then_some((distance, candidate))
        })
        .collect();
    near.sort();
    near.dedup();
    near.into_iter().take(OFFERED).map(|(_, candidate)| candidate).collect()
}

/// Counts the letters to add, drop or change on the way from one text to the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(100).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.chars().take(100).enumerate() {
        let mut diagonal = row[0];
        row[0] = place + 1;
        for column in 0..other.len() {
            let changed = diagonal + usize::from(letter != other[column]);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_letters() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("microsft", "microsoft"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn only_what_may_be_meant_is_offered() {
        let slugs = ["microsoft-ice-2018", "microsoft-ice-petition-2018", "google-maven-2018"].map(String::from);
        assert_eq!(closest("microsft-ice", slugs.to_vec()), ["microsoft-ice-2018"]);
        assert_eq!(closest("maven", slugs.to_vec()), ["google-maven-2018"]);
        assert_eq!(closest("tesla", slugs.to_vec()), Vec::<String>::new());
        assert_eq!(closest("#20", slugs.to_vec()), Vec::<String>::new());
    }

    #[test]
    fn candidates_are_looked_up_by_the_first_letters_of_each_word() {
        assert_eq!(beginnings("microsft-ice"), ["mic", "ice"]);
        assert_eq!(beginnings("x"), ["x"]);
    }
}
