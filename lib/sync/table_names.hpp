#pragma once
// Names of tables as somebody types them, and which tables they mean.

#include "config/config.hpp"
#include "mongo/table_record.hpp"

#include <span>
#include <string>
#include <vector>

namespace mysync::sync {

/// The tables that the configuration names or the state knows, each once. The state has them as the
/// source spells them, which the configuration need not.
std::vector<std::string> known_tables(config::Config const& config,
                                      std::span<mongo::TableRecord const> records);

/// Each of `typed` as the one of `known` that it means (see `meant`), once. Throws Error
/// (Fault::usage) for one that means none, with the nearest.
std::vector<std::string> tables_meant(std::vector<std::string> const& typed,
                                      std::vector<std::string> const& known);

} // namespace mysync::sync
