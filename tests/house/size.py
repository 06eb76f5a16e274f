"""A file is read in one sitting: 300 lines at most. (Columns are clang-format's.)"""

import tree

LINES = 300
FOLDERS = ("cmd", "lib", "tests", "examples")


def paths(root):
    return [p for p in tree.files(root, FOLDERS, (*tree.CODE, ".py", ".sh", ".cmake"))]


def rule(path, text):
    lines = text.splitlines()
    return [f"{len(lines)} lines, {LINES} at most"] if len(lines) > LINES else []


SAMPLES = [
    ("lib/core/a.cpp", "x\n" * 300, 0),
    ("lib/core/a.cpp", "x\n" * 301, 1),
    ("tests/support/a.py", "x\n" * 301, 1),
]

tree.check(rule, SAMPLES, paths)
