//! Flaws of a policy: each is found where it stands, none is made up, and what is accepted is not told.

mod common;

use std::collections::BTreeMap;

use common::bare::{self, rule};
use common::dice::Dice;
use common::small::Small;
use stepup::factor::{Factor, FactorSet};
use stepup::finding::{Code, Finding, Findings, Severity};
use stepup::operation::{Channel, Operation};
use stepup::policy::Policy;
use stepup::requirement::{Means, Notice, ProofAges, Requirement};
use stepup::verdict::Verdict;
use stepup::verify::Flaw;

fn sealed(text: &str) -> (Policy, Vec<Finding>) {
    let sealed = Policy::from_toml("small.toml", text).unwrap_or_else(|findings| panic!("{findings}{text}"));
    (sealed.policy, sealed.findings.0)
}

fn fired(verdict: &Verdict, rule: usize) -> bool {
    verdict.fired()[rule / 64] >> (rule % 64) & 1 != 0
}

/// What the usual rules demand together, of those that fired, but for some.
fn without(policy: &Policy, verdict: &Verdict, left_out: &[usize]) -> Requirement {
    let rules = policy.rules().iter().enumerate();
    let demanding = rules.filter(|(number, rule)| !rule.shadow && !left_out.contains(number));
    let demands = demanding.filter(|(number, _)| fired(verdict, *number)).map(|(_, rule)| rule.demand);
    demands.fold(Requirement::NOTHING, Requirement::join)
}

/// Whether a rule has effects that last: those are judged by readings that no verdict lists rule by rule.
fn lasts(demand: Requirement) -> bool {
    demand.freeze || demand.notify.bits() != 0
}

/// Against every reading of small policies: a rule is said to never fire, or to change nothing, exactly where that is so.
#[test]
fn rules_in_vain_are_found_exactly() {
    let mut mix: BTreeMap<&str, u64> = BTreeMap::new();
    for seed in 0..1_500 {
        let mut dice = Dice(11_000_003 + seed);
        let small = Small::new(&mut dice);
        let (policy, _) = sealed(&small.text);
        let verdicts: Vec<Verdict> = small.readings().iter().map(|reading| policy.judge(reading)).collect();
        let flaws = policy.flaws();
        let mut gone: Vec<usize> = Vec::new();
        for (number, rule) in policy.rules().iter().enumerate() {
            let said = flaws.contains(&Flaw::NeverFires { rule: number });
            let fires = verdicts.iter().any(|verdict| fired(verdict, number));
            assert_eq!(said, !fires, "seed {seed}, rule {}\n{}", rule.id, small.text);
            *mix.entry(if fires { "fires" } else { "never fires" }).or_insert(0) += 1;
            gone.extend(said.then_some(number));
        }
        // From the last rule back, as it is told: without the rules already called redundant.
        for (number, rule) in policy.rules().iter().enumerate().rev() {
            if gone.contains(&number) || rule.shadow {
                continue;
            }
            let said =
                flaws.iter().any(|flaw| matches!(flaw, Flaw::Redundant { rule, .. } if *rule == number));
            let without_it = [gone.as_slice(), &[number]].concat();
            if !lasts(rule.demand) {
                let same = verdicts.iter().all(|verdict| {
                    !fired(verdict, number) || without(&policy, verdict, &without_it).is_at_least(rule.demand)
                });
                assert_eq!(said, same, "seed {seed}, rule {}: {flaws:?}\n{}", rule.id, small.text);
                *mix.entry(if same { "redundant" } else { "needed" }).or_insert(0) += 1;
            }
            if said {
                gone.push(number);
            }
        }
    }
    println!("{mix:?}");
    let of = |what: &str| mix.get(what).copied().unwrap_or(0);
    for (what, least) in [("fires", 2_000), ("never fires", 100), ("redundant", 100), ("needed", 1_000)] {
        assert!(of(what) >= least, "{what}: {mix:?}");
    }
}

