"""What a large row costs: its own size when it becomes a document, and next to nothing when it is too large for one,
since it is never fetched whole."""

import subprocess
import sys
import unittest
import unittest.mock

from stage import HANG, NUMBERS, Stage

MEMORY = 64  # MiB, design promise 6
# What a process is charged with begins with the memory of the one that started it: one that has little.
MEASURE = """import resource, subprocess, sys
exit = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(exit, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""


class LargeRows(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("large_rows")
        self.addCleanup(self.stage.close)
        self.stage.sql("SET sql_mode = ''")
        self.stage.configure()

    def run_it(self, *args):
        """The exit status of the binary, and the MiB of memory that it took at most."""
        command = [self.stage.binary, *(args or ("run", "--quiet"))]
        out = subprocess.run([sys.executable, "-c", MEASURE, *command], cwd=self.stage.folder,
                             env=self.stage.environment({}), capture_output=True, timeout=HANG, check=True).stdout
        exit, peak = map(int, out.split()[-2:])
        print(f"{self.id().split('.')[-1]}: {peak / 1024:.0f} MiB", file=sys.stderr)
        return exit, peak / 1024

    def records(self):
        return {r["key"]: (r["reason"], r["message"], r["cells"]) for r in self.stage.state("_sync_quarantine")}

    def test_a_row_too_large_for_a_document_is_not_fetched_whole(self):
        names = "abc"  # 27 MB: in the library and in a copy it would be too much
        self.stage.sql("CREATE TABLE huge (id INT NOT NULL PRIMARY KEY, " + ", ".join(f"{n} LONGTEXT" for n in names)
                       + ", tail LONGBLOB, wide LONGTEXT CHARACTER SET utf16, doc JSON, place GEOMETRY)")
        self.stage.sql("INSERT INTO huge (id, a, tail, wide, doc, place) VALUES "
                       "(1, 'whole', X'00FF', 'wide', '[1]', ST_GeomFromText('POINT(1 2)'))")
        self.stage.sql(f"INSERT INTO huge (id, {', '.join(names)}, tail, wide, doc, place) VALUES (2, "
                       + ", ".join(f"REPEAT('{n}', 9000000)" for n in names)
                       + ", X'00FF', REPEAT('ä', 900), '[2]', ST_GeomFromText('POINT(1 2)'))")
        exit, peak = self.run_it()
        self.assertEqual(exit, 0)
        self.assertLess(peak, MEMORY)
        self.assertEqual([d["_id"] for d in self.stage.documents("huge")], [1])
        records = self.records()
        self.assertEqual(set(records), {"2"})
        reason, message, cells = records["2"]
        self.assertEqual(reason, "size")
        self.assertIn("9,000,000 bytes", message)
        self.assertEqual(cells["a"], "a" * 1000 + "…")
        self.assertEqual((cells["tail"], cells["doc"]), ("0x00ff", "[2]"))

        self.assertEqual(self.run_it("verify"), (0, unittest.mock.ANY))
        self.stage.sql("UPDATE huge SET " + ", ".join(f"{n} = '{n}'" for n in names) + " WHERE id = 2")
        self.assertEqual(self.run_it()[0], 0)
        self.assertEqual(self.records(), {})
        self.assertEqual(next(d["wide"] for d in self.stage.documents("huge") if d["_id"] == 2), "ä" * 900)

    def test_a_row_as_large_as_a_document_may_be_arrives(self):
        self.stage.sql("CREATE TABLE edge (id INT NOT NULL PRIMARY KEY, b LONGBLOB, wide LONGTEXT CHARACTER SET utf32)")
        largest = 16 * 1024 * 1024 - 100  # the server makes values up to 16 MiB: b has two halves
        half = largest // 2
        self.stage.sql(f"INSERT INTO edge VALUES (1, REPEAT('x', 15000000), NULL), (2, REPEAT('x', {half}), NULL),"
                       " (3, NULL, REPEAT('x', 4100000))")
        self.stage.sql(f"UPDATE edge SET b = CONCAT(b, REPEAT('y', {half - 200})) WHERE id = 2")
        self.assertEqual(self.run_it()[0], 0)
        self.assertEqual(self.records(), {})
        found = {d["_id"]: d for d in self.stage.documents("edge")}
        self.assertEqual(found[1]["b"], b"x" * 15000000)
        self.assertEqual(found[2]["b"], b"x" * half + b"y" * (half - 200))
        self.assertEqual(found[3]["wide"], "x" * 4100000)

    def test_rows_of_a_megabyte_stay_within_the_memory(self):
        self.stage.sql("CREATE TABLE mega (id INT NOT NULL PRIMARY KEY, a MEDIUMTEXT);"
                       f"INSERT INTO mega SELECT n, REPEAT(CHAR(65 + n % 26), 1000000) FROM {NUMBERS} WHERE n < 80")
        exit, peak = self.run_it()
        self.assertEqual(exit, 0)
        self.assertLess(peak, MEMORY + 1)
        self.assertEqual(self.stage.target.mega.count_documents({}), 80)


if __name__ == "__main__":
    unittest.main()
