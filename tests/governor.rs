//! The fraud-rate governor against a model that keeps everything and counts anew.

mod common;

use common::dice::Dice;
use stepup::calendar::Day;
use stepup::governor::{Governor, PaymentType, Quarter};
use stepup::request::TraBand;

const BANDS: [TraBand; 3] = [TraBand::Etv500, TraBand::Etv250, TraBand::Etv100];

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// The model: every payment and fraud kept, quarters told from the ends of months, states by the letter of Art. 20.
fn model(kind: PaymentType, all: &[(Day, u64, u64)], ends: &[Day]) -> Vec<TraBand> {
    let mut above = [2; 3];
    let mut on = [false; 3];
    let mut bands = Vec::new();
    for end in ends {
        let window = |day: Day| day <= *end && day.number() > end.number() - 90;
        let of = |pick: fn(&(Day, u64, u64)) -> u64| {
            all.iter().filter(|row| window(row.0)).map(|row| u128::from(pick(row))).sum::<u128>()
        };
        let (paid, lost) = (of(|row| row.1), of(|row| row.2));
        for (place, band) in BANDS.iter().enumerate() {
            let good = paid > 0 && lost * 1_000_000 <= paid * u128::from(kind.reference_ppm(*band));
            above[place] = if good { 0 } else { above[place] + 1 };
            on[place] = if good { true } else { on[place] && above[place] < 2 };
        }
        bands.push(on.iter().position(|on| *on).map_or(TraBand::None, |place| BANDS[place]));
    }
    bands
}

#[test]
fn the_band_is_what_the_model_says_quarter_by_quarter() {
    let ends: Vec<Day> = (2026..2031)
        .flat_map(|year| ["03-31", "06-30", "09-30", "12-31"].map(|end| day(&format!("{year}-{end}"))))
        .collect();
    let mut seen = [0; 4];
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let kind = *dice.pick(PaymentType::ALL);
        let mut governor = Governor::new(kind);
        let mut all: Vec<(Day, u64, u64)> = Vec::new();
        let (mut now, last) = (day("2026-01-01").number(), day("2030-12-31").number());
        let mut worse = 0;
        while now <= last {
            if dice.chance(5) {
                worse = dice.between(0, 4);
            }
            let on = Day::from_number(now).unwrap();
            let paid = u64::try_from(dice.between(1, 9) * 1_000_000).unwrap();
            let ppm = [20, 80, 130, 500, 1_500][usize::try_from(worse).unwrap()];
            let lost = if dice.chance(60) { paid * ppm / 1_000_000 } else { 0 };
            governor.paid(on, paid, None);
            governor.defrauded(on, lost, Some("rts-18"));
            all.push((on, paid, lost));
            now += *dice.pick(&[1, 3, 20, 40, 130]);
        }
        governor.reached(day("2031-01-01"));
        let first = ends.iter().position(|end| Quarter::of(*end) == Quarter::of(day("2026-01-01"))).unwrap();
        let expected = model(kind, &all, &ends[first..]);
        let found: Vec<TraBand> = governor.closed().iter().map(|figures| figures.band).collect();
        assert_eq!(found, expected, "seed {seed}");
        found.iter().for_each(|band| seen[usize::from(band.code())] += 1);
    }
    println!("bands in force: {seen:?}");
    assert!(seen.iter().all(|times| *times > 200), "{seen:?}");
}

#[test]
fn a_band_goes_after_two_quarters_above_and_comes_back_after_one_at_the_line() {
    let mut governor = Governor::new(PaymentType::CreditTransfer);
    let mut bands = Vec::new();
    // A million euros a quarter; 50 euros of fraud are exactly the reference of 500, a cent more is above.
    for (paid, next, fraud) in [
        ("2027-03-31", "2027-04-01", 5_000),
        ("2027-06-30", "2027-07-01", 5_001),
        ("2027-09-30", "2027-10-01", 5_001),
        ("2027-12-31", "2028-01-01", 5_001),
        ("2028-03-31", "2028-04-01", 5_000),
    ] {
        governor.paid(day(paid), 100_000_000, None);
        governor.defrauded(day(paid), fraud, None);
        assert_eq!(governor.is_above(TraBand::Etv500), fraud > 5_000);
        governor.reached(day(next));
        bands.push(governor.band());
    }
    use TraBand::{Etv250, Etv500};
    assert_eq!(bands, [Etv500, Etv500, Etv250, Etv250, Etv500]);
}

#[test]
fn there_is_no_clean_slate_and_silence_is_no_good_quarter() {
    let mut governor = Governor::new(PaymentType::Card);
    assert_eq!(governor.band(), TraBand::None);
    governor.reached(day("2027-01-01"));
    governor.reached(day("2027-12-31"));
    assert_eq!((governor.band(), governor.closed().len()), (TraBand::None, 3));
    governor.paid(day("2027-12-31"), 1, Some("rts-16"));
    governor.reached(day("2028-01-01"));
    assert_eq!(governor.band(), TraBand::Etv500);
    // Two quarters without a payment show nothing, and what shows nothing is above.
    governor.reached(day("2028-10-01"));
    assert_eq!(governor.band(), TraBand::None);
}

#[test]
fn the_figures_of_a_quarter_add_up_are_a_table_and_json_and_come_back() {
    let mut governor = Governor::new(PaymentType::CreditTransfer);
    for (minor, exemption) in
        [(10_000, None), (2_500, Some("rts-16")), (3_000, Some("rts-16")), (9_000, Some("rts-18"))]
    {
        governor.paid(day("2027-05-05"), minor, exemption);
    }
    governor.defrauded(day("2027-05-20"), 2_500, Some("rts-16"));
    let kept = serde_json::to_string(&governor).unwrap();
    assert_eq!(serde_json::from_str::<Governor>(&kept).unwrap(), governor);
    governor.reached(day("2027-07-01"));
    let figures = governor.take_closed().remove(0);
    assert!(governor.closed().is_empty());
    assert_eq!(
        (figures.quarter.to_string(), figures.all.value, figures.all.count),
        ("2027-Q2".to_owned(), 24_500, 4)
    );
    let parts = figures.exempt.values().chain([&figures.authenticated]);
    assert_eq!(parts.map(|sums| sums.value).sum::<u128>(), figures.all.value);
    assert_eq!(
        (figures.exempt["rts-16"].average(), figures.exempt["rts-16"].fraud_ppm()),
        (2_750, Some(454_546))
    );
    let table = figures.to_string();
    assert!(table.lines().skip(3).all(|line| line.len() == table.lines().nth(2).unwrap().len()), "{table}");
    assert!(table.contains("rts-16") && table.contains("50.00%"), "{table}");
    let json = serde_json::to_value(&figures).unwrap();
    assert_eq!((&json["band"], &json["exempt"]["rts-16"]["fraud_value"]), (&"none".into(), &2_500.into()));
}
