"""What each program bends on the way: a table of values that are easily bent, compared with what they must be."""

import pathlib
import re

from bson.errors import InvalidBSON

import measure
import peers
import tables
from independent import differences


def bent(stage):
    """The columns whose values arrived as something else."""
    names = {}
    try:
        lines = differences(stage, "edges", limit=99)
    except InvalidBSON:
        return ["documents that cannot be read"]
    for line in lines:
        found = re.match(r"edges \S+: (.*)$", line)
        if found is None:
            names[line.removeprefix("edges: ")] = 1
            continue
        for column in re.findall(r"(?:^|, )(\w+): row ", found[1]):
            names[column] = names.get(column, 0) + 1
    kinds = {c.split()[0]: " ".join(c.split()[1:]) for c, _ in tables.EDGES}
    return [f"{kinds.get(name, name)}" + (f" ({count})" if count > 1 else "") for name, count in names.items()]


def section(bench):
    stage = bench.stage
    values = sum(len(v) for _, v in tables.edges(stage))
    print(f"\n### What arrives as something else\n\nOf {values} rows with one easily bent value each, compared with the "
          "table of types by a program of its own; how many, where more than one.\n\n| program | bent |\n|---|---|")
    installed = pathlib.Path(bench.options.peers)
    programs = [("**mysync**", bench.mysync("run", "--quiet", "edges"))]
    programs += [(p.name, p.command) for p in peers.peers(bench.tools, installed) if not p.missing]
    for name, command in programs:
        said = ""
        try:
            carry(bench, command)
        except measure.Failed as error:
            said = f"ends with an error ({reason(error)}); without zero dates and negative times: "
            try:
                carry(bench, command, without=["zero DATE", "debt TIME(3)"])
            except measure.Failed as another:
                print(f"| {name} | ends with an error: {reason(another)} |", flush=True)
                continue
        print(f"| {name} | {said}{', '.join(bent(stage)) or 'nothing'} |", flush=True)


def carry(bench, command, without=()):
    """The table of easily bent values, by one program into the real target."""
    stage, installed = bench.stage, pathlib.Path(bench.options.peers)
    tables.make_edges(stage, without)
    bench.forget()
    stage.configure()
    told = peers.environment(stage, stage.uri, "edges", 100, installed)
    if command[0] == stage.binary:
        told = {**told, **stage.environment({})}
    measure.run(bench.tool("resources"), command, told, stage.folder)


def reason(error):
    """The line that says most: the first that names a cause."""
    lines = str(error).splitlines()
    for pattern in ("Caused by: (.*)", "(.*(?:exception|error).*)"):
        found = next(filter(None, (re.search(pattern, line, re.IGNORECASE) for line in lines)), None)
        if found is not None:
            break
    said = found[1] if found is not None else str(error)
    return " ".join(said.split())[:160].replace("|", "/")
