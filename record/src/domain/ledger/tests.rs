use super::*;

const GUILD: GuildId = GuildId::new(1_015_034_326_372_454_400);

/// Builds a chain of `length` entries, each with one field `note` that says its own number.
fn chain(length: i64) -> Vec<(StoredEntry, Vec<Opening>)> {
    let mut previous = LedgerHash::ZERO;
    (1..=length)
        .map(|seq| {
            let (salt, value) = ([7; SALT_LENGTH], seq.to_string().into_bytes());
            let commitments = commitment(&salt, "note", &value).as_bytes().to_vec();
            let header = Header {
                guild: GUILD,
                seq,
                at: 1_000 * seq,
                act: Act::File.as_str(),
                object_kind: ObjectKind::Submission.as_str(),
                object: seq,
                revision: 1,
                previous,
                commitments: &commitments,
            };
            let hash = header.hash();
            let entry = StoredEntry {
                seq,
                at: header.at,
                act: header.act.to_owned(),
                object_kind: header.object_kind.to_owned(),
                object: seq,
                revision: 1,
                previous: previous.as_bytes().to_vec(),
                hash: hash.as_bytes().to_vec(),
                commitments,
            };
            previous = hash;
            let opening = Opening { position: 0, field: "note".to_owned(), salt: salt.to_vec(), value: Some(value) };
            (entry, vec![opening])
        })
        .collect()
}

fn verify(chain: &[(StoredEntry, Vec<Opening>)], anchor: Option<Anchor>) -> Verdict {
    let mut verifier = Verifier::new(GUILD, anchor.as_slice());
    for (entry, openings) in chain {
        if let Err(broken) = verifier.follow(entry, openings) {
            return broken;
        }
    }
    let last =
        chain.last().map_or((0, LedgerHash::ZERO.as_bytes().to_vec()), |(entry, _)| (entry.seq, entry.hash.clone()));
    verifier.finish(last.0, &last.1)
}

fn broken(seq: i64, fault: Fault) -> Verdict {
    Verdict::Broken { seq, fault }
}

#[test]
fn a_chain_as_it_was_written_is_intact_and_erasing_an_opening_keeps_it_so() {
    let mut entries = chain(3);
    entries[1].1.clear();
    let Verdict::Intact { entries, opened, erased, .. } = verify(&entries, None) else { panic!("not intact") };
    assert_eq!((entries, opened, erased), (3, 2, 1));
}

#[test]
fn an_empty_chain_is_intact() {
    assert!(verify(&[], None).is_intact());
}

#[test]
fn every_altered_part_of_a_header_is_found_at_its_entry() {
    let alterations: [fn(&mut StoredEntry); 7] = [
        |entry| entry.at += 1,
        |entry| entry.act = "approve".to_owned(),
        |entry| entry.object_kind = "record".to_owned(),
        |entry| entry.object += 1,
        |entry| entry.revision += 1,
        |entry| entry.commitments[0] ^= 1,
        |entry| entry.hash[31] ^= 1,
    ];
    for alter in alterations {
        let mut entries = chain(3);
        alter(&mut entries[1].0);
        assert_eq!(verify(&entries, None), broken(2, Fault::Hash));
    }
}

#[test]
fn parts_moved_between_neighbouring_fields_change_the_hash() {
    let header = |act, object_kind| Header {
        guild: GUILD,
        seq: 1,
        at: 0,
        act,
        object_kind,
        object: 0,
        revision: 0,
        previous: LedgerHash::ZERO,
        commitments: &[],
    };
    assert_ne!(header("ab", "c").hash(), header("a", "bc").hash());
    assert_ne!(commitment(&[0; 16], "ab", b"c"), commitment(&[0; 16], "a", b"bc"));
}

#[test]
fn an_entry_forged_with_its_own_hash_is_found_by_the_one_after_it() {
    let mut entries = chain(3);
    let forged = chain(2).pop().map(|(mut entry, _)| {
        let header = Header {
            guild: GUILD,
            seq: 2,
            at: 5,
            act: &entry.act,
            object_kind: &entry.object_kind,
            object: 2,
            revision: 1,
            previous: LedgerHash::try_from(entry.previous.as_slice()).unwrap(),
            commitments: &entry.commitments,
        };
        entry.hash = header.hash().as_bytes().to_vec();
        entry.at = 5;
        entry
    });
    entries[1].0 = forged.unwrap();
    assert_eq!(verify(&entries, None), broken(3, Fault::Chain));
}

#[test]
fn a_missing_entry_is_named_with_what_stands_in_its_place() {
    let mut entries = chain(3);
    entries.remove(1);
    assert_eq!(verify(&entries, None), broken(2, Fault::Gap { found: 3 }));
}

