"""What a value of any type must become, the types asked for by columns.type included: independent.py's table, and
what it has no words for. Shares nothing with the program."""

import decimal
import re

from bson import Int64
from bson.binary import Binary

from independent import Column, Refused, as_float, converted, exact_decimal, instant, json_value

TEXT = {"char", "varchar", "longtext"}
GEO = {"geometry", "point"}
NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
DATES = {"date", "datetime", "timestamp"}


def shortest(number, single):
    """As C++ writes it: the fewest digits that read back, scientific only where that is shorter; whole numbers that
    are not, with all their digits."""
    forms = (f"{number:.{digits}e}" for digits in range(17))
    scientific = next(s for s in forms if (as_float(float(s)) if single else float(s)) == number)
    plain = format(decimal.Decimal(scientific), "f")
    if number == int(number):
        plain = ("-" if str(number).startswith("-") else "") + str(abs(int(number)))
    return plain if len(plain) <= len(scientific) else scientific


def in_range(number, bits):
    if not -2**(bits - 1) <= number < 2**(bits - 1):
        raise Refused(f"{number} is out of range")
    return number if bits == 32 else Int64(number)


class Kind:
    """A column's declared type, the type asked for, if any, and what becomes of zero and impossible dates."""

    def __init__(self, declared, asked, mariadb, zero_dates="null"):
        self.declared, self.asked, self.zero_dates = declared.lower(), asked, zero_dates
        self.base = re.match(r"\w+", self.declared)[0]
        fraction = re.search(r"\((\d)\)", self.declared)
        self.column = Column("v", self.base, self.declared, int(fraction[1]) if fraction else 0, False)
        if self.base == "longtext" or mariadb and self.base == "json":
            self.column.type = "json" if self.base == "json" else "longtext"

    def select(self, name):
        if self.base in GEO and self.asked is None:
            return (f"IF(ST_SRID({name}) IN (0, 4326), ST_AsGeoJSON({name}, 17), HEX(ST_AsWKB({name})))")
        if self.base == "vector":
            return f"CAST({name} AS BINARY)"
        return f"CAST({name} AS DOUBLE)" if self.base == "float" else name

    def opinion(self, value):
        if value is None:
            return None
        if self.asked:
            return getattr(self, "as_" + self.asked)(value)
        if self.base in GEO:
            return json_value(value, as_real=True) if value[:1] == "{" else bytes.fromhex(value)
        if self.base in DATES:
            return self.as_date(value)
        return converted(self.column, value)

    def whole(self, value):
        if self.base == "bit":
            return int.from_bytes(value, "big")
        if self.base in TEXT and (not re.fullmatch(r"-?(0|[1-9]\d*)", value) or value == "-0"):
            raise Refused("no whole number")
        number = decimal.Decimal(value)
        if number != int(number):
            raise Refused("no whole number")
        return int(number)

    def as_bool(self, value):
        if self.whole(value) not in (0, 1):
            raise Refused("no bool")
        return bool(self.whole(value))

    def as_int(self, value):
        return in_range(self.whole(value), 32)

    def as_long(self, value):
        return in_range(self.whole(value), 64)

    def as_double(self, value):
        if self.base in ("float", "double"):
            return converted(self.column, value)
        if self.base in TEXT and not NUMBER.fullmatch(value):
            raise Refused("no number")
        if decimal.Decimal(repr(float(value))) != decimal.Decimal(value):
            raise Refused("no double")
        return float(value)

    def as_decimal(self, value):
        if self.base in ("float", "double"):
            single = self.base == "float"
            number = as_float(float(value)) if single else float(value)
            return exact_decimal(shortest(number, single))
        if self.base == "bit":
            return exact_decimal(str(self.whole(value)))
        if self.base in TEXT and not NUMBER.fullmatch(value):
            raise Refused("no number")
        return exact_decimal(value)

    def as_string(self, value):
        if self.base in ("float", "double"):
            single = self.base == "float"
            return shortest(as_float(float(value)) if single else float(value), single)
        if isinstance(value, str):
            return value
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Refused("no text") from error

    def as_date(self, value):
        if self.base in TEXT and not re.fullmatch(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d:\d\d(\.\d{1,6})?)?", value):
            raise Refused("no date")
        moment = instant(value.replace("T", " "))
        if moment is None and self.zero_dates == "quarantine":
            raise Refused("no day")
        return value if moment is None and self.zero_dates == "string" else moment

    def as_uuid(self, value):
        if isinstance(value, bytes):
            if len(value) != 16:
                raise Refused("no UUID")
            return Binary(value, 4)
        if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", value):
            raise Refused("no UUID")
        return Binary(bytes.fromhex(value.replace("-", "")), 4)

    def as_json(self, value):
        return json_value(value)

    def as_binary(self, value):
        return value
