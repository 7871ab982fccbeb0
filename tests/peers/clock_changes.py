"""What Python makes of the days on which clocks change.

    python clock_changes.py changes FROM TO ZONE...     when the zones' offsets change
    python clock_changes.py instances FROM TO FILE      the starts that a calendar file has

Dates as 20260101T000000Z; the period is [FROM, TO). Prints one JSON array, of
{"zone", "at", "before", "after"} (offsets in seconds) or of {"uid", "start"}. With PYTHONTZPATH set to
nothing Python reads the zones of its package tzdata, not those of the machine.
"""

import datetime
import json
import sys
import zoneinfo

UTC = datetime.timezone.utc
MINUTE = datetime.timedelta(minutes=1)


def instant(text):
    return datetime.datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def told(at):
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def offset(at, zone):
    return int(at.astimezone(zone).utcoffset().total_seconds())


def changes(first, last, names):
    for name in names:
        zone, at = zoneinfo.ZoneInfo(name), first
        while at < last:
            later = at + datetime.timedelta(hours=6)
            if offset(at, zone) != offset(later, zone):
                moment = at
                while offset(moment, zone) == offset(at, zone):
                    moment += MINUTE
                yield {
                    "zone": name,
                    "at": told(moment),
                    "before": offset(at, zone),
                    "after": offset(later, zone),
                }
            at = later


def instances(first, last, name):
    import icalendar
    import recurring_ical_events

    with open(name, "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    for event in recurring_ical_events.of(calendar).between(first, last):
        yield {"uid": str(event["UID"]), "start": told(event["DTSTART"].dt)}


def main():
    _, what, first, last, *rest = sys.argv
    if what == "changes":
        found = changes(instant(first), instant(last), rest)
    else:
        found = instances(instant(first), instant(last), *rest)
    print(json.dumps(list(found), separators=(",", ":")))


main()
