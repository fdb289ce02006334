//! Any 1,024 bytes are a profile or a named refusal; a profile observes, encodes and decides whatever it holds.
#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use common::dice::Dice;
use common::people;
use libfuzzer_sys::fuzz_target;
use stepup::event::Happening;
use stepup::profile::Profile;
use stepup::reading::Reading;
use stepup::request::Request;

fuzz_target!(|input: &[u8]| {
    static LIVED_IN: std::sync::OnceLock<[u8; Profile::BYTES]> = std::sync::OnceLock::new();
    let mut bytes = *LIVED_IN.get_or_init(|| people::customer().encode());
    // The input is laid over a lived-in profile: pairs of place and value, so that small inputs reach every field.
    for pair in input.chunks_exact(3) {
        let at = usize::from(u16::from_le_bytes([pair[0], pair[1]])) % Profile::BYTES;
        bytes[at] = pair[2];
    }
    Profile::seal_bytes(&mut bytes);
    let Ok(mut profile) = Profile::decode(&bytes) else { return };
    assert_eq!(profile.encode(), bytes, "canonical");
    let mut dice = Dice(input.iter().fold(1, |sum, byte| sum * 31 % 1_000_003 + u64::from(*byte)));
    let mut fields = people::calm(dice.between(1, 100_000_000));
    fields.customer = profile.customer();
    fields.key_id = profile.key_id();
    let reading = Reading::of(&Request::new(fields).expect("a calm request"), &profile);
    assert_eq!(Reading::decode(&reading.encode()), Ok(reading), "closed, and within every scale");
    let paid = people::movement(dice.next(), dice.between(0, 1_000_000_000), 60);
    let event = stepup::event::Event {
        id: stepup::id::EventId([dice.next() as u8; 16]),
        customer: profile.customer(),
        key_id: profile.key_id(),
        at: people::at(people::NOW),
        what: if dice.chance(50) { Happening::Attempted(paid) } else { Happening::Settled(paid) },
    };
    let before = profile.revision();
    match profile.observe(&event) {
        Ok(stepup::profile::Observed::New) => assert_eq!(profile.revision(), before + 1),
        _ => assert_eq!(profile.encode(), bytes, "untouched"),
    }
    let encoded = profile.encode();
    assert_eq!(Profile::decode(&encoded).expect("what was observed decodes").encode(), encoded);
});