/// Whether an answer leads to a person, or ends the matter.
fn leads_out(demand: &Requirement, frozen: bool) -> bool {
    demand.review > 0
        || demand.notify.contains(Notice::Agent)
        || (!frozen && (demand.refuse || demand.freeze))
}

/// Against every reading: an enrolment has a dead end exactly where some answer cannot be met by fresh proofs of all its
/// factors, leads to no person, and neither refuses nor freezes.
#[test]
fn dead_ends_are_found_exactly() {
    const FACTORS: [Factor; 4] = [Factor::Face, Factor::Sms, Factor::Otp, Factor::Hwk];
    let (mut ends, mut none, mut ways_back) = (0, 0, 0);
    for seed in 0..1_200 {
        let mut dice = Dice(13_000_003 + seed);
        let small = Small::new(&mut dice);
        let factors: FactorSet = dice.some(&FACTORS, 60).into_iter().collect();
        if factors.is_empty() {
            continue;
        }
        let names: Vec<String> = factors.iter().map(|factor| format!("\"{factor}\"")).collect();
        let enrolment =
            format!("[[enrolment]]\nchannel = \"app\"\nfactors = [{}]\n[[rule]]", names.join(", "));
        let (policy, _) = sealed(&small.text.replacen("[[rule]]", &enrolment, 1));
        let dead = |frozen: bool| {
            small.readings().iter().any(|reading| {
                let verdict = policy.judge(reading);
                let demand = *verdict.requirement();
                let held = Means {
                    proofs: &ProofAges::NONE,
                    enrolled: factors,
                    confirmed: true,
                    channel: Channel::App,
                };
                let routed = policy.ladder().remaining(Requirement { review: 0, ..demand }, held).routed;
                let refused = frozen && demand.refuse;
                (routed || refused) && !leads_out(&demand, frozen)
            })
        };
        let said = policy.flaws().into_iter().find_map(|flaw| match flaw {
            Flaw::DeadEnd(end) if !end.frozen => Some(end),
            _ => None,
        });
        assert_eq!(said.is_some(), dead(false), "seed {seed}: {said:?}\n{}", small.text);
        if let Some(end) = &said {
            let witness = end.witness.as_ref().expect("within the budget");
            let demand = *policy.judge(&witness.reading).requirement();
            assert!(demand.is_at_least(end.unmet) && !leads_out(&demand, false), "{end:?}");
        }
        *(if said.is_some() { &mut ends } else { &mut none }) += 1;
        let back = policy.flaws().iter().any(|flaw| matches!(flaw, Flaw::DeadEnd(end) if end.frozen));
        ways_back += u64::from(back);
    }
    println!("{ends} with a dead end, {none} without; {ways_back} bar the way back from a freeze");
    assert!(ends > 150 && none > 150 && ways_back > 50);
}

const HEAD: &str = r#"schema = 1
name = "flawed"
currency = "CNY"
accept = [{ code = "P038", reason = "these are about rules" }]
[risk]
medium = 40
high = 80
critical = 130
[grade]
low = ["balance-query", "transfer", "lower-limit", "wealth-purchase", "raise-limit", "loss-report", "card-reissue", "lift-freeze"]
[[ladder]]
name = "face"
any_of = [["face"]]
max_age = "15min"
"#;

fn told(more: &str) -> Vec<(Code, String)> {
    let (_, findings) = sealed(&format!("{HEAD}{more}"));
    assert!(findings.iter().all(|finding| finding.severity == Severity::Advice));
    let text = format!("{HEAD}{more}");
    // Most of these ask nothing of most sums: that is another test's.
    let others = findings.iter().filter(|finding| finding.code != Code::UnboundedLeak);
    others.map(|finding| (finding.code, text[finding.span.clone()].to_owned())).collect()
}

