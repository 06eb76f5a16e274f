#include "mongo/id.hpp"

#include "mongo/document.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>

namespace mysync::mongo {

namespace {

using Octets = std::vector<std::uint8_t>;

constexpr std::uint8_t number_mark = 'n'; // no type byte of BSON
constexpr std::uint8_t document_mark = 'd';

void append(Octets& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }

void append_size(Octets& out, std::size_t size)
{
  for (unsigned shift = 0; shift < 32; shift += 8)
    out.push_back(static_cast<std::uint8_t>(size >> shift));
}

/// Sign, digits without zeros at either end, and the power of ten they are multiplied by: one form
/// for each value. NaN and infinities stay as they are spelled.
void append_number(Octets& out, std::string_view text)
{
  bool const negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  long exponent = 0;
  if (auto const mark = text.find_first_of("eE"); mark != text.npos) {
    auto power = text.substr(mark + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    std::from_chars(power.data(), power.data() + power.size(), exponent);
    text = text.substr(0, mark);
  }
  std::string digits(text);
  if (auto const point = digits.find('.'); point != std::string::npos) {
    exponent -= static_cast<long>(digits.size() - point - 1);
    digits.erase(point, 1);
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  while (digits.ends_with('0')) {
    digits.pop_back();
    ++exponent;
  }
  if (digits.empty()) exponent = 0; // every zero is one
  out.push_back(number_mark);
  append(out, negative && !digits.empty() ? "-" : "+");
  append(out, digits);
  append(out, "e" + std::to_string(exponent));
  out.push_back(0);
}

/// The octets of the value: behind the type byte and the name, up to the next element.
std::span<std::uint8_t const> value_octets(bson_iter_t const& at)
{
  bson_iter_t after = at;
  auto const begin = bson_iter_offset(&after) + 2 + bson_iter_key_len(&at);
  auto const end = bson_iter_next(&after) ? bson_iter_offset(&after) : at.len - 1;
  return {at.raw + begin, end > begin ? end - begin : 0};
}

void append_value(bson_iter_t const& at, Octets& out)
{
  switch (bson_iter_type(&at)) {
  case BSON_TYPE_INT32:
  case BSON_TYPE_INT64: {
    std::array<char, 24> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                   static_cast<std::int64_t>(bson_iter_as_int64(&at)));
    return append_number(out, {digits.data(), static_cast<std::size_t>(end.ptr - digits.data())});
  }
  case BSON_TYPE_DECIMAL128: {
    bson_decimal128_t decimal;
    std::array<char, BSON_DECIMAL128_STRING> digits{};
    bson_iter_decimal128(&at, &decimal);
    bson_decimal128_to_string(&decimal, digits.data());
    return append_number(out, digits.data());
  }
  case BSON_TYPE_DOCUMENT: {
    out.push_back(document_mark);
    bson_iter_t inner;
    if (bson_iter_recurse(&at, &inner))
      while (bson_iter_next(&inner)) {
        append(out, bson_iter_key(&inner));
        out.push_back(0);
        append_value(inner, out);
      }
    out.push_back(0);
    return;
  }
  default: {
    auto const octets = value_octets(at);
    out.push_back(static_cast<std::uint8_t>(bson_iter_type(&at)));
    append_size(out, octets.size());
    out.insert(out.end(), octets.begin(), octets.end());
  }
  }
}

} // namespace

void append_comparable(std::span<std::uint8_t const> id_element, Octets& out)
{
  ElementDocument const element(id_element);
  bson_iter_t at;
  if (find_at(element.get(), "_id", at)) append_value(at, out);
}

std::string comparable(std::span<std::uint8_t const> id_element)
{
  Octets octets;
  append_comparable(id_element, octets);
  return {octets.begin(), octets.end()};
}

} // namespace mysync::mongo
