#include "mongo/range_record.hpp"

#include "core/error.hpp"
#include "mongo/fields.hpp"
#include "mongo/position_document.hpp"

namespace mysync::mongo {

namespace {

void add_position(Builder& document, char const* name, std::optional<Position> const& position)
{
  if (position)
    document.add_array(name, position_document(*position));
  else
    document.add_null(name);
}

Bson range_document(Range const& range)
{
  Builder document;
  document.add("number", range.number);
  add_position(document, "after", range.after);
  add_position(document, "until", range.until);
  add_position(document, "position", range.position);
  document.add("worker", range.worker).add("token", range.token).add("beat", range.beat);
  return document.take();
}

std::optional<Position> optional_position(bson_t const& document, Fields const& fields,
                                          std::string const& path)
{
  if (!fields.has_array(path)) return std::nullopt;
  return position_at(document, path.c_str());
}

Range range_at(bson_t const& document, Fields const& fields, std::string const& path)
{
  auto const position = [&](char const* name) {
    return optional_position(document, fields, path + name);
  };
  auto const number = [&](char const* name) { return fields.number(path + name).value_or(0); };
  if (number(".number") <= 0) fields.refuse(path);
  return {.number = number(".number"),
          .after = position(".after"),
          .until = position(".until"),
          .position = position(".position"),
          .worker = fields.text(path + ".worker").value_or(""),
          .token = number(".token"),
          .beat = number(".beat")};
}

} // namespace

Bson to_document(Ranges const& ranges)
{
  Builder unfinished;
  for (std::size_t i = 0; i < ranges.unfinished.size(); ++i)
    unfinished.add(std::to_string(i), range_document(ranges.unfinished[i]));
  Builder document;
  document.add("load", ranges.load)
      .add("order", ranges.order)
      .add("into_empty", ranges.into_empty)
      .add_array("unfinished", unfinished.take())
      .add("all_cut", ranges.all_cut)
      .add("cut_count", ranges.cut_count)
      .add("whole", ranges.whole)
      .add("share_asked", ranges.share_asked)
      .add("revision", ranges.revision);
  add_position(document, "frontier", ranges.frontier);
  return document.take();
}

/// Everything is written together: what lacks is not what a begun load has.
Ranges ranges_of(bson_t const& document)
{
  Fields const fields(document, "remove it to begin the load anew");
  auto const load = fields.text("load");
  auto const revision = fields.number("revision");
  auto const all_cut = fields.flag("all_cut");
  if (!load || !revision || !all_cut || !fields.has_array("unfinished")) fields.refuse("");
  Ranges ranges{.load = *load,
                .order = fields.text("order").value_or(""),
                .into_empty = fields.flag("into_empty").value_or(false),
                .frontier = optional_position(document, fields, "frontier"),
                .all_cut = *all_cut,
                .cut_count = fields.number("cut_count").value_or(0),
                .whole = fields.number("whole").value_or(0),
                .share_asked = fields.flag("share_asked").value_or(false),
                .revision = *revision};
  for (std::size_t i = 0;; ++i) {
    auto const path = "unfinished." + std::to_string(i);
    if (!fields.has_document(path)) return ranges;
    ranges.unfinished.push_back(range_at(document, fields, path));
  }
}

// No `pipeline` and no `table` in it: it is not one of the tables' records.
RangeStore::RangeStore(Target const& target, std::string const& state_collection,
                       std::string const& pipeline, std::string const& table)
    : id_(pipeline + "/" + table + "#ranges"), documents_(target, state_collection)
{}

std::optional<Ranges> RangeStore::read() const
{
  std::optional<Ranges> ranges;
  Bson const filter = Builder().add("_id", id_).take();
  documents_.find(*filter.get(), *Bson().get(), [&](Found found) {
    ranges = ranges_of(found.document);
    return false;
  });
  return ranges;
}

void RangeStore::begin(Ranges const& ranges) const
{
  Bson const filter = Builder().add("_id", id_).take();
  Bson const update = Builder().add("$set", to_document(ranges)).take();
  Bson const options = Builder().add("upsert", true).take();
  documents_.update_one(*filter.get(), *update.get(), options.get());
}

bool RangeStore::replace(Ranges const& ranges) const
{
  Bson const filter =
      Builder().add("_id", id_).add("load", ranges.load).add("revision", ranges.revision).take();
  auto next = ranges;
  ++next.revision;
  Bson const update = Builder().add("$set", to_document(next)).take();
  return documents_.update_one(*filter.get(), *update.get()) == 1;
}

void RangeStore::remove() const
{
  Bson const filter = Builder().add("_id", id_).take();
  documents_.remove(*filter.get());
}

} // namespace mysync::mongo