#[test]
fn a_cliff_is_told_of_the_rule_that_makes_it_and_a_step_is_none() {
    let cliff = rule("mule", "payee_check_from = \"reported-mule\"", "refuse = true");
    assert_eq!(told(&cliff), [(Code::Cliff, "\"mule\"".to_owned())]);
    let step = rule("milder", "payee_check_from = \"no-match\"", "rung = \"face\", confirm = true");
    // From a step-up to a refusal are three ranks; from a hold two.
    assert_eq!(told(&format!("{cliff}{step}")), [(Code::Cliff, "\"mule\"".to_owned())]);
    let hold = rule("milder", "payee_check_from = \"no-match\"", "hold = \"2h\"");
    let told_hold = told(&format!("{cliff}{hold}"));
    assert_eq!(told_hold, [(Code::Cliff, "\"milder\"".to_owned())], "now that one is steep");
    // Two conditions: one step of one fact does not make it.
    let both =
        rule("both", "payee_check_from = \"reported-mule\", alert_from = \"compromised\"", "refuse = true");
    assert_eq!(told(&both), []);
    let scored = "[scorecard.alert]\ncompromised = 90\ndevice-lost = 90\nunder-attack = 90\n";
    let by_score = format!("{scored}{}", rule("high", "risk_from = \"high\"", "hold = \"2h\""));
    assert_eq!(told(&by_score), [(Code::Cliff, "\"high\"".to_owned())]);
    // From the first cell to the next; and by a second condition that comes with the first.
    let first = format!(
        "[scorecard.alert]\ncredential-change = 10\n{}",
        rule("r", "score_from = 10", "hold = \"2h\"")
    );
    assert_eq!(told(&first), [(Code::Cliff, "\"r\"".to_owned())]);
    let with = rule("r", "amount_from = \"50.00\", total_24h_from = \"50.00\"", "hold = \"2h\"");
    assert_eq!(told(&with), [(Code::Cliff, "\"r\"".to_owned())]);
}

/// Of a rule that changes nothing that is all that is told, and a rule that demands nothing yet is not told at all.
#[test]
fn of_two_rules_alike_one_is_redundant_and_a_shadow_never() {
    let mule = |id: &str| rule(id, "payee_check_from = \"reported-mule\"", "refuse = true");
    let twice = told(&format!("{}{}", mule("mule"), mule("again")));
    assert_eq!(twice, [(Code::Cliff, "\"mule\"".to_owned()), (Code::Redundant, "\"again\"".to_owned())]);
    let shadow = told(&format!("{}{}shadow = true\n", mule("mule"), mule("again")));
    assert_eq!(shadow, [(Code::Cliff, "\"mule\"".to_owned())]);
}

#[test]
fn a_line_that_splitting_gets_below_is_told_unless_a_total_asks_as_much() {
    let single = rule("large", "amount_from = \"5000.00\", device_from = \"fresh\"", "rung = \"face\"");
    assert_eq!(told(&single), [(Code::Splittable, "\"large\"".to_owned())]);
    for (total, enough) in [
        (rule("total", "total_24h_from = \"5000.00\", device_from = \"fresh\"", "rung = \"face\""), false),
        (rule("total", "total_day_from = \"5000.00\", device_from = \"fresh\"", "rung = \"face\""), true),
        (rule("total", "total_day_from = \"5000.01\", device_from = \"fresh\"", "rung = \"face\""), false),
        (rule("total", "total_day_from = \"4000.00\"", "rung = \"face\""), true),
        (rule("total", "total_day_from = \"4000.00\", device_from = \"unknown\"", "rung = \"face\""), false),
        (rule("total", "total_day_from = \"4000.00\"", "confirm = true"), false),
        (rule("total", "balance_from = \"4000.00\"", "rung = \"face\""), false),
        (rule("total", "total_day_from = \"4000.00\", amount_from = \"9.00\"", "rung = \"face\""), false),
    ] {
        let found = told(&format!("{single}{total}"));
        // A total of which the amount is part makes the single rule redundant: that is said instead.
        let said = found.contains(&(Code::Splittable, "\"large\"".to_owned()));
        let redundant = found.contains(&(Code::Redundant, "\"large\"".to_owned()));
        if total.contains("total_24h") {
            assert!(redundant && !said, "{total}: {found:?}");
        } else {
            assert_eq!(said, !enough, "{total}: {found:?}");
        }
    }
    let coin = rule("any", "amount_from = \"0.01\"", "rung = \"face\"");
    assert_eq!(told(&coin), [], "nothing is below the smallest coin");
}

