#include "mongo/verify_record.hpp"

#include "mongo/position_document.hpp"

namespace mysync::mongo {

namespace {

Bson counts_document(VerifyCounts const& counts)
{
  return Builder()
      .add("rows", counts.rows)
      .add("differing", counts.differing)
      .add("missing", counts.missing)
      .add("extra", counts.extra)
      .add("not_due", counts.not_due)
      .take();
}

VerifyCounts counts_at(bson_t const& document, std::string const& path)
{
  auto const number = [&](char const* name) {
    auto const value = number_at(document, (path + "." + name).c_str());
    return static_cast<std::uint64_t>(value.value_or(0));
  };
  return {.rows = number("rows"),
          .differing = number("differing"),
          .missing = number("missing"),
          .extra = number("extra"),
          .not_due = number("not_due")};
}

Bson walk_document(VerifyWalk const& walk)
{
  Builder document;
  document.add("begun", walk.begun).add("order", walk.order).add("rows_done", walk.rows_done);
  if (walk.position)
    document.add_array("position", position_document(*walk.position));
  else
    document.add_null("position");
  return document.add("counts", counts_document(walk.counts)).take();
}

std::optional<VerifyWalk> walk_at(bson_t const& document)
{
  auto const begun = time_at(document, "verify.walk.begun");
  if (!begun) return std::nullopt;
  VerifyWalk walk;
  walk.begun = *begun;
  walk.order = text_at(document, "verify.walk.order").value_or("");
  walk.rows_done = flag_at(document, "verify.walk.rows_done").value_or(false);
  if (auto position = position_at(document, "verify.walk.position"); !position.empty())
    walk.position = std::move(position);
  walk.counts = counts_at(document, "verify.walk.counts");
  return walk;
}

} // namespace

VerifyCounts operator+(VerifyCounts const& one, VerifyCounts const& other) noexcept
{
  return {.rows = one.rows + other.rows,
          .differing = one.differing + other.differing,
          .missing = one.missing + other.missing,
          .extra = one.extra + other.extra,
          .not_due = one.not_due + other.not_due};
}

Bson verify_document(VerifyRecord const& record)
{
  Builder document;
  if (record.ended)
    document.add("ended", *record.ended);
  else
    document.add_null("ended");
  document.add("whole", record.whole).add("counts", counts_document(record.counts));
  if (record.walk)
    document.add("walk", walk_document(*record.walk));
  else
    document.add_null("walk");
  return document.take();
}

std::optional<VerifyRecord> verify_at(bson_t const& state_document)
{
  bson_iter_t at;
  if (!find_at(state_document, "verify", at) || !BSON_ITER_HOLDS_DOCUMENT(&at)) return std::nullopt;
  VerifyRecord record;
  record.ended = time_at(state_document, "verify.ended");
  record.whole = flag_at(state_document, "verify.whole").value_or(false);
  record.counts = counts_at(state_document, "verify.counts");
  record.walk = walk_at(state_document);
  return record;
}

} // namespace mysync::mongo
