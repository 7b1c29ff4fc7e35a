"""The zone rules that the package for Spark ships are those of the same release of the IANA database in another form, at every change and between."""

import json
import sys
from datetime import datetime, timedelta, timezone
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

import tzdata

RUNNER = Path("runners/spark")
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
#: Between changes a moment each 90 days and an hour is compared, of the years 1800 to 2255; changes up to 2255.
BETWEEN = range(-5_364_662_400, 9_000_000_000, 90 * 86_400 + 3_600)


def seconds_ahead(zone, moment):
    return int((EPOCH + timedelta(seconds=moment)).astimezone(zone).utcoffset().total_seconds())


def check(report, bundles):
    sys.path.insert(0, str(RUNNER))
    from data_lab_spark.ingest.zone import SECOND, changes, offset_at, release

    shipped = json.loads((RUNNER / "data_lab_spark/ingest/zones.generated.json").read_text("utf-8"))
    report.equal("the rules are of the release that tzdata has", (shipped["version"], release()), (tzdata.IANA_VERSION, tzdata.IANA_VERSION))
    names = [text.split("|")[0] for text in shipped["zones"]] + [link.split("|")[1] for link in shipped["links"]]
    report.claim("there are all zones", len(names) > 590 and len(set(names)) == len(names), len(names))
    differing, compared = [], 0
    for name in names:
        with resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as file:
            zone = ZoneInfo.from_file(file, key=name)
        its = [change[0] // SECOND for change in changes(name, BETWEEN.start * SECOND, BETWEEN.stop * SECOND)]
        for moment in [*its, *(one - 1 for one in its), *BETWEEN]:
            compared += 1
            wanted, found = seconds_ahead(zone, moment), offset_at(name, moment * SECOND) / SECOND
            if wanted != found:
                differing.append((name, moment, wanted, found))
    report.claim("all offsets are the same", not differing and compared > 1_000_000, f"{len(differing)} of {compared} differ, such as {differing[:3]}")
