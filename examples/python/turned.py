"""Turns a corpus, or answers, into the byte order of the other kind of machine, so that both can run the same one."""
import sys

import numpy as np

from corpus import ANSWER, BODY, DECIDE, ENTRY, OBSERVE, OPEN
from stepup import DTYPES

RECORDS = {DECIDE: "request", OBSERVE: "event", OPEN: "opening"}


def corpus(raw):
    """Turns each entry with the record of its kind, from either order; bytes stay, also those behind the record."""
    entries = raw.view(ENTRY)
    kinds = entries["kind"]
    kinds = np.where(np.isin(kinds, list(RECORDS)), kinds, kinds.byteswap())
    if not np.all(np.isin(kinds, list(RECORDS))):
        raise ValueError("an entry is of no kind")
    for kind, record in RECORDS.items():
        dtype = np.dtype({
            "names": ["kind", "index", "record"],
            "formats": ["=i4", "=i4", DTYPES[record]],
            "offsets": [0, 4, BODY],
            "itemsize": ENTRY.itemsize,
        })
        chosen = kinds == kind
        part = entries[chosen]
        part.view(dtype).byteswap(inplace=True)
        entries[chosen] = part


def answers(raw):
    """Turns the statuses; a decision's canonical bytes are the same on every machine."""
    raw.view(ANSWER).byteswap(inplace=True)


def main(turned, from_file, to_file):
    raw = np.fromfile(from_file, np.uint8)
    turned(raw)
    raw.tofile(to_file)


if __name__ == "__main__":
    TURNED = {"corpus": corpus, "answers": answers}
    if len(sys.argv) != 4 or sys.argv[1] not in TURNED:
        sys.exit("usage: turned.py corpus|answers FROM TO")
    try:
        main(TURNED[sys.argv[1]], *sys.argv[2:])
    except (OSError, ValueError) as fault:
        sys.exit(f"{sys.argv[2]}: {fault}")
