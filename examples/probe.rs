//! probe
use stepup::{fact::*, factor::*, operation::*, policy::Policy, reading::*, requirement::*, units::*};
fn main() {
    let text = std::fs::read_to_string("/work/main/tests/policies/design.toml").unwrap();
    let policy = Policy::from_toml("d", &text).unwrap().policy;
    let n: usize = std::env::args().nth(1).map_or(1, |s| s.parse().unwrap());
    let mut rs = Vec::new();
    let mut x = 12345u64;
    let mut rnd = || {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        x
    };
    for _ in 0..4096 {
        let parts = ReadingParts {
            operation: Operation::Transfer,
            channel: Channel::App,
            flags: CustomerFlags::NONE,
            minute: (rnd() % 1440) as u16,
            currency: Some(Currency::CNY),
            enrolled: FactorSet::ALL,
            confirmed: false,
            out_of_order: false,
            proofs: ProofAges::NONE,
        };
        let mut r = Reading::blank(&parts);
        for f in Ranked::ALL.iter().copied().filter(|f| f.is_measured()) {
            let s = stepup::signal::scale(f);
            let k = (rnd() % 8) as usize;
            let v = if k < s.edges.len() && rnd() % 3 == 0 { s.edges[k] } else { 0 };
            r.set(f, Measure::known(v));
        }
        for f in Metered::ALL.iter().copied().filter(|f| f.is_measured()) {
            r.set_metered(f, (rnd() % 10_000_000) as i64 >> (rnd() % 20));
        }
        r.close();
        rs.push(r);
    }
    let mut v = stepup::verdict::Verdict::REFUSED;
    let t = std::time::Instant::now();
    let mut sum = 0i64;
    for i in 0..n {
        policy.judge_into(&rs[i & 4095], &mut v);
        sum += v.score() as i64;
    }
    println!("{} ns sum {sum}", t.elapsed().as_nanos() as f64 / n as f64);
}
