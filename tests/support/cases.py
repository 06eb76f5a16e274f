"""Drives one case folder: a story of cron ticks, told to the real binary on real servers.

For each tick n: n.sql is applied to a fresh database, n.target.json (commands for the target's
database) is run, then the binary with n.args (default: run) and n.env; afterwards must be so:
  n.json            the whole target as canonical Extended JSON; absent: as after the tick before
  n.exit            the exit status; absent: 0
  n.stderr n.stdout each line a substring or /regex/ of that stream; !line must not appear;
                    an empty file: the stream is empty
  n.writes          how many documents were sent in writes to data collections
  n.quarantine      the set-aside records: a JSON list of objects, each part of its record
At the end `mysync verify`, with the last tick's configuration, must find both sides equal and every row due,
unless verify.json says what it finds instead, and why: its exit status, and of some tables a part of what it tells.
server.sql and server-after.sql surround cases that change settings of the whole server; `requires`
names the one server (mariadb or mysql) that has what the case is about.
MYSYNC_UPDATE_GOLDEN=1 writes n.json and n.exit anew; read them before you believe them.
"""

import difflib
import json
import os
import pathlib
import re
import shlex
import sys

from bson import json_util

import golden
from proxy import MongoProxy
from stage import Stage

UPDATE = os.environ.get("MYSYNC_UPDATE_GOLDEN") == "1"


def read(path):
    return path.read_text(encoding="utf-8") if path.exists() else None


def found(pattern, text):
    if len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/"):
        return re.search(pattern[1:-1], text, re.MULTILINE) is not None
    return pattern in text


def stream_faults(name, expected, text):
    """What is wrong with a stream; `expected` is the text of its file."""
    if not expected.strip():
        return [] if text == "" else [f"{name} is not empty"]
    faults = []
    for pattern in expected.splitlines():
        if pattern.startswith("!"):
            if found(pattern[1:], text):
                faults.append(f"{name} has {pattern[1:]!r}")
        elif pattern and not found(pattern, text):
            faults.append(f"{name} lacks {pattern!r}")
    return faults


