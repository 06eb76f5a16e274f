"""Prints some documents of each of the shop's collections, as mongosh would: show.py URI DATABASE."""

import datetime
import json
import sys
import textwrap

import bson
import pymongo

# By key, which is quick on every server. Most were changed by changes.sql.
WORTH_A_LOOK = {
    "categories": [7],
    "customers": [28001, 2**63 - 1],
    "inventory": [{"product_id": 100, "warehouse": "BER"}],
    "order_items": [{"order_id": 62001, "line": 2}],
    "orders": [333, 62001],
    "products": [100, 500],
}

def shown(value):
    match value:
        case dict():
            return "{ " + ", ".join(f"{name}: {shown(field)}" for name, field in value.items()) + " }"
        case list():
            return "[" + ", ".join(map(shown, value)) + "]"
        case datetime.datetime():
            return f'ISODate("{value.isoformat(timespec="milliseconds")}Z")'
        case bson.Decimal128():
            return f'Decimal128("{value}")'
        case bytes():
            return f'BinData("{value.hex()}")'
        case _:
            return json.dumps(value, ensure_ascii=False, default=repr)


def folded(document):
    return textwrap.fill(shown(document), 78, initial_indent="  ", subsequent_indent="    ",
                         break_long_words=False, break_on_hyphens=False)


def main(uri, name):
    database = pymongo.MongoClient(uri, datetime_conversion="DATETIME_AUTO")[name]
    for collection, keys in WORTH_A_LOOK.items():
        print(collection)
        for key in keys:
            print(folded(database[collection].find_one({"_id": key})))


main(*sys.argv[1:])
