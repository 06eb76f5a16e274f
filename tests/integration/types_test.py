"""One property for every type: whatever values the server makes, the document holds them. A column is filled by
the server's own SQL (seeded), read back as the server sends it by a client that shares nothing with the program,
and compared with the document. Each line of TYPES is one type or one choice of `columns.type`, as a nullable and as
a NOT NULL column. MYSYNC_TEST_VALUES chooses how many values a type gets: 10000 for the long run."""

import os
import sys
import unittest

import opinions
from independent import same
from stage import NUMBERS, Stage

VALUES = int(os.environ.get("MYSYNC_TEST_VALUES", "200"))
SEED = int(os.environ.get("MYSYNC_TEST_SEED", "20260101"))


def whole(low, high):
    """SQL for an integer: one of the edges now and then, else any, as many digits as it may have."""
    span = f"(FLOOR({{r}} * {high - low + 1}) + {low})"
    return f"ELT(1 + FLOOR({{r}} * 8), {low}, {high}, 0, 1, {span}, {span}, {span}, {span})"


def bits(count):
    """SQL for an unsigned integer of so many bits, each of them made on its own."""
    high, low = max(count - 24, 0), min(count, 24)
    text = f"(CAST(FLOOR({{r}} * {2 ** low}) AS UNSIGNED)"
    if high:
        text += f" + (CAST(FLOOR({{r}} * {2 ** min(high, 20)}) AS UNSIGNED) << 24)"
    if high > 20:
        text += f" + (CAST(FLOOR({{r}} * {2 ** (high - 20)}) AS UNSIGNED) << 44)"
    return f"IF({{r}} < 0.1, {2 ** count - 1}, IF({{r}} < 0.1, 0, {text})))"


