#include "mongo/clock_record.hpp"

namespace mysync::mongo {

Bson clocks_document(ClockRecord const& clocks)
{
  return Builder()
      .add("source", clocks.source)
      .add("target", clocks.target)
      .add("cursor", clocks.cursor)
      .add("server", clocks.server)
      .take();
}

std::optional<ClockRecord> clocks_at(bson_t const& document, std::string const& path)
{
  auto const source = time_at(document, (path + ".source").c_str());
  auto const target = time_at(document, (path + ".target").c_str());
  if (!source || !target) return std::nullopt;
  return ClockRecord{*source, *target, text_at(document, (path + ".cursor").c_str()).value_or(""),
                     text_at(document, (path + ".server").c_str()).value_or("")};
}

} // namespace mysync::mongo
