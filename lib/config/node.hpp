#pragma once
// A configuration as a tree with places, before anybody asked what it means. It knows no TOML
// library, so that only one translation unit pays for compiling that.

#include "config/problems.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace mysync::config {

struct Entry;

struct Node {
  using List = std::vector<Node>;
  using Table = std::vector<Entry>;
  /// monostate: a date or a time, which no key takes
  std::variant<std::monostate, std::string, std::int64_t, double, bool, List, Table> value;
  Place place;
  std::string raw = {}; ///< text as it was written, before `${…}` was replaced
  bool broken = false;  ///< a problem with it is known already, and one is enough

  template <class T> T const* as() const noexcept { return std::get_if<T>(&value); }
  template <class T> T* as() noexcept { return std::get_if<T>(&value); }
};

struct Entry {
  std::string key;
  Place place;
  Node node;
};

/// The value as it would be written, for a message; empty for lists, tables and times.
std::string shown(Node const& node);

} // namespace mysync::config
