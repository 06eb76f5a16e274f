"""Every test that tests/faults/README.md names exists, so that the table cannot rot."""

import os
import re
import sys


def named(text):
    """(file or folder, test or None) for every test in the tables."""
    for row in re.findall(r"^\|[^|]*\|(.*)\|$", text, re.M):
        for part in row.strip().split("; "):
            found = re.match(r"((?:faults|integration|contract|unit|support)/\S+_test\.(?:py|cpp)): (.*)$", part)
            if found:
                names = found[2].split(", test_") if found[1].endswith(".py") else [found[2]]
                for n, name in enumerate(names):
                    yield found[1], name if n == 0 else "test_" + name
            elif part.startswith("cases/"):
                yield part, None


def missing(tests, text):
    for file, name in named(text):
        path = os.path.join(tests, file)
        if name is None:
            if not os.path.isdir(path):
                yield file
            continue
        try:
            with open(path, encoding="utf-8") as source:
                code = source.read()
        except OSError:
            yield file
            continue
        if (f"def {name}(" if file.endswith(".py") else f'"{name}"') not in code:
            yield f"{file}: {name}"


def check_itself(tests):
    good = "| a | house/../faults |\n| a | faults/kill_test.py: test_catch_ups_that_are_killed_lose_nothing |"
    bad = "| a | faults/kill_test.py: test_catch_ups_that_are_killed_lose_nothing, test_no_such |\n| b | cases/no_such |"
    assert not list(missing(tests, good))
    assert len(list(missing(tests, bad))) == 2


def main():
    tests = os.path.join(sys.argv[1], "tests")
    check_itself(tests)
    with open(os.path.join(tests, "faults", "README.md"), encoding="utf-8") as file:
        text = file.read()
    lost = sorted(set(missing(tests, text)))
    if len(list(named(text))) < 60:
        lost.append("the table itself: fewer tests than it had")
    for name in lost:
        print(f"tests/faults/README.md names a test that is not there: {name}")
    sys.exit(bool(lost))


if __name__ == "__main__":
    main()
