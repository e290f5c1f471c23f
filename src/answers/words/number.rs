//! Small numbers in words.

use crate::answers::prose::grouped;

/// Writes a number as running text has it: "two", "nine", "10".
pub(in crate::answers) fn few(number: usize) -> String {
    const WORDS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    WORDS.get(number).map_or_else(|| grouped(number), |word| (*word).to_owned())
}

/// Says a small number with its noun: "one report", "two reports", "12 reports".
pub(in crate::answers) fn few_of(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", few(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_up_to_nine_are_words() {
        assert_eq!(few_of(1, "report", "reports"), "one report");
        assert_eq!(few_of(2, "report", "reports"), "two reports");
        assert_eq!(few_of(1_200, "report", "reports"), "1,200 reports");
        assert_eq!(few_of(0, "report", "reports"), "no reports");
    }
}
