#include "convert/plan.hpp"

#include "bson/limits.hpp"
#include "config/rules.hpp"
#include "convert/fields.hpp"
#include "convert/refusal.hpp"
#include "convert/rules.hpp"
#include "convert/zone.hpp"
#include "core/error.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

namespace mysync::convert {

namespace {

using bson::largest_document;
constexpr std::size_t size_prefix = sizeof(std::int32_t);

struct Step {
  std::size_t cell;
  Encoder encoder;
};

struct Failure {
  Outcome outcome = Outcome::written;
  std::size_t cell = 0;
  explicit operator bool() const noexcept { return outcome != Outcome::written; }
};

Outcome write_value(Encoder const& encoder, Cell const& cell, bson::Writer& out)
{
  // Before it is copied: what one cell holds may be many times what a document may.
  if (cell.kind >= Cell::Kind::bytes &&
      (cell.kind == Cell::Kind::beginning || cell.bytes.size() > largest_document))
    return Outcome::too_large;
  return encoder.encode(encoder, cell, out);
}

std::optional<config::FieldType> asked_type(Column const& column, Mapping const& mapping)
{
  auto const asked = mapping.types.find(column.name);
  return asked == mapping.types.end() ? std::nullopt : std::optional(asked->second);
}

std::string_view word_of(config::FieldType type)
{
  auto const words = config::field_types();
  return std::ranges::find(words, type, &std::pair<std::string_view, config::FieldType>::second)
      ->first;
}

Error impossible(Table const& table, Column const& column, Use use)
{
  if (!use.asked)
    return failure(Fault::config,
                   "table {}: column {} of the key has the type {}, which mysync does not know; "
                   "choose another with key = [\"…\"]",
                   table.name, column.name, column.declared);
  std::vector<std::string> possible;
  for (auto const& [word, type] : config::field_types())
    if (rule_of(column, {use.wall_clock, use.place, type}).encode != nullptr)
      possible.emplace_back(word);
  return failure(Fault::config,
                 "table {}: columns.type: column {}{} is {}, which \"{}\" makes no sense of; {}",
                 table.name, column.name, use.place == Place::key ? " of the key" : "",
                 column.declared, word_of(*use.asked),
                 possible.empty() ? "leave it out" : "write " + config::alternatives(possible));
}

} // namespace

struct Plan::Parts {
  Parts(Table const& the_table, Mapping const& mapping);

  Step step(MappedColumn const& mapped, config::ZeroDates zero_dates, Rule const& rule);
  Failure write_id(auto const& cell_of, bson::Writer& out) const;
  Failure write_fields(Row row, bson::Writer& out) const;
  Refusal refusal(Row row, Failure const& why) const;

