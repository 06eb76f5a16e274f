"""A header begins with #pragma once and a comment that says what it is for."""

import tree


def rule(path, text):
    lines = text.splitlines()
    if not lines or lines[0] != "#pragma once":
        return ["begins with something else than #pragma once"]
    if len(lines) < 2 or not lines[1].startswith("// ") or len(lines[1]) < 12:
        return ["no comment of purpose below #pragma once"]
    return []


def paths(root):
    return tree.files(root, ("cmd", "lib", "tests"), (".hpp", ".h"))


SAMPLES = [
    ("lib/core/a.hpp", "#pragma once\n// What it is for.\n", 0),
    ("lib/core/a.hpp", "// What it is for.\n#pragma once\n", 1),
    ("lib/core/a.hpp", "#pragma once\n\n#include <vector>\n", 1),
    ("lib/core/a.hpp", "#pragma once\n//\n", 1),
    ("lib/core/a.hpp", "", 1),
]

tree.check(rule, SAMPLES, paths)
