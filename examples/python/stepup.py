"""stepup for Python: ctypes on the shared library, NumPy for the records, nothing to compile.

A record is a structured array of shape () or (1,), made by `blank`; a profile is 1024 bytes of uint8. Every
array is checked before the library sees its address: its dtype to the bit and so its byte order, that it lies
in one piece, that it is as long as what is read or written there, and that it may be written where a function
writes. What does not pass raises ctypes.ArgumentError, and the library is not called. What the library itself
refuses raises Refused.

ctypes releases the GIL for as long as each call lasts. Threads decide side by side, and a batch does not stop
the program; in return no thread may write an array that another one has just lent to the library.
"""
import ctypes
import ctypes.util

import numpy as np

from layout import ABI, BYTES, FUNCTIONS, KINDS, RECORDS, WORDS

PROFILE_BYTES = BYTES["profile"]

# Bytes of what has no record, by the name of the argument.
ARGUMENT_BYTES = BYTES | {
    "from": PROFILE_BYTES,
    "to": PROFILE_BYTES,
    "sha256": BYTES["identity"],
    "customer": BYTES["pseudonym"],
}

# No record is longer, and one that says so is refused by the library before it reads further.
LONGEST_RECORD = 65_536

# What may be an array with any stride between its elements.
ARRAYS = {("stepup_decide_batch", name) for name in ("requests", "profiles", "decisions")}


def _dtype(record):
    names, formats, offsets = zip(*record["fields"])
    return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": record["itemsize"]})


DTYPES = {name: _dtype(record) for name, record in RECORDS.items()}


class Number:
    """A number that fits; ctypes itself would cut off what does not."""

    def __init__(self, of):
        self.of = of

    def from_param(self, value):
        """The number as C has it."""
        made = self.of(value)
        if made.value != value:
            raise OverflowError(f"{value} does not fit into {ctypes.sizeof(self.of) * 8} bits")
        return made


NUMBERS = {"int32": Number(ctypes.c_int32), "int64": Number(ctypes.c_int64)}


def blank(record, count=None):
    """An empty record, or so many of them: zeros, and their size."""
    made = np.zeros(() if count is None else count, DTYPES[record])
    made["size"] = made.itemsize
    if record == "text":
        made["charset"] = WORDS["charset"]["utf-8"]
        made["language"] = WORDS["language"]["en"]
    return made


def word(kind, number):
    """The English word behind a number of a vocabulary."""
    return next((name for name, value in WORDS[kind].items() if value == number), str(number))


def bits(kind, *names):
    """The set that holds these words."""
    return sum(1 << WORDS[kind][name] for name in names)


class Refused(Exception):
    """A status below 0. The text is for people; a program looks at the status, the field and the place."""

    def __init__(self, status, error):
        self.status = status
        self.word = word("status", status)
        self.name = _ascii(error["name"])
        self.text = _ascii(error["text"])
        self.field, self.line, self.column = (int(error[name]) for name in ("field", "line", "column"))
        self.least, self.most = int(error["least"]), int(error["most"])
        super().__init__(f"{self.word}: {self.text}")


def _ascii(field):
    return field.tobytes().split(b"\0")[0].decode()


class Pointer:
    """What a pointer argument of a function takes; ctypes asks it at every call."""

    def __init__(self, function, name, of, passing):
        self.name = name
        self.written = passing == "out"
        self.record = DTYPES.get(of)
        self.dtype = np.dtype(of) if of in NUMBERS else self.record
        self.many = (function, name) in ARRAYS
        self.least = ARGUMENT_BYTES.get(name, 0)

    def from_param(self, value):
        """The address of an array or of bytes, where it is one that the library may follow."""
        if value is None or (isinstance(value, bytes) and self.dtype is None and not self.written):
            if value is not None and len(value) < self.least:
                raise ValueError(f"{self.name}: {len(value)} bytes, not {self.least}")
            return value
        if not isinstance(value, np.ndarray):
            # An element of a structured array is a scalar whose memory is not ours to lend.
            raise TypeError(f"{self.name}: not an array; of an array take one[n : n + 1], not one[n]")
        if self.dtype is not None and value.dtype != self.dtype:
            raise TypeError(f"{self.name}: the dtype is not the one of the layout")
        if self.written and not value.flags.writeable:
            raise ValueError(f"{self.name}: the array is read-only, and the function writes it")
        if not self.many:
            self._whole(value)
        if self.record is not None and _too_long(value):
            raise ValueError(f"{self.name}: a record says that it is longer than its dtype")
        return ctypes.c_void_p(value.ctypes.data)

    def _whole(self, value):
        if not value.flags.c_contiguous:
            raise ValueError(f"{self.name}: the array does not lie in one piece")
        if value.nbytes < self.least or (self.record is not None and value.size != 1):
            raise ValueError(f"{self.name}: {value.nbytes} bytes are not what is needed")


