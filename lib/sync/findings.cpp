// What discover says about a table's columns: the losses and traps that their types alone show.

#include "sync/findings.hpp"

#include "convert/fields.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace mysync::sync {

namespace {

bool contains(std::vector<std::string> const& names, std::string const& name)
{
  return std::ranges::find(names, name) != names.end();
}

bool is_zero_date(std::string const& text) { return text.starts_with("0000-00-00"); }

void time_findings(Column const& column, std::vector<Finding>& findings)
{
  if (column.scale > 3) {
    add_finding(findings, "microseconds", Severity::loss,
                "BSON dates have milliseconds; the digits beyond are cut");
  }
  if (column.default_value && is_zero_date(*column.default_value)) {
    add_finding(findings, "zero_date_default", Severity::risk,
                "zero dates (its default) become null, counted");
  }
}

void geometry_findings(Column const& column, std::vector<Finding>& findings)
{
  constexpr std::uint32_t wgs84 = 4326;
  if (column.srid == 0U || column.srid == wgs84) return;
  if (column.srid)
    add_finding(findings, "srid_lost", Severity::loss,
                "SRID " + std::to_string(*column.srid) +
                    ": arrives as well-known binary, without its SRID; GeoJSON is for 0 and 4326");
  else
    add_finding(findings, "srid", Severity::risk,
                "of other SRIDs than 0 and 4326 arrives well-known binary, without the SRID");
}

void value_findings(Column const& column, std::vector<Finding>& findings)
{
  switch (column.type) {
  case ColumnType::big_int:
    if (column.is_unsigned) {
      add_finding(findings, "unsigned_64_bit", Severity::risk,
                  "above 9,223,372,036,854,775,807: quarantined");
    }
    break;
  case ColumnType::decimal:
    if (column.precision > 34) {
      add_finding(findings, "wide_decimal", Severity::risk,
                  "wider than 34 digits: values that do not fit exactly are quarantined");
    }
    break;
  case ColumnType::tiny_int:
    if (column.declared.starts_with("tinyint(1)")) {
      add_finding(findings, "tinyint_1", Severity::note, "kept as a number, 0 and 1 too");
    }
    break;
  case ColumnType::date_time:
  case ColumnType::timestamp:
  case ColumnType::date: time_findings(column, findings); break;
  case ColumnType::time:
    add_finding(findings, "time_as_text", Severity::note, "kept as text, -838:59:59 to 838:59:59");
    break;
  case ColumnType::geometry: geometry_findings(column, findings); break;
  case ColumnType::unknown:
    add_finding(findings, "unknown_type", Severity::risk,
                "this type is not known: arrives as the octets that the server sends");
    break;
  default: break;
  }
  if (column.generated) add_finding(findings, "generated", Severity::note, "generated; included");
  if (column.invisible) add_finding(findings, "invisible", Severity::note, "invisible; included");
}

/// Beside what its values may lose.
void place_findings(TableChoice const& choice, SourceTraits const& source, Column const& column,
                    std::vector<Finding>& findings)
{
  auto const is_date = column.type == ColumnType::date_time ||
                       column.type == ColumnType::timestamp || column.type == ColumnType::date;
  auto const has_zero_default = column.default_value && is_zero_date(*column.default_value);
  if (is_date && source.zero_dates_allowed && !has_zero_default) {
    add_finding(findings, "zero_dates_allowed", Severity::note,
                "the server's sql_mode lets zero dates in; they become null, counted");
  }
  if (auto const problem = convert::name_problem(choice.table, choice.mapping, column);
      !problem.empty()) {
    add_finding(findings, "refused_name", Severity::loss, problem);
  }
}

/// In `_id` nothing is lost that parts two rows: such times are text there.
void keep_key_findings(ColumnFindings& entry)
{
  if (entry.bson != "string") return;
  auto const lost =
      std::erase_if(entry.findings, [](auto const& found) { return found.code == "microseconds"; });
  if (lost > 0)
    add_finding(entry.findings, "text_in_key", Severity::note, "kept as text in _id, all digits");
}

// What columns.type asks for holds a value exactly or leaves its row out.
void asked_findings(Column const& column, std::string_view bson, std::vector<Finding>& findings)
{
  if (bson.empty())
    add_finding(findings, "senseless_type", Severity::loss,
                "columns.type: " + column.declared + " cannot be that; the table is not synced");
  else
    add_finding(findings, "asked_type", Severity::note,
                "columns.type; what it does not hold exactly is quarantined");
}

ColumnFindings column_findings(TableChoice const& choice, SourceTraits const& source,
                               Column const& column)
{
  auto const in_key = contains(choice.key, column.name);
  auto const bson = convert::bson_type(column, choice.mapping);
  ColumnFindings entry{column.name, column.declared, std::string(bson), column.nullable, {}};
  if (contains(choice.options.exclude, column.name)) {
    add_finding(entry.findings, "excluded", Severity::note, "left out (columns.exclude)");
    return entry;
  }
  if (choice.mapping.types.contains(column.name))
    asked_findings(column, bson, entry.findings);
  else
    value_findings(column, entry.findings);
  place_findings(choice, source, column, entry.findings);
  if (in_key) keep_key_findings(entry);
  return entry;
}

} // namespace

TableFindings findings(TableChoice const& choice, SourceTraits const& source)
{
  TableFindings found;
  for (auto const& column : choice.table.columns)
    found.columns.push_back(column_findings(choice, source, column));
  add_table_findings(choice, found.findings);
  return found;
}

} // namespace mysync::sync
