#pragma once
// Small documents of our own (state, lease, quarantine, runs): written by appending, read by path.

#include "mongo/handle.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mysync::mongo {

using TimePoint = std::chrono::system_clock::time_point;

/// Builds a document field by field; chainable. Field names are literals or valid UTF-8.
class Builder {
public:
  Builder& add(std::string_view name, std::string_view text);
  Builder& add(std::string_view name, char const* text)
  {
    return add(name, std::string_view(text));
  }
  Builder& add(std::string_view name, std::string const& text)
  {
    return add(name, std::string_view(text));
  }
  Builder& add(std::string_view name, std::int64_t number);
  Builder& add(std::string_view name, std::uint64_t number);
  Builder& add(std::string_view name, int number) { return add(name, std::int64_t{number}); }
  Builder& add(std::string_view name, double number);
  Builder& add(std::string_view name, bool value);
  Builder& add(std::string_view name, TimePoint time);
  Builder& add(std::string_view name, Bson const& document);
  Builder& add_array(std::string_view name, Bson const& array); ///< keys must be "0", "1", …
  Builder& add_null(std::string_view name);
  Builder& add_binary(std::string_view name, std::string_view octets);
  /// Appends one whole element (type byte, name, value) of another document under `name`.
  Builder& add_element(std::string_view name, bson_iter_t const& element);

  Bson take() { return std::move(bson_); }
  bson_t const* get() const noexcept { return bson_.get(); }

private:
  Bson bson_;
};

/// Values by dotted path; nothing when absent or of another type.
std::optional<std::string> text_at(bson_t const& document, char const* path);
std::optional<std::int64_t> number_at(bson_t const& document, char const* path);
std::optional<double> real_at(bson_t const& document, char const* path);
std::optional<bool> flag_at(bson_t const& document, char const* path);
std::optional<TimePoint> time_at(bson_t const& document, char const* path);
/// Positions an iterator at the path; false when absent.
bool find_at(bson_t const& document, char const* path, bson_iter_t& at);

/// Borrows the octets of a whole document. Throws Error (Fault::target) when they are not BSON.
/// Neither copied nor moved: a bson_t on borrowed octets points into itself.
class View {
public:
  View(std::uint8_t const* data, std::size_t size);
  View(View const&) = delete;
  View& operator=(View const&) = delete;
  bson_t const& get() const noexcept { return bson_; }

private:
  bson_t bson_;
};

/// One element (type byte, name, value) as a document of its own, to be looked at.
class ElementDocument {
public:
  explicit ElementDocument(std::span<std::uint8_t const> element);
  bson_t const& get() const noexcept { return view_.get(); }

private:
  std::vector<std::uint8_t> octets_;
  View view_;
};

/// A document lent by a cursor; a type of its own since bson_t loses its alignment as a template
/// argument.
struct Found {
  bson_t const& document;
};

} // namespace mysync::mongo
