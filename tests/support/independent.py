"""The second opinion: what each row's document must be, written from the table of types alone.

It reads rows as the text that the server sends, and shares nothing with the program's encoders; the
target is then compared value by value, BSON type included.
"""

import datetime
import decimal
import json
import math
import re
import struct

from bson import Int64
from bson.binary import Binary
from bson.datetime_ms import DatetimeMS
from bson.decimal128 import Decimal128

INT32 = {"tinyint", "smallint", "mediumint", "year"}
TEXT = {"char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "time", "inet4", "inet6"}
BINARY = {"binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"}
MOST = 2**63 - 1
EPOCH = datetime.datetime(1970, 1, 1)


class Column:
    def __init__(self, name, data_type, column_type, fraction, in_key):
        self.name, self.type, self.declared = name, data_type.lower(), column_type.lower()
        self.fraction, self.in_key = fraction or 0, in_key

    @property
    def select(self):
        quoted = "`" + self.name.replace("`", "``") + "`"
        # The server writes a FLOAT with six digits; as a DOUBLE it shows what it holds.
        return f"CAST({quoted} AS DOUBLE)" if self.type == "float" else quoted


class Refused(Exception):
    """A value that no BSON value of its column's type holds."""


def as_float(number):
    """The nearest 4-byte float."""
    try:
        return struct.unpack("<f", struct.pack("<f", number))[0]
    except OverflowError:
        return math.copysign(math.inf, number)


def shortest_float(text):
    """The double nearest to the shortest decimal that is still the same 4-byte float. Shortest is what has
    the fewest characters, as in C++: a whole number whose digits are no longer than 1.234567e+08 is itself."""
    value = as_float(float(text))
    short = next(s for s in (f"{value:.{digits}e}" for digits in range(9)) if as_float(float(s)) == value)
    if value.is_integer() and len(str(int(value))) <= len(short):
        return value
    return float(short)


def exact_decimal(text):
    sign, digits, exponent = decimal.Decimal(text).as_tuple()
    digits = list(digits)
    while len(digits) > 34 and digits[-1] == 0:
        digits.pop()
        exponent += 1
    try:
        return Decimal128(decimal.Decimal((sign, digits, exponent)))
    except (decimal.Inexact, decimal.Overflow, decimal.Underflow, decimal.Subnormal, decimal.Clamped) as error:
        raise Refused(f"{text} is no decimal") from error


def json_integer(text):
    number = int(text)
    if text == "-0":
        return -0.0
    if -2**31 <= number < 2**31:
        return number
    return Int64(number) if -2**63 <= number < 2**63 else exact_decimal(text)


def json_real(text):
    value = float(text)
    exact = math.isfinite(value) and decimal.Decimal(repr(value)) == decimal.Decimal(text)
    return value if exact else exact_decimal(text)


def json_object(pairs):
    """Of equal keys the last, where it stands."""
    out = {}
    for key, value in pairs:
        if "\0" in key:
            raise Refused("NUL in a key")
        out.pop(key, None)
        out[key] = value
    return out


def json_value(text, as_real=False):
    """A JSON text as BSON holds it; `as_real`: every number a double."""
    try:
        value = json.loads(text, parse_int=float if as_real else json_integer, parse_constant=None,
                           parse_float=float if as_real else json_real, object_pairs_hook=json_object)
        json.dumps(value, ensure_ascii=False, default=str).encode("utf-8")  # half of a surrogate pair is an error
    except (ValueError, TypeError) as error:
        raise Refused(f"{text} is no JSON") from error
    return value


def vector(octets):
    return [shortest_float(repr(n)) for n, in struct.iter_unpack("<f", octets)]


def instant(text):
    """Wall clock text, taken as UTC, in milliseconds cut towards the past; None when there is no such day."""
    match = re.fullmatch(r"(\d+)-(\d+)-(\d+)(?: (\d+):(\d+):(\d+)(?:\.(\d+))?)?", text)
    year, month, day, hour, minute, second = (int(g or 0) for g in match.groups()[:6])
    cycle = 400 if year == 0 else 0  # Python knows no year 0
    try:
        moment = datetime.datetime(year + cycle, month, day, hour, minute, second) - EPOCH
    except ValueError:
        return None
    moment -= datetime.timedelta(146097 if cycle else 0)
    milliseconds = int((match[7] or "").ljust(3, "0")[:3])
    return DatetimeMS((moment.days * 86400 + moment.seconds) * 1000 + milliseconds)


def bits(column, value):
    width = int(re.search(r"\d+", column.declared)[0])
    if width == 64:
        return value
    number = int.from_bytes(value, "big")
    return bool(number) if width == 1 else Int64(number)


def converted(column, value):
    """The BSON value of a cell as the server wrote it."""
    kind = column.type
    if value is None:
        return None
    if kind in INT32 or kind == "int" and "unsigned" not in column.declared:
        return int(value)
    if kind in ("int", "bigint"):
        if int(value) > MOST:
            raise Refused(column.name)
        return Int64(value)
    if kind == "decimal":
        return exact_decimal(value)
    if kind in ("float", "double"):
        return shortest_float(value) if kind == "float" else float(value)
    if kind in ("date", "datetime", "timestamp"):
        if column.in_key and column.fraction > 3:
            return value
        return instant(value)
    if kind == "set":
        return value if column.in_key else value.split(",") if value else []
    if kind == "bit":
        return bits(column, value)
    if kind == "uuid":
        return Binary(bytes.fromhex(value.replace("-", "")), 4)
    if kind == "json":
        return json_value(value)
    if kind == "vector":
        return vector(value)
    if kind in TEXT:
        return value
    if kind in BINARY:
        return value
    raise AssertionError(f"the check does not know the type {column.declared}")


def columns_of(stage, table):
    key = [name for name, in stage.sql(
        "SELECT column_name FROM information_schema.key_column_usage WHERE table_schema = DATABASE() "
        f"AND table_name = '{table}' AND constraint_name = 'PRIMARY' ORDER BY ordinal_position")]
    rows = stage.sql(
        "SELECT column_name, data_type, column_type, datetime_precision FROM "
        f"information_schema.columns WHERE table_schema = DATABASE() AND table_name = '{table}' "
        "ORDER BY ordinal_position")
    return [Column(*row, row[0] in key) for row in rows], key


def expected(stage, table, exclude=(), rename=None, where="TRUE"):
    """{_id as text: document} for every row of the table, None for a row that cannot be a document;
    `exclude`, `rename` and `where` as configured."""
    rename = rename or {}
    columns, key = columns_of(stage, table)
    documents = {}
    with stage.server.connect(stage.database, conv={}) as mysql, mysql.cursor() as cursor:
        cursor.execute("SET time_zone = '+00:00'")
        cursor.execute(f"SELECT {', '.join(c.select for c in columns)} FROM `{table}` WHERE {where}")
        for row in cursor:
            ids = {c.name: converted(c, v) for c, v in zip(columns, row) if c.in_key}
            document = {"_id": ids[key[0]] if len(key) == 1 else {name: ids[name] for name in key}}
            documents[repr(document["_id"])] = None
            try:
                values = {c.name: converted(c, v) for c, v in zip(columns, row)}
            except Refused:
                continue
            document.update((rename.get(n, n), v) for n, v in values.items()
                            if n not in key and n not in exclude)
            documents[repr(document["_id"])] = document
    return documents


def same(a, b):
    """Equal in value and BSON type, fields and elements in order."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, Decimal128):
        return a.bid == b.bid
    if isinstance(a, float):
        return struct.pack("<d", a) == struct.pack("<d", b)
    return a == b


def differences(stage, table, exclude=(), rename=None, limit=5, where="TRUE"):
    """What is wrong with a table's collection, in at most `limit` lines; empty when nothing is."""
    wanted = expected(stage, table, exclude, rename, where)
    refused = {key for key, document in wanted.items() if document is None}
    wanted = {key: wanted[key] for key in wanted.keys() - refused}
    # A refused row keeps the document it had, if any, until it can be held again.
    found = {repr(d["_id"]): d for d in stage.target[table].find() if repr(d["_id"]) not in refused}
    lines = [f"{table}: no document for {i}" for i in wanted.keys() - found.keys()]
    lines += [f"{table}: no row for {i}" for i in found.keys() - wanted.keys()]
    for key in wanted.keys() & found.keys():
        want, have = wanted[key], found[key]
        if not same(want, have):
            names = [n for n in {**want, **have} if n not in want or n not in have
                     or not same(want[n], have[n])]
            lines.append(f"{table} {key}: " + (", ".join(
                f"{n}: row {want.get(n)!r}, document {have.get(n)!r}" for n in names) or "order of fields"))
        if len(lines) > limit:
            break
    return lines[:limit]