#[test]
fn an_altered_opening_is_found_at_its_entry_and_field() {
    let alterations: [fn(&mut Opening); 4] = [
        |opening| opening.value = Some(b"other".to_vec()),
        |opening| opening.salt[0] ^= 1,
        |opening| opening.salt.truncate(15),
        |opening| opening.position = 1,
    ];
    for alter in alterations {
        let mut entries = chain(3);
        alter(&mut entries[2].1[0]);
        assert_eq!(verify(&entries, None), broken(3, Fault::Opening { field: "note".to_owned() }));
    }
    let mut entries = chain(3);
    entries[2].1[0].value = None;
    assert_eq!(verify(&entries, None), broken(3, Fault::Sealed { field: "note".to_owned() }));
}

#[test]
fn lengths_that_cannot_be_are_malformed() {
    let alterations: [fn(&mut StoredEntry); 3] =
        [|entry| entry.commitments.truncate(31), |entry| entry.hash.truncate(31), |entry| entry.previous.clear()];
    for alter in alterations {
        let mut entries = chain(2);
        alter(&mut entries[1].0);
        assert_eq!(verify(&entries, None), broken(2, Fault::Malformed));
    }
}

#[test]
fn a_cut_tail_shows_only_against_an_anchor() {
    let mut entries = chain(3);
    let anchor = Anchor { guild: GUILD, seq: 3, hash: LedgerHash::try_from(entries[2].0.hash.as_slice()).unwrap() };
    assert!(verify(&entries, Some(anchor)).is_intact());
    entries.pop();
    assert!(verify(&entries, None).is_intact());
    assert_eq!(verify(&entries, Some(anchor)), broken(3, Fault::Cut { last: 2 }));
}

#[test]
fn a_rewritten_history_shows_against_an_anchor_inside_it() {
    let anchor = Anchor { guild: GUILD, seq: 2, hash: LedgerHash::ZERO };
    assert_eq!(verify(&chain(3), Some(anchor)), broken(2, Fault::Anchor));
    let elsewhere = Anchor { guild: GuildId::new(1), ..anchor };
    assert!(verify(&chain(3), Some(elsewhere)).is_intact());
}

#[test]
fn the_guilds_own_note_of_its_last_entry_must_agree() {
    let mut verifier = Verifier::new(GUILD, &[]);
    for (entry, openings) in chain(2) {
        verifier.follow(&entry, &openings).unwrap();
    }
    assert_eq!(verifier.finish(2, &[0; 32]), broken(2, Fault::Head { noted: 2 }));
}

#[test]
fn an_anchor_is_read_as_it_is_written() {
    let anchor = Anchor { guild: GUILD, seq: 12, hash: commitment(&[1; 16], "a", b"b") };
    assert_eq!(anchor.to_string().parse(), Ok(anchor));
    assert_eq!("12:abc".parse::<Anchor>(), Err(NotAnAnchor::Shape));
    assert_eq!("x:1:ab".parse::<Anchor>(), Err(NotAnAnchor::Guild(NotAnId)));
    assert_eq!("1:0:ab".parse::<Anchor>(), Err(NotAnAnchor::Sequence));
    assert_eq!("1:1:ab".parse::<Anchor>(), Err(NotAnAnchor::Hash(NotAHash)));
}

#[test]
fn the_format_is_the_documented_one() {
    // Computed apart from this code, with Python's hashlib, from the module's documentation.
    let salt: [u8; 16] = std::array::from_fn(|index| u8::try_from(index).unwrap());
    let first = commitment(&salt, "reason", b"duplicate");
    assert_eq!(first.to_string(), "2b216b4f34e5990110f9cd4b7f477903c9b94ef359d82e3aee73d478389bedb6");
    let header = Header {
        guild: GUILD,
        seq: 3,
        at: 1_529_366_400_000,
        act: "reject",
        object_kind: "submission",
        object: 142,
        revision: 2,
        previous: LedgerHash([0xab; 32]),
        commitments: first.as_bytes(),
    };
    assert_eq!(header.hash().to_string(), "4af8a32937bd4ffd21037ffc35ed17c531fc4ab00851ac596d661badeafa0181");
}

#[test]
fn every_word_is_read_as_it_is_stored() {
    for act in Act::ALL {
        assert_eq!(act.as_str().parse(), Ok(*act));
    }
    for kind in ObjectKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(*kind));
    }
    assert_eq!("sing".parse::<Act>().unwrap_err().to_string(), "unknown act `sing`");
}