def _too_long(records):
    """The library believes the size that a record says it has; none may say more than its dtype has."""
    size = records["size"]
    if size.size == 1:
        return records.itemsize < size.item() <= LONGEST_RECORD
    return np.any((size > records.itemsize) & (size <= LONGEST_RECORD))


def serves(facts):
    """Whether a library serves callers of this layout: a later one may have longer records, which take shorter ones."""
    sizes = [record["itemsize"] for record in RECORDS.values()]
    return facts["abi"] == ABI and np.all(facts["sizes"][: len(sizes)] >= sizes)


class Library:
    """The shared library; by default the one that the linker would find."""

    def __init__(self, path=None):
        path = path or ctypes.util.find_library("stepup")
        if path is None:
            raise OSError("libstepup is not installed where the linker looks; give its path")
        loaded = ctypes.CDLL(path)
        # As they are in C: they return the status and raise nothing of their own.
        self.functions = {name: _typed(loaded, name) for name in FUNCTIONS}
        facts = blank("abi_facts")
        self.call("stepup_abi", facts)
        if not serves(facts):
            raise OSError(f"{path} has ABI {facts['abi']} or lacks fields; layout.py is of ABI {ABI}")
        self.version = facts["version"].tobytes().decode().rstrip()

    def call(self, name, *arguments):
        """Calls a function; a status below 0 is raised, a note is returned."""
        error = blank("error")
        status = self.functions[name](*arguments, error)
        if status < 0:
            raise Refused(status, error)
        return status

    def text(self, name, *arguments, language="en"):
        """The note and the text of a function that writes one; no text where there is none."""
        form, buffer = blank("text"), np.empty(4096, np.uint8)
        form["language"] = WORDS["language"][language]
        while True:
            form["capacity"] = buffer.size
            try:
                note = self.call(name, *arguments, form, buffer)
            except Refused as refused:
                if refused.status != WORDS["status"]["room"]:
                    raise
                buffer = np.empty(int(form["needed"]), np.uint8)
            else:
                return note, buffer[: max(0, int(form["needed"]) - 1)].tobytes().decode()

    def word(self, kind, number, language="en"):
        """The word behind a number, also in Chinese."""
        return self.text("stepup_name", KINDS[kind], number, language=language)[1]

    def number(self, kind, name):
        """The number behind an English word."""
        number, text = np.zeros((), np.int32), name.encode()
        self.call("stepup_value", KINDS[kind], text, len(text), WORDS["charset"]["utf-8"], number)
        return int(number)

    def pseudonym(self, key, kind, identifier, charset="utf-8"):
        """The pseudonym of an identifier, text or bytes of a code page, under the bank's key."""
        text = identifier.encode() if isinstance(identifier, str) else identifier
        made = np.zeros(BYTES["pseudonym"], np.uint8)
        kind, page = WORDS["id"][kind], WORDS["charset"][charset]
        self.call("stepup_pseudonym", key, len(key), kind, text, len(text), page, made)
        return made.tobytes()

    def amount_from_packed(self, packed, decimals, currency):
        """Minor units behind a packed decimal."""
        minor = np.zeros((), np.int64)
        self.call("stepup_amount_from_packed", packed, len(packed), decimals, currency, minor)
        return int(minor)

    def time_from_civil(self, digits, offset_minutes):
        """Seconds since 1970 behind 14 digits of ASCII or EBCDIC."""
        seconds = np.zeros((), np.int64)
        self.call("stepup_time_from_civil", digits, offset_minutes, seconds)
        return int(seconds)

    def findings(self, toml, language="en"):
        """Everything that was found in a policy's text."""
        text, page = toml.encode(), WORDS["charset"]["utf-8"]
        return self.text("stepup_policy_findings", text, len(text), page, language=language)

    def profile(self, opening):
        """The profile of a customer of whom nothing is known yet."""
        made = np.zeros(PROFILE_BYTES, np.uint8)
        self.call("stepup_profile_new", opening, made)
        return made

    def profile_info(self, profile):
        """What a profile says of itself."""
        info = blank("profile_facts")
        self.call("stepup_profile_info", profile, info)
        return info

    def observe(self, profile, event):
        """Learns from an event, in place."""
        return self.call("stepup_profile_observe", profile, event)

    def reserve(self, profile, request):
        """Reserves in a profile what a request asks for."""
        return self.call("stepup_profile_reserve", profile, request)

    def convert(self, profile, version):
        """The profile in a version of the format."""
        made = np.zeros(PROFILE_BYTES, np.uint8)
        self.call("stepup_profile_convert", profile, version, made)
        return made

    def sighted(self, reputation, sighting, customer=None, at=0, transfer_at=0):
        """Learns what happened to a payee or device, in its 64 bytes."""
        number = WORDS["sighting"][sighting]
        return self.call("stepup_reputation_observe", reputation, number, customer, at, transfer_at)


