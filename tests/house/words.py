"""The tree speaks of the project alone, wherever it is checked out: no machine's paths, nothing left
to do without an issue."""

import re

import tree

FOLDERS = ("cmd", "lib", "tests", "examples", ".ci")
HOME = re.compile(r"(?<![\w.$}/])/(?:home|root|work|Users)/\w")
NOTE = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b(?! \(#\d+\))")
WAY_UP = re.compile(r"\.\./shared\b")


def paths(root):
    return [p for p in tree.files(root, FOLDERS, (*tree.CODE, *tree.SCRIPTS, ".md", ".1", ""))
            if p.parts[:2] != ("tests", "house")]


def rule(path, text):
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        faults += [f"{number}: absolute path '{m[0]}…'" for m in HOME.finditer(line)]
        faults += [f"{number}: '{m[0]}' without an issue" for m in NOTE.finditer(line)]
        faults += [f"{number}: leaves the project" for _ in WAY_UP.finditer(line)]
    return faults


SAMPLES = [
    ("lib/core/a.cpp", 'open("/home/someone/a");\n', 1),
    ("tests/a.sh", "cd /home/me/main\n", 1),
    ("tests/a.sh", 'cd "$root/home/main" && ls /etc/mysync /usr/bin ./home/x\n', 0),
    ("lib/core/a.cpp", "// TODO later\n", 1),
    ("lib/core/a.cpp", "// FIXME\n", 1),
    ("lib/core/a.cpp", "// TODO (#12) later\n", 0),
    ("lib/core/a.cpp", "// todos are fine\n", 0),
    ("tests/a.sh", "cat ../shared/x\n", 1),
]

tree.check(rule, SAMPLES, paths)
