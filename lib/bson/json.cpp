#include "bson/json.hpp"

#include "bson/limits.hpp"
#include "bson/number.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <new>
#include <variant>

namespace mysync::bson {

namespace {

namespace ondemand = simdjson::ondemand;

// What simdjson made of a larger text is not kept: it takes some eight times its octets.
constexpr std::size_t most_kept = 256U << 10U;

JsonResult result_of(simdjson::error_code error)
{
  switch (error) {
  case simdjson::SUCCESS: return JsonResult::written;
  case simdjson::UTF8_ERROR: return JsonResult::not_utf8;
  case simdjson::STRING_ERROR: return JsonResult::bad_escape;
  case simdjson::DEPTH_ERROR: return JsonResult::too_deep;
  case simdjson::MEMALLOC: throw std::bad_alloc();
  default: return JsonResult::malformed;
  }
}

// An element's name, which ends at a NUL.
std::string_view name_at(Writer const& out, std::size_t element)
{
  return reinterpret_cast<char const*>(out.data(element + 1));
}

std::string_view without_blanks(std::string_view token)
{
  auto const last = token.find_last_not_of(" \t\n\r");
  return token.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

/// Where the elements of the objects that are being written begin, the innermost object's last.
class Elements {
public:
  std::size_t count() const noexcept { return starts_.size(); }
  void add(std::size_t start) { starts_.push_back(start); }

  /// Takes the elements from the `first` on, all of one object; of those with equal names only the
  /// last is left in `out`.
  void leave_last_of_equals(std::size_t first, Writer& out)
  {
    if (any_repeated(first, out)) close_gaps(first, out);
    starts_.resize(first);
  }

private:
  bool any_repeated(std::size_t first, Writer const& out)
  {
    constexpr std::size_t few = 12; // names nearly always differ in their first octets
    auto const count = starts_.size() - first;
    if (count <= few) {
      for (auto i = first; i < starts_.size(); ++i)
        for (auto k = first; k < i; ++k)
          if (name_at(out, starts_[i]) == name_at(out, starts_[k])) return true;
      return false;
    }
    sort_names(first, out);
    return std::ranges::adjacent_find(sorted_, {}, &Named::name) != sorted_.end();
  }

  void close_gaps(std::size_t first, Writer& out)
  {
    sort_names(first, out);
    repeated_.assign(starts_.size() - first, false);
    for (std::size_t i = 0; i + 1 < sorted_.size(); ++i)
      if (sorted_[i].name == sorted_[i + 1].name) repeated_[sorted_[i].place - first] = true;
    auto to = starts_[first];
    for (auto i = first; i < starts_.size(); ++i) {
      auto const from = starts_[i];
      auto const size = (i + 1 < starts_.size() ? starts_[i + 1] : out.size()) - from;
      if (repeated_[i - first]) continue;
      out.move(to, from, size);
      to += size;
    }
    out.cut(to);
  }

  void sort_names(std::size_t first, Writer const& out)
  {
    sorted_.clear();
    for (auto i = first; i < starts_.size(); ++i) sorted_.push_back({name_at(out, starts_[i]), i});
    std::ranges::sort(sorted_, [](Named const& a, Named const& b) {
      return a.name != b.name ? a.name < b.name : a.place < b.place;
    });
  }

  struct Named {
    std::string_view name;
    std::size_t place;
  };
  std::vector<std::size_t> starts_;
  std::vector<Named> sorted_;
  std::vector<bool> repeated_;
};

/// One text on its way through `out`.
class Walk {
public:
  Walk(Elements& elements, Writer& out) : elements_(elements), out_(out) {}

  /// `levels`: how many documents and arrays there may still be within each other.
  template <class Name> JsonResult value(Name const& name, ondemand::value value, unsigned levels)
  {
    if (out_.size() > largest_document) return JsonResult::too_large;
    ondemand::json_type type{};
    if (auto const error = value.type().get(type)) return result_of(error);
    switch (type) {
    case ondemand::json_type::object:
      return levels == 0 ? JsonResult::too_deep : object(name, value, levels - 1);
    case ondemand::json_type::array:
      return levels == 0 ? JsonResult::too_deep : array(name, value, levels - 1);
    case ondemand::json_type::string: return text(name, value);
    case ondemand::json_type::number: return number(name, without_blanks(value.raw_json_token()));
    default: return word(name, without_blanks(value.raw_json_token()));
    }
  }

private:
  template <class Name> JsonResult object(Name const& name, ondemand::value& value, unsigned levels)
  {
    ondemand::object object;
    if (auto const error = value.get_object().get(object)) return result_of(error);
    auto const document = out_.begin_document(name);
    auto const first = elements_.count();
    for (auto read : object) {
      ondemand::field field;
      if (auto const error = std::move(read).get(field)) return result_of(error);
      std::string_view key;
      if (auto const error = field.unescaped_key().get(key)) return result_of(error);
      if (auto const result = check_key(key); result != JsonResult::written) return result;
      elements_.add(out_.size());
      auto const result = this->value(key, field.value(), levels);
      if (result != JsonResult::written) return result;
    }
    elements_.leave_last_of_equals(first, out_);
    out_.end(document);
    return JsonResult::written;
  }

  template <class Name> JsonResult array(Name const& name, ondemand::value& value, unsigned levels)
  {
    ondemand::array array;
    if (auto const error = value.get_array().get(array)) return result_of(error);
    auto const mark = out_.begin_array(name);
    std::uint32_t index = 0;
    for (auto read : array) {
      ondemand::value element;
      // NOLINTNEXTLINE(performance-move-const-arg): its get is for rvalues alone
      if (auto const error = std::move(read).get(element)) return result_of(error);
      std::array<char, 10> digits;
      auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), index++).ptr;
      auto const result = this->value(std::string_view(digits.data(), end), element, levels);
      if (result != JsonResult::written) return result;
    }
    out_.end(mark);
    return JsonResult::written;
  }

