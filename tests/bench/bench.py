"""Measures the real binary beside what no program can beat and beside other programs, on one source server.

Prints Markdown: the median of the rounds, with the least and the most. Every round goes through all works,
each beginning with another, so that none always has the warm cache. A result that is not what it must be ends
the measurement of its work. Nothing here is part of ctest: a test with a stop-watch fails for no reason.
"""

import argparse
import enum
import pathlib
import sys
import urllib.parse

import measure
import peers
import tables
import values
from measure import Failed
from stage import Stage

CHANGED = 2000  # rows of a catch-up that must cost the same at every size
FAR = 20  # milliseconds to a target far away and back


class Order(enum.Enum):
    ROTATED, KEPT = range(2)


class Bench:
    def __init__(self, stage, options):
        self.stage, self.options, self.tools = stage, options, pathlib.Path(options.tools)
        self.upstream = urllib.parse.urlsplit(stage.uri).port
        self.source = measure.server_processes(f"mysql://x@{stage.server.host}:{stage.server.port}", 3306)
        self.target = measure.server_processes(stage.uri, 27017)

    def tool(self, name):
        return str(self.tools / name)

    def sent(self):
        return int(self.stage.sql("SHOW GLOBAL STATUS LIKE 'Bytes_sent'")[0][1])

    def measured(self, command, environment):
        """A command's own cost and the source's."""
        cpu, sent = measure.cpu_of(self.source), self.sent()
        used = measure.run(self.tool("resources"), command, environment, self.stage.folder)
        used.source, used.sent = measure.cpu_of(self.source) - cpu, self.sent() - sent
        return used

    def into_sink(self, command, table, rows, *sink_options):
        """Measured with the sink as its target; whatever `rows` is, the sink must have been given."""
        sink = measure.Sink(self.tool("write_sink"), self.upstream, *sink_options)
        self.stage.configure(MONGODB_URI=sink.uri)
        installed = pathlib.Path(self.options.peers)
        told = peers.environment(self.stage, sink.uri, table, rows, installed)
        environment = {**told, **self.stage.environment({})} if command[0] == self.stage.binary else told
        used = None
        try:
            used = self.measured(command, environment)
        finally:
            sink.close(used)
        if rows is not None and used.documents != rows:
            raise Failed(f"the sink was given {used.documents} documents, not {rows}")
        return used

    def into_target(self, command, table):
        """Measured with the real target."""
        self.stage.configure()
        installed = pathlib.Path(self.options.peers)
        cpu = measure.cpu_of(self.target)
        used = self.measured(command, {**peers.environment(self.stage, self.stage.uri, table, 0, installed),
                                       **self.stage.environment({})})
        used.target = measure.cpu_of(self.target) - cpu
        return used

    def forget(self):
        for name in self.stage.target.list_collection_names():
            self.stage.target.drop_collection(name)

    def mysync(self, *args):
        return [self.stage.binary, *args]

    def first_load(self, table, rows, *sink_options):
        self.forget()
        return self.into_sink(self.mysync("run", "--quiet", table), table, rows, *sink_options)

    def change(self, table, every, offset=0):
        self.stage.sql(f"UPDATE {table} SET updated_at = '2024-02-01' WHERE updated_at > '2025-01-01'")
        if every:
            self.stage.sql(f"UPDATE {table} SET updated_at = UTC_TIMESTAMP(6) WHERE id % {every} = {offset}")

    def catch_up(self, table, every, changed):
        self.change(table, every)
        return self.into_sink(self.mysync("run", "--quiet", table), table, changed)


def results_of(works, rounds, patience, order):
    """All results by work, or why there are none. Each round begins with another work, unless the order is to be
    kept. What took longer than `patience` seconds is not done again."""
    results = {name: [] for name, _, _ in works}
    for turn in range(rounds):
        shift = turn % len(works) if order is Order.ROTATED else 0
        for name, _, work in works[shift:] + works[:shift]:
            runs = results[name]
            if isinstance(runs, str) or (runs and runs[-1].seconds > patience):
                continue
            try:
                runs.append(work())
            except (Failed, OSError) as error:
                results[name] = str(error)
                print(f"  {name}: {error}", file=sys.stderr)
        print(f"  round {turn + 1} of {rounds}", file=sys.stderr)
    return results


