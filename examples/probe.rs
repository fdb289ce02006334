//! probe
fn main() {
    let f = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(&f).unwrap();
    match stepup::policy::Policy::from_toml(&f, &text) {
        Ok(s) => { println!("{}\n{}", s.findings, s.policy.canonical());
          let again = stepup::policy::Policy::from_toml("canon", s.policy.canonical());
          match again { Ok(a) => println!("same: {}", a.policy.identity()==s.policy.identity()), Err(e)=>println!("{e}") } }
        Err(e) => { print!("{e}"); for f in e.0 { println!("{}", f.to_string_zh()) } },
    }
}
