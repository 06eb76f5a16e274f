#include "report/reset_text.hpp"

#include "core/text.hpp"
#include "report/layout.hpp"

#include <fmt/format.h>

namespace mysync::report {
namespace {

std::string change(sync::ResetPreview const& preview)
{
  auto const from = preview.from.empty() ? "none" : escaped(preview.from);
  auto const to = preview.to.empty() ? "forgotten" : escaped(preview.to);
  return fmt::format("{}: watermark {} → {}\n", escaped(preview.table), from, to);
}

std::string consequence(sync::ResetPreview const& preview)
{
  auto const rows = preview.rows         ? "about " + counted(*preview.rows, "row", "rows")
                    : preview.to.empty() ? std::string("all rows")
                                         : std::string("the rows since then");
  auto text =
      fmt::format("the next run would read {} again and change only documents that differ\n", rows);
  if (preview.skipped) {
    text += fmt::format("it would skip {} between the two, read by no run until they change\n",
                        counted(*preview.skipped, "row", "rows"));
  }
  return text;
}

} // namespace

std::string reset_text(std::vector<sync::ResetPreview> const& previews)
{
  std::string text;
  for (auto const& preview : previews) text += change(preview) + consequence(preview);
  return text;
}

} // namespace mysync::report
