"""What goes wrong in Python and how it is told: each mistake is made on purpose, and is refused."""
import ctypes
import pathlib
import sys
import threading
from time import perf_counter

import numpy as np

from layout import BYTES
from stepup import DTYPES, PROFILE_BYTES, WORDS, Library, Policy, Refused, blank, serves

CNY = 156
KEY_ID = 1
NOW = 1_800_000_000
THREADS = 8
ROUNDS = 500

failures = []


def check(what, holds):
    """One line a check."""
    print("ok    " if holds else "FAILED", what)
    if not holds:
        failures.append(what)


def never_called(what, function, *arguments):
    """The mistake is found before the library is called."""
    try:
        function(*arguments)
    except (ctypes.ArgumentError, ValueError):
        check(what, True)
    else:
        check(what, False)


def refused(what, status, function, *arguments):
    """The library refuses the mistake with a status; the field that it names."""
    try:
        function(*arguments)
    except Refused as fault:
        check(f"{what}: {fault}", fault.word == status)
        return fault.name
    check(what, False)
    return None


def libraries(library):
    """Which libraries serve this caller: what counts is the ABI, and that no record is shorter."""
    facts = blank("abi_facts")
    library.call("stepup_abi", facts)
    check("this library serves", serves(facts))
    longer, shorter, other = facts.copy(), facts.copy(), facts.copy()
    longer["sizes"][WORDS["record"]["decision"] - 1] += 8
    shorter["sizes"][WORDS["record"]["decision"] - 1] = blank("decision").itemsize - 8
    other["abi"] += 1
    check("a library whose records have grown serves", serves(longer))
    check("a library that lacks a field does not", not serves(shorter))
    check("a library of another ABI does not", not serves(other))


def transfer():
    """A transfer of 80,000.00 to somebody new."""
    request = blank("request")
    request["operation"], request["channel"] = WORDS["operation"]["transfer"], WORDS["channel"]["app"]
    request["enrolled"] = 1 << WORDS["factor"]["face"]
    request["key_id"], request["currency"], request["at"] = KEY_ID, CNY, NOW
    request["customer"], request["payee"] = bytes([1]) * 16, bytes([2]) * 16
    request["amount_state"] = request["payee_state"] = WORDS["state"]["known"]
    request["amount"] = 8_000_000
    return request


def newcomer(library):
    """Their profile."""
    opening = blank("opening")
    opening["key_id"], opening["currency"], opening["at"] = KEY_ID, CNY, NOW - 400 * 86_400
    opening["customer"] = bytes([1]) * 16
    opening["usual_amount"], opening["usual_outflow"] = 50_000, 100_000
    opening["amount_spread"] = opening["outflow_spread"] = 300
    return library.profile(opening)


def arrays(policy, request, profile):
    """Arrays that are not what the library needs."""
    decide = policy.decide
    swapped = request.astype(DTYPES["request"].newbyteorder())
    read_only = blank("decision")
    read_only.flags.writeable = False
    kept = profile.copy()
    kept.flags.writeable = False
    wide = np.zeros((PROFILE_BYTES, 2), np.uint8)
    never_called("a record in the other byte order", decide, swapped, profile)
    never_called("a record of another kind", decide, blank("event"), profile)
    never_called("the bytes of a record", decide, np.zeros(504, np.uint8), profile)
    never_called("an element of an array, which is a scalar", decide, blank("request", 2)[0], profile)
    never_called("two records where one is decided", decide, blank("request", 2), profile)
    never_called("a list of bytes", decide, request, list(profile))
    never_called("a profile of 1023 bytes", decide, request, profile[:-1])
    never_called("a profile of 1023 bytes, as bytes", decide, request, profile.tobytes()[:-1])
    never_called("a profile that lies apart", decide, request, wide[:, 0])
    never_called("a read-only array for the decision", decide, request, profile, read_only)
    never_called("a read-only profile that is to learn", policy.library.observe, kept, blank("event"))
    never_called("bytes that are to learn", policy.library.observe, profile.tobytes(), blank("event"))
    never_called("a number that does not fit", policy.library.word, "outcome", (1 << 32) + 1)
    longer = request.copy()
    longer["size"] = 600
    never_called("a record that says that it is longer than its array", decide, longer, profile)
    expected = decide(request, profile)
    check("one[n : n + 1] is a record", decide(request.reshape(1)[0:1], profile) == expected)
    check("a read-only profile decides", decide(request, kept) == expected)
    check("a profile from a database, as bytes, decides", decide(request, profile.tobytes()) == expected)


