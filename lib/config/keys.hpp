#pragma once
// The one table of everything a configuration may say. Parsing, the environment, suggestions and
// the test of sync.toml.example read it; a key that is not in it is an error.

#include "config/rules.hpp"

#include <span>
#include <string>
#include <string_view>

namespace mysync::config {

enum class Section : std::uint8_t { mysql, mongodb, sync, table };

/// `[mysql]`, `[[table]]`.
std::string_view section_name(Section section) noexcept;

struct Key {
  Section section;
  std::string_view name; ///< below the section, with dots: `tls.mode`
  Rule rule;
  std::string_view meaning;
  std::string_view variable = {}; ///< its name in the environment
  std::string_view unit = {};     ///< what a bare number in the variable counts: "s", "m"

  bool supported() const noexcept { return static_cast<bool>(rule.land); }
  /// True when no message may show the value.
  bool hidden() const noexcept { return rule.kind == Kind::secret || name.starts_with("password"); }
};

std::span<Key const> keys();
Key const* find_key(Section section, std::string_view name);

} // namespace mysync::config
