"""The script that one writes first in Python: PyMySQL, PyMongo, a bulk write of replaces per thousand rows."""

import datetime
import decimal
import os

import bson
import pymongo
import pymysql
import pymysql.cursors

told = os.environ
table = told["BENCH_TABLE"]


def value(cell):
    if isinstance(cell, decimal.Decimal):
        return bson.Decimal128(cell)
    if isinstance(cell, datetime.date) and not isinstance(cell, datetime.datetime):
        return datetime.datetime.combine(cell, datetime.time())
    if isinstance(cell, datetime.timedelta):
        return str(cell)
    return cell


source = pymysql.connect(host=told["BENCH_HOST"], port=int(told["BENCH_PORT"]), user=told["BENCH_USER"],
                         password=told["BENCH_PASSWORD"], database=told["BENCH_DATABASE"], charset="utf8mb4")
client = pymongo.MongoClient(told["BENCH_URI"], w="majority")
target = client[told["BENCH_TARGET"]][table]
cursor = source.cursor(pymysql.cursors.SSCursor)
cursor.execute(f"SELECT * FROM {table}")
names = ["_id"] + [column[0] for column in cursor.description[1:]]
while rows := cursor.fetchmany(1000):
    documents = [dict(zip(names, map(value, row))) for row in rows]
    target.bulk_write([pymongo.ReplaceOne({"_id": d["_id"]}, d, upsert=True) for d in documents], ordered=False)
