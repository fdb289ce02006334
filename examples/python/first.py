"""The shortest honest program: one policy, one customer, one transfer, and what must happen first."""
import pathlib
import sys
import time

from stepup import WORDS, Library, Policy, Refused, bits, blank, word

CNY = 156
KEY_ID = 1
OFFSET_MINUTES = 480


def main(policy_file, library_file=None):
    library = Library(library_file)
    # A bank's key comes from where it keeps keys; this one is for show.
    key = b"a key for show, of 32 bytes....."
    customer = library.pseudonym(key, "customer", "C-1001")
    now = int(time.time())

    opening = blank("opening")
    opening["key_id"], opening["currency"], opening["customer"] = KEY_ID, CNY, customer
    opening["at"], opening["offset_minutes"] = now - 400 * 86_400, OFFSET_MINUTES
    opening["usual_amount"], opening["usual_outflow"] = 50_000, 100_000
    opening["amount_spread"], opening["outflow_spread"] = 300, 300
    profile = library.profile(opening)

    # What is not said here is missing, and the answer is the stricter for it.
    request = blank("request")
    request["operation"] = WORDS["operation"]["transfer"]
    request["channel"] = WORDS["channel"]["app"]
    request["enrolled"] = bits("factor", "face", "sms")
    request["key_id"], request["currency"], request["customer"] = KEY_ID, CNY, customer
    request["at"], request["offset_minutes"] = now, OFFSET_MINUTES
    request["amount_state"], request["amount"] = WORDS["state"]["known"], 8_000_000
    request["payee_state"] = WORDS["state"]["known"]
    request["payee"] = library.pseudonym(key, "iban", "GB82 WEST 1234 5698 7654 32")

    with Policy(library, pathlib.Path(policy_file).read_text("utf-8")) as policy:
        decision = policy.decide(request, profile)
        print("80,000.00 CNY to somebody new:", word("outcome", decision["outcome"]))
        print(policy.explain(decision))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: first.py POLICY [LIBRARY]")
    try:
        main(*sys.argv[1:])
    except Refused as refused:
        sys.exit(f"{refused.line}:{refused.column}: {refused.text}")
    except OSError as fault:
        sys.exit(str(fault))
