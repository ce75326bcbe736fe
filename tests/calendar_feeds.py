"""Reads calendar feeds with two parsers that know nothing of this program, and refuses a single error.

    MERZIM_FEEDS=folder cargo nextest run --workspace -E 'test(a_feed_says_when)'
    python3 -m venv venv && venv/bin/pip install icalendar==7.3.2 vobject==0.9.9
    venv/bin/python tests/calendar_feeds.py folder/*.ics
"""

import sys
from datetime import date

import icalendar
import vobject


def by_icalendar(text):
    calendar = icalendar.Calendar.from_ical(text)
    faults = list(calendar.errors)
    found = set()
    for event in calendar.walk("VEVENT"):
        faults += event.errors
        start = event.decoded("DTSTART")
        assert isinstance(start, date), f"no whole day: {start}"
        event.decoded("DTSTAMP")
        found.add((str(event["UID"]), start, str(event["SUMMARY"])))
    assert not faults, faults
    return found


def by_vobject(text):
    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    events = getattr(calendar, "vevent_list", [])
    return {(event.uid.value, event.dtstart.value, event.summary.value) for event in events}


def main(files):
    assert files, "no feed was given"
    events = 0
    for file in files:
        with open(file, encoding="utf-8", newline="") as opened:
            text = opened.read()
        assert text.replace("\r\n", "").count("\n") == 0, f"{file}: a line does not end as it must"
        long = [line for line in text.split("\r\n") if len(line.encode()) > 75]
        assert not long, f"{file}: {long}"
        one, other = by_icalendar(text), by_vobject(text)
        assert one == other, f"{file}: {one ^ other}"
        events += len(one)
    assert events, "no feed has an entry"
    print(f"{len(files)} feeds, {events} entries, read alike by both")


main(sys.argv[1:])
