//! How runs are divided between two dates: every number of transfers on the first is looked at, each from its own total.

use super::examples::{leak, runs};

/// Lines, and the runs that leave the most; each was reckoned by trying every first date.
#[test]
fn runs_are_divided_where_the_most_leaves() {
    let first_alone: &[(i64, i64, u8)] = &[(200, 1, 1), (100, 1, 1), (200, 1, 2), (100, 2, 2)];
    let three: &[(i64, i64, u8)] = &[(249, 1, 1), (100, 3, 1), (249, 1, 2), (100, 5, 2)];
    let long: &[(i64, i64, u8)] =
        &[(400, 1, 1), (200, 2, 1), (100, 2, 1), (400, 1, 2), (200, 2, 2), (100, 4, 2)];
    let cases = [
        (
            vec![
                "amount_from = \"2.01\"",
                "amount_from = \"1.01\", total_day_from = \"3.00\"",
                "amount_from = \"1.01\", total_24h_from = \"6.00\"",
                "total_day_from = \"4.50\"",
                "count_24h_from = 6",
            ],
            first_alone,
            700,
        ),
        (
            vec![
                "amount_from = \"3.01\"",
                "amount_from = \"1.01\", total_day_from = \"2.50\"",
                "amount_from = \"1.01\", total_24h_from = \"8.50\"",
                "total_day_from = \"8.00\"",
                "count_24h_from = 11",
            ],
            three,
            1_298,
        ),
        (
            vec![
                "amount_from = \"4.01\"",
                "amount_from = \"2.01\", total_day_from = \"4.01\"",
                "amount_from = \"1.01\", total_day_from = \"8.01\"",
                "total_day_from = \"12.01\"",
                "amount_from = \"2.01\", total_24h_from = \"14.50\"",
                "count_24h_from = 13",
            ],
            long,
            2_200,
        ),
    ];
    for (lines, expected, minor) in cases {
        let leak = leak(&lines);
        assert_eq!(
            (runs(&leak.to_all).as_slice(), leak.to_all.minor()),
            (expected, Some(minor)),
            "{lines:?}"
        );
    }
}

/// A run is of one transfer at the least: less than none does not make another fit.
#[test]
fn no_run_is_of_fewer_than_one() {
    let leak = leak(&[
        "amount_from = \"2.01\"",
        "amount_from = \"0.16\", total_day_from = \"2.01\"",
        "amount_from = \"0.11\", total_day_from = \"2.46\"",
        "total_day_from = \"9.00\"",
        "count_24h_from = 8",
    ]);
    assert_eq!(leak.to_all.minor(), Some(475));
    assert!(runs(&leak.to_all).iter().all(|(minor, times, _)| *minor > 0 && *times > 0), "{leak:?}");
}
