#include "sync/table_names.hpp"

#include "core/error.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace mysync::sync {

std::vector<std::string> known_tables(config::Config const& config,
                                      std::span<mongo::TableRecord const> records)
{
  std::vector<std::string> known;
  for (auto const& record : records) known.push_back(record.table);
  auto const add = [&](std::string const& name) {
    if (!meant(name, known)) known.push_back(name);
  };
  for (auto const& options : config.tables) add(options.name);
  for (auto const& pattern : config.sync.tables)
    if (pattern.find_first_of("*?") == std::string::npos) add(pattern);
  return known;
}

std::vector<std::string> tables_meant(std::vector<std::string> const& typed,
                                      std::vector<std::string> const& known)
{
  std::vector<std::string> tables;
  for (auto const& name : typed) {
    auto const table = meant(name, known);
    if (!table) {
      auto const near = closest(name, known);
      throw failure(Fault::usage, "table {} is neither configured nor in the state{}", name,
                    near ? "; did you mean " + *near + "?" : "");
    }
    if (std::ranges::find(tables, *table) == tables.end()) tables.push_back(*table);
  }
  return tables;
}

} // namespace mysync::sync
