"""`mysync discover` as the loss report: a table that holds every trap, told by its schema and, with --scan, by
its data; and the configuration that --format toml prints."""

import json
import unittest

from stage import NUMBERS, Stage

CLEAN = """
CREATE TABLE parents (id INT NOT NULL PRIMARY KEY) ENGINE=InnoDB;
INSERT INTO parents VALUES (1);
CREATE TABLE clean (id INT NOT NULL PRIMARY KEY, n BIGINT UNSIGNED, d DECIMAL(38,4), at DATETIME(6), flag TINYINT(1),
  updated_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY updated (updated_at));
INSERT INTO clean (id, n, d, at, flag) VALUES (1, 9223372036854775807, 1.5, '2024-01-01 00:00:00.123000', 1), (2, NULL, NULL, NULL, NULL);
"""
TRAPS = """
CREATE TABLE traps (
  id BIGINT UNSIGNED NOT NULL,
  n BIGINT UNSIGNED NULL,
  wide DECIMAL(65,30) NULL,
  flag TINYINT(1) NULL,
  at DATETIME(6) NULL,
  born DATE NOT NULL DEFAULT '0000-00-00',
  took TIME NULL,
  big LONGTEXT NULL,
  parent INT NULL,
  twice INT AS (flag * 2) STORED,
  hidden INT NULL INVISIBLE,
  place GEOMETRY NULL,
  `$odd` INT NULL,
  changed TIMESTAMP NULL,
  UNIQUE KEY ids (id),
  FOREIGN KEY (parent) REFERENCES parents (id) ON DELETE SET NULL ON UPDATE CASCADE
) ENGINE=InnoDB;
INSERT INTO traps (id, n, wide, flag, at, born, changed) VALUES
  (10, 1, 1, 0, '2024-01-01 00:00:00.123456', '2024-01-01', '2024-01-01'),
  (11, 18446744073709551615, 1, 2, '2024-01-01', '0000-00-00', NULL),
  (12, 18446744073709551614, 1, 7, '2024-01-01', '2024-00-00', '2037-01-01'),
  (13, 1, 12345678901234567890123456789012345.123456789012345678901234567891, 1, NULL, '2024-01-01', '2024-01-01');
"""
RENAME = '[[table]]\nname = "traps"\ncursor = "changed"\ncolumns.rename = { "$odd" = "odd" }'


