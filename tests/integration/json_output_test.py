"""What the commands print as JSON parses, and has every key of the contract, of the right type."""

import json
import re
import unittest

from stage import Stage

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
NUMBER = (int, float)

RUN = {"run": str, "pipeline": str, "status": str, "exit": int, "started": TIME, "duration_seconds": NUMBER,
       "tables": list}
RUN_TABLE = {"table": str, "collection": str, "phase": str, "status": str, "read": int, "read_again": int,
             "created": int, "updated": int, "unchanged": int, "deleted": int, "quarantined": int,
             "watermark": (str, None), "horizon": (str, None), "held_back_seconds": NUMBER,
             "duration_seconds": NUMBER, "error": (str, None)}
DISCOVER_TABLE = {"table": str, "collection": str, "rows_estimate": int, "key": list, "cursor": (str, list, None),
                  "mode": str, "reason": str, "columns": list, "findings": list}
DISCOVER_COLUMN = {"column": str, "type": str, "bson": str, "nullable": bool, "findings": list}
FINDING = {"code": str, "severity": ("loss", "risk", "note"), "message": str, "count": (int, None),
           "example": (str, None)}
STATUS = {"sync_enabled": bool, "last_sync": TIME, "next_sync": TIME, "sync_interval_minutes": NUMBER,
          "tables_synced": list, "sync_metrics": dict, "mysql_connection": str, "mongodb_connection": str,
          "last_sync_status": str, "pending_operations": int, "error_count": int, "tables": list}
METRICS = {"total_records": int, "last_sync_duration": re.compile(r"\d\d:\d\d:\d\d$"), "success_rate": NUMBER}
STATUS_TABLE = {"table": str, "collection": str, "phase": str, "watermark": (str, None), "lag_seconds": NUMBER,
                "last_sync": TIME, "last_status": str, "last_error": (str, None), "failures": int,
                "total_records": int, "quarantined": int, "paused": bool, "next_sync": TIME,
                "horizon_exact": (bool, None), "horizon_reason": (str, None)}
RECORD = {"table": str, "key": str, "reason": str, "message": str, "attempts": int, "first_seen": TIME,
          "last_seen": TIME, "run": str}
LOG = {"timestamp": TIME, "level": str, "component": str, "operation": str, "message": str}
LOG_COUNTS = {"records_processed": int, "records_created": int, "records_updated": int, "records_deleted": int,
              "records_skipped": int, "duration_seconds": NUMBER, "errors": int}


def fits(value, kind):
    if isinstance(kind, re.Pattern):
        return isinstance(value, str) and kind.match(value) is not None
    if isinstance(kind, tuple):
        return any(fits(value, k) for k in kind)
    if kind is None or isinstance(kind, str):
        return value == kind
    return isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool)