def _typed(loaded, name):
    function = getattr(loaded, name)
    function.restype = ctypes.c_int32
    function.argtypes = [
        NUMBERS[of] if passing == "value" else Pointer(name, argument, of, passing)
        for argument, of, passing in FUNCTIONS[name]
    ]
    return function


class Policy:
    """A policy that is loaded, and freed at the end of a `with`."""

    def __init__(self, library, toml, sha256=None):
        self.library = library
        handle, text = np.zeros((), np.int64), toml.encode()
        page = WORDS["charset"]["utf-8"]
        self.note = library.call("stepup_policy_load", text, len(text), page, sha256, handle)
        self.handle = int(handle)

    def __enter__(self):
        return self

    def __exit__(self, *_raised):
        self.free()

    def free(self):
        """Frees the handle; who decides by it just now ends in peace."""
        self.library.call("stepup_policy_free", self.handle)

    def replace(self, toml, sha256=None):
        """Puts another policy behind the handle."""
        text, page = toml.encode(), WORDS["charset"]["utf-8"]
        return self.library.call("stepup_policy_replace", self.handle, text, len(text), page, sha256)

    def decide(self, request, profile, decision=None):
        """Decides one request; into a decision of before, which is cleared first, or into a new one."""
        decision = blank("decision") if decision is None else decision
        self.library.call("stepup_decide", self.handle, request, profile, decision)
        return decision

    def decide_batch(self, requests, profiles, indexes, reserve=True):
        """Decides many requests, those of a profile in their order: the record of the batch, the decisions, and their statuses.

        `profiles` has the shape (n, 1024), `indexes` is an int32 a request. Requests and profiles may lie
        strides apart, as a field of a wider array does.
        """
        if profiles.ndim != 2 or profiles.dtype != np.uint8 or profiles.shape[1:] != (PROFILE_BYTES,):
            raise ValueError("profiles: not an array of uint8 of the shape (n, 1024)")
        if profiles.strides[1] != 1:
            raise ValueError("profiles: the bytes of one profile do not lie in one piece")
        if requests.ndim != 1 or indexes.dtype != np.int32 or indexes.shape != requests.shape:
            raise ValueError("indexes: not an int32 a request")
        batch = blank("batch")
        decisions = blank("decision", len(requests))
        statuses = np.zeros(len(requests), np.int32)
        batch["count"], batch["profiles"], batch["reserve"] = len(requests), len(profiles), reserve
        for name, array, least in (
            ("request_stride", requests, requests.itemsize),
            ("profile_stride", profiles, PROFILE_BYTES),
            ("decision_stride", decisions, decisions.itemsize),
        ):
            # NumPy keeps no stride that means anything where there is nothing to step to.
            batch[name] = array.strides[0] if len(array) > 1 else least
        arrays = requests, profiles, indexes, decisions, statuses
        self.library.call("stepup_decide_batch", self.handle, batch, *arrays)
        return batch, decisions, statuses

    def explain(self, decision, language="en"):
        """Why a decision is as it is. Not for customers."""
        return self._told("stepup_explain", decision, language)

    def message(self, decision, language="en"):
        """What the customer may be told of it."""
        return self._told("stepup_message", decision, language)

    def _told(self, name, decision, language):
        return self.library.text(name, self.handle, decision["canonical"].tobytes(), language=language)[1]

    def replay(self, canonical):
        """Judges a decision's canonical bytes again: whether the answer is the same, and today's decision."""
        again = blank("decision")
        return self.library.call("stepup_replay", self.handle, canonical, again) == 0, again

    def info(self):
        """What the policy is."""
        info = blank("policy_facts")
        self.library.call("stepup_policy_info", self.handle, info)
        return info

    def canonical(self):
        """The canonical form."""
        return self.library.text("stepup_policy_canonical", self.handle)[1]

    def items(self, kind):
        """Rules, exemptions, guarantees or rungs, each with its reason where it has one."""
        for number in range(256):
            arguments = self.handle, WORDS["item"][kind], number
            note, text = self.library.text("stepup_policy_item", *arguments)
            if note == WORDS["note"]["end"]:
                return
            yield text

    def prove(self, language="en"):
        """How many guarantees hold, and what was found of each."""
        proofs = blank("proofs")
        return proofs, self.library.text("stepup_policy_prove", self.handle, proofs, language=language)[1]

    def compare(self, newer, language="en"):
        """What changes from this policy to a newer one."""
        counts, handles = blank("comparison"), (self.handle, newer.handle)
        return counts, self.library.text("stepup_policy_compare", *handles, counts, language=language)[1]
