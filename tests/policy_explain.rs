//! `policy explain`: facts on the command line read as a request would have them.

#[path = "../examples/policy/mod.rs"]
#[allow(dead_code, reason = "the example uses what the test does not")]
mod policy;
#[path = "policy/run.rs"]
#[allow(dead_code, reason = "a few of its helpers are enough")]
mod runs;

use runs::json;

/// The day's totals count this transfer as they do in a request: not where it goes to an own account here.
#[test]
fn explain_counts_the_transfer_in_the_days_totals() {
    let outcome = |words: &[&str]| {
        let (code, value) = json(&[&["explain", "retail-cn", "--given"], words].concat());
        assert_eq!(code, 0);
        value["outcome"].as_str().unwrap().to_owned()
    };
    // The free line is about the day's total: 200 for those without standing.
    assert_eq!(outcome(&["tier=new", "amount=3000.00", "payee=paid-before"]), "step-up");
    assert_eq!(outcome(&["tier=new", "amount=3000.00", "payee=own-account-here"]), "allow");
    assert_eq!(outcome(&["tier=new", "amount=3000.00", "payee=missing"]), "step-up");
    assert_eq!(outcome(&["tier=new", "amount=199.99", "payee=paid-before"]), "allow");
    assert_eq!(outcome(&["tier=new", "amount=100.00", "total_day=200.00", "payee=paid-before"]), "step-up");
    // 5,000 from a new phone wait, by a total of their own.
    assert_eq!(outcome(&["device=fresh", "amount=5000.00", "payee=paid-before"]), "hold");
    assert_eq!(outcome(&["device=fresh", "amount=4999.99", "payee=paid-before"]), "step-up");
    // Nobody is paid by a purchase of the bank's own product, so no payee's total grows.
    assert_eq!(outcome(&["operation=wealth-purchase", "amount=60000.00"]), "step-up");
}
