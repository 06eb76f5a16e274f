#include "config/expand.hpp"

#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace mysync::config {
namespace {

bool is_variable_name(std::string_view name) noexcept
{
  auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
  auto const belongs = [is_digit](char c) {
    return is_digit(c) || c == '_' || std::isalpha(static_cast<unsigned char>(c)) != 0;
  };
  return !name.empty() && !is_digit(name[0]) && std::all_of(name.begin(), name.end(), belongs);
}

/// The value of what stands between `${` and `}`.
std::variant<std::string, Complaint> value_of(std::string_view inside, Variables const& variables)
{
  auto const separator = inside.find(":-");
  auto const name = inside.substr(0, separator);
  if (!is_variable_name(name))
    return Complaint{"write ${VAR} or ${VAR:-default}; $${ stands for ${"};
  auto const found = variables.find(name);
  auto const set = found != variables.end();
  if (separator != inside.npos && (!set || found->second.value.empty()))
    return std::string(inside.substr(separator + 2));
  if (set) return found->second.value;
  return Complaint{
      fmt::format("the variable {0} is not set; set it or write ${{{0}:-default}}", name)};
}

/// Why no server and no file name can hold `text`, or nothing.
std::string unfit_text(std::string_view text)
{
  if (text.find('\0') != text.npos) return "a text must not hold a NUL character";
  return is_utf8(text) ? "" : "a variable in this text is not UTF-8";
}

} // namespace

std::variant<std::string, Complaint> expanded(std::string_view text, Variables const& variables)
{
  std::string out;
  while (!text.empty()) {
    auto const at = text.find("${");
    out += text.substr(0, at);
    if (at == text.npos) break;
    text.remove_prefix(at + 2);
    if (out.ends_with('$')) {
      out += '{';
      continue;
    }
    auto const end = text.find('}');
    if (end == text.npos) return Complaint{"'${' without its '}'; $${ stands for ${"};
    auto value = value_of(text.substr(0, end), variables);
    if (auto* complaint = std::get_if<Complaint>(&value)) return std::move(*complaint);
    out += std::get<std::string>(value);
    text.remove_prefix(end + 1);
  }
  return out;
}

void expand(Node& node, Variables const& variables, Problems& problems)
{
  if (auto* list = node.as<Node::List>()) {
    for (auto& element : *list) {
      expand(element, variables, problems);
      node.broken |= element.broken;
    }
  } else if (auto* table = node.as<Node::Table>()) {
    for (auto& entry : *table) expand(entry.node, variables, problems);
  } else if (auto* text = node.as<std::string>()) {
    auto result = expanded(*text, variables);
    if (auto* whole = std::get_if<std::string>(&result)) *text = std::move(*whole);
    auto const* complaint = std::get_if<Complaint>(&result);
    auto const hint = complaint != nullptr ? complaint->hint : unfit_text(*text);
    node.broken = !hint.empty();
    if (node.broken) problems.add(node.place, hint);
  }
}

} // namespace mysync::config
