// The script that one writes first in Node: mysql2, mongodb, a bulk write of replaces per thousand rows.
const mysql = require("mysql2");
const { MongoClient, Decimal128 } = require("mongodb");
const told = process.env;

async function main() {
  const client = await new MongoClient(told.BENCH_URI).connect();
  const target = client.db(told.BENCH_TARGET).collection(told.BENCH_TABLE);
  const source = mysql.createConnection({
    host: told.BENCH_HOST, port: Number(told.BENCH_PORT), user: told.BENCH_USER,
    password: told.BENCH_PASSWORD, database: told.BENCH_DATABASE, charset: "utf8mb4",
  });
  let decimals = new Set(), key = "";
  const query = source.query(`SELECT * FROM ${told.BENCH_TABLE}`);
  query.on("fields", (fields) => {
    key = fields[0].name;
    decimals = new Set(fields.filter((f) => f.columnType === 246).map((f) => f.name));
  });
  const write = (batch) => target.bulkWrite(batch, { ordered: false, writeConcern: { w: "majority" } });
  let batch = [];
  for await (const row of query.stream()) {
    const { [key]: _id, ...rest } = row;
    for (const name of decimals) {
      if (rest[name] != null) rest[name] = Decimal128.fromString(rest[name]);
    }
    batch.push({ replaceOne: { filter: { _id }, replacement: { _id, ...rest }, upsert: true } });
    if (batch.length === 1000) {
      await write(batch);
      batch = [];
    }
  }
  if (batch.length) await write(batch);
  source.destroy();
  await client.close();
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
