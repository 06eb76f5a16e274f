#include "report/discover_toml.hpp"

#include "core/text.hpp"
#include "report/toml_lines.hpp"
#include "report/words.hpp"

#include <fmt/format.h>

namespace mysync::report {
namespace {

char const* tls_name(config::TlsMode mode) noexcept
{
  switch (mode) {
  case config::TlsMode::automatic: return "";
  case config::TlsMode::off: return "off";
  case config::TlsMode::required: return "required";
  case config::TlsMode::verify_ca: return "verify-ca";
  case config::TlsMode::verify_identity: break;
  }
  return "verify-identity";
}

char const* zero_dates_name(config::ZeroDates policy) noexcept
{
  switch (policy) {
  case config::ZeroDates::null: return "null";
  case config::ZeroDates::string: return "string";
  case config::ZeroDates::quarantine: break;
  }
  return "quarantine";
}

/// From the file it came from, else from the environment.
void add_password(TomlLines& lines, config::Mysql const& mysql)
{
  if (mysql.password_source.starts_with('/'))
    lines.text("password_file", mysql.password_source);
  else if (!mysql.password.empty())
    lines.add("password", "\"${MYSQL_PASSWORD}\"");
}

std::string mysql_lines(config::Mysql const& mysql)
{
  config::Mysql const normal;
  TomlLines lines;
  if (mysql.socket.empty())
    lines.add("host", toml_string(mysql.host)).add("port", std::to_string(mysql.port));
  lines.text("socket", mysql.socket).text("user", mysql.user);
  add_password(lines, mysql);
  lines.text("database", mysql.database)
      .text("datetime_zone", mysql.datetime_zone, normal.datetime_zone)
      .text("tls.mode", tls_name(mysql.tls.mode))
      .text("tls.ca", mysql.tls.ca)
      .text("tls.cert", mysql.tls.cert)
      .text("tls.key", mysql.tls.key)
      .flag("compress", mysql.compress);
  if (mysql.pool.min != normal.pool.min) lines.add("pool.min", std::to_string(mysql.pool.min));
  if (mysql.pool.max != normal.pool.max) lines.add("pool.max", std::to_string(mysql.pool.max));
  lines.duration("pool.timeout", mysql.pool.timeout, normal.pool.timeout)
      .duration("pool.recycle", mysql.pool.recycle, normal.pool.recycle);
  return "[mysql]\n" + lines.str();
}

/// What stands before an @ is an account; options name files, and one of them a password.
bool may_hold_secret(std::string const& uri)
{
  return uri.find('@') != std::string::npos || uri.find("assword") != std::string::npos ||
         uri.find("authMechanismProperties") != std::string::npos;
}

std::string mongodb_lines(config::Mongodb const& mongodb)
{
  std::string const uri = mongodb.uri.reveal();
  TomlLines lines;
  if (may_hold_secret(uri))
    lines.add("uri", "\"${MONGODB_URI}\"");
  else
    lines.text("uri", uri);
  lines.text("database", mongodb.database).flag("allow_insecure", mongodb.allow_insecure);
  return "[mongodb]\n" + lines.str();
}

/// What cannot be synced is left out, so that the others run without a failure.
std::string sync_lines(sync::Discovered const& found, config::Sync const& sync)
{
  config::Sync const normal;
  auto exclude = sync.exclude;
  std::string reasons;
  for (auto const& choice : found.tables) {
    if (choice.problem.empty()) continue;
    exclude.push_back(choice.table.name);
    reasons += toml_comment("left out: " + choice.problem) + '\n';
  }
  TomlLines lines;
  lines.text("pipeline", sync.pipeline)
      .flag("enabled", sync.enabled, true)
      .list("tables", sync.tables, normal.tables)
      .list("exclude", exclude)
      .duration("interval", sync.interval, normal.interval)
      .duration("retry_delay", sync.retry_delay, normal.retry_delay)
      .duration("lease", sync.lease, normal.lease)
      .text("state_collection", sync.state_collection, normal.state_collection);
  if (sync.batch_size) lines.add("batch_size", std::to_string(*sync.batch_size));
  if (sync.max_retries != normal.max_retries)
    lines.add("max_retries", std::to_string(sync.max_retries));
  if (sync.drift != config::Drift::follow)
    lines.text("drift", sync.drift == config::Drift::fail ? "fail" : "ignore");
  if (sync.overlap) lines.add("overlap", toml_string(duration_text(*sync.overlap)));
  if (sync.max_quarantine_percent != normal.max_quarantine_percent)
    lines.add("max_quarantine", toml_string(fmt::format("{}%", sync.max_quarantine_percent)));
  return "[sync]\n" + reasons + lines.str();
}

std::string comments(sync::TableChoice const& choice, sync::TableFindings const& found)
{
  auto text = toml_comment(choice.reason) + '\n';
  auto const add = [&](std::string const& where, sync::Finding const& finding) {
    if (finding.severity == sync::Severity::note) return;
    text += toml_comment(
                fmt::format("{}: {}{}", severity_name(finding.severity), where, finding.message)) +
            '\n';
  };
  for (auto const& column : found.columns)
    for (auto const& finding : column.findings) add(column.column + ": ", finding);
  for (auto const& finding : found.findings) add("", finding);
  return text;
}

std::string deletes_text(config::Deletes const& deletes)
{
  switch (deletes.how) {
  case config::Deletes::How::ignore: return "ignore";
  case config::Deletes::How::soft: return "soft:" + deletes.column;
  case config::Deletes::How::reconcile: break;
  }
  return "reconcile";
}

std::string renames(std::map<std::string, std::string> const& rename)
{
  std::string text;
  for (auto const& [column, field] : rename)
    text +=
        fmt::format("{}{} = {}", text.empty() ? "" : ", ", toml_string(column), toml_string(field));
  return "{ " + text + " }";
}

std::string table_lines(sync::TableChoice const& choice)
{
  auto const& options = choice.options;
  config::Table const normal;
  TomlLines lines;
  lines.text("name", choice.table.name)
      .text("collection", choice.collection)
      .list("key", choice.key)
      .list("cursor", choice.cursor)
      .text("mode", mode_name(choice.mode))
      .text("cursor_zone", options.cursor_zone.value_or(""))
      .text("datetime_zone", options.datetime_zone.value_or(""))
      .text("where", options.where)
      .text("null_cursor", options.null_cursor == config::NullCursor::refuse ? "refuse" : "")
      .text("zero_dates", zero_dates_name(options.zero_dates), "null")
      .flag("keep_key", options.keep_key)
      .number("max_delete_percent", options.max_delete_percent, normal.max_delete_percent)
      .list("columns.exclude", options.exclude);
  if (options.deletes) lines.text("deletes", deletes_text(*options.deletes));
  if (options.reconcile_every)
    lines.add("reconcile_every", toml_string(duration_text(*options.reconcile_every)));
  if (options.interval) lines.add("interval", toml_string(duration_text(*options.interval)));
  if (!options.rename.empty()) lines.add("columns.rename", renames(options.rename));
  return "[[table]]\n" + lines.str();
}

} // namespace

std::string discover_toml(sync::Discovered const& found, config::Config const& config)
{
  auto text = mysql_lines(config.mysql) + '\n' + mongodb_lines(config.mongodb) + '\n' +
              sync_lines(found, config.sync);
  for (auto const& table : found.left_out) text += toml_comment("left out: " + table) + '\n';
  for (std::size_t i = 0; i < found.tables.size(); ++i) {
    auto const& choice = found.tables[i];
    if (choice.problem.empty())
      text += '\n' + comments(choice, found.findings.at(i)) + table_lines(choice);
  }
  return text;
}

} // namespace mysync::report