#[test]
fn what_is_accepted_is_not_told_and_what_is_not_found_cannot_be_accepted() {
    let cliff = rule("mule", "payee_check_from = \"reported-mule\"", "refuse = true");
    let accept = "accept = [{ code = \"P031\", reason = \"what goes there does not come back\" }]\n";
    assert_eq!(told(&format!("{cliff}{accept}")), []);
    let step = rule("mild", "payee_check_from = \"reported-mule\"", "rung = \"face\"");
    assert_eq!(told(&format!("{step}{accept}")), [(Code::NothingToAccept, "\"mild\"".to_owned())]);
    for code in ["P001", "P030", "P032", "P039", "P999", "cliff"] {
        let text = format!("{HEAD}{cliff}{}", accept.replace("P031", code));
        let findings = Policy::from_toml("x", &text).unwrap_err();
        assert_eq!(findings.0[0].code, Code::UnknownName, "{code}: {findings}");
    }
}

#[test]
fn advice_never_fills_more_than_a_screen_and_says_how_much_is_left() {
    let rules: String = (0..15)
        .map(|n| rule(&format!("r{n}"), &format!("amount_from = \"{}.00\"", n + 1), "rung = \"face\""))
        .collect();
    let findings = Findings(sealed(&format!("{HEAD}{rules}")).1);
    let (all, shown) = (findings.0.len(), findings.to_string());
    assert!(all > 8 && findings.0.iter().all(|finding| finding.severity == Severity::Advice), "{shown}");
    assert_eq!(shown.matches("advice[").count(), 8, "{shown}");
    assert!(
        shown.ends_with(&format!("... and {} more findings of advice: mend these first\n", all - 8)),
        "{shown}"
    );
}

#[test]
fn a_signal_that_nothing_uses_is_told_and_one_that_an_exemption_names_is_used() {
    let text = HEAD.replace("accept = [{ code = \"P038\", reason = \"these are about rules\" }]\n", "");
    let card = |left_out: &str| {
        let signals = stepup::fact::Ranked::SIGNALS.into_iter().filter(|fact| fact.name() != left_out);
        let worst = |fact| stepup::signal::scale(fact).levels.last().unwrap().name;
        signals.map(|fact| format!("[scorecard.{fact}]\n{} = 5\n", worst(fact))).collect::<String>()
    };
    let codes = |text: &str| {
        let found = sealed(text).1.into_iter().map(|f| f.code).filter(|code| *code != Code::UnboundedLeak);
        found.collect::<Vec<_>>()
    };
    assert_eq!(codes(&format!("{text}{}", card(""))), []);
    let (_, findings) = sealed(&format!("{text}{}", card("hour")));
    let findings: Vec<&Finding> = findings.iter().filter(|f| f.code == Code::UnusedSignal).collect();
    assert!(findings[0].message.en.ends_with("these signals: hour"), "{}", findings[0]);
    let used = rule("r", "hour_from = \"never\"", "rung = \"face\"");
    assert_eq!(codes(&format!("{text}{}{used}", card("hour"))), []);
    let spared = "[[exemption]]\nid = \"e\"\nholds_while = { hour_upto = \"usual\" }\nfrom = [\"r\"]\n";
    let rule = rule("r", "device_from = \"fresh\"", "rung = \"face\"");
    assert_eq!(codes(&format!("{text}{}{rule}{spared}", card("hour"))), []);
}

