// What discover says about a table: the losses and traps that its schema alone shows.

#include "sync/choice.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

void add(std::vector<Finding>& findings, char const* code, Severity severity, std::string message)
{
  findings.push_back({code, severity, std::move(message), std::nullopt, {}});
}

bool contains(std::vector<std::string> const& names, std::string const& name)
{
  return std::ranges::find(names, name) != names.end();
}

bool is_zero_date(std::string const& text) { return text.starts_with("0000-00-00"); }

void time_findings(Column const& column, std::vector<Finding>& findings)
{
  if (column.scale > 3) {
    add(findings, "microseconds", Severity::loss,
        "BSON dates have milliseconds; the digits beyond are cut");
  }
  if (column.default_value && is_zero_date(*column.default_value)) {
    add(findings, "zero_date_default", Severity::risk,
        "zero dates (its default) become null, counted");
  }
}

void value_findings(Column const& column, std::vector<Finding>& findings)
{
  switch (column.type) {
  case ColumnType::big_int:
    if (column.is_unsigned) {
      add(findings, "unsigned_64_bit", Severity::risk,
          "above 9,223,372,036,854,775,807: quarantined");
    }
    break;
  case ColumnType::decimal:
    if (column.precision > 34) {
      add(findings, "wide_decimal", Severity::risk,
          "wider than 34 digits: values that do not fit exactly are quarantined");
    }
    break;
  case ColumnType::tiny_int:
    if (column.declared.starts_with("tinyint(1)")) {
      add(findings, "tinyint_1", Severity::note, "kept as a number, 0 and 1 too");
    }
    break;
  case ColumnType::date_time:
  case ColumnType::timestamp:
  case ColumnType::date: time_findings(column, findings); break;
  case ColumnType::time:
    add(findings, "time_as_text", Severity::note, "kept as text, -838:59:59 to 838:59:59");
    break;
  case ColumnType::json:
    add(findings, "json_as_text", Severity::risk, "arrives as text for now, not as a document");
    break;
  case ColumnType::geometry:
    add(findings, "geometry_as_binary", Severity::risk, "arrives as the server's binary for now");
    break;
  case ColumnType::vector:
    add(findings, "vector_as_binary", Severity::risk, "arrives as the server's binary for now");
    break;
  case ColumnType::unknown:
    add(findings, "unknown_type", Severity::loss,
        "this type is not known; leave it out: columns.exclude = [\"" + column.name + "\"]");
    break;
  default: break;
  }
  if (column.generated) add(findings, "generated", Severity::note, "generated; included");
  if (column.invisible) add(findings, "invisible", Severity::note, "invisible; included");
}

void cursor_findings(TableChoice const& choice, std::vector<Finding>& findings)
{
  if (choice.cursor.empty()) {
    add(findings, "no_cursor", Severity::note,
        "no cursor: every run reads every row, and removes documents whose rows are gone");
    return;
  }
  auto const& name = choice.cursor.front();
  auto const* const column = choice.table.find(name);
  if (choice.cursor_index.empty()) {
    add(findings, "no_cursor_index", Severity::risk,
        "no index on " + name + ": every run reads the whole table; CREATE INDEX … ON (" + name +
            ")");
  }
  if (choice.mode == config::Mode::append) {
    add(findings, "append", Severity::risk, "mode append sees new rows only, no changes");
  } else if (column != nullptr && !column->on_update_now) {
    add(findings, "no_on_update", Severity::risk,
        name + " has no ON UPDATE CURRENT_TIMESTAMP: changes that do not set it are not seen");
  }
  if (column != nullptr && column->nullable && choice.cursor.size() == 1) {
    add(findings, "null_cursor", Severity::risk,
        "rows whose " + name + " is NULL are read again in every run");
  }
  if (choice.options.deletes.value_or(config::Deletes{}).how == config::Deletes::How::ignore)
    add(findings, "deletes_unseen", Severity::note,
        "deleted rows keep their documents; see deletes in sync.toml.example");
}

void table_findings(TableChoice const& choice, std::vector<Finding>& findings)
{
  if (!choice.problem.empty()) {
    add(findings, "not_synced", Severity::loss, choice.problem);
    return;
  }
  cursor_findings(choice, findings);
  for (auto const& key : choice.table.foreign_keys) {
    if (key.on_delete == "CASCADE" || key.on_delete == "SET NULL") {
      add(findings, "cascade", Severity::risk,
          "changed by ON DELETE " + key.on_delete + " from " + key.referenced_table +
              ": such changes leave no trace in a cursor");
    }
  }
  for (auto const& column : choice.key) {
    if (auto const* const found = choice.table.find(column);
        found != nullptr && !orders_by_value(*found)) {
      add(findings, "key_order", Severity::note,
          "key column " + column + " (" + found->declared +
              ") cannot be continued: a killed first load starts again");
    }
  }
}

} // namespace

TableFindings findings(TableChoice const& choice)
{
  TableFindings found;
  for (auto const& column : choice.table.columns) {
    auto const in_key = contains(choice.key, column.name);
    auto const bson = in_key ? convert::bson_id_type(column, choice.mapping.datetime_zone)
                             : convert::bson_type(column);
    ColumnFindings entry{column.name, column.declared, std::string(bson), column.nullable, {}};
    bool const excluded = contains(choice.options.exclude, column.name);
    if (excluded)
      add(entry.findings, "excluded", Severity::note, "left out (columns.exclude)");
    else
      value_findings(column, entry.findings);
    found.columns.push_back(std::move(entry));
  }
  table_findings(choice, found.findings);
  return found;
}

} // namespace mysync::sync
