#pragma once
// BSON octets as canonical Extended JSON, for comparing in tests. It reads by the specification and
// shares nothing with what writes; anything malformed throws.

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mysync::test {

/// The text of a Decimal128, as its specification writes it.
inline std::string decimal_text(std::uint64_t low, std::uint64_t high)
{
  std::string const sign = (high >> 63U) != 0 ? "-" : "";
  auto const combination = high >> 58U & 0x1FU;
  if (combination == 0x1F) return "NaN";
  if (combination == 0x1E) return sign + "Infinity";
  if ((combination >> 3U) == 3) throw std::runtime_error("a decimal's coefficient has 114 bits");
  auto exponent = static_cast<int>(high >> 49U & 0x3FFFU) - 6176;
  std::string digits; // by long division of the 113 bits, 32 at a time
  std::array<std::uint64_t, 4> words{high >> 32U & 0x1FFFFU, high & 0xFFFFFFFFU, low >> 32U,
                                     low & 0xFFFFFFFFU};
  while ((words[0] | words[1] | words[2] | words[3]) != 0 || digits.empty()) {
    std::uint64_t remainder = 0;
    for (auto& word : words) {
      auto const value = remainder << 32U | word;
      word = value / 10;
      remainder = value % 10;
    }
    digits.insert(digits.begin(), static_cast<char>('0' + remainder));
  }
  if (digits.size() > 34) throw std::runtime_error("a decimal has more than 34 digits");
  auto const size = static_cast<int>(digits.size());
  auto const scientific = exponent + size - 1;
  if (exponent > 0 || scientific < -6) {
    if (size > 1) digits.insert(1, ".");
    return fmt::format("{}{}E{:+}", sign, digits, scientific);
  }
  if (exponent == 0) return sign + digits;
  if (size + exponent <= 0) digits.insert(0, static_cast<std::size_t>(1 - size - exponent), '0');
  digits.insert(digits.size() - static_cast<std::size_t>(-exponent), ".");
  return sign + digits;
}

class BsonReader {
public:
  explicit BsonReader(std::span<std::uint8_t const> octets) : rest_(octets) {}

  std::string document(bool array)
  {
    auto const all = rest_;
    auto const size = number<std::int32_t>();
    if (size < 5 || static_cast<std::size_t>(size) > all.size()) fail("a document's size is wrong");
    auto const behind = all.subspan(static_cast<std::size_t>(size));
    rest_ = rest_.first(static_cast<std::size_t>(size) - 4);
    std::string out;
    for (unsigned index = 0; rest_.size() > 1; ++index) {
      if (index != 0) out += ',';
      out += element(array ? fmt::format("{}", index) : std::string(), array);
    }
    if (rest_.size() != 1 || rest_[0] != 0) fail("a document does not end in 0");
    rest_ = behind;
    return array ? '[' + out + ']' : '{' + out + '}';
  }

  std::string element(std::string const& index, bool array)
  {
    auto const type = number<std::uint8_t>();
    auto const name = until_nul();
    if (array && name != index) fail("an array's index is wrong");
    return array ? value(type) : quoted(name) + ':' + value(type);
  }

  bool done() const { return rest_.empty(); }

private:
  [[noreturn]] static void fail(char const* what) { throw std::runtime_error(what); }

  std::string_view take(std::size_t size)
  {
    if (size > rest_.size()) fail("BSON ends too early");
    std::string_view const taken(reinterpret_cast<char const*>(rest_.data()), size);
    rest_ = rest_.subspan(size);
    return taken;
  }

  template <class Number> Number number()
  {
    Number value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }

  std::size_t length()
  {
    auto const size = number<std::int32_t>();
    if (size < 0) fail("a length is negative");
    return static_cast<std::size_t>(size);
  }

  std::string until_nul()
  {
    std::string out;
    for (auto c = number<char>(); c != 0; c = number<char>()) out += c;
    return out;
  }

  static std::string quoted(std::string_view text)
  {
    std::string out = "\"";
    for (char const c : text) {
      if (c == '"' || c == '\\')
        (out += '\\') += c;
      else if (static_cast<unsigned char>(c) < 0x20)
        out += fmt::format("\\u{:04x}", c);
      else
        out += c;
    }
    return out + '"';
  }

  static std::string double_text(double number)
  {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
    std::array<char, 32> text;
    std::string out(text.data(), std::to_chars(text.data(), text.data() + 32, number).ptr);
    return out.find_first_of(".e") == std::string::npos ? out + ".0" : out;
  }

  static std::string base64(std::string_view octets)
  {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < octets.size(); i += 3) {
      auto const at = [&](std::size_t j) {
        return j < octets.size() ? static_cast<std::uint8_t>(octets[j]) : 0U;
      };
      auto const bits = at(i) << 16U | at(i + 1) << 8U | at(i + 2);
      for (unsigned j = 0; j < 4; ++j)
        out += i + j > octets.size() ? '=' : letters[bits >> (18 - 6 * j) & 0x3FU];
    }
    return out;
  }

  std::string text()
  {
    auto const size = length();
    if (size == 0) fail("a string has no room for its NUL");
    auto const octets = take(size);
    if (octets.back() != 0) fail("a string does not end in NUL");
    return quoted(octets.substr(0, size - 1));
  }

  std::string binary()
  {
    auto const size = length();
    auto const subtype = number<std::uint8_t>();
    return fmt::format(R"({{"$binary":{{"base64":"{}","subType":"{:02x}"}}}})", base64(take(size)),
                       subtype);
  }

  std::string decimal()
  {
    auto const low = number<std::uint64_t>();
    return decimal_text(low, number<std::uint64_t>());
  }

  std::string object_id()
  {
    std::string out;
    for (char const octet : take(12))
      out += fmt::format("{:02x}", static_cast<unsigned char>(octet));
    return out;
  }

  std::string value(std::uint8_t type)
  {
    switch (type) {
    case 0x01: return fmt::format(R"({{"$numberDouble":"{}"}})", double_text(number<double>()));
    case 0x02: return text();
    case 0x03: return document(false);
    case 0x04: return document(true);
    case 0x05: return binary();
    case 0x07: return fmt::format(R"({{"$oid":"{}"}})", object_id());
    case 0x08:
      switch (number<std::uint8_t>()) {
      case 0: return "false";
      case 1: return "true";
      default: fail("a boolean is neither 0 nor 1");
      }
    case 0x09: return fmt::format(R"({{"$date":{{"$numberLong":"{}"}}}})", number<std::int64_t>());
    case 0x0A: return "null";
    case 0x10: return fmt::format(R"({{"$numberInt":"{}"}})", number<std::int32_t>());
    case 0x12: return fmt::format(R"({{"$numberLong":"{}"}})", number<std::int64_t>());
    case 0x13: return fmt::format(R"({{"$numberDecimal":"{}"}})", decimal());
    default: fail("a type this reader does not know");
    }
  }

  std::span<std::uint8_t const> rest_;
};

/// `{"_id":{"$numberInt":"1"},"a":null}`: no spaces, fields in their order.
inline std::string bson_text(std::span<std::uint8_t const> document)
{
  BsonReader reader(document);
  auto out = reader.document(false);
  if (!reader.done()) throw std::runtime_error("octets behind a document");
  return out;
}

/// One element (type, name, value) on its own: `"_id":{"$numberInt":"1"}`.
inline std::string element_text(std::span<std::uint8_t const> element)
{
  BsonReader reader(element);
  auto out = reader.element({}, false);
  if (!reader.done()) throw std::runtime_error("octets behind an element");
  return out;
}

} // namespace mysync::test
