// The loop that one writes first: text protocol, libbson, a bulk write of replaces for each
// thousand rows.

#include "connect.hpp"

#include <cstdint>
#include <cstring>

namespace {

constexpr unsigned batch_rows = 1000;
constexpr unsigned binary_charset = 63;

std::int64_t milliseconds(char const* text)
{
  tm time{};
  int read = 0;
  std::sscanf(text, "%d-%d-%d %d:%d:%d%n", &time.tm_year, &time.tm_mon, &time.tm_mday,
              &time.tm_hour, &time.tm_min, &time.tm_sec, &read);
  auto const fraction = read > 0 && text[read] == '.' ? std::atof(text + read) : 0;
  time.tm_year -= 1900;
  time.tm_mon -= 1;
  return static_cast<std::int64_t>(timegm(&time)) * 1000 +
         static_cast<std::int64_t>(fraction * 1000);
}

void append(bson_t& document, char const* name, MYSQL_FIELD const& field, char const* value,
            unsigned long size)
{
  auto const length = static_cast<int>(size);
  switch (field.type) {
  case MYSQL_TYPE_TINY:
  case MYSQL_TYPE_SHORT:
  case MYSQL_TYPE_INT24:
  case MYSQL_TYPE_YEAR:
  case MYSQL_TYPE_LONG: bson_append_int32(&document, name, -1, std::atoi(value)); return;
  case MYSQL_TYPE_LONGLONG: bson_append_int64(&document, name, -1, std::atoll(value)); return;
  case MYSQL_TYPE_FLOAT:
  case MYSQL_TYPE_DOUBLE: bson_append_double(&document, name, -1, std::atof(value)); return;
  case MYSQL_TYPE_NEWDECIMAL: {
    bson_decimal128_t decimal;
    bson_decimal128_from_string(value, &decimal);
    bson_append_decimal128(&document, name, -1, &decimal);
    return;
  }
  case MYSQL_TYPE_DATE:
  case MYSQL_TYPE_DATETIME:
  case MYSQL_TYPE_TIMESTAMP:
    bson_append_date_time(&document, name, -1, milliseconds(value));
    return;
  case MYSQL_TYPE_STRING:
  case MYSQL_TYPE_VAR_STRING:
  case MYSQL_TYPE_BLOB:
    if (field.charsetnr == binary_charset) {
      bson_append_binary(&document, name, -1, BSON_SUBTYPE_BINARY,
                         reinterpret_cast<std::uint8_t const*>(value),
                         static_cast<std::uint32_t>(size));
      return;
    }
    [[fallthrough]];
  default: bson_append_utf8(&document, name, -1, value, length);
  }
}

class Writer {
public:
  explicit Writer(mongoc_collection_t* collection) : collection_(collection) { begin(); }

  void replace(bson_t const& selector, bson_t const& document)
  {
    if (!mongoc_bulk_operation_replace_one_with_opts(bulk_, &selector, &document, upsert_, &error_))
      bench::give_up(error_.message);
    if (++rows_ % batch_rows == 0) {
      end();
      begin();
    }
  }
  void finish()
  {
    if (rows_ % batch_rows != 0) end();
  }

private:
  void begin()
  {
    bulk_ = mongoc_collection_create_bulk_operation_with_opts(collection_, unordered_);
  }
  void end()
  {
    bson_t reply;
    if (mongoc_bulk_operation_execute(bulk_, &reply, &error_) == 0) bench::give_up(error_.message);
    bson_destroy(&reply);
    mongoc_bulk_operation_destroy(bulk_);
  }

  mongoc_collection_t* collection_;
  mongoc_bulk_operation_t* bulk_ = nullptr;
  bson_t* unordered_ = BCON_NEW("ordered", BCON_BOOL(false));
  bson_t* upsert_ = BCON_NEW("upsert", BCON_BOOL(true));
  bson_error_t error_{};
  unsigned rows_ = 0;
};

} // namespace

int main()
{
  mongoc_init();
  auto* const source = bench::connect_source();
  auto const place = bench::connect_target();
  if (mysql_query(source, ("SELECT * FROM " + bench::told("BENCH_TABLE")).c_str()) != 0)
    bench::give_up(mysql_error(source));
  auto* const result = mysql_use_result(source);
  auto const* const fields = mysql_fetch_fields(result);
  auto const columns = mysql_num_fields(result);
  Writer writer(place.collection);
  while (auto* const row = mysql_fetch_row(result)) {
    auto const* const sizes = mysql_fetch_lengths(result);
    bson_t selector;
    bson_t document;
    bson_init(&selector);
    bson_init(&document);
    append(selector, "_id", fields[0], row[0], sizes[0]);
    for (unsigned i = 0; i < columns; ++i) {
      char const* const name = i == 0 ? "_id" : fields[i].name;
      if (row[i] == nullptr)
        bson_append_null(&document, name, -1);
      else
        append(document, name, fields[i], row[i], sizes[i]);
    }
    writer.replace(selector, document);
    bson_destroy(&selector);
    bson_destroy(&document);
  }
  if (mysql_errno(source) != 0) bench::give_up(mysql_error(source));
  writer.finish();
  mysql_free_result(result);
  mysql_close(source);
  bench::close(place);
  mongoc_cleanup();
}