/// The way back from a freeze must lead somewhere: a refusal is no way out of it.
#[test]
fn a_freeze_that_nobody_can_lift_is_a_dead_end() {
    let enrolment = "[[enrolment]]\nchannel = \"app\"\nfactors = [\"face\"]\n";
    let refused = rule("no", &format!("operation = [\"{}\"]", Operation::LiftFreeze), "refuse = true");
    assert_eq!(told(&format!("{enrolment}{refused}")), [(Code::DeadEnd, "[[enrolment]]".to_owned())]);
    let person = rule("yes", "operation = [\"lift-freeze\"]", "rung = \"face\", review = 1");
    assert_eq!(told(&format!("{enrolment}{person}")), []);
    assert_eq!(told(&format!("{enrolment}{refused}{person}")), [], "a person is there too");
    let met = rule("yes", "operation = [\"lift-freeze\"]", "rung = \"face\"");
    assert_eq!(told(&format!("{enrolment}{met}")), [], "a face can be shown");
    assert_eq!(told(enrolment), []);
    // A new freeze is no way back either, but ends the matter for whoever is not frozen.
    let again = rule("no", "operation = [\"lift-freeze\"]", "freeze = true, include = [\"sms\"]");
    assert_eq!(told(&format!("{enrolment}{again}")), [(Code::DeadEnd, "[[enrolment]]".to_owned())]);
}

#[test]
fn money_without_end_that_nothing_asks_about_is_told_unless_a_total_asks_or_it_is_accepted() {
    let codes = |more: &str| {
        let found = sealed(&format!("{HEAD}{more}")).1.into_iter().map(|f| f.code);
        found.filter(|code| *code == Code::UnboundedLeak).count()
    };
    assert_eq!(codes(""), 1);
    assert_eq!(codes(&rule("r", "amount_from = \"100.00\"", "rung = \"face\"")), 1, "99.99 for ever");
    assert_eq!(
        codes(&rule("r", "total_24h_payee_from = \"100.00\"", "rung = \"face\"")),
        1,
        "to ever others"
    );
    assert_eq!(codes(&rule("r", "total_24h_from = \"100.00\"", "confirm = true")), 0);
    assert_eq!(codes(&rule("r", "total_day_from = \"100.00\"", "hold = \"2h\"")), 0, "two days of 99.99");
    assert_eq!(codes(&rule("r", "total_24h_from = \"100.00\", flag = [\"minor\"]", "confirm = true")), 1);
    let distrust = "[[distrust]]\nfactor = \"sms\"\nwhen = { total_24h_from = \"1.00\" }\n";
    assert_eq!(codes(distrust), 1, "that a factor proves nothing asks for nothing");
    let accepting = HEAD.replace("accept = [", "accept = [{ code = \"P033\", reason = \"a test\" }, ");
    assert!(sealed(&accepting).1.iter().all(|f| f.code != Code::UnboundedLeak));
}

/// Whatever stands first in the file: each declared enrolment is looked at.
#[test]
fn every_enrolment_is_looked_at_in_whatever_order_they_stand() {
    let enrolment = |factors: &str| format!("[[enrolment]]\nchannel = \"app\"\nfactors = [{factors}]\n");
    let (large, small) = (enrolment("\"pin\", \"otp\""), enrolment("\"pin\""));
    let asked = rule("asked", "device_from = \"fresh\"", "rung = \"face\"");
    for order in [format!("{large}{small}"), format!("{small}{large}")] {
        let ends = told(&format!("{order}{asked}")).into_iter().filter(|(code, _)| *code == Code::DeadEnd);
        assert_eq!(ends.count(), 4, "each of them, and its way back from a freeze: {order}");
    }
}

/// What the dead ends of a policy are, each as channel, factors, and whether it bars the way back.
fn ends(more: &str) -> Vec<(Channel, FactorSet, bool)> {
    let policy = bare::policy(more);
    let found = policy.flaws().into_iter().filter_map(|flaw| match flaw {
        Flaw::DeadEnd(end) => Some((end.channel, end.factors, end.frozen)),
        _ => None,
    });
    found.collect()
}