class Discover(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("discover")
        self.addCleanup(self.stage.close)
        self.stage.sql("SET sql_mode = ''; SET time_zone = '+00:00';" + CLEAN + TRAPS)
        self.stage.configure(RENAME)

    def discover(self, *args, exit=0):
        outcome = self.stage.run("discover", *args)
        self.assertEqual(outcome.exit, exit, outcome)
        return outcome

    def findings(self, table, *args):
        """By column ("" for the table): code → (severity, count, example)."""
        found = json.loads(self.discover(table, "--format", "json", *args).out)["tables"][0]
        self.scan = found["scan"]
        columns = {"": found["findings"], **{c["column"]: c["findings"] for c in found["columns"]}}
        return {name: {f["code"]: (f["severity"], f["count"], f["example"]) for f in findings}
                for name, findings in columns.items()}

    def test_the_schema_shows_every_trap(self):
        found = self.findings("traps")
        self.assertEqual({c for f in found.values() for c in f},
                         {"unsigned_64_bit", "wide_decimal", "tinyint_1", "microseconds", "zero_date_default",
                          "time_as_text", "generated", "invisible", "srid", "no_on_update", "no_cursor_index", "null_cursor",
                          "deletes_unseen", "cascade", "cascade_update", "large_rows", "no_primary_key"}
                         | {c for f in found.values() for c in f if c == "zero_dates_allowed"})
        self.assertIn("unsigned_64_bit", found["id"])
        self.assertEqual(found["at"]["microseconds"][0], "loss")
        self.assertIsNone(self.scan)

    def test_a_name_that_mongodb_refuses_is_a_loss_with_the_line_to_add(self):
        self.stage.configure()
        found = self.findings("traps")
        self.assertEqual(found["$odd"]["refused_name"][0], "loss")
        self.assertIn("not_synced", found[""])
        outcome = self.discover("traps", "--strict", exit=8)
        self.assertIn('columns.rename = { "$odd" = "odd" }', outcome.out)

    def test_a_scan_counts_what_the_schema_only_makes_possible(self):
        found = self.findings("traps", "--scan")
        self.assertEqual((self.scan["rows"], self.scan["complete"]), (4, True))
        self.assertEqual(found["n"]["unsigned_64_bit"], ("loss", 2, "11"))
        self.assertEqual(found["wide"]["wide_decimal"], ("loss", 1, "13"))
        self.assertEqual(found["flag"]["tinyint_1"], ("note", 2, "11"))
        self.assertEqual(found["at"]["microseconds"], ("loss", 1, "10"))
        self.assertEqual(found["born"]["zero_date_default"], ("risk", 2, "11"))
        self.assertEqual(found[""]["null_cursor"], ("risk", 1, "11"))
        self.assertEqual(found[""]["future_cursor"], ("risk", 1, "12"))
        self.assertNotIn("large_rows", found[""])
        self.assertNotIn("unsigned_64_bit", found["id"])
        text = self.discover("traps", "--scan").out
        for word in ("2 rows, first key 11", "scanned: every one of 4 rows", "1 table, 3 losses"):
            self.assertIn(word, text)

    def test_a_scan_that_finds_nothing_takes_back_what_might_have_been(self):
        before, after = self.findings("clean"), self.findings("clean", "--scan")
        self.assertIn("unsigned_64_bit", before["n"])
        self.assertEqual({c for f in after.values() for c in f}, {"tinyint_1", "deletes_unseen"})
        self.discover("clean", "--strict", exit=8)
        self.discover("clean", "--strict", "--scan")

    def test_a_scan_ends_in_its_time_and_says_how_far_it_came(self):
        self.stage.sql("CREATE TABLE many (id INT NOT NULL PRIMARY KEY, n BIGINT UNSIGNED, at DATETIME(6));"
                       f"INSERT INTO many SELECT n, n, '2024-01-01' FROM {NUMBERS}")
        found = self.findings("many", "--scan", "--scan-time", "1ms")
        self.assertFalse(self.scan["complete"])
        self.assertTrue(0 < self.scan["rows"] < 100000, self.scan)
        self.assertIn("unsigned_64_bit", found["n"])
        self.assertIn("raise --scan-time", self.discover("many", "--scan", "--scan-time", "1ms").out)

    def test_a_row_too_large_to_be_a_document_is_counted(self):
        self.stage.sql("CREATE TABLE wide (id INT NOT NULL PRIMARY KEY, a LONGTEXT, b LONGTEXT);"
                       "INSERT INTO wide VALUES (1, 'x', 'y'), (2, REPEAT('x', 9000000), REPEAT('y', 9000000))")
        self.assertEqual(self.findings("wide")[""]["large_rows"][0], "risk")
        self.assertEqual(self.findings("wide", "--scan")[""]["large_rows"], ("loss", 1, "2"))

    def test_the_printed_configuration_runs(self):
        self.stage.sql("CREATE TABLE keyless (line VARCHAR(10)); CREATE TABLE `o\"${d}` (id INT NOT NULL PRIMARY KEY);"
                       "CREATE TABLE `a\"b c` (id INT NOT NULL PRIMARY KEY); INSERT INTO `a\"b c` VALUES (1);"
                       "CREATE TABLE unsyncable (id INT NOT NULL PRIMARY KEY, `a.b` INT)")
        self.stage.configure(RENAME, sync='interval = "15m"', mysql='datetime_zone = "Europe/Berlin"')
        printed = self.discover("--format", "toml").out
        self.assertNotIn(self.stage.server.password, printed)
        self.stage.write("printed.toml", printed)
        env = {"MYSQL_PASSWORD": self.stage.server.password, "MONGODB_URI": self.stage.uri}
        outcome = self.stage.run("-c", "printed.toml", "run", env=env)
        self.assertEqual(outcome.exit, 0, outcome)
        self.assertEqual(self.stage.documents("traps")[0].get("odd", 0), None)
        self.assertEqual(set(self.stage.collections()), {"clean", "parents", "traps", 'a"b c'})
        again = self.stage.run("-c", "printed.toml", "discover", "--format", "toml", env=env)
        strip = [line for line in printed.splitlines() if not line.startswith("#")]
        kept = [line for line in again.out.splitlines() if not line.startswith("#")]
        self.assertEqual(strip, kept)

    def test_nothing_is_written(self):
        self.discover("--scan")
        self.assertEqual(self.stage.collections(), [])


if __name__ == "__main__":
    unittest.main()
