//! Runs one kind of work a given number of times on a fixed input, for `.ci/instructions` to count under Callgrind.

#[path = "decide/inputs.rs"]
mod inputs;

use std::hint::black_box;

use stepup::decision::Decision;
use stepup::document::presets::RETAIL_CN;
use stepup::verdict::Verdict;

/// Inputs of one pass.
const INPUTS: usize = 256;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let of = |place: usize| arguments.get(place).map(String::as_str);
    let (Some(work), Some(passes)) = (of(1), of(2).and_then(|text| text.parse::<usize>().ok())) else {
        println!("count: judge|decide|observe PASSES, {INPUTS} calls a pass; .ci/instructions runs it");
        return;
    };
    let policy = RETAIL_CN.seal().unwrap().policy;
    let profiles = inputs::profiles();
    let requests = inputs::requests(1, INPUTS);
    match work {
        "judge" => {
            let decide = |(who, request): &(usize, _)| *policy.decide(request, &profiles[*who]).reading();
            let readings: Vec<_> = requests.iter().map(decide).collect();
            let mut verdict = Verdict::REFUSED;
            for _ in 0..passes {
                for reading in &readings {
                    policy.judge_into(black_box(reading), &mut verdict);
                    black_box(&mut verdict);
                }
            }
        }
        "decide" => {
            let mut decision = Decision::refused();
            for _ in 0..passes {
                for (who, request) in &requests {
                    policy.decide_into(black_box(request), black_box(&profiles[*who]), &mut decision);
                    black_box(&mut decision);
                }
            }
        }
        _ => {
            // Generated for the longest run, so that a longer one differs by nothing but the calls.
            let events = inputs::events(8_192);
            let mut profile = inputs::profile(3);
            for event in events.iter().take(passes * INPUTS) {
                let observed = profile.observe(black_box(event));
                assert!(observed.is_ok(), "{observed:?}");
            }
            black_box(&profile);
        }
    }
}
