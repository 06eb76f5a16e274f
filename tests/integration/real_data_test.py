"""Real data in every script there is: Debian's iso-codes (languages, countries and their parts, currencies, scripts)
and Unicode's UnicodeData.txt (each character by itself) become tables; every document is what the files say."""

import glob
import json
import os
import unittest

from bson import Int64

from independent import same
from stage import Stage

ISO = "/usr/share/iso-codes/json/iso_*.json"
UNICODE = "/usr/share/unicode/UnicodeData.txt"
LAST_BMP = 0xFFFF
PROPERTIES = ("name", "category", "combining", "bidi", "decomposition", "decimal_digit", "digit", "numeric_value",
              "mirrored", "old_name", "comment", "upper", "lower", "title")


def iso_tables():
    """By table: its fields in the order of their first use, and its rows."""
    tables = {}
    for path in sorted(glob.glob(ISO)):
        with open(path, encoding="utf-8") as file:
            (rows,) = json.load(file).values()
        fields = list(dict.fromkeys(name for row in rows for name in row))
        tables[os.path.basename(path)[:-len(".json")]] = fields, rows
    return tables


def characters():
    """Code point, character and properties; halves of surrogate pairs are none."""
    with open(UNICODE, encoding="utf-8") as file:
        for line in file:
            code, *properties = line.rstrip("\n").split(";")
            code = int(code, 16)
            if not 0xD800 <= code <= 0xDFFF:
                yield code, chr(code), properties


class RealData(unittest.TestCase):
    def setUp(self):
        for pattern, package in ((ISO, "iso-codes"), (UNICODE, "unicode-data")):
            self.assertTrue(glob.glob(pattern), f"install Debian's package {package}: tests/run.sh does")
        self.stage = Stage("real_data")
        self.addCleanup(self.stage.close)

    def fill(self, table, columns, rows):
        """`columns`: their declarations by name."""
        self.stage.sql(f"CREATE TABLE `{table}` (" + ", ".join(f"`{n}` {d}" for n, d in columns.items())
                       + ") CHARACTER SET utf8mb4")
        with self.stage.mysql.cursor() as cursor:
            cursor.execute("START TRANSACTION")
            cursor.executemany(f"INSERT INTO `{table}` VALUES (" + ", ".join(["%s"] * len(columns)) + ")", rows)
            cursor.execute("COMMIT")

    def run_it(self):
        self.stage.configure()
        outcome = self.stage.run("run")
        self.assertEqual(outcome.exit, 0, outcome)
        self.assertEqual(self.stage.state("_sync_quarantine"), [])

    def check(self, table, wanted):
        found = {d["_id"]: d for d in self.stage.target[table].find()}
        self.assertEqual(found.keys(), {d["_id"] for d in wanted})
        for document in wanted:
            self.assertTrue(same(document, found[document["_id"]]),
                            f"{table}: wanted {document}, found {found[document['_id']]}")

    def test_iso_codes_arrive_as_they_are(self):
        tables = iso_tables()
        for name, (fields, rows) in tables.items():
            declared = {"id": "INT NOT NULL PRIMARY KEY", **{f: "VARCHAR(250) NULL" for f in fields}, "entry": "JSON"}
            self.fill(name, declared, [(n, *(r.get(f) for f in fields), json.dumps(r, ensure_ascii=n % 2 == 0))
                                       for n, r in enumerate(rows)])
        self.run_it()
        self.assertEqual(self.stage.collections(), sorted(tables))
        for name, (fields, rows) in tables.items():
            self.check(name, [{"_id": n, **{f: r.get(f) for f in fields}, "entry": self.as_stored(r)}
                              for n, r in enumerate(rows)])

    def as_stored(self, entry):
        """MySQL's JSON puts the keys in an order of its own: shorter first."""
        if self.stage.mariadb:
            return entry
        return dict(sorted(entry.items(), key=lambda pair: (len(pair[0]), pair[0])))

    def test_every_character_of_unicode_arrives_in_every_encoding_of_it(self):
        columns = {"code": "INT UNSIGNED NOT NULL PRIMARY KEY", "c8": "VARCHAR(4)",
                   "c16": "VARCHAR(4) CHARACTER SET utf16", "c32": "VARCHAR(4) CHARACTER SET utf32",
                   "c8_bmp": "VARCHAR(4) CHARACTER SET utf8mb3", "c16_bmp": "VARCHAR(4) CHARACTER SET ucs2",
                   "octets": "VARBINARY(4)", **{p: "VARCHAR(200)" for p in PROPERTIES}}
        rows = [(code, c, c, c, *[c if code <= LAST_BMP else None] * 2, c.encode(), *properties)
                for code, c, properties in characters()]
        self.fill("characters", columns, rows)
        self.run_it()
        names = list(columns)[1:]
        self.check("characters", [{"_id": Int64(code), **dict(zip(names, values))} for code, *values in rows])


if __name__ == "__main__":
    unittest.main()
