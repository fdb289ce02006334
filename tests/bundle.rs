//! Bundles: what maker and checker signed is put in force, and nothing else ever; a refusal says one thing and changes nothing.

use stepup::bundle::{Bundle, KeyError, MAX_BUNDLE_BYTES, Refused, Signer, SigningKey, Terms};
use stepup::document::presets::RETAIL_CN;
use stepup::handle::PolicyHandle;
use stepup::policy::Policy;
use stepup::units::Timestamp;

const FROM: Timestamp = Timestamp::from_seconds(1_800_000_000);

/// A small policy, so that every byte can be changed.
const SMALL: &str = r#"
schema = 1
name = "small"
currency = "CNY"
accept = [{ code = "P038", reason = "small on purpose" }, { code = "P033", reason = "the same" }]
[risk]
medium = 40
high = 80
critical = 130
[grade]
low = ["balance-query", "transfer", "lower-limit"]
medium = ["wealth-purchase", "raise-limit", "lift-freeze"]
high = ["loss-report", "card-reissue"]
"#;

fn keys() -> [SigningKey; 3] {
    core::array::from_fn(|_| SigningKey::generate().unwrap())
}

fn signed(policy: &Policy, serial: u64, keys: &[&SigningKey]) -> String {
    let mut bundle = Bundle::new(policy, serial, FROM);
    keys.iter().for_each(|key| bundle.sign(key).unwrap());
    bundle.to_string()
}

fn small() -> Policy {
    Policy::from_toml("small.toml", SMALL).unwrap_or_else(|findings| panic!("{findings}")).policy
}

#[test]
fn what_maker_and_checker_signed_is_put_in_force_and_names_them() {
    let [maker, checker, _] = keys();
    let signers = [maker.signer(), checker.signer()];
    let terms = Terms { signers: &signers, needed: 2, now: FROM, serial: 6 };
    let handle = PolicyHandle::new(small());
    let preset = RETAIL_CN.seal().unwrap().policy;
    let opened = handle.install(&signed(&preset, 7, &[&checker, &maker]), &terms).unwrap();
    assert_eq!(handle.policy().identity(), preset.identity());
    assert_eq!((opened.serial, opened.signers), (7, vec![checker.signer(), maker.signer()]));
    let read = Bundle::parse(&signed(&preset, 7, &[&maker])).unwrap();
    assert_eq!((read.serial(), read.effective(), read.canonical()), (7, FROM, preset.canonical()));
}

