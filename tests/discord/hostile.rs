//! Text that tries to do something.

use proptest::collection::vec;
use proptest::prelude::*;

/// Pieces of which hostile text is made.
const PIECES: &[&str] = &[
    "@everyone", "@here", "<@80351110224678912>", "<@!80351110224678912>", "<@&1>", "<#1>", "</count show:1>", "<t:1:R>",
    "<id:customize>", "<:a:1>", "<a:b:1>", "[a](http://evil.example)", "[https://good.example](https://evil.example)",
    "](https://evil.example)", "[", "]", "(", ")", "https://evil.example/x", "HTTP://EVIL.example", "http:", "//", "://",
    "www.evil.example", "discord.gg/x", "Discord.com/invite/x", "`", "```", "```rust\n", "*", "**", "***", "_", "__", "~~",
    "||", ":smile:", ":", "\\", "\\\\", "#", "\n# ", "\n### ", "\n> ", "\n>>> ", "\n- ", "\n* ", "\n+ ", "\n1. ", "\n-# ",
    "\r\n", "\r", "\u{2028}", "\u{85}", "\n\n\n", "\t", " ", "\u{202e}", "\u{202d}", "\u{2066}", "\u{2069}", "\u{200b}",
    "\u{200d}", "\u{feff}", "\u{0}", "\u{1b}", "\u{ad}", "\u{e0041}", "שלום", "مرحبا", "میخواهم", "日本語", "👨‍👩‍👧", "🏴",
    "a\u{301}\u{301}\u{301}\u{301}", "word", "Microsoft", "300", "1.", "x.y", "mail@example.org", "…",
];

/// Makes text of up to about 4,000 characters.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => "\\PC{1,12}",
        1 => any::<char>().prop_map(String::from),
    ];
    let short = vec(piece.clone(), 0..12).prop_map(|pieces| pieces.concat());
    let long = vec(piece, 300..700).prop_map(|pieces| pieces.concat().chars().take(4_000).collect());
    let one = proptest::sample::select(PIECES).prop_map(|piece| piece.repeat(4_000 / piece.len()));
    prop_oneof![8 => short, 1 => long, 1 => one]
}
