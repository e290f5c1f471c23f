//! The canonical form of any text: a fixed point, and believed of its own site alone.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pageproof::address::{Address, Declared, Tracking};

fuzz_target!(|texts: (&str, &str)| {
    let tracking = Tracking::parse(include_str!("../../../config/tracking-parameters.txt")).expect("our own list");
    let Ok(address) = Address::parse(texts.0, &tracking) else { return };
    assert_eq!(Address::parse(address.as_str(), &tracking).as_ref(), Ok(&address));
    if let Declared::Accepted(own) = address.accept(texts.1, &tracking) {
        assert_eq!(own.site(), address.site());
        assert!(address.is_front_page() || !own.is_front_page());
    }
    let _ = (address.warnings(), address.likeness());
});
