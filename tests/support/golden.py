"""Documents as text that two people can compare: canonical Extended JSON, sorted by _id, one a line."""

import json
import math
import time

from bson import json_util
from bson.binary import Binary
from bson.datetime_ms import DatetimeMS
from bson.decimal128 import Decimal128

RECENT = {"$date": "recent"}  # a time that lies within the test's own life
SLACK = 5000  # milliseconds by which the clocks of test and server may differ

OPTIONS = json_util.CANONICAL_JSON_OPTIONS.with_options(
    datetime_conversion=json_util.DatetimeConversion.DATETIME_MS,
    uuid_representation=json_util.UuidRepresentation.UNSPECIFIED)


def now():
    return int(time.time() * 1000)


def plain(value, since=None):
    """The document as JSON values. Dates from `since` (milliseconds) until now become RECENT."""
    if isinstance(value, dict):
        return {k: plain(v, since) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v, since) for v in value]
    if isinstance(value, DatetimeMS):
        if since is not None and since - SLACK <= int(value) <= now() + SLACK:
            return RECENT
        return {"$date": {"$numberLong": str(int(value))}}
    if isinstance(value, bytes) and not isinstance(value, Binary):
        value = Binary(value, 0)
    return json.loads(json_util.dumps(value, json_options=OPTIONS))


def rank(value):
    """Sorts ids as BSON does, as far as the tests need it: null, numbers, text, compound, the rest."""
    if value is None:
        return (0,)
    if isinstance(value, bool):
        return (6, value)
    if isinstance(value, (int, float)) and not isinstance(value, DatetimeMS):
        return (1, value if not math.isnan(value) else -math.inf)
    if isinstance(value, Decimal128):
        return (1, float(value.to_decimal()))
    if isinstance(value, str):
        return (2, value)
    if isinstance(value, dict):
        return (3, *(rank(v) for v in value.values()))
    if isinstance(value, bytes):
        return (5, len(value), bytes(value))
    if isinstance(value, DatetimeMS):
        return (7, int(value))
    return (9, json_util.dumps(value, json_options=OPTIONS))


def ordered(documents):
    return sorted(documents, key=lambda d: rank(d.get("_id")))


def line(document):
    return json.dumps(document, ensure_ascii=False, separators=(", ", ": "))


def text(collections):
    """{collection: [plain documents]} as the text of a golden file."""
    parts = []
    for name in sorted(collections):
        if not collections[name]:
            continue  # an empty collection holds nothing to compare
        lines = ",\n".join("    " + line(d) for d in collections[name])
        parts.append(f"  {json.dumps(name, ensure_ascii=False)}: [\n{lines}\n  ]")
    return "{\n" + ",\n".join(parts) + "\n}\n" if parts else "{}\n"


def snapshot(stage, since=None):
    """The whole target, but for the program's own collections, as the text of a golden file."""
    return text({name: [plain(d, since) for d in ordered(stage.documents(name))]
                 for name in stage.collections()})