  template <class Name> JsonResult text(Name const& name, ondemand::value& value)
  {
    std::string_view text;
    if (auto const error = value.get_string().get(text)) return result_of(error);
    if (holds_surrogate(text)) return JsonResult::bad_escape;
    out_.text(name, text);
    return JsonResult::written;
  }

  template <class Name> JsonResult number(Name const& name, std::string_view literal)
  {
    auto const number = json_number(literal);
    if (auto const* narrow = std::get_if<std::int32_t>(&number)) {
      out_.int32(name, *narrow);
    } else if (auto const* wide = std::get_if<std::int64_t>(&number)) {
      out_.int64(name, *wide);
    } else if (auto const* real = std::get_if<double>(&number)) {
      out_.real(name, *real);
    } else if (auto const* decimal = std::get_if<Decimal128>(&number)) {
      out_.decimal(name, *decimal);
    } else {
      return is_json_number(literal) ? JsonResult::inexact_number : JsonResult::malformed;
    }
    return JsonResult::written;
  }

  template <class Name> JsonResult word(Name const& name, std::string_view word)
  {
    if (word == "null") {
      out_.null(name);
    } else if (word == "true" || word == "false") {
      out_.boolean(name, word == "true");
    } else {
      return JsonResult::malformed;
    }
    return JsonResult::written;
  }

  static JsonResult check_key(std::string_view key)
  {
    if (key.find('\0') != std::string_view::npos) return JsonResult::nul_in_key;
    return holds_surrogate(key) ? JsonResult::bad_escape : JsonResult::written;
  }

  // simdjson 3.0 lets an escaped low surrogate pass that no high one stands before.
  static bool holds_surrogate(std::string_view text)
  {
    constexpr char first = '\xED'; // then 0xA0 to 0xBF; 0x80 to 0x9F are characters
    for (auto at = text.find(first); at != std::string_view::npos; at = text.find(first, at + 1))
      if (static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
    return false;
  }

  Elements& elements_;
  Writer& out_;
};

} // namespace

struct Json::Parts {
  // In brackets, so that a scalar is an element like any other.
  simdjson::padded_string_view in_brackets(std::string_view text)
  {
    auto const size = text.size() + 2;
    if (buffer.size() < size + simdjson::SIMDJSON_PADDING)
      buffer.resize(size + simdjson::SIMDJSON_PADDING);
    buffer[0] = '[';
    std::ranges::copy(text, buffer.begin() + 1);
    buffer[text.size() + 1] = ']';
    return simdjson::padded_string_view(buffer.data(), size, buffer.size());
  }

  JsonResult write(Field const& name, std::string_view text, Writer& out);

  ondemand::parser parser;
  std::vector<char> buffer;
  Elements elements;
};

JsonResult Json::Parts::write(Field const& name, std::string_view text, Writer& out)
{
  ondemand::document document;
  ondemand::array array;
  if (auto const error = parser.iterate(in_brackets(text)).get(document)) return result_of(error);
  if (auto const error = document.get_array().get(array)) return result_of(error);
  unsigned values = 0;
  for (auto read : array) {
    ondemand::value value;
    // NOLINTNEXTLINE(performance-move-const-arg): its get is for rvalues alone
    if (auto const error = std::move(read).get(value)) return result_of(error);
    if (++values > 1) return JsonResult::malformed;
    auto const result = Walk(elements, out).value(name, value, most_levels - 1);
    if (result != JsonResult::written) return result;
  }
  auto const at_end = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
  return at_end && values == 1 ? JsonResult::written : JsonResult::malformed;
}

Json::Json() : parts_(std::make_unique<Parts>()) {}
Json::~Json() = default;
Json::Json(Json&&) noexcept = default;
Json& Json::operator=(Json&&) noexcept = default;

JsonResult Json::write(Field const& name, std::string_view text, Writer& out)
{
  auto const result = parts_->write(name, text, out);
  if (result != JsonResult::written) parts_->elements = {};
  if (text.size() > most_kept) *parts_ = Parts();
  return result;
}

} // namespace mysync::bson
