#include "report/toml_lines.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

namespace mysync::report {

std::string toml_string(std::string_view text)
{
  std::string quoted = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const character = text[i];
    auto const octet = static_cast<unsigned char>(character);
    if (character == '"' || character == '\\') quoted += '\\';
    if (text.substr(i).starts_with("${")) quoted += '$'; // the configuration's own escape
    if (octet < 0x20 || octet == 0x7F)
      quoted += fmt::format("\\u{:04x}", octet);
    else
      quoted += character;
  }
  return quoted + '"';
}

std::string toml_list(std::vector<std::string> const& texts)
{
  std::string list;
  for (auto const& text : texts) list += (list.empty() ? "" : ", ") + toml_string(text);
  return "[" + list + "]";
}

std::string toml_comment(std::string_view text) { return "# " + escaped(text); }

TomlLines& TomlLines::add(std::string_view key, std::string const& value)
{
  text_ += fmt::format("{} = {}\n", key, value);
  return *this;
}

TomlLines& TomlLines::text(std::string_view key, std::string const& value,
                           std::string const& normal)
{
  return value == normal ? *this : add(key, toml_string(value));
}

TomlLines& TomlLines::list(std::string_view key, std::vector<std::string> const& values,
                           std::vector<std::string> const& normal)
{
  return values == normal ? *this : add(key, toml_list(values));
}

TomlLines& TomlLines::flag(std::string_view key, bool value, bool normal)
{
  return value == normal ? *this : add(key, value ? "true" : "false");
}

TomlLines& TomlLines::duration(std::string_view key, config::Duration value,
                               config::Duration normal)
{
  return value == normal ? *this : add(key, toml_string(duration_text(value)));
}

TomlLines& TomlLines::number(std::string_view key, double value, double normal)
{
  return value == normal ? *this : add(key, fmt::format("{}", value));
}

} // namespace mysync::report
