#pragma once
// TOML, written: keys and values that read back as what they were.

#include "config/config.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mysync::report {

/// In quotes; `${` is written so that it stays itself.
std::string toml_string(std::string_view text);
/// `["a", "b"]`.
std::string toml_list(std::vector<std::string> const& texts);
/// `# text`, on one line whatever it holds.
std::string toml_comment(std::string_view text);

/// Lines `key = value` of one table; a value as its default is left out.
class TomlLines {
public:
  TomlLines& add(std::string_view key, std::string const& value);
  TomlLines& text(std::string_view key, std::string const& value, std::string const& normal = "");
  TomlLines& list(std::string_view key, std::vector<std::string> const& values,
                  std::vector<std::string> const& normal = {});
  TomlLines& flag(std::string_view key, bool value, bool normal = false);
  TomlLines& duration(std::string_view key, config::Duration value, config::Duration normal);
  TomlLines& number(std::string_view key, double value, double normal);
  std::string const& str() const noexcept { return text_; }

private:
  std::string text_;
};

} // namespace mysync::report