HEAD = ("| work | rows | s | rows/s | MB/s | CPU-s per million rows: tool | source | target | peak MiB | MB from source | "
        "MB to target |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")


def row_of(name, rows, runs):
    if isinstance(runs, str):
        return f"| {name} | {rows:,} | not counted: {' '.join(runs.split())[:160]} |"
    number, two, three = (lambda v: f"{v:,.0f}"), (lambda v: f"{v:.2f}"), (lambda v: f"{v:.3f}")

    def each(value, form=two):
        return measure.spread([value(r) for r in runs], form)

    def per_million(value):
        return each(lambda r: value(r) / rows * 1e6) if rows >= 10_000 else ""

    moved = (lambda r: r.moved / 1e6) if all(r.moved for r in runs) else None
    return " | ".join([
        f"| {name}", f"{rows:,}", each(lambda r: r.seconds, three),
        each(lambda r: rows / r.seconds, number) if rows else "",
        each(lambda r: (r.moved or r.sent) / 1e6 / r.seconds, number), per_million(lambda r: r.cpu),
        per_million(lambda r: r.source), per_million(lambda r: r.target), each(lambda r: r.mebibytes, lambda v: f"{v:.1f}"),
        each(lambda r: r.sent / 1e6, lambda v: f"{v:.1f}"), each(moved, lambda v: f"{v:.1f}") if moved else ""]) + " |"


def section(title, works, options, rounds=None, order=Order.ROTATED):
    print(f"\n### {title}\n\n{HEAD}")
    results = results_of(works, rounds or options.rounds, options.patience, order)
    for name, rows, _ in works:
        print(row_of(name, rows, results[name]), flush=True)


def sink_works(bench, rows, peer_rows):
    table, peer_table = f"typical_{rows}", f"typical_{peer_rows}"
    run = bench.mysync("run", "--quiet", table)
    ceilings = bench.tool("ceilings")

    def replaces():
        bench.forget()
        return bench.into_sink(run, table, rows, "replaces")

    works = [
        ("streamed SELECT, text protocol", rows, lambda: bench.into_sink([ceilings, "text"], table, 0)),
        ("streamed SELECT, binary protocol", rows, lambda: bench.into_sink([ceilings, "binary"], table, 0)),
        ("bare loader, documents that are ready", rows, lambda: bench.into_sink([ceilings, "load", str(rows)], table, rows)),
        ("**mysync**, first load (insert)", rows, lambda: bench.first_load(table, rows)),
        ("**mysync**, compared and replaced", rows, replaces),
        ("**mysync**, start-up (`--version`)", 0, lambda: bench.into_sink(bench.mysync("--version"), table, None)),
    ]
    for peer in peers.peers(bench.tools, pathlib.Path(bench.options.peers)):
        if peer.missing:
            print(f"not installed, left out: {peer.name} ({peer.missing})", file=sys.stderr)
            continue
        works.append((peer.name, peer_rows, lambda peer=peer: bench.into_sink(peer.command, peer_table, peer_rows)))
    return works


def shape_works(bench, shapes):
    def work(shape, rows):
        return (f"**mysync**, first load, {shape}", rows, lambda: bench.first_load(f"{shape}_{rows}", rows))
    return [work(shape, rows) for shape, rows in shapes.items()]


