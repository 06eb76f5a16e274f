#include "mysql/horizon.hpp"

#include "core/parse_number.hpp"
#include "mysql/errors.hpp"
#include "mysql/innodb_status.hpp"
#include "mysql/statement_kind.hpp"

#include <thread>

namespace mysync::mysql {

namespace {

using std::chrono::microseconds;

/// A list in the cache is renewed when nobody has read it for 0.1 s: a monitor that reads it more
/// often keeps it old for ever.
constexpr std::chrono::milliseconds cache_lasts{110};
constexpr unsigned needs_process = 1227;
/// MySQL cannot list the transactions while the statement of one has a character of four octets.
constexpr unsigned cannot_convert = 3854;

std::int64_t number(std::optional<std::string> const& cell)
{
  return number_or_zero<std::int64_t>(cell);
}

std::string text_of(std::optional<std::string> const& cell) { return cell.value_or(""); }

Micros micros(std::optional<std::string> const& text) { return Micros(microseconds(number(text))); }

/// Nothing when the account may not ask.
std::optional<std::vector<TextRow>> query_if_allowed(Session& session, std::string_view sql)
{
  try {
    return session.query(sql);
  } catch (Error const& error) {
    if (error.transient()) throw;
    return std::nullopt;
  }
}

struct Process {
  std::uint64_t connection = 0;
  std::string user, host, command;
  Micros since;                    ///< its statement runs, or it sleeps
  std::optional<std::string> info; ///< the statement's text, or its beginning
};

/// MySQL's information_schema.processlist fails when any text in it has a character of four octets
/// (3854), and SHOW PROCESSLIST tells whole seconds: the statement began in the one that the
/// difference names, or later.
std::vector<Process> processes(Session& session)
{
  auto const mysql = !session.server().mariadb;
  auto const now = number(session.query("SELECT UNIX_TIMESTAMP()").at(0).at(0));
  auto const rows = session.query(
      mysql ? "SHOW PROCESSLIST"
            : "SELECT id, user, host, db, command, CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 - "
              "COALESCE(time_ms, 0) * 1000 AS SIGNED), state, LEFT(info, 1000) "
              "FROM information_schema.processlist");
  std::vector<Process> found;
  for (auto const& row : rows) {
    auto const time = number(row.at(5));
    auto const since = mysql ? (now - time) * 1'000'000 : time;
    found.push_back({static_cast<std::uint64_t>(number(row[0])), text_of(row[1]), text_of(row[2]),
                     text_of(row[4]), Micros(microseconds(since)), row.at(7)});
  }
  return found;
}

/// Replication works under `system user`, and so do threads of the server's own, as daemons.
bool replicates(Process const& process)
{
  return process.user == "system user" && process.command != "Daemon";
}

/// A statement that has no text yet may be anything.
bool runs_a_writer(Process const& process)
{
  if (process.command == "Sleep") return false;
  if (process.info) return may_write(*process.info);
  return process.command == "Query" || process.command.find("xecute") != std::string::npos;
}

std::string other_writers(Session& session)
{
  // A number, and in MariaDB 12 a word.
  auto const read_only = text_of(session.query("SELECT @@global.read_only").at(0).at(0));
  if (read_only != "0" && read_only != "OFF") return "the server is read-only, as replicas are";
  auto const cluster = session.query("SHOW GLOBAL VARIABLES LIKE 'wsrep_provider'");
  if (!cluster.empty() && !text_of(cluster[0].at(1)).empty() && cluster[0].at(1) != "none")
    return "the server is a node of a Galera cluster";
  bool const new_words = !session.server().mariadb && session.server().number >= 80022;
  auto const* const ask = session.server().mariadb ? "SHOW ALL SLAVES STATUS"
                          : new_words              ? "SHOW REPLICA STATUS"
                                                   : "SHOW SLAVE STATUS";
  auto const sources = query_if_allowed(session, ask);
  return sources && !sources->empty() ? "the server is a replica" : "";
}

/// The instant of `trx_started`, which is a wall clock in the server's system zone: in the hour
/// that comes twice the earlier one (a change back is by half an hour to three).
std::string transactions_query()
{
  std::string since = "LEAST(utc";
  for (int const minutes : {30, 60, 120, 180})
    since += fmt::format(", IF(CONVERT_TZ(utc - INTERVAL {0} MINUTE, '+00:00', 'SYSTEM') = "
                         "trx_started, utc - INTERVAL {0} MINUTE, utc)",
                         minutes);
  return fmt::format(
      "SELECT trx_mysql_thread_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', {}), "
      "trx_rows_modified FROM (SELECT trx_mysql_thread_id, trx_started, trx_rows_modified, "
      "CONVERT_TZ(trx_started, 'SYSTEM', '+00:00') AS utc FROM information_schema.innodb_trx "
      "WHERE trx_rows_modified > 0 OR trx_mysql_thread_id = CONNECTION_ID()) AS t",
      since + ")");
}

std::optional<std::vector<TextRow>> query_if_convertible(Session& session, std::string_view sql)
{
  try {
    return session.query(sql);
  } catch (Error const&) {
    if (mysql_errno(session.get()) != cannot_convert) throw;
    return std::nullopt;
  }
}

/// Nothing when this session is not in the list: then it was made before; or when there is no list.
std::optional<std::vector<Writer>> listed(Session& session)
{
  auto const rows = query_if_convertible(session, transactions_query());
  if (!rows) return std::nullopt;
  std::vector<Writer> writers;
  bool proven = false;
  for (auto const& row : *rows) {
    auto const connection = static_cast<std::uint64_t>(number(row[0]));
    if (connection == session.server().connection_id)
      proven = true;
    else
      writers.push_back({Writer::Kind::transaction, connection, micros(row[1])});
  }
  if (!proven) return std::nullopt;
  return writers;
}

/// Nothing when the server cut the list.
std::optional<std::vector<Writer>> from_status(Session& session)
{
  auto const now = number(session.query("SELECT UNIX_TIMESTAMP()").at(0).at(0));
  auto const rows = session.query("SHOW ENGINE INNODB STATUS");
  auto const found = changing_transactions(rows.empty() ? "" : text_of(rows[0].at(2)));
  if (!found) return std::nullopt;
  std::vector<Writer> writers;
  for (auto const& one : *found) {
    auto const since = std::chrono::seconds(now - static_cast<std::int64_t>(one.seconds));
    writers.push_back({Writer::Kind::transaction, one.connection, Micros(since)});
  }
  return writers;
}

/// The list first: the status is long on a busy server, and somebody's statement in it can feign a
/// transaction.
std::optional<std::vector<Writer>> transactions(Session& session)
{
  if (auto found = listed(session)) return found;
  if (auto found = from_status(session)) return found;
  std::this_thread::sleep_for(cache_lasts);
  return listed(session);
}

/// Of those without a session, some are the server's own and short; XA RECOVER names the others.
bool has_prepared(Session& session)
{
  auto const prepared = query_if_allowed(session, "XA RECOVER");
  return !prepared || !prepared->empty();
}

std::chrono::seconds uptime(Session& session)
{
  return std::chrono::seconds(
      number(session.query("SHOW GLOBAL STATUS LIKE 'Uptime'").at(0).at(1)));
}

} // namespace

Activity read_statements(Session& session)
{
  Activity activity;
  activity.clock = read_clock(session);
  for (auto const& process : processes(session)) {
    if (process.connection == session.server().connection_id) continue;
    if (replicates(process))
      activity.blind = "the server is a replica";
    else if (runs_a_writer(process))
      activity.writers.push_back({Writer::Kind::statement, process.connection, process.since});
  }
  if (activity.blind.empty()) activity.blind = other_writers(session);
  return activity;
}

void read_transactions(Session& fresh, Activity& activity)
{
  fresh.query("START TRANSACTION WITH CONSISTENT SNAPSHOT");
  try {
    auto const found = transactions(fresh);
    activity.fresh = found.has_value();
    bool detached = false;
    for (auto const& writer : found.value_or(std::vector<Writer>{})) {
      activity.writers.push_back(writer);
      detached = detached || writer.connection == 0;
    }
    activity.prepared = detached && has_prepared(fresh);
    if (activity.prepared) activity.uptime = uptime(fresh);
  } catch (Error const&) {
    if (mysql_errno(fresh.get()) != needs_process) throw;
    activity.blind = "the account lacks the right PROCESS";
  }
  fresh.query("COMMIT");
}

std::string owner(Session& session, std::uint64_t connection)
{
  for (auto const& process : processes(session))
    if (process.connection == connection)
      return process.user + "@" + process.host.substr(0, process.host.find(':'));
  return {};
}

} // namespace mysync::mysql
