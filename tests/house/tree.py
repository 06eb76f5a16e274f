"""What all rules share: the files of the tree, and the way a rule proves itself before it judges."""

import pathlib
import sys

CODE = (".cpp", ".hpp", ".h")
SCRIPTS = (".py", ".sh", ".cmake", ".txt", ".sql", ".toml", ".yml")
SKIPPED = {".git", "build", "__pycache__"}


def files(root, folders, suffixes):
    """Paths relative to `root`, sorted."""
    root = pathlib.Path(root)
    paths = (p for folder in folders for p in (root / folder).rglob("*"))
    return sorted(p.relative_to(root) for p in paths
                  if p.is_file() and p.suffix in suffixes and not SKIPPED & set(p.parts))


def code(root):
    return files(root, ("cmd", "lib", "tests"), CODE)


def check(rule, samples, paths):
    """Runs `rule(path, text) -> [fault]` on every path below argv[1], after it gave on each sample
    (path, text, number of faults) what it must."""
    for path, text, expected in samples:
        faults = rule(pathlib.Path(path), text)
        if len(faults) != expected:
            sys.exit(f"the rule is broken: {path}: {text!r} gave {faults}, not {expected}")
    root = pathlib.Path(sys.argv[1])
    found = [f"{path}: {fault}" for path in paths(root)
             for fault in rule(path, (root / path).read_text(encoding="utf-8"))]
    print("\n".join(found) or f"{len(paths(root))} files are as they should be")
    sys.exit(1 if found else 0)
