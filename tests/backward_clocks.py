"""Compares the law's clocks in working days with a public list of holidays, counted by hand in Python.

    pip install "holidays==0.109"
    python tests/backward_clocks.py target/debug/merzim

Counted are five working days before a release and three after a ruling was received, from every third day of the years
for which no exchange of days is known. Ends with 1 where the two differ. docs/calendar.md says how.
"""

import datetime
import subprocess
import sys

import holidays

# From 2026 on no exchange of days is known; the library does not say which weekends are worked in one.
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2030, 10, 31)
DAY = datetime.timedelta(days=1)
FREE = holidays.country_holidays("KZ", years=range(2025, 2032))


def works(day):
    """Is it a working day by the library?"""
    return day.weekday() < 5 and day not in FREE


def count(day, number):
    """So many working days after a day, or before it; the day itself is not counted."""
    step = DAY if number > 0 else -DAY
    left = abs(number)
    while left:
        day += step
        left -= works(day)
    return day


def ours(program, day, number):
    """The same, by the program."""
    command = [program, "calendar", "add", "--", day.isoformat(), str(number)]
    return datetime.date.fromisoformat(subprocess.check_output(command, text=True).strip())


def main():
    program = sys.argv[1]
    compared, differ = 0, []
    day = FIRST
    while day <= LAST:
        for number in (-5, 3):
            compared += 1
            theirs, here = count(day, number), ours(program, day, number)
            if theirs != here:
                differ.append((day, number, theirs, here))
        day += 3 * DAY
    print(f"{compared} counted, {len(differ)} differ")
    for day, number, theirs, here in differ:
        print(f"{day} {number:+}: the library {theirs}, here {here}")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
