"""Runs a corpus of requests, events and openings; what comes of it is the same bytes in every language."""
import pathlib
import sys
from time import perf_counter_ns

import numpy as np

from layout import BYTES
from stepup import DTYPES, PROFILE_BYTES, Library, Policy, Refused, blank

ENTRY_BYTES = 512
BODY = 8
PROFILES = 500
DECIDE, OBSERVE, OPEN = 1, 2, 3

ANSWER = np.dtype([("status", "=i4"), ("zero", "=i4"), ("canonical", f"V{BYTES['canonical']}")])
ENTRY = np.dtype([("kind", "=i4"), ("index", "=i4"), ("body", f"V{ENTRY_BYTES - BODY}")])


class Body:
    """A record that takes the body of an entry as it is: what is wrong in it is not mended."""

    def __init__(self, record):
        self.record = np.zeros(1, DTYPES[record])
        self.bytes = self.record.view(np.uint8)

    def taken(self, corpus, at):
        """The record with the bytes from there."""
        self.bytes[:] = corpus[at : at + self.bytes.size]
        return self.record


def run(library, policy, corpus):
    """The answers, the profiles at the end, and the nanoseconds of each decision."""
    entries = corpus.view(ENTRY)
    if np.any((entries["index"] < 0) | (entries["index"] >= PROFILES)):
        raise ValueError("an entry is of no profile")
    decide, observe, open_profile = (
        library.functions[name] for name in ("stepup_decide", "stepup_profile_observe", "stepup_profile_new")
    )
    request, event, opening = Body("request"), Body("event"), Body("opening")
    decision, blank_decision = blank("decision"), blank("decision")
    answers, profiles = np.zeros(len(entries), ANSWER), np.zeros((PROFILES, PROFILE_BYTES), np.uint8)
    times = []
    for number, (kind, index) in enumerate(zip(entries["kind"].tolist(), entries["index"].tolist())):
        at, profile, answer = number * ENTRY_BYTES + BODY, profiles[index], answers[number]
        if kind == DECIDE:
            asked = request.taken(corpus, at)
            decision[()] = blank_decision
            before = perf_counter_ns()
            status = decide(policy.handle, asked, profile, decision, None)
            times.append(perf_counter_ns() - before)
            if status >= 0:
                answer["canonical"] = decision["canonical"]
        elif kind == OBSERVE:
            status = observe(profile, event.taken(corpus, at), None)
        elif kind == OPEN:
            status = open_profile(opening.taken(corpus, at), profile, None)
        else:
            raise ValueError(f"entry {number} is of no kind")
        answer["status"] = status
    return answers, profiles, times


def main(policy_file, corpus_file, answers_file, profiles_file, library_file=None):
    library = Library(library_file)
    corpus = np.fromfile(corpus_file, np.uint8)
    if corpus.size % ENTRY_BYTES:
        raise ValueError(f"{corpus_file}: not a whole number of entries of {ENTRY_BYTES} bytes")
    with Policy(library, pathlib.Path(policy_file).read_text("utf-8")) as policy:
        answers, profiles, times = run(library, policy, corpus)
    answers.tofile(answers_file)
    profiles.tofile(profiles_file)
    times.sort()
    median, most = (times[len(times) // 2], times[len(times) * 99 // 100]) if times else (0, 0)
    print(f"python: {len(times)} decisions, median {median} ns, p99 {most} ns a call of stepup_decide")


if __name__ == "__main__":
    if len(sys.argv) not in (5, 6):
        sys.exit("usage: corpus.py POLICY CORPUS ANSWERS PROFILES [LIBRARY]")
    try:
        main(*sys.argv[1:])
    except Refused as refused:
        sys.exit(f"{sys.argv[1]}:{refused.line}:{refused.column}: {refused.text}")
    except (OSError, ValueError) as fault:
        sys.exit(str(fault))
