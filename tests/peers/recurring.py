"""What recurring-ical-events makes of a calendar file: parse it, expand it over a period.

    python recurring.py FILE FROM TO        dates as 20260101T000000Z; the period is [FROM, TO)

Prints one JSON line: {"events", "parseSeconds", "instances", "expandSeconds"}.
"""

import datetime
import json
import sys
import time

import icalendar
import recurring_ical_events


def instant(text):
    return datetime.datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)


def main():
    _, name, first, last = sys.argv
    with open(name, "rb") as file:
        text = file.read()
    begun = time.perf_counter()
    calendar = icalendar.Calendar.from_ical(text)
    parsed = time.perf_counter() - begun

    begun = time.perf_counter()
    instances = len(recurring_ical_events.of(calendar).between(instant(first), instant(last)))
    expanded = time.perf_counter() - begun
    answer = {
        "events": len(calendar.walk("VEVENT")),
        "parseSeconds": round(parsed, 6),
        "instances": instances,
        "expandSeconds": round(expanded, 6),
    }
    print(json.dumps(answer, separators=(",", ":")))


main()