def is_part(part, whole):
    """True when every field of `part` is in `whole`; a string matches as a substring."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(k in whole and is_part(v, whole[k]) for k, v in part.items())
    if isinstance(part, str) and isinstance(whole, str):
        return part in whole
    return part == whole


def quarantine_faults(expected, records):
    left, faults = list(records), []
    for part in expected:
        match = next((r for r in left if is_part(part, r)), None)
        if match is None:
            faults.append(f"no quarantine record has {json.dumps(part, ensure_ascii=False)}")
        else:
            left.remove(match)
    return faults + [f"unexpected quarantine record {golden.line(r)}" for r in left]


class Case:
    def __init__(self, folder, stage):
        self.folder, self.stage = folder, stage
        self.since = golden.now()
        self.golden = "{}\n"
        self.proxy = None

    def file(self, name):
        return self.folder / name

    def prepare(self):
        for path in self.folder.glob("*.toml"):
            self.stage.write(path.name, self.stage.expand(read(path), **self.proxied()))

    def proxied(self):
        """Where writes are counted, the target is reached through a proxy."""
        if not any(self.folder.glob("*.writes")):
            return {}
        self.proxy = MongoProxy(self.stage.uri)
        return {"MONGODB_URI": self.proxy.uri}

    def tick(self, n):
        sql = read(self.file(f"{n}.sql"))
        if sql and sql.strip():
            self.stage.sql(self.stage.expand(sql))
        for command in json_util.loads(self.stage.expand(read(self.file(f"{n}.target.json")) or "[]")):
            self.stage.target.command(command)
        before = self.proxy.documents_written if self.proxy else 0
        args = shlex.split(self.stage.expand(read(self.file(f"{n}.args")) or "run", **self.paths()))
        outcome = self.stage.run(*args, env=self.env(n))
        written = (self.proxy.documents_written if self.proxy else 0) - before
        return outcome, [*self.status_faults(n, outcome), *self.target_faults(n),
                         *self.other_faults(n, outcome, written)]

    def paths(self):
        return {"CASE": str(self.folder)}

    def env(self, n):
        lines = self.stage.expand(read(self.file(f"{n}.env")) or "").splitlines()
        return dict(line.split("=", 1) for line in lines if line)

    def status_faults(self, n, outcome):
        path = self.file(f"{n}.exit")
        expected = int(read(path) or 0)
        if outcome.exit == expected:
            return []
        if UPDATE:
            path.write_text(f"{outcome.exit}\n")
        return [f"exit status {outcome.exit}, not {expected}"]

    def target_faults(self, n):
        path = self.file(f"{n}.json")
        self.golden = read(path) or self.golden
        actual = golden.snapshot(self.stage, self.since)
        if actual == self.golden:
            return []
        diff = difflib.unified_diff(self.golden.splitlines(), actual.splitlines(),
                                    f"{n}.json", "the target", lineterm="")
        if UPDATE:
            path.write_text(actual, encoding="utf-8")
            self.golden = actual
        return ["\n".join(diff)]

    def other_faults(self, n, outcome, written):
        faults = []
        for stream, text in (("stderr", outcome.err), ("stdout", outcome.out)):
            expected = read(self.file(f"{n}.{stream}"))
            if expected is not None:
                faults += stream_faults(stream, self.stage.expand(expected), text)
        expected = read(self.file(f"{n}.writes"))
        if expected is not None and written != int(expected):
            faults.append(f"{written} documents written, not {int(expected)}")
        expected = read(self.file(f"{n}.quarantine"))
        if expected is not None:
            records = [golden.plain(r) for r in self.stage.state("_sync_quarantine")]
            faults += quarantine_faults(json.loads(expected), records)
        return faults

    def verify(self, n):
        """Whether both sides are equal at the end, as far as the case says so."""
        expected = json.loads(read(self.file("verify.json")) or "{}")
        args = shlex.split(self.stage.expand(read(self.file(f"{n}.args")) or "", **self.paths()))
        files = [word for option, value in zip(args, args[1:]) if option in ("-c", "--config", "--env-file")
                 for word in (option, value)]
        outcome = self.stage.run(*files, "verify", "--format", "json", env=self.env(n))
        faults = []
        if outcome.exit != expected.pop("exit", 0):
            faults.append(f"exit status {outcome.exit}")
        found = json.loads(outcome.out or '{"tables": []}')
        tables = {t["table"]: t for t in found["tables"]}
        expected.pop("why", None)
        for name, part in expected.items():
            if name not in tables or not is_part(part, tables[name]):
                faults.append(f"{name} is not {part}")
        faults += [f"{t['table']}: {t['not_due']} rows are not due" for t in tables.values()
                   if t["not_due"] and "not_due" not in expected.get(t["table"], {})]
        if faults:
            print(f"{self.folder.name}, verify at the end:", *faults, outcome, sep="\n")
        return not faults

    def play(self):
        self.prepare()
        last = max(int(p.name.split(".")[0]) for p in self.folder.glob("[0-9]*.*"))
        good = True
        for n in range(1, last + 1):
            outcome, faults = self.tick(n)
            if faults:
                good = False
                print(f"{self.folder.name}, tick {n}:", *faults, outcome, sep="\n")
        return self.verify(last) and good


def play(folder):
    with Stage(folder.name) as stage:
        wanted = (read(folder / "requires") or "").strip()
        if wanted and (wanted == "mariadb") != stage.mariadb:
            print(f"{folder.name} is about {wanted}; this server is the other")
            return True
        try:
            stage.sql(read(folder / "server.sql") or "DO 0")
            stage.mysql.close()  # a session keeps the settings it was born with
            stage.mysql = stage.server.connect(stage.database)
            case = Case(folder, stage)
            return case.play()
        finally:
            stage.sql(read(folder / "server-after.sql") or "DO 0")


if __name__ == "__main__":
    results = [play(pathlib.Path(name).resolve()) for name in sys.argv[1:]]
    sys.exit(0 if results and all(results) else 1)
