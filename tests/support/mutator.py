"""Corrupts documents in every way that a value, a field or a document can be wrong, and says what somebody who
compares them with their rows must report. It knows BSON and nothing of the program."""

import copy
import math
import unicodedata

from bson import Int64
from bson.binary import Binary
from bson.datetime_ms import DatetimeMS
from bson.decimal128 import Decimal128

NOTHING = object()  # a side that has no such field


def others(value):
    """Values that are not this one, each as close to it as it gets: equal but of another type, or one step away."""
    if isinstance(value, bool):
        return [not value, int(value)]
    if isinstance(value, int):
        same = int(value) if isinstance(value, Int64) else Int64(value)
        fits = -2**31 <= value < 2**31
        return [*([same] if fits else []), float(value), Decimal128(str(value)), type(value)(value + 1), str(value)]
    if isinstance(value, float):
        return [math.nextafter(value, math.inf), Decimal128(repr(value))]
    if isinstance(value, Decimal128):
        digits = str(value)
        last = "8" if digits[-1] == "9" else "9"
        return [Decimal128(digits[:-1] + last), Decimal128(digits + "0"), digits, float(value.to_decimal())]
    if isinstance(value, DatetimeMS):
        return [DatetimeMS(int(value) + 1), DatetimeMS(int(value) - 1), Int64(int(value))]
    if isinstance(value, str):
        near = [value + " ", value[:-1], value.swapcase(), unicodedata.normalize("NFD", value), Binary(value.encode())]
        return [v for v in near if v != value]
    if isinstance(value, bytes):
        return [bytes([value[0] ^ 1]) + value[1:], value + b"\0", Binary(value, 128)]
    if value is None:
        return [0, "", False, []]
    return []


def at(document, path):
    for step in path:
        document = document[step]
    return document


def named(path):
    """`meta.tags[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else ("." if text else "") + step
    return text


def places(value, path=()):
    """The paths of a document's values, inner ones too; its `_id` is what it is found by."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        if (*path, step) != ("_id",):
            yield (*path, step)
            yield from places(inner, (*path, step))


def changed(document, path, value):
    mutant = copy.deepcopy(document)
    at(mutant, path[:-1])[path[-1]] = value
    return mutant


def removed(document, path):
    mutant = copy.deepcopy(document)
    del at(mutant, path[:-1])[path[-1]]
    return mutant


def of_array(document, path):
    array = at(document, path)
    longer = [*array, array[0]]
    yield changed(document, path, longer), [((*path, len(array)), NOTHING, array[0])]
    last = (*path, len(array) - 1)
    yield removed(document, last), [(last, array[-1], NOTHING)]
    swapped = [array[1], array[0], *array[2:]]
    yield changed(document, path, swapped), [((*path, 0), array[0], array[1]), ((*path, 1), array[1], array[0])]
    numbered = {str(i): v for i, v in enumerate(array)}
    yield changed(document, path, numbered), [(path, array, numbered)]


def mutations(document):
    """Every corruption of one document: what it becomes, and the list of (path, value, value there) to be found."""
    yield {**document, "novel": None}, [(("novel",), NOTHING, None)]
    for path in places(document):
        value = at(document, path)
        for other in others(value):
            yield changed(document, path, other), [(path, value, other)]
        if value is not None:
            yield changed(document, path, None), [(path, value, None)]
        if isinstance(path[-1], str):
            yield removed(document, path), [(path, value, NOTHING)]
        if isinstance(value, dict):
            yield changed(document, (*path, "novel"), 1), [((*path, "novel"), NOTHING, 1)]
        if isinstance(value, list):
            yield from of_array(document, path)
