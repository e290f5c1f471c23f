//! Any robots.txt: it is read and answers, whatever is in it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pageguard::{Address, Policy, Robots};

fuzz_target!(|input: (&[u8], &str)| {
    let (rules, path) = input;
    let robots = Robots::parse(rules, "undersigned/0.1");
    if let Ok(address) = Address::parse(&format!("https://example.com/{path}"), &Policy::strict()) {
        let _ = robots.allows(&address);
    }
});
