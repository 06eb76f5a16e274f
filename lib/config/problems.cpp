#include "config/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace mysync::config {

std::string Place::text() const
{
  auto out = file;
  if (line != 0) out += fmt::format(":{}", line);
  if (column != 0) out += fmt::format(":{}", column);
  if (variable.empty()) return out;
  return out.empty() ? variable : out + ": " + variable;
}

void Problems::add(Place const& place, std::string const& text)
{
  problems_.push_back({place, text});
}

std::string Problems::text() const
{
  auto sorted = problems_;
  std::stable_sort(sorted.begin(), sorted.end(), [](Problem const& a, Problem const& b) {
    auto const order = [](Place const& p) { return std::tie(p.rank, p.line, p.column); };
    return order(a.place) < order(b.place);
  });
  std::string out;
  for (auto const& [place, text] : sorted) {
    auto const where = place.text();
    out += fmt::format("{}{}{}{}", out.empty() ? "" : "\n", where, where.empty() ? "" : ": ", text);
  }
  return out;
}

} // namespace mysync::config