def size_works(bench, rows):
    """What must cost the same in a table of any size; the first load of the round is not measured."""
    table, every = f"typical_{rows}", max(1, rows // CHANGED)
    loaded = []

    def steady(work):
        if not loaded:
            loaded.append(bench.first_load(table, rows))
        return work()

    return [(f"**mysync**, {name}, in {rows:,} rows", changed, lambda work=work: steady(work)) for name, changed, work in [
        ("nothing to do", 0, lambda: bench.catch_up(table, 0, 0)),
        ("one changed row", 1, lambda: bench.catch_up(table, rows, 1)),
        ("catch-up", rows // every, lambda: bench.catch_up(table, every, rows // every)),
    ]]


def target_works(bench, rows):
    """In their order: each builds on the one before."""
    table = f"typical_{rows}"

    def run(*args):
        return bench.into_target(bench.mysync("run", "--quiet", *args, table), table)

    def emptied(command):
        bench.forget()
        used = bench.into_target(command, table)
        if bench.stage.target[table].count_documents({}) != rows:
            raise Failed("the target holds another number of documents")
        return used

    def changed(every):
        bench.change(table, every)
        return run()

    def checked(command):
        used = bench.into_target(command, table)  # which ends with 8 when both sides differ
        return used

    return [
        ("bare loader, documents that are ready", rows, lambda: emptied([bench.tool("ceilings"), "load", str(rows)])),
        ("**mysync**, first load", rows, lambda: emptied(bench.mysync("run", "--quiet", table))),
        ("**mysync**, the same again, all equal (`--full`)", rows, lambda: run("--full")),
        ("**mysync**, nothing changed", 0, lambda: changed(0)),
        *[(f"**mysync**, {percent} % changed", int(rows * percent / 100), lambda percent=percent: changed(int(100 / percent)))
          for percent in (0.1, 1, 10)],
        ("**mysync**, reconcile", rows, lambda: run("--reconcile")),
        ("**mysync**, verify", rows, lambda: checked(bench.mysync("verify", "--quiet", table))),
    ]


def measure_all(bench, options):
    main_rows = options.rows[min(1, len(options.rows) - 1)]
    section("Into a sink that is never the limit", sink_works(bench, main_rows, options.peer_rows), options)
    section("Other shapes", shape_works(bench, options.shapes), options)
    for rows in options.rows:
        section(f"A table of {rows:,} rows", [
            (f"**mysync**, first load of {rows:,}", rows, lambda rows=rows: bench.first_load(f"typical_{rows}", rows)),
            (f"**mysync**, the same, target {FAR} ms away", rows,
             lambda rows=rows: bench.first_load(f"typical_{rows}", rows, f"delay={FAR}")),
        ], options, min(options.rounds, 3) if rows > 1_000_000 else None)
        section(f"What does not depend on the size, {rows:,} rows", size_works(bench, rows), options)
    section("Into a real target", target_works(bench, options.target_rows), options, order=Order.KEPT)
    values.section(bench)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small tables, one round")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--peer-rows", type=int, default=1_000_000)
    parser.add_argument("--target-rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--patience", type=float, default=120, help="seconds beyond which a work is done once")
    parser.add_argument("--tools", required=True, help="the folder with write_sink, resources, ceilings and loop")
    parser.add_argument("--peers", required=True, help="the folder that peers/install.sh filled")
    options = parser.parse_args()
    if options.quick:
        options.rows, options.rounds, options.peer_rows, options.target_rows = [20_000, 100_000], 1, 20_000, 20_000
    largest = max(options.rows)
    options.shapes = {"narrow": min(largest, 1_000_000), "wide": min(largest // 10, 100_000),
                      "blobs": min(largest // 500, 10_000), "huge": min(largest // 500, 300)}
    with Stage("bench") as stage:
        typical = {*options.rows, options.peer_rows, options.target_rows}
        for shape, rows in [*(("typical", rows) for rows in sorted(typical)), *options.shapes.items()]:
            print(f"making {rows:,} {shape} rows …", file=sys.stderr)
            tables.make(stage, f"{shape}_{rows}", shape, rows)
        print(f"\n## {stage.sql('SELECT VERSION()')[0][0]}")
        measure_all(Bench(stage, options), options)


if __name__ == "__main__":
    main()