const ENROLLED: &str = "[[enrolment]]\nchannel = \"app\"\nfactors = [\"face\", \"sms\"]\n";
const INCLUDE_SMS: &str =
    "[[rule]]\nid = \"sms\"\nwhen = { device_from = \"unknown\" }\nrequire = { include = [\"sms\"] }\n";

/// A factor that must be there and may be distrusted at once is a dead end; one of the two alone is none.
#[test]
fn a_factor_that_is_asked_for_and_distrusted_at_once_is_a_dead_end() {
    let distrust = |factor: &str| {
        format!(
            "[[distrust]]\nfactor = \"{factor}\"\nwhen = {{ sim_age_from = \"under-24h\" }}\nreason = \"it moved\"\n"
        )
    };
    let end = (Channel::App, FactorSet::NONE.with(Factor::Face).with(Factor::Sms), false);
    assert_eq!(ends(&format!("{ENROLLED}{INCLUDE_SMS}")), []);
    assert_eq!(ends(&format!("{ENROLLED}{}", distrust("sms"))), []);
    assert_eq!(ends(&format!("{ENROLLED}{INCLUDE_SMS}{}", distrust("face"))), []);
    let found = ends(&format!("{ENROLLED}{INCLUDE_SMS}{}", distrust("sms")));
    assert!(found.contains(&end), "{found:?}");
}

/// A rule that only reports demands nothing, so it bars nobody.
#[test]
fn a_shadow_rule_is_no_dead_end() {
    let rule = |shadow: &str| {
        format!(
            "[[rule]]\nid = \"hwk\"\nwhen = {{ device_from = \"unknown\" }}\nrequire = {{ include = [\"hwk\"] }}\n{shadow}"
        )
    };
    assert!(!ends(&format!("{ENROLLED}{}", rule(""))).is_empty());
    assert_eq!(ends(&format!("{ENROLLED}{}", rule("shadow = true\n"))), []);
}

/// The way back from a freeze is walked by who is frozen: what leads them to a person need not lead anybody else.
#[test]
fn the_way_back_is_looked_at_for_the_frozen_alone() {
    let hard = "[[rule]]\nid = \"hard\"\nwhen = { operation = [\"lift-freeze\"] }\nrequire = { include = [\"hwk\"] }\n";
    let person = |when: &str| {
        format!(
            "[[rule]]\nid = \"person\"\nwhen = {{ operation = [\"lift-freeze\"]{when} }}\nrequire = {{ review = 1 }}\n"
        )
    };
    let bars = |more: String| ends(&more).into_iter().map(|(_, _, frozen)| frozen).collect::<Vec<_>>();
    assert_eq!(bars(format!("{ENROLLED}{hard}")), [false, true]);
    assert_eq!(bars(format!("{ENROLLED}{hard}{}", person(", frozen_from = \"yes\""))), [false]);
    assert_eq!(bars(format!("{ENROLLED}{hard}{}", person(""))), []);
}

/// A transfer counts itself: a rule about one transfer or more fires at the least, so that the cliff behind it is told.
#[test]
fn a_cliff_is_looked_for_where_the_least_transfer_stands() {
    let cliff = |when: &str| {
        let text = format!("[[rule]]\nid = \"r\"\nwhen = {{ {when} }}\nrequire = {{ refuse = true }}\n");
        bare::policy(&text).flaws().into_iter().find_map(|flaw| match flaw {
            Flaw::Cliff { fact, step, .. } => Some((fact.name(), step)),
            _ => None,
        })
    };
    let device = cliff("device_from = \"fresh\"");
    assert!(device.is_some_and(|(fact, _)| fact == "device"));
    assert_eq!(cliff("device_from = \"fresh\", count_24h_from = 1"), device);
    assert_eq!(cliff("count_24h_from = 1"), None, "from nothing, which is no transfer, there is no step");
    assert!(cliff("count_24h_from = 2").is_some_and(|(fact, step)| (fact, step[1]) == ("count_24h", 2)));
}
