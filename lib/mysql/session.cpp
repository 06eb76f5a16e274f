#include "mysql/session.hpp"

#include "core/parse_number.hpp"
#include "mysql/connect.hpp"
#include "mysql/errors.hpp"
#include "mysql/session_settings.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace mysync::mysql {

namespace {

Connection connected(config::Mysql const& options, std::string_view context)
{
  ClientLibrary::start();
  use_in_this_thread();
  return connect(options, context);
}

TextRow text_row(MYSQL_ROW row, unsigned long const* lengths, unsigned count)
{
  TextRow cells(count);
  for (unsigned i = 0; i < count; ++i)
    if (row[i] != nullptr) cells[i].emplace(row[i], lengths[i]);
  return cells;
}

bool contains_no_case(std::string_view text, std::string_view lower)
{
  auto const same = [](char a, char b) { return (a | 0x20) == b; };
  return std::search(text.begin(), text.end(), lower.begin(), lower.end(), same) != text.end();
}

} // namespace

Session::Session(config::Mysql const& options, std::string_view context)
    : where_(address(options)), connection_(connected(options, context)),
      line_(::fcntl(socket_of(connection_.get()), F_DUPFD_CLOEXEC, 0)),
      opened_(std::chrono::steady_clock::now())
{
  if (line_.get() < 0)
    throw failure(Fault::source, "connecting to {}: {}", where_,
                  std::generic_category().message(errno));
  introduce();
  for (auto const& setting : session_settings(server_)) query(setting);
  // Over what the handshake asked for: a server may be told to ignore it, or an init_connect undo
  // it.
  if (mysql_set_character_set(get(), "utf8mb4") != 0) throw error("setting up " + where_);
}

void Session::introduce()
{
  auto const row = query("SELECT VERSION(), @@version_comment, CONNECTION_ID()").at(0);
  server_.version = row.at(0).value_or("");
  server_.number = version_number(server_.version);
  server_.mariadb = contains_no_case(server_.version, "mariadb") ||
                    contains_no_case(row.at(1).value_or(""), "mariadb");
  server_.connection_id = number_or_zero(row.at(2));
}

std::vector<TextRow> Session::query(std::string_view sql)
{
  auto const doing = "asking " + where_;
  if (mysql_real_query(get(), sql.data(), sql.size()) != 0) throw error(doing);
  Result const result(mysql_store_result(get()));
  if (!result) {
    if (mysql_field_count(get()) == 0) return {};
    throw error(doing);
  }
  std::vector<TextRow> rows;
  auto const count = mysql_num_fields(result.get());
  while (MYSQL_ROW const row = mysql_fetch_row(result.get()))
    rows.push_back(text_row(row, mysql_fetch_lengths(result.get()), count));
  return rows;
}

void Session::cut() noexcept
{
  usable_ = false;
  static_cast<void>(::shutdown(line_.get(), SHUT_RDWR));
}

Error Session::error(std::string_view doing, MYSQL_STMT* statement)
{
  auto error = statement == nullptr ? connection_error(doing, get())
                                    : statement_error(doing, statement, get());
  // What the server refuses leaves the connection as it was; what may pass often does not, and a
  // new connection costs little.
  if (error.transient()) usable_ = false;
  return error;
}

std::string client_version()
{
  return fmt::format("{} {}", is_libmariadb ? "libmariadb" : "libmysqlclient",
                     mysql_get_client_info());
}

} // namespace mysync::mysql
