#include "sync/late_commits.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

namespace mysync::sync {

namespace {

std::string blind_for(Table const& table, std::string const& blind)
{
  if (table.engine == "InnoDB" || !blind.empty()) return blind;
  if (table.is_view || table.engine.empty()) return "it is a view";
  return "its engine is " + table.engine;
}

} // namespace

bool server_fills_cursor(TableChoice const& choice)
{
  if (choice.cursor.empty()) return false;
  auto const* const first = choice.table.find(choice.cursor.front());
  if (first == nullptr || !first->on_update_now) return false;
  if (first->default_now) return true;
  // A row that was never changed has NULL: it is found by the second cursor, or looked at each
  // time.
  if (!first->nullable || first->default_value) return false;
  auto const* const second =
      choice.cursor.size() > 1 ? choice.table.find(choice.cursor[1]) : nullptr;
  return choice.cursor.size() == 1 || (second != nullptr && second->default_now);
}

Protection protection(TableChoice const& choice, std::string const& blind,
                      std::optional<std::chrono::milliseconds> configured_overlap)
{
  Protection result{blind_for(choice.table, blind), unproven_overlap};
  if (result.blind.empty() && server_fills_cursor(choice)) result.overlap = exact_overlap;
  result.overlap = configured_overlap.value_or(result.overlap);
  return result;
}

std::string warning(Protection const& protection)
{
  bool const can_be_granted = protection.blind.find("PROCESS") != std::string::npos;
  return fmt::format("transactions that commit late are not seen, since {}: one that is open for "
                     "longer than the overlap ({}) is missed; {}",
                     protection.blind, duration_text(protection.overlap),
                     can_be_granted ? "GRANT PROCESS ON *.* to it"
                                    : "set sync.overlap to more than the longest takes");
}

} // namespace mysync::sync
