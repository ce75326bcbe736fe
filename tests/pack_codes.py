"""Compares the parser of pack codes with biip, an independent one.

    pip install "biip==5.2.*"
    python tests/pack_codes.py codes.jsonl

The file comes from the test `writes_codes_of_packs`; docs/gs1.md says how. Compared is what our parser reads; what it asks
back is counted apart, for a question is no agreement. Ends with 1 where the two differ, or where nothing was compared.
"""

import json
import sys
from collections import Counter

from biip import ParseError
from biip.gs1_messages import GS1Message


def other(text):
    """What biip reads, by the number of the field; nothing where it refuses."""
    try:
        message = GS1Message.parse(text)
    except ParseError:
        return None
    fields = {}
    for element in message.element_strings:
        if element.ai.ai in fields or element.gtin_error:
            return None
        fields[element.ai.ai] = element.date.isoformat() if element.date else element.value
    return fields


def main(path):
    sent, lost = Counter(), Counter()
    for line in open(path, encoding="utf-8"):
        code = json.loads(line)
        theirs, ours = other(code["text"]), code["ours"]
        if "refused" in ours:
            kind = "some separators" if "\x1d" in code["text"] else "none needed, none sent"
            sent[f"asked back ({ours['refused']}, {kind})"] += 1
        elif ours == theirs == code["true"]:
            sent["read by both, equal"] += 1
        else:
            sent["DIFFERENT"] += 1
            print("differs:", json.dumps(code), "biip:", theirs)
        if code["lost"] != code["text"]:
            theirs = other(code["lost"])
            right = theirs == code["true"]
            lost["biip refuses" if theirs is None else "biip right" if right else "biip wrong in silence"] += 1
    print("separators sent:", dict(sent))
    print("separators lost:", dict(lost))
    return 1 if sent["DIFFERENT"] or not sent["read by both, equal"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
