"""A night of transfers, decided in one call: each on what those before it left in the customer's profile.

The customers, their past and their transfers are made up, by a seed; the decisions are the policy's.
"""
import pathlib
import sys
from time import perf_counter

import numpy as np

from stepup import PROFILE_BYTES, WORDS, Library, Policy, Refused, bits, blank, word

SEED = 2027
TRANSFERS = 100_000
CUSTOMERS = 10_000
PAYEES = 4_000

CNY = 156
KEY_ID = 1
KEY = b"a key for show, of 32 bytes....."
OFFSET_MINUTES = 480
DAY = 86_400
MIDNIGHT = 1_800_028_800
KNOWN = WORDS["state"]["known"]

HOME = {"country": b"CN", "latitude": 39_904_200, "longitude": 116_407_400, "radius_m": 50}


def pseudonyms(library, kind, prefix, count):
    """Pseudonyms of made-up identifiers, 16 bytes each."""
    made = [library.pseudonym(KEY, kind, f"{prefix}{number:08}") for number in range(count)]
    return np.frombuffer(b"".join(made), "V16")


def put(records, values, prefix=""):
    """Fills in fields of a record, or of an array of them."""
    for name, value in values.items():
        records[prefix + name] = value


def event_of(kind, customer, device, at):
    """An event of a customer on their device."""
    event = blank("event")
    event["kind"] = WORDS["happening"][kind]
    event["key_id"], event["customer"] = KEY_ID, customer
    event["at"], event["offset_minutes"] = at, OFFSET_MINUTES
    event["device_state"], event["device"] = 1, device
    return event


def profile_of(library, customer, payee, device, usual=300_00):
    """A customer of two years with one phone, who has paid one payee every other month, from home."""
    opened = MIDNIGHT - 730 * DAY
    opening = blank("opening")
    opening["key_id"], opening["currency"], opening["customer"] = KEY_ID, CNY, customer
    opening["at"], opening["offset_minutes"] = opened, OFFSET_MINUTES
    opening["usual_amount"], opening["usual_outflow"] = usual, 2 * usual
    opening["amount_spread"], opening["outflow_spread"] = 300, 300
    profile = library.profile(opening)
    bound = event_of("device-bound", customer, device, opened)
    bound["at_opening"], bound["id"] = 1, b"bound at opening"
    library.observe(profile, bound)
    for number in range(8):
        paid = event_of("settled", customer, device, MIDNIGHT - (2 + 60 * (7 - number)) * DAY)
        paid["id"] = paid["transfer"] = f"settled {number:08}".encode()
        paid["currency"], paid["minor"], paid["proved"] = CNY, usual, bits("factor", "face")
        paid["payee_state"], paid["payee"] = 1, payee
        paid["position_state"] = paid["position_point"] = 1
        put(paid, HOME)
        library.observe(profile, paid)
    return profile


def transfers(count, customers, payees, devices):
    """Requests for a transfer of which everything but the amount is as good as it gets."""
    made = blank("request", count)
    made["operation"], made["channel"] = WORDS["operation"]["transfer"], WORDS["channel"]["app"]
    made["enrolled"] = bits("factor", "face", "sms", "hwk")
    made["key_id"], made["currency"], made["offset_minutes"] = KEY_ID, CNY, OFFSET_MINUTES
    made["customer"], made["payee"], made["device"] = customers, payees, devices
    # Without an id and a reference of its own no transfer can be reserved.
    made["reference"] = [number.to_bytes(16, "big") for number in range(1, count + 1)]
    made["transfer"], made["transfer_state"] = made["reference"], 1
    for fact in ("amount", "balance", "payee", "device", "behaviour", "coercion", "payee_relation"):
        made[fact + "_state"] = KNOWN
    for prefix in ("", "network_"):
        made[prefix + "position_state"] = KNOWN
        made[prefix + "position_point"] = 1
        put(made, HOME, prefix)
    made["balance"], made["behaviour"] = 500_000_00, 100
    made["payee_relation"] = WORDS["payee-relation"]["unrelated"]
    made["own_limit_state"] = WORDS["state"]["not-applicable"]
    words = {
        "integrity": "attested",
        "network": "home",
        "payee-check": "match",
        "destination": "domestic",
        "alert": "none",
    }
    for vocabulary, said in words.items():
        field = vocabulary.replace("-", "_")
        made[field], made[field + "_state"] = WORDS[vocabulary][said], KNOWN
    return made