class JsonOutput(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("json_output")
        self.addCleanup(self.stage.close)
        self.stage.sql("""
CREATE TABLE items (id INT NOT NULL PRIMARY KEY, n BIGINT UNSIGNED NULL, at DATETIME(6) NULL, updated_at TIMESTAMP NOT NULL
  DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY updated (updated_at));
INSERT INTO items (id, n) VALUES (1, 1), (2, 2), (3, 18446744073709551615);
CREATE TABLE plain (id INT NOT NULL PRIMARY KEY);
INSERT INTO plain VALUES (1);
""")
        self.stage.configure()

    def shape(self, value, keys, where):
        for key, kind in keys.items():
            self.assertIn(key, value, where)
            self.assertTrue(fits(value[key], kind), f"{where}: {key} is {value[key]!r}, not {kind}")

    def parsed(self, *args, exit=0):
        outcome = self.stage.run(*args)
        self.assertEqual(outcome.exit, exit, outcome)
        return json.loads(outcome.out), outcome

    def table(self, result, name):
        return next(t for t in result["tables"] if t["table"] == name)

    def test_run(self):
        result, _ = self.parsed("run", "--format", "json")
        self.shape(result, RUN, "run")
        self.assertEqual((result["status"], result["exit"]), ("success", 0))
        for table in result["tables"]:
            self.shape(table, RUN_TABLE, "run table")
        items = self.table(result, "items")
        self.assertEqual((items["created"], items["updated"], items["deleted"], items["quarantined"]), (2, 0, 0, 1))
        self.assertEqual(items["read"] - items["read_again"], 3)  # what is new is within the overlap and read twice
        # Seconds after the first rows, also where the whole test takes less than one.
        self.stage.sql("UPDATE items SET n = 7, updated_at = NOW() + INTERVAL 5 SECOND WHERE id = 1;"
                       "INSERT INTO items (id, n, updated_at) VALUES (4, 4, NOW() + INTERVAL 5 SECOND)")
        items = self.table(self.parsed("run", "--format", "json")[0], "items")
        self.assertEqual((items["created"], items["updated"], items["phase"]), (1, 1, "steady"))
        self.assertEqual(items["read"] - items["read_again"], 2)
        plain = self.table(self.parsed("run", "--format", "json")[0], "plain")
        self.assertEqual((plain["created"], plain["updated"], plain["unchanged"]), (0, 0, 1))

    def test_run_that_fails(self):
        self.stage.configure('[[table]]\nname = "missing"')
        result, _ = self.parsed("run", "--format", "json", exit=3)
        self.assertEqual((result["status"], result["exit"]), ("partial", 3))
        missing = self.table(result, "missing")
        self.assertEqual(missing["status"], "failed")
        self.assertIn("missing", missing["error"])

    def test_discover(self):
        result, _ = self.parsed("discover", "--format", "json")
        for table in result["tables"]:
            self.shape(table, DISCOVER_TABLE, "discover")
            for column in table["columns"]:
                self.shape(column, DISCOVER_COLUMN, "column")
                for finding in column["findings"]:
                    self.shape(finding, FINDING, "finding")
            for finding in table["findings"]:
                self.shape(finding, FINDING, "finding")
        items = self.table(result, "items")
        self.assertEqual(items["key"], ["id"])
        self.assertIn("updated_at", items["cursor"])
        self.assertEqual({c["column"]: c["bson"] for c in items["columns"]},
                         {"id": "int", "n": "long", "at": "date", "updated_at": "date"})
        self.assertEqual(self.table(result, "plain")["mode"], "full")

    def test_status(self):
        self.parsed("run", "--format", "json")
        result, _ = self.parsed("status", "--format", "json")
        self.shape(result, STATUS, "status")
        self.shape(result["sync_metrics"], METRICS, "sync_metrics")
        self.assertEqual(sorted(result["tables_synced"]), ["items", "plain"])
        self.assertEqual((result["last_sync_status"], result["sync_enabled"]), ("success", True))
        for table in result["tables"]:
            self.shape(table, STATUS_TABLE, "status table")
        self.assertEqual(self.table(result, "items")["quarantined"], 1)
        self.assertEqual(self.table(result, "items")["phase"], "steady")
        result, _ = self.parsed("status", "--check", "--format", "json")
        self.assertEqual((result["mysql_connection"], result["mongodb_connection"]), ("healthy", "healthy"))

    def test_status_before_the_first_run(self):
        result, _ = self.parsed("status", "--format", "json")
        for key in STATUS:
            self.assertIn(key, result)
        self.assertIsNone(result["last_sync"])

    def test_quarantine(self):
        self.assertEqual(self.parsed("quarantine", "list", "--format", "json")[0], {"records": []})
        self.parsed("run", "--format", "json")
        for action in ("list", "show"):
            result, _ = self.parsed("quarantine", action, "--format", "json")
            self.assertEqual(len(result["records"]), 1)
            self.shape(result["records"][0], RECORD, "record")
        result, _ = self.parsed("quarantine", "retry", "--format", "json")
        self.shape(result["tables"][0], {"table": str, "arrived": int, "gone": int, "quarantined": int,
                                         "not_found": int, "error": (str, None)}, "retry table")
        self.assertEqual(self.parsed("quarantine", "drop", "--yes", "--format", "json")[0], {"dropped": 1})

    def test_log_lines(self):
        _, outcome = self.parsed("run", "--format", "json", "--log-format", "json")
        lines = [json.loads(line) for line in outcome.err.splitlines()]
        self.assertTrue(lines)
        for line in lines:
            self.shape(line, LOG, "log line")
        counted = [line for line in lines if "records_processed" in line]
        self.assertTrue(counted, outcome)
        for line in counted:
            self.shape(line, LOG_COUNTS, "log counts")


if __name__ == "__main__":
    unittest.main()