def digits(most, behind):
    """SQL for a decimal number as text."""
    def some(count):
        parts = -(-count // 9)
        made = ", ".join(["LPAD(FLOOR({r} * 1000000000), 9, '0')"] * parts)
        return f"LEFT(CONCAT({made}), FLOOR({{r}} * {count + 1}))"
    return f"CONCAT(IF({{r}} < 0.5, '-', ''), '0', {some(most - behind)}, '.0', {some(behind - 1)})"


REAL = "(({r} - 0.5) * POW(10, FLOOR({r} * %d) - %d))"
DAY = "LPAD(FLOOR({r} * 9999) + 1, 4, '0'), '-', LPAD(FLOOR({r} * 12) + 1, 2, '0'), '-', LPAD(FLOOR({r} * 28) + 1, 2, '0')"
CLOCK = "LPAD(FLOOR({r} * 24), 2, '0'), ':', LPAD(FLOOR({r} * 60), 2, '0'), ':', LPAD(FLOOR({r} * 60), 2, '0'), '.', LPAD(FLOOR({r} * 1000000), 6, '0')"
STAMP = f"CONCAT(1971 + FLOOR({{r}} * 66), '-', LPAD(FLOOR({{r}} * 12) + 1, 2, '0'), '-', LPAD(FLOOR({{r}} * 28) + 1, 2, '0'), ' ', {CLOCK})"
DATE = f"ELT(1 + FLOOR({{r}} * 9), '0000-00-00', '2010-00-00', '0001-01-01', '1969-12-31', CONCAT({DAY}), CONCAT({DAY}), CONCAT({DAY}), CONCAT({DAY}), CONCAT({DAY}))"
DATE_TIME = f"IF({{r}} < 0.1, '0000-00-00 00:00:00', CONCAT({DAY}, ' ', {CLOCK}))"
TIME = "CONCAT(IF({r} < 0.5, '-', ''), FLOOR({r} * 838), ':', LPAD(FLOOR({r} * 60), 2, '0'), ':', LPAD(FLOOR({r} * 60), 2, '0'), '.', LPAD(FLOOR({r} * 1000000), 6, '0'))"
OCTETS = "UNHEX(SUBSTRING(CONCAT(LEFT(SHA2({r}, 256), 32), LEFT(SHA2({r}, 256), 32), LEFT(SHA2({r}, 256), 32), LEFT(SHA2({r}, 256), 32)), 1, 2 * FLOOR({r} * 60)))"
SIXTEEN = "UNHEX(LEFT(SHA2({r}, 256), 32))"


def text(*characters):
    """SQL for a text of up to six of these."""
    choices = ", ".join("'" + c.replace("\\", "\\\\").replace("'", "''") + "'" for c in characters)
    return "LEFT(CONCAT(" + ", ".join([f"ELT(1 + FLOOR({{r}} * {len(characters)}), {choices})"] * 6) + "), FLOOR({r} * 7))"


UNICODE = text("a", "Z", " ", "ä", "ß", "€", "ż", "中", "😀", "\\0", "\\'", "\"", "?", "\t", "\n", "\u200b", "\uffff", "\ufffd")
BMP = text("a", " ", "ä", "€", "中", "\ufffd", "?")
MEMBERS = [f"m{n}" for n in range(64)]

JSON_NUMBER = (f"ELT(1 + FLOOR({{r}} * 6), {bits(64)}, -{bits(60)}, {REAL % (600, 300)}, '12.50', "
               f"'-0.0', {whole(-9, 9)})")
JSON_TEXT = f"JSON_QUOTE({text('a', 'ä', '😀', chr(92) + 'n', chr(34), '$', '.', chr(92) + chr(92))})"
JSON_SCALAR = f"ELT(1 + FLOOR({{r}} * 5), {JSON_NUMBER}, {JSON_TEXT}, 'null', 'true', 'false')"
JSON_KEY = "ELT(1 + FLOOR({r} * 6), '', 'a.b', 'key', 'ä', '_id', 'n')"
JSON_OBJECT = ("CONCAT('{\"', " + JSON_KEY + ", '\": ', " + JSON_SCALAR + ", ', \"', " + JSON_KEY + ", '\": [', "
               + JSON_SCALAR + ", ', {}, ', " + JSON_SCALAR + ", ']}')")
JSON = f"ELT(1 + FLOOR({{r}} * 3), {JSON_SCALAR}, {JSON_OBJECT}, CONCAT('[', {JSON_OBJECT}, ', ', {JSON_SCALAR}, ']'))"
JSON_MARIADB = f"IF({{r}} < 0.2, CONCAT('[1', FLOOR({{r}} * 1e9), FLOOR({{r}} * 1e9), '.', FLOOR({{r}} * 1e15), FLOOR({{r}} * 1e9), ']'), {JSON})"

AT = "FLOOR({r} * 360) / 2 - 90, ' ', FLOOR({r} * 360) / 2 - 90"
LINE = f"'(', {AT}, ', ', {AT}, ')'"
RING = "'((0 0, ', 1 + FLOOR({r} * 50), ' 0, 50 ', 1 + FLOOR({r} * 50), ', 0 0))'"
GEOMETRY = ("ST_GeomFromText(ELT(1 + FLOOR({r} * 7), "
            f"CONCAT('POINT(', {AT}, ')'), CONCAT('LINESTRING', {LINE}), CONCAT('POLYGON', {RING}), "
            f"CONCAT('MULTIPOINT(', {AT}, ', ', {AT}, ')'), CONCAT('MULTILINESTRING(', {LINE}, ', ', {LINE}, ')'), "
            f"CONCAT('MULTIPOLYGON(', {RING}, ')'), "
            f"CONCAT('GEOMETRYCOLLECTION(POINT(', {AT}, '), LINESTRING', {LINE}, ')')), ELT(1 + FLOOR({{r}} * 3), 0, 4326, 3857))")
FLOATS = "CONCAT('[', " + ", ', ', ".join([REAL % (20, 10)] * 3) + ", ']')"

BOTH, MARIADB, MYSQL = "both", "mariadb", "mysql"

# name: (declaration, SQL that makes a value, the type asked for by columns.type or None, servers)
TYPES = {
    "tiny": ("TINYINT", whole(-128, 127), None), "tiny_u": ("TINYINT UNSIGNED", whole(0, 255), None),
    "small": ("SMALLINT", whole(-2**15, 2**15 - 1), None), "small_u": ("SMALLINT UNSIGNED", whole(0, 2**16 - 1), None),
    "medium": ("MEDIUMINT", whole(-2**23, 2**23 - 1), None), "medium_u": ("MEDIUMINT UNSIGNED", whole(0, 2**24 - 1), None),
    "int_": ("INT", whole(-2**31, 2**31 - 1), None), "int_u": ("INT UNSIGNED", whole(0, 2**32 - 1), None),
    "big": ("BIGINT", f"CAST({bits(64)} AS SIGNED)", None), "big_u": ("BIGINT UNSIGNED", bits(64), None),
    "year_": ("YEAR", "ELT(1 + FLOOR({r} * 3), '0000', 1901 + FLOOR({r} * 255), 1901 + FLOOR({r} * 255))", None),
    **{f"bit_{n}": (f"BIT({n})", bits(n), None) for n in (1, 2, 20, 63, 64)},
    "money": ("DECIMAL(12,2)", digits(12, 2), None), "wide": ("DECIMAL(34,17)", digits(34, 17), None),
    "widest": ("DECIMAL(65,30)", f"IF({{r}} < 0.3, {digits(65, 30)}, {digits(34, 16)})", None),
    "float_": ("FLOAT", REAL % (70, 35), None), "double_": ("DOUBLE", REAL % (600, 300), None),
    "date_": ("DATE", DATE, None),
    **{f"datetime_{n}": (f"DATETIME({n})", DATE_TIME, None) for n in (0, 3, 6)},
    **{f"timestamp_{n}": (f"TIMESTAMP({n})", STAMP, None) for n in (0, 2, 6)},
    **{f"time_{n}": (f"TIME({n})", TIME, None) for n in (0, 4, 6)},
    "char_": ("CHAR(8)", UNICODE, None), "varchar_": ("VARCHAR(60)", UNICODE, None), "longtext_": ("LONGTEXT", UNICODE, None),
    **{f"text_{c}": (f"VARCHAR(60) CHARACTER SET {c}", made, None) for c, made in
       {"utf8mb3": BMP, "ucs2": BMP, "utf16": UNICODE, "utf32": UNICODE,
        "latin1": text("a", "ä", "€", "?", "é"), "ascii": text("a", "?", " "), "cp1251": text("a", "Я", "ж", "?"),
        "gbk": text("a", "中", "文", "?"), "sjis": text("a", "中", "ア", "?")}.items()},
    "binary_": ("BINARY(20)", OCTETS.replace("60", "20"), None), "varbinary_": ("VARBINARY(64)", OCTETS, None),
    "blob_": ("BLOB", f"CONCAT({OCTETS}, REPEAT({OCTETS}, FLOOR({{r}} * 100)))", None),
    "enum_": ("ENUM('one', '2', 'größer', '1')", "ELT(1 + FLOOR({r} * 5), 'one', '2', 'größer', '1', '?')", None),
    "set_": ("SET(" + ", ".join(f"'{m}'" for m in MEMBERS) + ")", bits(64), None),
    "json_": ("JSON", JSON, None, MYSQL), "json_text": ("JSON", JSON_MARIADB, None, MARIADB),
    "geometry_": ("GEOMETRY", GEOMETRY, None), "point_": ("POINT", f"ST_GeomFromText(CONCAT('POINT(', {AT}, ')'), 4326)", None),
    "vector_": ("VECTOR(3)", f"STRING_TO_VECTOR({FLOATS})", None, MYSQL),
    "uuid_": ("UUID", "INSERT(INSERT(INSERT(INSERT(LEFT(SHA2({r}, 256), 32), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-')", None, MARIADB),
    "inet4_": ("INET4", "INET_NTOA(" + bits(32) + ")", None, MARIADB), "inet6_": ("INET6", f"INET6_NTOA({SIXTEEN})", None, MARIADB),
    # what columns.type may ask for; what does not fit is quarantined
    "bool_of_tiny": ("TINYINT(1)", "FLOOR({r} * 2.1)", "bool"), "bool_of_bit": ("BIT(2)", "FLOOR({r} * 2.1)", "bool"),
    "int_of_big": ("BIGINT", "FLOOR(({r} - 0.5) * 4400000000)", "int"), "long_of_decimal": ("DECIMAL(25,1)", "CONCAT(" + bits(62) + ", '.', FLOOR({r} * 1.1))", "long"),
    "double_of_big": ("BIGINT", f"IF({{r}} < 0.1, {bits(60)}, {bits(53)})", "double"), "double_of_decimal": ("DECIMAL(30,9)", f"IF({{r}} < 0.1, {digits(30, 9)}, {digits(15, 6)})", "double"),
    "decimal_of_big_u": ("BIGINT UNSIGNED", bits(64), "decimal"), "decimal_of_float": ("FLOAT", REAL % (70, 35), "decimal"),
    "decimal_of_double": ("DOUBLE", REAL % (600, 300), "decimal"), "decimal_of_bit": ("BIT(64)", bits(64), "decimal"),
    "string_of_big": ("BIGINT", whole(-9, 10**9), "string"), "string_of_decimal": ("DECIMAL(65,30)", digits(65, 30), "string"),
    "string_of_date": ("DATE", DATE, "string"), "string_of_datetime": ("DATETIME(6)", DATE_TIME, "string"),
    "string_of_timestamp": ("TIMESTAMP(6)", STAMP, "string"), "string_of_year": ("YEAR", "'0000'", "string"),
    "string_of_blob": ("BLOB", f"IF({{r}} < 0.1, {OCTETS}, {UNICODE})", "string"), "string_of_set": ("SET('a', 'b', 'c')", "FLOOR({r} * 8)", "string"),
    "string_of_json": ("JSON", JSON, "string"), "uuid_of_binary": ("BINARY(16)", SIXTEEN, "uuid"),
    "uuid_of_text": ("CHAR(36)", "IF({r} < 0.1, 'none', INSERT(INSERT(INSERT(INSERT(LEFT(SHA2({r}, 256), 32), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-'))", "uuid"),
    "json_of_text": ("LONGTEXT", f"IF({{r}} < 0.1, 'no json', {JSON})", "json"), "date_of_text": ("VARCHAR(30)", f"IF({{r}} < 0.5, {DATE}, {DATE_TIME})", "date"),
    "int_of_text": ("VARCHAR(30)", "IF({r} < 0.1, '007', FLOOR(({r} - 0.5) * 4400000000))", "int"), "decimal_of_text": ("VARCHAR(60)", f"IF({{r}} < 0.1, 'x', {JSON_NUMBER})", "decimal"),
    "binary_of_geometry": ("GEOMETRY", GEOMETRY, "binary"),
}


class Types(unittest.TestCase):
    """One table a type: `n` may be NULL, `v` may not."""

    def setUp(self):
        print(f"seed {SEED}, {VALUES} values a type", file=sys.stderr)
        self.stage = Stage("types")
        self.addCleanup(self.stage.close)
        server = MARIADB if self.stage.mariadb else MYSQL
        self.types = {name: line[:3] for name, line in TYPES.items() if (line + (BOTH,))[3] in (BOTH, server)}
        self.stage.configure("\n".join(
            f'[[table]]\nname = "{name}"\ncolumns.type = {{ n = "{asked}", v = "{asked}" }}'
            for name, (_, _, asked) in self.types.items() if asked), sync='max_quarantine = "100%"')

    def fill(self, name, declared, made):
        seeds = iter(range(SEED, SEED + 10_000))

        def value():
            # Every use of {r} is a random number of its own, the same in every run.
            parts = made.split("{r}")
            return "".join(p + f"RAND({next(seeds)})" for p in parts[:-1]) + parts[-1] if len(parts) > 1 else made
        sql = (f"INSERT IGNORE INTO `{name}` (id, n, v) SELECT n, IF(RAND({SEED - 1}) < 0.1, NULL, {value()}), {value()} "
               f"FROM {NUMBERS} WHERE n < {VALUES}")
        self.stage.sql(f"CREATE TABLE `{name}` (id INT NOT NULL PRIMARY KEY, n {declared} NULL, v {declared} NOT NULL) "
                       "CHARACTER SET utf8mb4")
        self.stage.sql(sql)

    def test_whatever_the_server_makes_arrives_as_it_is(self):
        self.stage.sql("SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'")
        for name, (declared, made, _) in self.types.items():
            with self.subTest(type=name):
                self.fill(name, declared, made)
        outcome = self.stage.run("run", timeout=900)
        self.assertEqual(outcome.exit, 0, outcome)
        for name, (declared, _, asked) in self.types.items():
            with self.subTest(type=name):
                self.check(name, declared, asked)

    def check(self, name, declared, asked):
        kind = opinions.Kind(declared, asked, self.stage.mariadb)
        with self.stage.server.connect(self.stage.database, conv={}) as mysql, mysql.cursor() as cursor:
            cursor.execute("SET time_zone = '+00:00', sql_mode = ''")
            cursor.execute(f"SELECT id, {kind.select('n')}, {kind.select('v')} FROM `{name}`")
            rows = cursor.fetchall()
        self.assertEqual(len(rows), VALUES)
        documents = {d["_id"]: d for d in self.stage.target[name].find()}
        aside = {r["key"] for r in self.stage.target["_sync_quarantine"].find({"table": name})}
        refused = 0
        for key, *values in rows:
            try:
                wanted = {"_id": int(key), "n": kind.opinion(values[0]), "v": kind.opinion(values[1])}
            except opinions.Refused as why:
                refused += 1
                self.assertIn(key, aside, f"{values}: {why}")
                self.assertNotIn(int(key), documents)
                continue
            have = documents.get(int(key))
            self.assertTrue(have is not None and same(wanted, have), f"row {values}, wanted {wanted}, document {have}")
        self.assertEqual(len(aside), refused)
        self.assertLess(refused, VALUES * 0.9, "hardly a value was compared")
        if declared not in ("YEAR",) and VALUES > 50:
            self.assertGreater(len({v for _, _, v in rows}), 1, "one value only: the test compares nothing")


if __name__ == "__main__":
    unittest.main()