/// Of bundles that come at once the newest is in force in the end, and each that was put in force was above those before.
#[test]
fn of_bundles_that_come_at_once_the_newest_stays() {
    let [maker, ..] = keys();
    let signers = [maker.signer()];
    // All are checked against the same serial, as by servers that read it before any of them was put in force.
    let terms = Terms { signers: &signers, needed: 1, now: FROM, serial: 0 };
    let names: Vec<String> = (1..=24_u64).map(|serial| format!("name = \"s{serial}\"")).collect();
    let bundles: Vec<String> = names
        .iter()
        .zip(1..)
        .map(|(name, serial)| {
            let policy =
                Policy::from_toml("s.toml", &SMALL.replace("name = \"small\"", name)).unwrap().policy;
            signed(&policy, serial, &[&maker])
        })
        .collect();
    let (mut refused, mut rounds) = (0, 0);
    while rounds < 40 || (refused == 0 && rounds < 400) {
        rounds += 1;
        let handle = PolicyHandle::new(small());
        let taken: Vec<u64> = std::thread::scope(|scope| {
            // Each thread has serials of its own, from the largest down or from the least up.
            let threads = (0..4).map(|thread| {
                let (handle, bundles, terms) = (&handle, &bundles, &terms);
                scope.spawn(move || {
                    let own = bundles.iter().skip(thread).step_by(4);
                    let own: Vec<&String> = if thread % 2 == 0 { own.rev().collect() } else { own.collect() };
                    own.into_iter()
                        .filter_map(|text| Some(handle.install(text, terms).ok()?.serial))
                        .collect::<Vec<_>>()
                })
            });
            let threads: Vec<_> = threads.collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(handle.policy().name(), "s24", "the newest, whoever came last");
        assert!(taken.contains(&24));
        refused += bundles.len() - taken.len();
        let again = handle.install(&bundles[3], &terms).unwrap_err();
        assert_eq!(again, Refused::Older { found: 4, in_force: 24 });
    }
    assert!(refused > 0, "some came too late");
}

#[test]
fn each_refusal_has_its_reason_and_the_policy_in_force_stays() {
    let [maker, checker, stranger] = keys();
    let signers = [maker.signer(), checker.signer()];
    let terms = Terms { signers: &signers, needed: 2, now: FROM, serial: 6 };
    let early = Terms { now: Timestamp::from_seconds(FROM.seconds() - 1), ..terms.clone() };
    let policy = small();
    let handle = PolicyHandle::new(RETAIL_CN.seal().unwrap().policy);
    let both = signed(&policy, 7, &[&maker, &checker]);
    let one = signed(&policy, 7, &[&maker]);
    let line = one.lines().find(|line| line.starts_with("signed ")).unwrap();
    let elsewhere = signed(&policy, 8, &[&checker]);
    let moved = elsewhere.lines().find(|line| line.starts_with("signed ")).unwrap();
    let small_zero = signed(&policy, 0, &[&maker, &checker]);
    for (text, terms, expected) in [
        (signed(&policy, 7, &[]), &terms, Refused::Unsigned { found: 0, needed: 2 }),
        (one.clone(), &terms, Refused::Unsigned { found: 1, needed: 2 }),
        (
            signed(&policy, 7, &[]),
            &Terms { needed: 0, ..terms.clone() },
            Refused::Unsigned { found: 0, needed: 1 },
        ),
        // The maker's signature twice is one signature.
        (
            one.replace(line, &format!("{line}\n{line}")),
            &terms,
            Refused::Malformed { line: 6, expected: "signed SIGNER SIGNATURE" },
        ),
        (
            signed(&policy, 7, &[&maker, &stranger]),
            &terms,
            Refused::UnknownSigner { signer: stranger.signer(), known: 2 },
        ),
        // A signature of another bundle does not count here.
        (
            one.replace(line, &format!("{line}\n{moved}")),
            &terms,
            Refused::Altered { signer: checker.signer() },
        ),
        (signed(&policy, 6, &[&maker, &checker]), &terms, Refused::Older { found: 6, in_force: 6 }),
        (small_zero, &Terms { serial: 0, ..terms.clone() }, Refused::Older { found: 0, in_force: 0 }),
        (both.clone(), &early, Refused::Early { from: FROM.seconds(), now: FROM.seconds() - 1 }),
        (
            String::new(),
            &terms,
            Refused::Malformed { line: 0, expected: "lines, an empty line, and a policy" },
        ),
        (
            both.replace("serial 7", "serial 07"),
            &terms,
            Refused::Malformed { line: 2, expected: "serial NUMBER" },
        ),
        (
            both.replace('\n', "\r\n"),
            &terms,
            Refused::Malformed { line: 0, expected: "lines, an empty line, and a policy" },
        ),
        (
            "x".repeat(MAX_BUNDLE_BYTES + 1),
            &terms,
            Refused::Malformed { line: 0, expected: "a policy of at most 256 KiB" },
        ),
    ] {
        let before = *handle.policy().identity();
        assert_eq!(handle.install(&text, terms).unwrap_err(), expected, "{text:.300}");
        assert_eq!(*handle.policy().identity(), before);
    }
    handle.install(&both, &terms).unwrap();
    assert_eq!(handle.policy().identity(), policy.identity());
}

#[test]
fn a_bundle_with_any_byte_changed_or_cut_is_refused() {
    let [maker, checker, _] = keys();
    let signers = [maker.signer(), checker.signer()];
    let terms = Terms { signers: &signers, needed: 2, now: FROM, serial: 0 };
    let text = signed(&small(), 7, &[&maker, &checker]);
    Bundle::open(&text, &terms).unwrap();
    let (mut refused, mut no_text) = (0_usize, 0_usize);
    for at in 0..text.len() {
        for flip in [0x01, 0x20, 0x80] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= flip;
            match String::from_utf8(bytes) {
                Ok(changed) => {
                    assert!(Bundle::open(&changed, &terms).is_err(), "byte {at} ^ {flip:#x}");
                    refused += 1;
                }
                Err(_) => no_text += 1,
            }
        }
        if text.is_char_boundary(at) {
            assert!(Bundle::open(&text[..at], &terms).is_err(), "cut at {at}");
        }
    }
    println!("{refused} changed texts refused, {no_text} are no text at all");
    assert!(refused > text.len() && Bundle::open(&(text + "\n"), &terms).is_err());
}

#[test]
fn what_was_signed_in_another_form_or_does_not_seal_is_refused() {
    let [maker, ..] = keys();
    let signers = [maker.signer()];
    let terms = Terms { signers: &signers, needed: 1, now: FROM, serial: 0 };
    let policy = small();
    // A bundle as a careless tool would make it: around the file as it was written, and around no policy at all.
    for (inside, sealed) in [(SMALL, true), ("schema = 1\n", false)] {
        let text = Bundle::new(&policy, 1, FROM).to_string();
        let (top, _) = text.split_once("\n\n").unwrap();
        let identity = ring::digest::digest(&ring::digest::SHA256, inside.as_bytes());
        let identity: String = identity.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        let (before, _) = top.rsplit_once('\n').unwrap();
        let text = format!("{before}\npolicy {identity} {}\n\n{inside}", inside.len());
        let mut bundle = Bundle::parse(&text).unwrap();
        bundle.sign(&maker).unwrap();
        let refused = Bundle::open(&bundle.to_string(), &terms).unwrap_err();
        assert_eq!(refused == Refused::OtherForm, sealed, "{refused}");
        assert!(sealed || matches!(refused, Refused::DoesNotSeal(_)), "{refused}");
    }
}

#[test]
fn a_key_signs_once_a_bundle_takes_two_and_no_secret_is_shown() {
    let [maker, checker, third] = keys();
    let mut bundle = Bundle::new(&small(), 1, FROM);
    bundle.sign(&maker).unwrap();
    assert_eq!(bundle.sign(&maker), Err(KeyError::SignedAlready { signer: maker.signer() }));
    bundle.sign(&checker).unwrap();
    assert_eq!(bundle.sign(&third), Err(KeyError::Enough));
    let secret = SigningKey::new_pkcs8().unwrap();
    let key = SigningKey::from_pkcs8(&secret).unwrap();
    let shown = format!("{key:?}");
    assert_eq!(shown, format!("SigningKey of {}", key.signer()));
    assert_eq!(Signer::parse(&key.signer().to_string()), Ok(key.signer()));
    for text in ["", "ab", &key.signer().to_string().to_uppercase(), &"g".repeat(64)] {
        assert_eq!(Signer::parse(text), Err(KeyError::NoSigner));
    }
    for bytes in [&secret[1..], &[][..], &[0; 48][..]] {
        assert!(matches!(SigningKey::from_pkcs8(bytes), Err(KeyError::NoKey)));
    }
}

#[test]
fn what_is_no_bundle_is_told_by_its_first_wrong_line() {
    let text = signed(&small(), 7, &[&keys()[0]]);
    for (from, to, line) in
        [("stepup bundle 1", "schema = 1", 1), ("serial 7", "serial x", 2), ("effective", "from", 3)]
    {
        // The lines of signatures are wrong as well, and stand further down.
        let wrong = text.replacen(from, to, 1).replacen("signed ", "by ", 1);
        let refused = Bundle::parse(&wrong).unwrap_err();
        assert!(
            matches!(refused, Refused::Malformed { line: found, .. } if found == line),
            "{to}: {refused}"
        );
    }
}
