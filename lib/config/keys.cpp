#include "config/keys.hpp"

#include <algorithm>

namespace mysync::config {
namespace {

using namespace std::chrono_literals;
using enum Section;

// A name that becomes part of `_id` ("shop/orders") or of a collection's name.
constexpr std::string_view not_in_pipeline = "/$";
constexpr std::string_view not_in_collection = "$";

Reader<TlsMode> tls_mode()
{
  return choice<TlsMode>({{"off", TlsMode::off},
                          {"required", TlsMode::required},
                          {"verify-ca", TlsMode::verify_ca},
                          {"verify-identity", TlsMode::verify_identity}});
}

Reader<Mode> mode()
{
  return choice<Mode>(
      {{"timestamp", Mode::timestamp}, {"append", Mode::append}, {"full", Mode::full}}, "binlog");
}

Reader<NullCursor> null_cursor()
{
  return choice<NullCursor>({{"sweep", NullCursor::sweep}, {"refuse", NullCursor::refuse}});
}

Reader<ZeroDates> zero_dates()
{
  return choice<ZeroDates>({{"null", ZeroDates::null},
                            {"string", ZeroDates::string},
                            {"quarantine", ZeroDates::quarantine}});
}

Reader<std::optional<Deletes>> deletes()
{
  using Result = std::variant<std::optional<Deletes>, Complaint>;
  return {Kind::text, [](Node const& node) -> Result {
            constexpr std::string_view soft = "soft:";
            auto const* word = node.as<std::string>();
            if (word != nullptr && *word == "ignore") return Deletes{};
            if (word != nullptr && *word == "reconcile")
              return Deletes{Deletes::How::reconcile, {}};
            if (word != nullptr && word->starts_with(soft) && word->size() > soft.size())
              return Deletes{Deletes::How::soft, word->substr(soft.size())};
            return Complaint{R"(write "ignore", "soft:COLUMN" or "reconcile")"};
          }};
}

std::vector<Key> mysql_keys()
{
  return {
      {mysql, "host", into(text(), &Mysql::host), "the server's name or address", "MYSQL_HOST"},
      {mysql, "socket", into(text(), &Mysql::socket),
       "the server's socket, instead of host and port"},
      {mysql, "port", into(whole<std::uint16_t>(1, 65535), &Mysql::port), "the server's TCP port",
       "MYSQL_PORT"},
      {mysql, "user", into(text(), &Mysql::user), "who logs in", "MYSQL_USER"},
      {mysql, "password", into(secret(), &Asked::password), "the password itself",
       "MYSQL_PASSWORD"},
      {mysql, "password_file", into(path(), &Asked::password_file),
       "a file that holds the password"},
      {mysql, "password_command", into(list(), &Asked::password_command),
       "a program that prints the password"},
      {mysql, "database", into(text(), &Mysql::database), "the database to sync", "MYSQL_DATABASE"},
      {mysql, "charset", into(charset(), &Asked::charset), "always utf8mb4", "MYSQL_CHARSET"},
      {mysql, "datetime_zone", into(text(), &Mysql::datetime_zone),
       "the zone in which the application wrote DATETIME columns"},
      {mysql, "tls.mode", into(tls_mode(), &Tls::mode), "how the connection is protected"},
      {mysql, "tls.ca", into(path(), &Tls::ca), "the certificate authority to trust"},
      {mysql, "tls.cert", into(path(), &Tls::cert), "our certificate"},
      {mysql, "tls.key", into(path(), &Tls::key), "our certificate's key"},
      {mysql, "compress", into(flag(), &Mysql::compress), "whether the connection is compressed"},
      {mysql, "pool.min", into(whole<unsigned>(0, 1000), &Pool::min),
       "sessions opened before the first table", "MYSQL_MIN_POOL_SIZE"},
      {mysql, "pool.max", into(whole<unsigned>(1, 1000), &Pool::max),
       "sessions, and so tables, at once", "MYSQL_MAX_POOL_SIZE"},
      {mysql, "pool.timeout", into(duration(1s), &Pool::timeout),
       "how long to wait for a connection or a free session", "MYSQL_POOL_TIMEOUT", "s"},
      {mysql, "pool.recycle", into(duration(1s), &Pool::recycle),
       "the age at which a session is replaced", "MYSQL_POOL_RECYCLE", "s"},
  };
}

std::vector<Key> mongodb_keys()
{
  return {
      {mongodb, "uri", into(uri(), &Mongodb::uri), "everything the driver's URI can say",
       "MONGODB_URI"},
      {mongodb, "database", into(name("/\\. \"$"), &Mongodb::database), "the database to write to",
       "MONGODB_DATABASE"},
      {mongodb, "allow_insecure", into(flag(), &Mongodb::allow_insecure),
       "allows w=0 and unverified TLS in the URI"},
  };
}

std::vector<Key> sync_keys()
{
  return {
      {sync, "pipeline", into(name(not_in_pipeline), &Sync::pipeline), "names the state"},
      {sync, "enabled", into(flag(), &Sync::enabled), "whether runs do anything", "SYNC_ENABLED"},
      {sync, "tables", into(list(), &Sync::tables), "patterns of the tables to sync",
       "SYNC_TABLES"},
      {sync, "exclude", into(list(), &Sync::exclude), "patterns of the tables to leave out"},
      {sync, "interval", into(duration(1s), &Sync::interval), "how often a table is due",
       "SYNC_INTERVAL_MINUTES", "m"},
      {sync, "batch_size", into(whole<std::size_t>(1, 100'000), &Sync::batch_size),
       "documents sent by one bulk write", "SYNC_BATCH_SIZE"},
      {sync, "max_retries", into(whole<unsigned>(0, 100), &Sync::max_retries),
       "how often a passing failure is tried again", "SYNC_MAX_RETRIES"},
      {sync, "retry_delay", into(duration(0s), &Sync::retry_delay),
       "the wait before the first retry", "SYNC_RETRY_DELAY", "s"},
      {sync, "overlap", into(duration_or_auto(), &Sync::overlap),
       "how far behind the watermark to read again"},
      {sync, "lease", into(duration(5s, 1h), &Sync::lease), "how long a dead run blocks the next"},
      {sync, "pause_after_failures", not_yet(), "when a failing table pauses itself"},
      {sync, "drift", not_yet(), "what a changed schema does"},
      {sync, "max_quarantine", into(percent_text(), &Sync::max_quarantine_percent),
       "the share of quarantined rows beyond which a table fails"},
      {sync, "metrics_file", not_yet(), "where metrics are written for Prometheus"},
      {sync, "alert_command", not_yet(), "a program that is run when a run fails"},
      {sync, "success_command", not_yet(), "a program that is run when a run succeeds"},
      {sync, "state_collection", into(name(not_in_collection), &Sync::state_collection),
       "the collection that holds the state"},
  };
}

std::vector<Key> table_keys()
{
  return {
      {table, "name", into(text(), &Table::name), "the table in MySQL"},
      {table, "collection", into(name(not_in_collection), &Table::collection),
       "the collection it goes to"},
      {table, "key", into(list(), &Table::key), "the columns that make `_id`"},
      {table, "cursor", into(one_or_list(2), &Table::cursor), "the column that orders changes"},
      {table, "cursor_zone", into(text(), &Table::cursor_zone),
       "the zone whose clock fills a DATETIME cursor"},
      {table, "datetime_zone", into(text(), &Table::datetime_zone),
       "the zone of this table's DATETIME columns"},
      {table, "mode", into(mode(), &Table::mode), "how changes are found"},
      {table, "interval", into(duration(1s), &Table::interval), "how often this table is due"},
      {table, "where", into(text(), &Table::where), "SQL that chooses rows"},
      {table, "null_cursor", into(null_cursor(), &Table::null_cursor),
       "what to do with rows whose cursor is NULL"},
      {table, "zero_dates", into(zero_dates(), &Table::zero_dates),
       "what becomes of zero and impossible dates"},
      {table, "keep_key", into(flag(), &Table::keep_key), "whether key columns are fields too"},
      {table, "reconcile_every", into(duration(1s), &Table::reconcile_every),
       "how often gone rows are looked for"},
      {table, "conflict", not_yet(), "who wins when both sides changed"},
      {table, "detect_conflicts", not_yet(), "whether changes made in MongoDB are noticed"},
      {table, "deletes", into(deletes(), &Table::deletes), "how deleted rows are found"},
      {table, "max_delete_percent", into(percent_number(), &Table::max_delete_percent),
       "the share of documents that one run may remove"},
      {table, "write", not_yet(), "whether a document is replaced or merged"},
      {table, "columns.exclude", into(list(), &Table::exclude), "columns that become no field"},
      {table, "columns.rename", into(fields(), &Table::rename), "other names for columns"},
      {table, "columns.type", into(types(), &Table::types), "other types for columns"},
      {table, "columns.compute", not_yet(), "fields computed by MySQL"},
      {table, "columns.mask", not_yet(), "columns whose values are masked"},
      {table, "columns.encrypt", not_yet(), "columns whose values are encrypted"},
      {table, "validate", not_yet(), "conditions that rows must meet"},
  };
}

std::vector<Key> all_keys()
{
  std::vector<Key> all;
  for (auto& part : {mysql_keys(), mongodb_keys(), sync_keys(), table_keys()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

} // namespace

std::string_view section_name(Section section) noexcept
{
  switch (section) {
  case mysql: return "[mysql]";
  case mongodb: return "[mongodb]";
  case sync: return "[sync]";
  case table: break;
  }
  return "[[table]]";
}

std::span<Key const> keys()
{
  static auto const all = all_keys();
  return all;
}

Key const* find_key(Section section, std::string_view name)
{
  auto const all = keys();
  auto const found = std::find_if(all.begin(), all.end(), [&](Key const& key) {
    return key.section == section && key.name == name;
  });
  return found == all.end() ? nullptr : &*found;
}

} // namespace mysync::config
