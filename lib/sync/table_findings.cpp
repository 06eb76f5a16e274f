// What discover says about a table as a whole: its cursor, its key, its rows' size, and what
// changes it without a trace.

#include "sync/findings.hpp"

#include "core/text.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace mysync::sync {

namespace {

constexpr std::uint64_t largest_document = std::uint64_t{16} << 20U;

bool looks_for_deletes(TableChoice const& choice)
{
  return choice.options.deletes.value_or(config::Deletes{}).how != config::Deletes::How::ignore;
}

void cursor_findings(TableChoice const& choice, std::vector<Finding>& findings)
{
  if (choice.cursor.empty()) {
    add_finding(findings, "no_cursor", Severity::note,
                "no cursor: every run reads every row, and removes documents whose rows are gone");
    return;
  }
  auto const& name = choice.cursor.front();
  auto const* const column = choice.table.find(name);
  if (choice.cursor_index.empty()) {
    add_finding(findings, "no_cursor_index", Severity::risk,
                "no index on " + name + ": every run reads the whole table; CREATE INDEX … ON (" +
                    name + ")");
  }
  if (choice.mode == config::Mode::append) {
    add_finding(findings, "append", Severity::risk, "mode append sees new rows only, no changes");
  } else if (column != nullptr && !column->on_update_now) {
    add_finding(findings, "no_on_update", Severity::risk,
                name +
                    " has no ON UPDATE CURRENT_TIMESTAMP: changes that do not set it are not seen");
  }
  if (column != nullptr && column->nullable && choice.cursor.size() == 1) {
    add_finding(findings, "null_cursor", Severity::risk,
                "rows whose " + name + " is NULL are read again in every run");
  }
  if (!looks_for_deletes(choice)) {
    add_finding(findings, "deletes_unseen", Severity::note,
                "deleted rows keep their documents; see deletes in sync.toml.example");
  }
}

bool changes_children(std::string const& rule) { return rule == "CASCADE" || rule == "SET NULL"; }

/// InnoDB does not fire ON UPDATE CURRENT_TIMESTAMP for what a foreign key does. A table that every
/// run reads whole is right all the same.
void foreign_key_findings(TableChoice const& choice, std::vector<Finding>& findings)
{
  if (choice.cursor.empty()) return;
  for (auto const& key : choice.table.foreign_keys) {
    if (key.on_delete == "CASCADE" && !choice.options.reconciles()) {
      add_finding(findings, "cascade", Severity::risk,
                  "rows vanish with those of " + key.referenced_table +
                      " (ON DELETE CASCADE), without a trace in a cursor: deletes = "
                      "\"reconcile\"");
    } else if (key.on_delete == "SET NULL") {
      add_finding(findings, "cascade", Severity::risk,
                  "changed when rows of " + key.referenced_table +
                      " are deleted (ON DELETE SET NULL), without a trace in a cursor");
    }
    if (changes_children(key.on_update)) {
      add_finding(findings, "cascade_update", Severity::risk,
                  "changed when keys of " + key.referenced_table + " change (ON UPDATE " +
                      key.on_update + "), without a trace in a cursor");
    }
  }
}

/// JSON has no declared length: the server's largest packet bounds it.
std::uint64_t most_octets(Column const& column)
{
  return column.type == ColumnType::json && column.length == 0 ? largest_document : column.length;
}

void size_findings(TableChoice const& choice, std::vector<Finding>& findings)
{
  std::uint64_t octets = 0;
  std::vector<std::string> large;
  for (auto const& column : choice.table.columns) {
    if (choice.mapping.exclude.contains(column.name)) continue;
    octets += most_octets(column);
    if (most_octets(column) >= largest_document / 2) large.push_back(column.name);
  }
  if (octets < largest_document) return;
  add_finding(findings, "large_rows", Severity::risk,
              fmt::format("rows may exceed MongoDB's 16 MiB{}: such rows are quarantined",
                          large.empty() ? "" : fmt::format(" ({})", fmt::join(large, ", "))));
}

void key_findings(TableChoice const& choice, std::vector<Finding>& findings)
{
  auto const* const primary = choice.table.primary_key();
  if (primary == nullptr && !choice.table.is_view) {
    add_finding(
        findings, "no_primary_key", Severity::note,
        fmt::format("no primary key: the unique key ({}) makes _id", fmt::join(choice.key, ", ")));
  }
  for (auto const& column : choice.key) {
    if (auto const* const found = choice.table.find(column);
        found != nullptr && !orders_by_value(*found)) {
      add_finding(findings, "key_order", Severity::note,
                  "key column " + column + " (" + found->declared +
                      ") cannot be continued: a killed first load starts again");
    }
  }
}

} // namespace

void add_table_findings(TableChoice const& choice, std::vector<Finding>& findings)
{
  if (!choice.problem.empty()) {
    add_finding(findings, "not_synced", Severity::loss, choice.problem);
    return;
  }
  cursor_findings(choice, findings);
  foreign_key_findings(choice, findings);
  size_findings(choice, findings);
  key_findings(choice, findings);
}

} // namespace mysync::sync
