"""Every character set the server has, and octets that are text in none: what the server can turn into Unicode arrives,
what it cannot is set aside, and nothing becomes a question mark or U+FFFD on its way.

The server turns what it cannot convert into `?`, U+FFFD or stray bytes, without an error. The judge is its own
conversion of one character at a time, and the octets that the column holds. MYSYNC_TEST_STEP: 1 tries every sequence of two
octets there is."""

import os
import shutil
import unittest

from stage import NUMBERS, Stage

STEP = int(os.environ.get("MYSYNC_TEST_STEP", "331"))
CODECS = {"utf8mb4": "utf-8", "utf8mb3": "utf-8", "utf8": "utf-8", "ucs2": "utf-16-be", "utf16": "utf-16-be",
          "utf16le": "utf-16-le", "utf32": "utf-32-be"}
UNICODE = {*CODECS, "gb18030"}


class Charsets(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("charsets")
        self.addCleanup(self.stage.close)
        self.stage.sql("SET sql_mode = ''")
        rows = self.stage.sql("SELECT character_set_name, maxlen FROM information_schema.character_sets "
                              "WHERE character_set_name <> 'binary'")
        self.widths = {name: int(most) for name, most in rows}

    def sequences(self, width):
        """SELECTs of a number and the octets it stands for: each octet alone, a sample of two, three and four octets."""
        yield f"SELECT n, UNHEX(LPAD(HEX(n), 2, '0')) FROM {NUMBERS} WHERE n < 256"
        if width > 1:
            yield (f"SELECT 100000 + n, UNHEX(LPAD(HEX(n), 4, '0')) FROM {NUMBERS} "
                   f"WHERE n < 65536 AND n MOD {STEP} = 0")
        if width > 2:
            yield (f"SELECT 200000 + n, CONCAT(X'8F', UNHEX(LPAD(HEX(n), 4, '0'))) FROM {NUMBERS} "
                   f"WHERE n BETWEEN 41377 AND 65278 AND n MOD {STEP} = 0")
            yield (f"SELECT 300000 + n, CONCAT(X'E2', UNHEX(LPAD(HEX(n), 4, '0'))) FROM {NUMBERS} "
                   f"WHERE n < 65536 AND n MOD {STEP} = 0")
        if width > 3:
            for place, head in enumerate(("D800", "0000", "0001", "8130", "9030", "DBFF", "FE39")):
                yield (f"SELECT {400000 + 100000 * place} + n, CONCAT(X'{head}', UNHEX(LPAD(HEX(n), 4, '0'))) FROM {NUMBERS} "
                       f"WHERE n < 65536 AND n MOD {STEP} = 0")

    def test_what_the_server_cannot_convert_is_set_aside_and_all_else_arrives(self):
        for name, width in self.widths.items():
            self.stage.sql(f"CREATE TABLE `{name}` (id INT NOT NULL PRIMARY KEY, c VARCHAR(4) CHARACTER SET {name})")
            for sequences in self.sequences(width):
                self.stage.sql(f"INSERT IGNORE INTO `{name}` {sequences}")
        self.stage.configure(sync='max_quarantine = "100%"')
        outcome = self.stage.run("run", "--quiet", timeout=900)
        self.assertEqual(outcome.exit, 0, outcome)
        lost = 0
        for name in self.widths:
            with self.subTest(charset=name):
                lost += self.check(name)
        self.assertGreater(lost, 100, "hardly anything was lost: the test shows nothing")

    def check(self, name):
        rows = self.stage.sql(f"SELECT id, HEX(c), HEX(CONVERT(c USING utf8mb4)) FROM `{name}`")
        self.assertGreater(len(rows), 10)
        found = {d["_id"]: d["c"] for d in self.stage.target[name].find()}
        aside = {r["key"] for r in self.stage.state("_sync_quarantine") if r["table"] == name}
        wrong = []
        for key, octets, converted in rows:
            text = self.converted(name, octets, converted)
            right = str(key) in aside and key not in found if text is None else found.get(key) == text
            if not right:
                wrong.append(f"{octets}: wanted {text!r}, found {found.get(key)!r}, {'set aside' if str(key) in aside else ''}")
        self.assertEqual(wrong[:10], [], f"{len(wrong)} in all")
        return len(aside)

    def test_octets_that_no_server_would_take_today_are_set_aside(self):
        """Old versions, and files that were moved, left octets in columns that are text in no way: an ISAM file of
        binary strings becomes that of a table of text."""
        if not self.stage.mariadb:
            return  # MySQL checks a file against its dictionary
        values = (b"ok?", b"\xff", b"A\xffB", b"\xc3", b"\xed\xa0\x80", b"\xe2\x82A", b"\x81", b"\x80", b"\xd8?\0?",
                  b"\0\xd8", b"\0A\xd8\0", b"\0A", b"\0\x11\0\0", b"\0\0\xd8?", b"\xa1?", b"\x8f?", b"\xc3\xa4?")
        for name, width in self.widths.items():
            size = 40 // width
            self.stage.sql("CREATE TABLE octets (id INT NOT NULL PRIMARY KEY, "
                           f"c VARBINARY({size * width})) ENGINE=MyISAM")
            with self.stage.mysql.cursor() as cursor:
                cursor.executemany("INSERT INTO octets VALUES (%s, %s)", list(enumerate(values)))
            self.stage.sql(f"CREATE TABLE `{name}` (id INT NOT NULL PRIMARY KEY, c VARCHAR({size}) CHARACTER SET {name}) "
                           "ENGINE=MyISAM; FLUSH TABLES")
            folder = os.path.join(self.stage.sql("SELECT @@datadir")[0][0], self.stage.database)
            for ending in ("MYD", "MYI"):
                shutil.copyfile(f"{folder}/octets.{ending}", f"{folder}/{name}.{ending}")
            self.stage.sql("FLUSH TABLES; DROP TABLE octets")
        self.stage.configure(sync='max_quarantine = "100%"')
        outcome = self.stage.run("run", "--quiet")
        self.assertEqual(outcome.exit, 0, outcome)
        for name in self.widths:
            with self.subTest(charset=name):
                self.check(name)

    def converted(self, name, octets, converted):
        """The text that the server makes of the column's octets, or Python of Unicode's; nothing when they cannot."""
        try:
            if name in CODECS:
                return bytes.fromhex(octets).decode(CODECS[name])
            text = bytes.fromhex(converted).decode("utf-8")
        except UnicodeDecodeError:
            return None
        genuine = sum(octets[at:at + 2] == "3F" for at in range(0, len(octets), 2))
        if text.count("?") > genuine:
            return None
        return None if "\ufffd" in text and name not in UNICODE else text


if __name__ == "__main__":
    unittest.main()