  Table table;
  Fields fields;
  Zone zone;
  Notes notes;
  bson::Json json;
  bson::Field id_field{"_id"};
  std::vector<Step> id_steps; ///< a single one writes `_id` itself
  std::vector<Step> steps;
  std::size_t room = 1024; ///< what a document may need, from those before it
};

Plan::Parts::Parts(Table const& the_table, Mapping const& mapping)
    : table(the_table), fields(fields_of(table, mapping)), zone(mapping.datetime_zone)
{
  auto const wall_clock = zone.is_utc() ? WallClock::utc : WallClock::other;
  auto const possible_rule = [&](Column const& column, Place place) {
    auto const asked = asked_type(column, mapping);
    auto const rule = rule_of(column, {wall_clock, place, asked});
    if (rule.encode == nullptr) throw impossible(table, column, {wall_clock, place, asked});
    return rule;
  };
  for (auto const& mapped : fields.id) {
    auto const& column = *fields.columns[mapped.index];
    auto const rule = possible_rule(column, Place::key);
    id_steps.push_back(step(mapped, config::ZeroDates::quarantine, rule));
  }
  for (auto const& mapped : fields.fields) {
    auto const& column = *fields.columns[mapped.index];
    auto const rule = possible_rule(column, Place::field);
    steps.push_back(step(mapped, mapping.zero_dates, rule));
  }
}

Step Plan::Parts::step(MappedColumn const& mapped, config::ZeroDates zero_dates, Rule const& rule)
{
  return {mapped.index, Encoder{.encode = rule.encode,
                                .field = bson::Field(mapped.field),
                                .column = fields.columns[mapped.index],
                                .zero_dates = zero_dates,
                                .zone = &zone,
                                .notes = &notes,
                                .json = &json}};
}

// `cell_of(i)`: the cell of the i-th key column.
Failure Plan::Parts::write_id(auto const& cell_of, bson::Writer& out) const
{
  auto const composite = id_steps.size() > 1;
  auto const mark = composite ? out.begin_document(id_field) : bson::Writer::Mark{};
  for (std::size_t i = 0; i < id_steps.size(); ++i) {
    Cell const& cell = cell_of(i);
    auto const outcome = cell.kind == Cell::Kind::null
                             ? Outcome::null_in_key
                             : write_value(id_steps[i].encoder, cell, out);
    if (outcome != Outcome::written) return {outcome, id_steps[i].cell};
  }
  if (composite) out.end(mark);
  return {};
}

// Not inlined, nor is the rare case below: the loop then keeps its registers, a tenth of the whole
// cost.
[[gnu::noinline]] Failure Plan::Parts::write_fields(Row row, bson::Writer& out) const
{
  for (auto const& step : steps) {
    Cell const& cell = row[step.cell];
    if (cell.kind == Cell::Kind::null) {
      out.null(step.encoder.field);
      continue;
    }
    auto const outcome = write_value(step.encoder, cell, out);
    if (outcome != Outcome::written) return {outcome, step.cell};
    if (out.size() > largest_document) return {Outcome::too_large, step.cell};
  }
  return {};
}

[[gnu::noinline]] Refusal Plan::Parts::refusal(Row row, Failure const& why) const
{
  Refusal out;
  out.key = key_text(fields.columns, row, fields.key);
  out.row = key_values(fields.columns, row, fields.key);
  out.reason = reason_of(why.outcome);
  out.column = fields.columns[why.cell]->name;
  out.message = refusal_message(fields.columns, row, why.outcome, why.cell);
  out.cells = cell_texts(fields.columns, row, fields.shown);
  return out;
}

Plan::Plan(Table const& table, Mapping const& mapping)
    : parts_(std::make_unique<Parts>(table, mapping))
{}

Plan::~Plan() = default;
Plan::Plan(Plan&&) noexcept = default;
Plan& Plan::operator=(Plan&&) noexcept = default;

std::vector<Column const*> const& Plan::columns() const noexcept { return parts_->fields.columns; }
std::vector<std::size_t> const& Plan::key() const noexcept { return parts_->fields.key; }
Notes const& Plan::notes() const noexcept { return parts_->notes; }

std::vector<Column const*> Plan::key_columns() const
{
  std::vector<Column const*> found;
  for (auto const index : key()) found.push_back(columns()[index]);
  return found;
}

std::size_t Plan::index_of(std::string_view column) const
{
  auto const found = std::ranges::find(columns(), column, &Column::name);
  if (found == columns().end()) throw std::out_of_range("the plan does not read that column");
  return static_cast<std::size_t>(found - columns().begin());
}

void Plan::encode(Row row, Batch& out)
{
  auto const offset = out.bytes.size();
  bson::Writer writer(out.bytes, parts_->room);
  auto const mark = writer.begin_document();
  auto const key_cell = [&](std::size_t i) -> Cell const& { return row[parts_->fields.key[i]]; };
  auto failed = parts_->write_id(key_cell, writer);
  auto const id_size = failed ? 0 : writer.size() - size_prefix;
  if (!failed) failed = parts_->write_fields(row, writer);
  writer.end(mark);
  if (!failed && writer.size() > largest_document) failed = {Outcome::too_large};
  if (failed) {
    auto& refusal = out.refused.emplace_back(parts_->refusal(row, failed));
    refusal.id.assign(writer.data(size_prefix), writer.data(size_prefix + id_size));
    out.refused_bytes += text_size(refusal);
  } else {
    out.documents.push_back(
        {offset, static_cast<std::uint32_t>(writer.size()), static_cast<std::uint32_t>(id_size)});
    constexpr std::size_t most_room = 4096; // making room writes zeros, so it must stay cheap
    parts_->room = std::min(writer.size() + writer.size() / 4, most_room);
    writer.finish();
  }
  ++out.rows;
}

std::size_t Plan::encode_id(Row key_cells, std::vector<std::uint8_t>& out)
{
  bson::Writer writer(out, 64);
  auto const key_cell = [&](std::size_t i) -> Cell const& { return key_cells[i]; };
  if (parts_->write_id(key_cell, writer)) return 0;
  auto const size = writer.size();
  writer.finish();
  return size;
}

std::string_view bson_type(Column const& column, Mapping const& mapping)
{
  auto const utc = Zone(mapping.datetime_zone).is_utc();
  auto const in_key = std::ranges::find(mapping.key, column.name) != mapping.key.end();
  return rule_of(column, {utc ? WallClock::utc : WallClock::other,
                          in_key ? Place::key : Place::field, asked_type(column, mapping)})
      .bson;
}

void Notes::add(Notes const& more)
{
  for (auto const& [column, count] : more.zero_dates) zero_dates[column] += count;
  for (auto const& [column, count] : more.ambiguous) ambiguous[column] += count;
  for (auto const& [column, count] : more.skipped) skipped[column] += count;
}

} // namespace mysync::convert
