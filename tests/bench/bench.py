"""Measures the real binary on a table of the usual shape, into a sink that is never the limit.

Prints a Markdown table: the median of three runs. Rows per second depend on the machine; seconds of CPU per
million rows are steadier. Nothing here is part of ctest: a test with a stop-watch fails for no reason.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time
import urllib.parse

from stage import Stage

HERE = pathlib.Path(__file__).resolve().parent
CHANGED = 2000

# What the first load must reach on two cores.
ROWS_PER_SECOND, CPU_PER_MILLION, MEBIBYTES = 300_000, 1.5, 64


class Sink:
    """A fresh write sink in front of the target server."""

    def __init__(self, program, upstream):
        self.process = subprocess.Popen([program, str(upstream)], stdout=subprocess.PIPE, text=True)
        port = int(self.process.stdout.readline())
        self.uri = f"mongodb://127.0.0.1:{port}/?directConnection=true"

    def close(self):
        """How many documents it was given."""
        self.process.terminate()
        out, _ = self.process.communicate()
        return int(out.split()[1])


class Measure:
    def __init__(self, seconds, cpu, mebibytes, documents):
        self.seconds, self.cpu, self.mebibytes, self.documents = seconds, cpu, mebibytes, documents


class Bench:
    def __init__(self, stage, sink, rows):
        self.stage, self.program, self.rows = stage, sink, rows
        self.upstream = urllib.parse.urlsplit(stage.uri).port

    def run(self, *args):
        """One run of the binary with its resources, as the kernel counted them."""
        sink = Sink(self.program, self.upstream)
        self.stage.configure(MONGODB_URI=sink.uri)
        begun = time.monotonic()
        process = subprocess.Popen([self.stage.binary, "run", "--quiet", *args], cwd=self.stage.folder,
                                   env=self.stage.environment({}), stderr=subprocess.PIPE)
        error = process.stderr.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        documents = sink.close()
        if process.returncode != 0:
            sys.exit(f"mysync run ended with {process.returncode}: {error}")
        return Measure(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, documents)

    def forget(self):
        for name in self.stage.target.list_collection_names():
            self.stage.target.drop_collection(name)

    def first_load(self):
        self.forget()
        return self.run()

    def again(self):
        return self.run("--full")

    def changes(self):
        self.stage.sql("UPDATE t SET qty = qty + 1, updated_at = UTC_TIMESTAMP(6) WHERE id % "
                       f"{self.rows // CHANGED} = 0")
        return self.run()

    def nothing(self):
        self.stage.sql("UPDATE t SET updated_at = '2024-02-01' WHERE updated_at > '2025-01-01'")
        return self.run()


def table(bench, repeats):
    print("| work | documents | seconds | rows/s | CPU-s per million rows | peak MiB |")
    print("|---|---:|---:|---:|---:|---:|")
    works = [("first load (insert)", bench.first_load, bench.rows), ("run --full (replace)", bench.again, bench.rows),
             (f"catch-up of {CHANGED:,} rows", bench.changes, None), ("nothing to do", bench.nothing, 0)]
    first = None
    for name, work, expected in works:
        runs = [work() for _ in range(repeats)]
        if expected is not None and any(r.documents != expected for r in runs):
            sys.exit(f"{name}: the sink was given {[r.documents for r in runs]} documents, not {expected}")
        m = Measure(*(statistics.median(getattr(r, f) for r in runs)
                      for f in ("seconds", "cpu", "mebibytes", "documents")))
        rate = f"{m.documents / m.seconds:,.0f}" if expected else ""
        cpu = f"{m.cpu / m.documents * 1e6:.2f}" if expected else ""
        print(f"| {name} | {m.documents:,.0f} | {m.seconds:.2f} | {rate} | {cpu} | {m.mebibytes:.1f} |", flush=True)
        first = first or m
    return first


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--sink", required=True, help="the built write_sink")
    options = parser.parse_args()
    with Stage("bench") as stage:
        print(f"making {options.rows:,} rows …", file=sys.stderr)
        stage.sql((HERE / "table.sql").read_text().replace("${ROWS}", str(options.rows)))
        first = table(Bench(stage, options.sink, options.rows), options.repeats)
    good = (first.documents / first.seconds > ROWS_PER_SECOND
            and first.cpu / first.documents * 1e6 < CPU_PER_MILLION and first.mebibytes < MEBIBYTES)
    print(f"\nfirst load: {'within' if good else 'OUTSIDE'} > {ROWS_PER_SECOND:,} rows/s, "
          f"< {CPU_PER_MILLION} CPU-s per million rows, < {MEBIBYTES} MiB")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
