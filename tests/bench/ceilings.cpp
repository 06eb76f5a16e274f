// What no program can beat here: reading every row and dropping it, and sending documents that are
// ready.
//   ceilings text | binary       a streamed SELECT of the table, by either protocol
//   ceilings load DOCUMENTS      inserts, of a thousand at a time, by two threads

#include "connect.hpp"

#include <array>
#include <cstring>
#include <thread>
#include <vector>

namespace {

std::string all_rows() { return "SELECT * FROM " + bench::told("BENCH_TABLE"); }

void read_text()
{
  auto* const source = bench::connect_source();
  if (mysql_query(source, all_rows().c_str()) != 0) bench::give_up(mysql_error(source));
  auto* const result = mysql_use_result(source);
  unsigned long rows = 0;
  while (mysql_fetch_row(result) != nullptr) ++rows;
  if (mysql_errno(source) != 0) bench::give_up(mysql_error(source));
  std::printf("%lu\n", rows);
  mysql_free_result(result);
  mysql_close(source);
}

/// Numbers and times as they are, all else into a buffer of which the rest is cut off.
struct Cell {
  std::array<char, 4096> octets;
  MYSQL_TIME time;
  unsigned long length;
  char null;
};

void bind(MYSQL_FIELD const& field, Cell& cell, MYSQL_BIND& bind)
{
  bind.buffer_type = field.type;
  bind.buffer = cell.octets.data();
  bind.buffer_length = cell.octets.size();
  bind.length = &cell.length;
  bind.is_null = reinterpret_cast<decltype(bind.is_null)>(&cell.null);
}

void read_binary()
{
  auto* const source = bench::connect_source();
  auto* const statement = mysql_stmt_init(source);
  auto const sql = all_rows();
  if (mysql_stmt_prepare(statement, sql.data(), sql.size()) != 0 ||
      mysql_stmt_execute(statement) != 0)
    bench::give_up(mysql_stmt_error(statement));
  auto* const described = mysql_stmt_result_metadata(statement);
  auto const columns = mysql_num_fields(described);
  std::vector<Cell> cells(columns);
  std::vector<MYSQL_BIND> binds(columns);
  for (unsigned i = 0; i < columns; ++i) bind(mysql_fetch_fields(described)[i], cells[i], binds[i]);
  mysql_stmt_bind_result(statement, binds.data());
  unsigned long rows = 0;
  int status = 0;
  while ((status = mysql_stmt_fetch(statement)) == 0 || status == MYSQL_DATA_TRUNCATED) ++rows;
  if (status != MYSQL_NO_DATA || mysql_errno(source) != 0) bench::give_up(mysql_error(source));
  std::printf("%lu\n", rows);
  mysql_free_result(described);
  mysql_stmt_close(statement);
  mysql_close(source);
}

/// A document of the measured table's usual size, of which only `_id` changes.
bson_t* ready_document()
{
  return BCON_NEW("_id", BCON_INT64(0), "customer_id", BCON_INT32(1), "status", BCON_INT32(2),
                  "qty", BCON_INT32(3), "weight", BCON_DOUBLE(0.41), "name",
                  BCON_UTF8("Customer number 100000"), "email",
                  BCON_UTF8("customer100000@example.org"), "note",
                  BCON_UTF8("0123456789abcdef0123456789abcdef 0123456789abcdef0123456789abcdef "),
                  "created_at", BCON_DATE_TIME(1'704'067'200'000), "updated_at",
                  BCON_DATE_TIME(1'704'067'200'000), "active", BCON_INT32(1));
}

void load(std::int64_t first, std::int64_t last)
{
  constexpr std::int64_t at_once = 1000;
  constexpr std::size_t id_at = 4 + 1 + 4; // size, type, "_id"
  auto const place = bench::connect_target();
  auto* const document = ready_document();
  std::vector<std::uint8_t> octets(bson_get_data(document),
                                   bson_get_data(document) + document->len);
  bson_t* const unordered = BCON_NEW("ordered", BCON_BOOL(false));
  bson_t* const unchecked = BCON_NEW("validate", BCON_BOOL(false));
  bson_error_t error;
  while (first < last) {
    auto* const bulk =
        mongoc_collection_create_bulk_operation_with_opts(place.collection, unordered);
    for (auto const end = std::min(first + at_once, last); first < end; ++first) {
      std::memcpy(octets.data() + id_at, &first, sizeof first);
      bson_t view;
      if (!bson_init_static(&view, octets.data(), octets.size()) ||
          !mongoc_bulk_operation_insert_with_opts(bulk, &view, unchecked, &error))
        bench::give_up(error.message);
    }
    bson_t reply;
    if (mongoc_bulk_operation_execute(bulk, &reply, &error) == 0) bench::give_up(error.message);
    bson_destroy(&reply);
    mongoc_bulk_operation_destroy(bulk);
  }
  bson_destroy(unordered);
  bson_destroy(unchecked);
  bson_destroy(document);
  bench::close(place);
}

} // namespace

int main(int argc, char** argv)
{
  std::string const work = argc > 1 ? argv[1] : "";
  mongoc_init();
  if (work == "text") read_text();
  if (work == "binary") read_binary();
  if (work == "load" && argc > 2) {
    std::int64_t const documents = std::atoll(argv[2]);
    std::thread other(load, documents / 2, documents);
    load(0, documents / 2);
    other.join();
  }
  mongoc_cleanup();
}