def statuses(policy, request, profile):
    """What passes the checks of this side, and not those of the library."""
    decision = blank("decision")
    for what, status, asked, known in (
        ("None for the request", "null", None, profile),
        ("None for the profile", "null", request, None),
        ("a record whose size was never filled in", "size", np.zeros((), DTYPES["request"]), profile),
        ("a record that claims nothing", "field", blank("request"), profile),
        ("a profile of zeros", "profile", request, np.zeros(PROFILE_BYTES, np.uint8)),
    ):
        decision["outcome"] = WORDS["outcome"]["allow"]
        refused(what, status, policy.decide, asked, known, decision)
        check("  and the decision of before is cleared", decision == blank("decision"))


def batches(policy, request, profile):
    """Arrays of a batch: strides are followed, and everything else is refused."""
    requests, profiles = np.repeat(request, 6), np.repeat(profile.reshape(1, -1), 6, axis=0)
    requests["amount"] = 100_000 * np.arange(1, 7)
    indexes = np.arange(3, dtype=np.int32)

    def decided(asked, known):
        return policy.decide_batch(asked, known, indexes, reserve=False)[1]

    expected = decided(requests[::2].copy(), profiles[:3])
    check("every second request is taken by its stride",
          np.array_equal(decided(requests[::2], profiles), expected))
    check("every second profile is taken by its stride",
          np.array_equal(decided(requests[::2], profiles[::2]), expected))
    nights = np.zeros(3, [("name", "V7"), ("request", DTYPES["request"]), ("branch", "i4")])
    nights["request"] = requests[::2]
    check("a field of a wider array is taken by its stride",
          np.array_equal(decided(nights["request"], profiles), expected))
    batch = policy.decide_batch
    refused("requests backwards", "field", batch, requests[2::-1], profiles, indexes)
    never_called("indexes of 64 bits", batch, requests[:3], profiles, indexes.astype(np.int64))
    never_called("fewer indexes than requests", batch, requests, profiles, indexes)
    never_called("profiles of another width", batch, requests[:3], profiles[:, 1:], indexes)
    kept = profiles.copy()
    kept.flags.writeable = False
    never_called("read-only profiles", batch, requests[:3], kept, indexes)
    broken = requests[:3].copy()
    broken["operation"][1] = 99
    told = policy.decide_batch(broken, profiles, indexes, reserve=False)
    check("a request that fails fails alone, and its decision refuses",
          told[2].tolist() == [0, WORDS["status"]["field"], 0] and told[1][1] == blank("decision"))
    nothing = policy.decide_batch(requests[:0], profiles, indexes[:0])
    check("a batch of nothing is decided", nothing[0]["decided"] == 0 and nothing[0]["failed"] == 0)


def policies(library, toml, request, profile):
    """A policy that does not load, and one that is no more."""
    try:
        Policy(library, toml.replace("schema = 1", "schema = 7", 1))
    except Refused as fault:
        line = 1 + toml[: toml.index("\nschema = 1") + 1].count("\n")
        check(f"a policy that does not load says where: {fault}", (fault.line, fault.column) == (line, 10))
    else:
        check("a policy that does not load", False)
    with Policy(library, toml) as policy:
        identity = policy.info()["identity"].tobytes()
        canonical = policy.canonical()
        check("its canonical form comes whole, and is the same policy",
              Policy(library, canonical, identity).info() == policy.info())
        chinese = policy.message(policy.decide(request, profile), "zh")
        check(f"a message in Chinese: {chinese.splitlines()[0]}", not chinese.isascii())
    refused("a policy behind its `with`", "handle", policy.decide, request, profile)
    refused("a policy that is freed twice", "handle", policy.free)


