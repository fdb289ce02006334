//! What is remembered of one customer: totals, habits, devices, in 1,024 bytes for ever.
//!
//! A profile is its own storage format: a Redis value, a `bytea`, a VSAM record, a COBOL `PIC X(1024)`. All numbers
//! are little-endian. Times are seconds since 1970, 0 is "never". A free slot is all zeros. "Money" is a sum in
//! three bytes: exponent (6 bits) and mantissa (18 bits), rounded up; exact below 524,288 minor units (5,242.88),
//! and above that over by less than one part in 262,144 a transfer.
//!
//! ```text
//! at    size  what
//! 0     8     magic: d3 'S' 'T' 'U' 0d 0a 20 15
//! 8     2     version, 1
//! 10    1     flags: 1 frozen, 2 some of what today teaches is not proved, 4 the last freeze was a false alarm,
//!             8 zero, 16 and 32 unproved transfers that taught, modulo 4, 64 and 128 likewise days
//! 11    1     completed information, bit n is the item with code n
//! 12    4     number of the key that made the pseudonyms
//! 16    16    customer
//! 32    8     revision: +1 for each new event
//! 40    4     high-water mark: the latest time of any event
//! 44    4     opened
//! 48    8     checksum of all other bytes
//! 56    16    zero: a MAC, later
//! 72    2     the 30 days since the opening that were active last, from 1
//! 74    2     local day: offset of its first transfer, minutes
//! 76    4     local day: its latest transfer
//! 80    8     local day: total, own accounts here left out
//! 88    8     local day: part of it from new devices
//! 96    8     total since the last strong authentication
//! 104   2     transfers since then
//! 106   2     transfers ever
//! 108   4     last strong authentication
//! 112   8     outflow ever
//! 120   8     attempted ever
//! 128   4     last proof
//! 132   4     last activity of the customer's own
//! 136   4     last incident but the last freeze
//! 140   12    last change of password, SIM, biometric
//! 152   100   4 open reservations: transfer 8, minor units 8, time 4, payee 4, flags 1
//! 252   104   4 devices: tag 8, bound 4, used 4, first proved use 4, failures 1, last of them 4, flags 1: 1 bound at
//!             the opening, 2 lost (then "bound" is when, and all else is zero)
//! 356   5     failures in a row on all other devices: count 1, last 4
//! 361   5     failures on other devices by six hours, counts of 1
//! 366   81    outflow of 25 hours by the hour, money; then of 2 UTC days behind them
//! 447   54    transfers of the same, counts of 2
//! 501   7     transfers by ten minutes, counts of 1
//! 508   21    attempted by six hours, money; 2 UTC days behind
//! 529   21    credited by ten minutes, money
//! 550   7     new payees by six hours, counts of 1; 2 UTC days behind
//! 557   108   6 payees: tag 4, four buckets of eight hours, money; then the floor for all others
//! 665   72    12 payees paid before, the latest first: tag 4, day of the first payment 2
//! 737   8     peer group: centre and spread of amounts and of a day's outflow
//! 745   10    habits of amounts and of a day's outflow: centre 2, spread 2, count 1
//! 755   50    hours of weekdays 24, of weekends 24, learned events of each
//! 805   68    4 places: latitude 4, longitude 4, radius 3, country 2, weight 2, day of the last visit 2; where only
//!             the country is known, the point is 0, 0 with radius ff ff ff
//! 873   15    last seen: latitude 4, longitude 4, radius 3, time 4
//! 888   34    2 announcements: kind 1, device or country 8, from 4, until 4
//! 922   3     what today teaches, money
//! 925   2     settled transfers
//! 927   1     active months
//! 928   64    tags of the last 8 events, the latest first
//! 992   2     currency, by its number of ISO 4217
//! 994   8     last freeze, last release
//! 1002  3     payees counted as new, of the 6 at 557: half a byte each, 1 and the periods of six hours since
//! 1005  19    zero: for what comes later
//! 1024
//! ```
//!
//! # Never under-counting
//!
//! Totals are buckets plus open reservations. A reservation is held exactly until it is settled (it moves into the
//! buckets at the time when it was asked for last), returned (it is dropped; `attempted_24h` keeps it), or pushed
//! out by a fifth (it moves into the buckets for good, and counts once more should it settle later). Each time the
//! same transfer is asked for again it moves to that time, so a bank tells every asking (`Attempted`), also the one
//! with the proofs: a reservation of yesterday's is no part of today's totals. Buckets count whole and round up.
//! What arrives late is put where it belongs by its own time; a question from before the high-water mark counts
//! everything that is later too, and where a ring no longer reaches back it answers from coarser sums, at last from
//! everything ever counted. Credits are the one number where more is not plainly stricter: money that came in is
//! counted for 60 to 70 minutes, so that `pass_through` sees it at least an hour; the share that leaves may look
//! smaller when more came in within those ten minutes, but what left is counted by whole hours, 60 to 120 minutes
//! of it, and real money must come in and stay to lower the share.
//!
//! # What teaches
//!
//! Only a settled transfer that was proved, or at a quarter of the weight (and of payees nothing) one from a trusted
//! device. Everything else is counted and teaches nothing: no amount, hour, place or payee. On a device that is not
//! bound, a password, PIN or answer alone is no proof that teaches or ends anything.

mod announce;
mod bytes;
mod day;
mod device;
mod flow;
mod freeze;
mod habit;
mod hours;
mod incident;
mod known;
mod log;
mod memory;
mod money;
mod observe;
mod pairs;
mod payee;
mod read;
mod reservation;
mod sample;
mod teach;
mod totals;
mod view;
mod window;
mod wire;

pub use announce::{AGED_AFTER, AT_MOST};
pub use bytes::ProfileError;
pub use device::{FAILURES_LAPSE, KNOWN_AFTER, TRUSTED_AFTER};
pub use habit::{CENTRE_STEP, SPREAD_FLOOR, SPREAD_STEP, THIN};
pub use log::log2_256;
pub use memory::Profile;
pub use observe::{ObserveError, Observed};
pub use view::{BoundDevice, Counters, Habit, KnownPlace, LastSeen, PeerGroup, Totals, TotalsAt};
