"""What compares must be able to find a difference: the drivers against hand-made samples."""

import struct
import unittest

import bson
from bson import Int64
from bson.datetime_ms import DatetimeMS
from bson.decimal128 import Decimal128

import cases
import golden
import independent
from proxy import MongoProxy


class Streams(unittest.TestCase):
    def test_a_missing_line_is_a_fault(self):
        self.assertEqual(cases.stream_faults("stderr", "lease\n", "the lease is held\n"), [])
        self.assertEqual(len(cases.stream_faults("stderr", "lease\nwho\n", "the lease is held\n")), 1)

    def test_a_regular_expression_is_searched(self):
        self.assertEqual(cases.stream_faults("stderr", "/^b.d$/\n", "a\nbad\n"), [])
        self.assertEqual(len(cases.stream_faults("stderr", "/^b.d$/\n", "a bad one\n")), 1)

    def test_a_forbidden_line_is_a_fault(self):
        self.assertEqual(len(cases.stream_faults("stderr", "!secret\n", "my secret\n")), 1)
        self.assertEqual(cases.stream_faults("stderr", "!secret\n", "nothing\n"), [])

    def test_an_empty_file_wants_an_empty_stream(self):
        self.assertEqual(cases.stream_faults("stderr", "", ""), [])
        self.assertEqual(len(cases.stream_faults("stderr", "", "x")), 1)


class Quarantine(unittest.TestCase):
    def test_every_record_is_expected_and_every_expectation_met(self):
        records = [{"table": "a", "key": "1", "reason": "value", "run": "r"}]
        self.assertEqual(cases.quarantine_faults([{"table": "a", "key": "1"}], records), [])
        self.assertEqual(len(cases.quarantine_faults([], records)), 1)
        self.assertEqual(len(cases.quarantine_faults([{"table": "b"}], records)), 2)


class Golden(unittest.TestCase):
    def test_types_show_in_the_text(self):
        texts = {golden.line(golden.plain({"v": v}))
                 for v in (1, Int64(1), 1.0, Decimal128("1"), Decimal128("1.0"), True, "1", b"1", None)}
        self.assertEqual(len(texts), 9)

    def test_only_times_of_the_test_are_recent(self):
        now = golden.now()
        self.assertEqual(golden.plain(DatetimeMS(now), now), golden.RECENT)
        self.assertNotEqual(golden.plain(DatetimeMS(now - 3600_000), now), golden.RECENT)
        self.assertNotEqual(golden.plain(DatetimeMS(now + 3600_000), now), golden.RECENT)

    def test_documents_are_sorted_by_id(self):
        ids = [d["_id"] for d in golden.ordered([{"_id": 10}, {"_id": "a"}, {"_id": -1}, {"_id": 2}])]
        self.assertEqual(ids, [-1, 2, 10, "a"])


class SecondOpinion(unittest.TestCase):
    def test_values_of_another_type_differ(self):
        for a, b in ((1, Int64(1)), (1, 1.0), (0.0, -0.0), (Decimal128("1.0"), Decimal128("1.00")),
                     (True, 1), ({"a": 1, "b": 2}, {"b": 2, "a": 1}), ([1], [1, 2]), ("a", "A")):
            self.assertFalse(independent.same(a, b), (a, b))
            self.assertTrue(independent.same(a, a) and independent.same(b, b))

    def test_times_are_cut_towards_the_past(self):
        for text, milliseconds in (("1970-01-01 00:00:00.999999", 999), ("1969-12-31 23:59:59.999999", -1),
                                   ("1970-01-02", 86400000)):
            self.assertEqual(int(independent.instant(text)), milliseconds)
        self.assertIsNone(independent.instant("2010-02-31"))
        self.assertIsNone(independent.instant("0000-00-00 00:00:00"))

    def test_floats_are_the_shortest_decimal(self):
        self.assertEqual(independent.shortest_float("0.10000000149011612"), 0.1)
        self.assertEqual(independent.shortest_float("16777216"), 16777216.0)
        self.assertEqual(independent.shortest_float("-51100528"), -51100528.0)
        self.assertEqual(independent.shortest_float("3.4028234663852886e38"), 3.4028235e38)

    def test_wide_decimals_keep_as_many_zeros_as_fit(self):
        self.assertEqual(str(independent.exact_decimal("1.50")), "1.50")
        self.assertEqual(independent.exact_decimal("12345.5" + "0" * 29).bid,
                         Decimal128("12345.5" + "0" * 28).bid)


class Counting(unittest.TestCase):
    def note(self, command, name=None, documents=()):
        proxy = MongoProxy("mongodb://127.0.0.1:1/")
        self.addCleanup(proxy.close)
        body = struct.pack("<i", 0) + b"\0" + bson.encode(command)
        if name:
            data = name.encode() + b"\0" + b"".join(map(bson.encode, documents))
            body += b"\1" + struct.pack("<i", len(data) + 4) + data
        proxy.note(body)
        return proxy.documents_written

    def test_documents_in_both_forms_are_counted(self):
        self.assertEqual(self.note({"insert": "a"}, "documents", [{"x": 1}, {"x": 2}]), 2)
        self.assertEqual(self.note({"update": "a", "updates": [{"q": {}}]}), 1)
        self.assertEqual(self.note({"delete": "a"}, "deletes", [{"q": {}}]), 1)

    def test_reads_and_the_programs_own_collections_are_not(self):
        self.assertEqual(self.note({"insert": "_sync_state"}, "documents", [{"x": 1}]), 0)
        self.assertEqual(self.note({"find": "a", "filter": {}}), 0)


if __name__ == "__main__":
    unittest.main()