def proving(library, toml, policy):
    """What is told of policies; each value is such that another one in its place would be seen."""
    note, found = library.findings(toml.replace("schema = 1", "schema = 7", 1))
    check("the findings of a policy that does not load say where and how to mend it",
          note == WORDS["note"]["refused"] and ":10\n" in found and "mend: write 1" in found)
    counts, lines = policy.prove()
    guarantees = list(policy.items("guarantee"))
    check("every guarantee is proved, in the order in which they are listed",
          [line.split(":")[0] for line in lines.splitlines()] == guarantees
          and counts["proved"] == policy.info()["guarantees"] == len(guarantees))
    with Policy(library, toml.replace('hold = "2h"', 'hold = "3h"')) as newer:
        counts, lines = policy.compare(newer)
        check("a policy by which transfers wait longer is stricter",
              counts["stricter"] > 0 and counts["weaker"] == 0 and lines.startswith("stricter: "))
        counts, _ = newer.compare(policy)
        check("and the other way round weaker", counts["weaker"] > 0 and counts["stricter"] == 0)
        identity, canonical = newer.info()["identity"].tobytes(), newer.canonical()
    with Policy(library, toml) as replaced:
        refused("another policy than the one that is demanded", "identity", replaced.replace, toml, identity)
        replaced.replace(canonical, identity)
        check("the policy that is demanded is in force", replaced.info()["identity"].tobytes() == identity)


def keeping(library, request, profile):
    """The same of what is kept and of amounts and times."""
    check("a packed decimal", library.amount_from_packed(bytes.fromhex("0123456c"), 2, CNY) == 123_456)
    check("a civil time, eight hours ahead of UTC", library.time_from_civil(b"20270115160000", 480) == NOW)
    facts = library.profile_info(profile)
    check("a profile says whose it is and since when",
          facts["customer"] == request["customer"] and facts["opened"] == NOW - 400 * 86_400)
    check("a profile in version 1 is the same", np.array_equal(library.convert(profile, 1), profile))
    refused("a version that there is not", "field", library.convert, profile, 2)
    reserved, attempt = profile.copy(), request.copy()
    attempt["transfer_state"] = WORDS["state"]["known"]
    attempt["transfer"], attempt["reference"] = bytes([3]) * 16, bytes([4]) * 16
    notes = [library.reserve(reserved, attempt) for _ in range(2)]
    check("a transfer is reserved once, and then it is a repeat",
          notes == [0, WORDS["note"]["repeat"]]
          and library.profile_info(reserved)["revision"] == facts["revision"] + 1)
    reputation, sighted = np.zeros(BYTES["reputation"], np.uint8), library.sighted
    sighted(reputation, "nobody")
    nobody = reputation.copy()
    refused("a sighting without a customer", "null", sighted, reputation, "seen", None, NOW)
    for name, times in {"at": (-1, NOW), "transfer_at": (NOW, -1)}.items():
        arguments = reputation, "reported", None, *times
        named = refused("a report with a time that is none", "field", sighted, *arguments)
        check("  and it is named", named == name)
    sighted(reputation, "seen", request["customer"].tobytes(), NOW)
    check("a sighting is kept", not np.array_equal(reputation, nobody))


def threads(policy, request, profile):
    """Eight threads at once, and one beside a batch: the GIL is released while the library works."""
    expected = policy.decide(request, profile)
    same = []

    def always():
        same.append(all(policy.decide(request, profile) == expected for _ in range(ROUNDS)))

    running = [threading.Thread(target=always) for _ in range(THREADS)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    check(f"{THREADS} threads have the same answers", same == [True] * THREADS)

    requests, profiles = np.repeat(request, 100_000), profile.reshape(1, -1)
    indexes = np.zeros(len(requests), np.int32)
    done, ticks = threading.Event(), []

    def tick():
        while not done.wait(0.001):
            ticks.append(perf_counter())

    clock = threading.Thread(target=tick)
    clock.start()
    begun = perf_counter()
    policy.decide_batch(requests, profiles, indexes, reserve=False)
    ended = perf_counter()
    done.set()
    clock.join()
    # At its edges the call is Python and NumPy; in its midst it is the library.
    quarter = (ended - begun) / 4
    check("another thread runs while a batch is decided",
          any(begun + quarter < at < ended - quarter for at in ticks))


def main(policy_file, library_file=None):
    library = Library(library_file)
    toml = pathlib.Path(policy_file).read_text("utf-8")
    request, profile = transfer(), newcomer(library)
    libraries(library)
    with Policy(library, toml) as policy:
        arrays(policy, request, profile)
        statuses(policy, request, profile)
        batches(policy, request, profile)
        policies(library, toml, request, profile)
        proving(library, toml, policy)
        keeping(library, request, profile)
        threads(policy, request, profile)
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: pitfalls.py POLICY [LIBRARY]")
    sys.exit(main(*sys.argv[1:]))