def night(customers, payees, devices):
    """One night's requests in the order of their time, and whose each is."""
    random = np.random.default_rng(SEED)
    whose = random.integers(0, CUSTOMERS, TRANSFERS, dtype=np.int32)
    # Every second transfer goes to the payee that the customer knows.
    known = random.random(TRANSFERS) < 0.5
    to = np.where(known, whose % PAYEES, random.integers(0, PAYEES, TRANSFERS))
    requests = transfers(TRANSFERS, customers[whose], payees[to], devices[whose])
    requests["at"] = np.sort(random.integers(MIDNIGHT, MIDNIGHT + DAY // 4, TRANSFERS))
    relation = WORDS["payee-relation"]
    requests["payee_relation"] = np.where(known, relation["paid-before"], relation["unrelated"])
    requests["amount"] = np.exp(random.normal(9.5, 1.5, TRANSFERS)).astype(np.int64) + 1
    # A file of a night is never whole: what is broken fails alone.
    broken = random.choice(TRANSFERS, 60, replace=False)
    requests["operation"][broken[:20]] = 99
    requests["reserved"][broken[20:40]] = b"junk"
    whose[broken[40:]] = CUSTOMERS
    return requests, whose


def money(minor):
    """Minor units as people write them."""
    return f"{minor // 100:,}.{minor % 100:02}"


def report(batch, requests, decisions, statuses, seconds):
    """What came of it, as a table."""
    decided = statuses == 0
    sums = {}
    print(f"{'outcome':10}{'transfers':>12}{'CNY':>22}")
    for name, number in WORDS["outcome"].items():
        chosen = decided & (decisions["outcome"] == number)
        sums[name] = int(requests["amount"][chosen].sum())
        assert chosen.sum() == batch["outcomes"][number]
        print(f"{name:10}{chosen.sum():12,}{money(sums[name]):>22}")
    assert sums["allow"] == batch["allowed_minor"]
    print(f"{'failed':10}{int(batch['failed']):12,}{money(int(requests['amount'][~decided].sum())):>22}")
    for status, count in zip(*np.unique(statuses[~decided], return_counts=True)):
        print(f"  {word('status', status):8}{count:12,}")
    print(f"{len(requests):,} in {seconds:.2f} s, {len(requests) / seconds:,.0f} a second")


def demands(decision):
    """What is asked for, each part a number that rises with strictness."""
    age = int(decision["max_proof_age"])
    outcome = int(decision["outcome"])
    parts = {name: int(decision[name]) for name in ("hold_seconds", "hold_days", "notify", "freeze")}
    parts |= {name: int(decision["demanded_" + name]) for name in ("rung", "kinds", "review", "confirm")}
    parts["proof_age"] = 0 if age == -1 else (1 << 32) - age
    # An outcome of 0 refuses, and nothing is stricter.
    parts["outcome"] = outcome or max(WORDS["outcome"].values()) + 1
    return parts


def three_of_one(library, policy):
    """Three transfers of 49,999 by one customer, each below the line of 50,000, are not three strangers'."""
    customer = library.pseudonym(KEY, "customer", "C-99999999")
    payee = library.pseudonym(KEY, "account", "6222000099999999")
    device = library.pseudonym(KEY, "device", "D-99999999")
    requests = transfers(3, customer, payee, device)
    requests["at"] = MIDNIGHT + 60 * np.arange(3)
    requests["amount"] = 49_999_00
    profile = profile_of(library, customer, payee, device, usual=30_000_00)
    decided = {}
    for reserve in (True, False):
        profiles, indexes = profile.reshape(1, PROFILE_BYTES).copy(), np.zeros(3, np.int32)
        _batch, decisions, statuses = policy.decide_batch(requests, profiles, indexes, reserve)
        assert not statuses.any()
        decided[reserve] = [demands(decision) for decision in decisions]
    first, _second, third = decided[True]
    assert all(third[part] >= first[part] for part in first), (first, third)
    assert third != first, "the third is asked no more than the first"
    # Without reservation each would be decided as if the others were not.
    assert decided[False] == [first, first, first]
    more = ", ".join(part for part in first if third[part] > first[part])
    print(f"three transfers of 49,999.00 by one customer: the third is asked for more than the first: {more}")


def main(policy_file, library_file=None):
    library = Library(library_file)
    customers = pseudonyms(library, "customer", "C-", CUSTOMERS)
    payees = pseudonyms(library, "account", "62220000", PAYEES)
    devices = pseudonyms(library, "device", "D-", CUSTOMERS)
    people = zip(customers, payees[np.arange(CUSTOMERS) % PAYEES], devices)
    profiles = np.stack([profile_of(library, *person) for person in people])
    requests, whose = night(customers, payees, devices)
    with Policy(library, pathlib.Path(policy_file).read_text("utf-8")) as policy:
        before = perf_counter()
        batch, decisions, statuses = policy.decide_batch(requests, profiles, whose)
        report(batch, requests, decisions, statuses, perf_counter() - before)
        three_of_one(library, policy)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: batch.py POLICY [LIBRARY]")
    try:
        main(*sys.argv[1:])
    except Refused as refused:
        sys.exit(f"{refused.line}:{refused.column}: {refused.text}")
    except OSError as fault:
        sys.exit(str(fault))
