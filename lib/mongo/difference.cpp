#include "mongo/difference.hpp"

#include "core/text.hpp"
#include "mongo/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

namespace mysync::mongo {

namespace {

using Octets = std::span<std::uint8_t const>;

/// Of longer values only the beginning is worth showing, and memory.
constexpr std::size_t longest_shown = 2000;

/// The octets of the value: behind the type byte and the name, up to the next element.
Octets value_octets(bson_iter_t const& at)
{
  bson_iter_t after = at;
  auto const begin = bson_iter_offset(&after) + 2 + bson_iter_key_len(&at);
  auto const end = bson_iter_next(&after) ? bson_iter_offset(&after) : at.len - 1;
  return {at.raw + begin, end > begin ? end - begin : 0};
}

std::string json_of(bson_iter_t const& at);

std::string json_text(std::string_view text)
{
  while (!is_utf8(text)) text.remove_suffix(1); // cut within a character
  Bson const document = Builder().add("", text).take();
  bson_iter_t at;
  bson_iter_init(&at, document.get());
  bson_iter_next(&at);
  return json_of(at);
}

/// The shortest digits that read back as the same number; libbson prints twenty.
std::string json_of_double(double value)
{
  std::string text = std::isnan(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity";
  if (std::isfinite(value)) text = fmt::format("{:#}", value);
  if (text.ends_with('.')) text += '0';
  return fmt::format(R"({{ "$numberDouble" : "{}" }})", text);
}

std::string json_of(bson_iter_t const& at)
{
  if (BSON_ITER_HOLDS_DOUBLE(&at)) return json_of_double(bson_iter_double(&at));
  Bson const value = Builder().add_element("", at).take();
  std::size_t size = 0;
  Text const json(bson_as_canonical_extended_json(value.get(), &size));
  if (!json) return "\"(no valid text)\"";
  std::string_view text(json.get(), size);
  // { "" : VALUE }
  if (text.size() > 9) text = text.substr(7, text.size() - 9);
  if (text.size() <= longest_shown) return std::string(text);
  return json_text(std::string(text.substr(0, longest_shown / 2)) + " …");
}

/// One field of a document. A struct, since the iterator's alignment belongs to its typedef: a
/// template argument would drop it, and with clang a parameter by value, too.
struct Field {
  bson_iter_t at;
};

/// Collects what differs, until there is enough of it.
class Differences {
public:
  Differences(FieldOrder order, std::size_t most) : order_(order), most_(most) {}

  enum class Inside : std::uint8_t { document, array };
  void compare(bson_iter_t const& first_source, bson_iter_t const& first_target,
               std::string const& path, Inside inside);
  std::vector<FieldDifference> take() { return std::move(found_); }

private:
  void compare_values(bson_iter_t const& source, bson_iter_t const& target,
                      std::string const& path);
  void compare_order(std::vector<std::string> const& source, std::vector<std::string> const& target,
                     std::string const& path);
  void add(std::string path, std::optional<std::string> source, std::optional<std::string> target)
  {
    if (!enough()) found_.push_back({std::move(path), std::move(source), std::move(target)});
  }
  bool enough() const noexcept { return found_.size() >= most_; }

  FieldOrder order_;
  std::size_t most_;
  std::vector<FieldDifference> found_;
};

std::string path_of(std::string const& parent, bson_iter_t const& at, Differences::Inside inside)
{
  if (inside == Differences::Inside::array)
    return fmt::format("{}[{}]", parent, bson_iter_key(&at));
  return parent.empty() ? bson_iter_key(&at) : fmt::format("{}.{}", parent, bson_iter_key(&at));
}

std::string names_json(std::vector<std::string> const& names)
{
  std::string text;
  for (auto const& name : names) text += (text.empty() ? "" : ", ") + json_text(name);
  return "[" + text + "]";
}

void Differences::compare(bson_iter_t const& first_source, bson_iter_t const& first_target,
                          std::string const& path, Inside inside)
{
  bson_iter_t source = first_source;
  bson_iter_t target = first_target;
  bool const whole = path.empty();
  auto const skipped = [&](bson_iter_t const& at) {
    return whole && std::string_view(bson_iter_key(&at)) == "_id";
  };
  std::unordered_map<std::string_view, Field> fields;
  std::vector<std::string> source_names;
  std::vector<std::string> target_names;
  while (bson_iter_next(&target)) {
    if (skipped(target)) continue;
    target_names.emplace_back(bson_iter_key(&target));
    bool const first = fields.try_emplace(bson_iter_key(&target), Field{target}).second;
    if (!first) add(path_of(path, target, inside), std::nullopt, json_of(target)); // twice in it
  }
  while (!enough() && bson_iter_next(&source)) {
    if (skipped(source)) continue;
    source_names.emplace_back(bson_iter_key(&source));
    auto const other = fields.find(bson_iter_key(&source));
    auto const here = path_of(path, source, inside);
    if (other == fields.end()) {
      add(here, json_of(source), std::nullopt);
    } else {
      compare_values(source, other->second.at, here);
      fields.erase(other);
    }
  }
  // In the document's own order; a name that is left is in no field of the source.
  for (auto const& name : target_names) {
    auto const left = fields.find(name);
    if (enough() || left == fields.end()) continue;
    auto const& at = left->second.at;
    add(path_of(path, at, inside), std::nullopt, json_of(at));
    fields.erase(left);
  }
  if (order_ == FieldOrder::compared) compare_order(source_names, target_names, path);
}

void Differences::compare_order(std::vector<std::string> const& source,
                                std::vector<std::string> const& target, std::string const& path)
{
  if (source == target || !std::ranges::is_permutation(source, target)) return;
  add(path + "(order)", names_json(source), names_json(target));
}

void Differences::compare_values(bson_iter_t const& source, bson_iter_t const& target,
                                 std::string const& path)
{
  auto const type = bson_iter_type(&source);
  bool const one_type = type == bson_iter_type(&target);
  if (one_type && std::ranges::equal(value_octets(source), value_octets(target))) return;
  bool const compound = type == BSON_TYPE_DOCUMENT || type == BSON_TYPE_ARRAY;
  bson_iter_t inner_source;
  bson_iter_t inner_target;
  if (!one_type || !compound || !bson_iter_recurse(&source, &inner_source) ||
      !bson_iter_recurse(&target, &inner_target)) {
    add(path, json_of(source), json_of(target));
    return;
  }
  compare(inner_source, inner_target, path,
          type == BSON_TYPE_ARRAY ? Inside::array : Inside::document);
}

} // namespace

bool same(Octets source, Octets target, FieldOrder order)
{
  return std::ranges::equal(source, target) || differences(source, target, order, 1).empty();
}

std::vector<FieldDifference> differences(Octets source, Octets target, FieldOrder order,
                                         std::size_t most)
{
  View const one(source.data(), source.size());
  View const other(target.data(), target.size());
  bson_iter_t source_at;
  bson_iter_t target_at;
  bson_iter_init(&source_at, &one.get());
  bson_iter_init(&target_at, &other.get());
  Differences found(order, most);
  found.compare(source_at, target_at, "", Differences::Inside::document);
  return found.take();
}

std::string canonical_json(Octets element)
{
  ElementDocument const document(element);
  bson_iter_t at;
  bson_iter_init(&at, &document.get());
  return bson_iter_next(&at) ? json_of(at) : "null";
}

} // namespace mysync::mongo
