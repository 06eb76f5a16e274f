#include "report/words.hpp"

#include <algorithm>

namespace mysync::report {
namespace {

bool has_loss(std::vector<sync::Finding> const& findings) noexcept
{
  return std::ranges::any_of(
      findings, [](auto const& finding) { return finding.severity == sync::Severity::loss; });
}

} // namespace

char const* severity_name(sync::Severity severity) noexcept
{
  switch (severity) {
  case sync::Severity::loss: return "loss";
  case sync::Severity::risk: return "risk";
  case sync::Severity::note: break;
  }
  return "note";
}

char const* mode_name(config::Mode mode) noexcept
{
  switch (mode) {
  case config::Mode::timestamp: return "timestamp";
  case config::Mode::append: return "append";
  case config::Mode::full: break;
  }
  return "full";
}

bool loses_something(std::vector<sync::TableChoice> const& tables,
                     std::vector<sync::TableFindings> const& found) noexcept
{
  if (std::ranges::any_of(tables, [](auto const& table) { return !table.problem.empty(); }))
    return true;
  return std::ranges::any_of(found, [](auto const& table) {
    return has_loss(table.findings) || std::ranges::any_of(table.columns, [](auto const& column) {
             return has_loss(column.findings);
           });
  });
}

} // namespace mysync::report
