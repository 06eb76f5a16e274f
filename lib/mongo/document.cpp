#include "mongo/document.hpp"

#include "core/error.hpp"

#include <cstring>

namespace mysync::mongo {

namespace {

int length(std::string_view text) { return static_cast<int>(text.size()); }

/// Appending fails only when a document would pass 2 GiB, which none of ours can.
void check(bool appended)
{
  if (!appended) throw std::length_error("a document of the state grew beyond BSON's limit");
}

template <class Value, class Holds, class Read>
std::optional<Value> value_at(bson_t const& document, char const* path, Holds holds, Read read)
{
  bson_iter_t at;
  if (!find_at(document, path, at) || !holds(at)) return std::nullopt;
  return read(at);
}

} // namespace

Builder& Builder::add(std::string_view name, std::string_view text)
{
  check(bson_append_utf8(bson_.get(), name.data(), length(name), text.data(), length(text)));
  return *this;
}

Builder& Builder::add(std::string_view name, std::int64_t number)
{
  check(bson_append_int64(bson_.get(), name.data(), length(name), number));
  return *this;
}

Builder& Builder::add(std::string_view name, std::uint64_t number)
{
  return add(name, static_cast<std::int64_t>(number));
}

Builder& Builder::add(std::string_view name, double number)
{
  check(bson_append_double(bson_.get(), name.data(), length(name), number));
  return *this;
}

Builder& Builder::add(std::string_view name, bool value)
{
  check(bson_append_bool(bson_.get(), name.data(), length(name), value));
  return *this;
}

Builder& Builder::add(std::string_view name, TimePoint time)
{
  auto const ms = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
  check(bson_append_date_time(bson_.get(), name.data(), length(name), ms));
  return *this;
}

Builder& Builder::add(std::string_view name, Bson const& document)
{
  check(bson_append_document(bson_.get(), name.data(), length(name), document.get()));
  return *this;
}

Builder& Builder::add_array(std::string_view name, Bson const& array)
{
  check(bson_append_array(bson_.get(), name.data(), length(name), array.get()));
  return *this;
}

Builder& Builder::add_null(std::string_view name)
{
  check(bson_append_null(bson_.get(), name.data(), length(name)));
  return *this;
}

Builder& Builder::add_binary(std::string_view name, std::string_view octets)
{
  check(bson_append_binary(bson_.get(), name.data(), length(name), BSON_SUBTYPE_BINARY,
                           reinterpret_cast<std::uint8_t const*>(octets.data()),
                           static_cast<std::uint32_t>(octets.size())));
  return *this;
}

Builder& Builder::add_element(std::string_view name, bson_iter_t const& element)
{
  check(bson_append_iter(bson_.get(), name.data(), length(name), &element));
  return *this;
}

bool find_at(bson_t const& document, char const* path, bson_iter_t& at)
{
  bson_iter_t top;
  return bson_iter_init(&top, &document) && bson_iter_find_descendant(&top, path, &at);
}

std::optional<std::string> text_at(bson_t const& document, char const* path)
{
  return value_at<std::string>(
      document, path, [](bson_iter_t const& at) { return BSON_ITER_HOLDS_UTF8(&at); },
      [](bson_iter_t const& at) {
        std::uint32_t size = 0;
        char const* const text = bson_iter_utf8(&at, &size);
        return std::string(text, size);
      });
}

std::optional<std::int64_t> number_at(bson_t const& document, char const* path)
{
  return value_at<std::int64_t>(
      document, path, [](bson_iter_t const& at) { return BSON_ITER_HOLDS_NUMBER(&at); },
      [](bson_iter_t const& at) { return bson_iter_as_int64(&at); });
}

std::optional<double> real_at(bson_t const& document, char const* path)
{
  return value_at<double>(
      document, path, [](bson_iter_t const& at) { return BSON_ITER_HOLDS_NUMBER(&at); },
      [](bson_iter_t const& at) { return bson_iter_as_double(&at); });
}

std::optional<bool> flag_at(bson_t const& document, char const* path)
{
  return value_at<bool>(
      document, path, [](bson_iter_t const& at) { return BSON_ITER_HOLDS_BOOL(&at); },
      [](bson_iter_t const& at) { return bson_iter_bool(&at); });
}

std::optional<TimePoint> time_at(bson_t const& document, char const* path)
{
  return value_at<TimePoint>(
      document, path, [](bson_iter_t const& at) { return BSON_ITER_HOLDS_DATE_TIME(&at); },
      [](bson_iter_t const& at) {
        return TimePoint(std::chrono::milliseconds(bson_iter_date_time(&at)));
      });
}

View::View(std::uint8_t const* data, std::size_t size)
{
  if (!bson_init_static(&bson_, data, size)) {
    throw failure(Fault::target, "mongodb: a document of {} bytes is not well formed", size);
  }
}

namespace {

std::vector<std::uint8_t> around(std::span<std::uint8_t const> element)
{
  std::vector<std::uint8_t> document;
  document.reserve(sizeof(std::int32_t) + element.size() + 1);
  document.resize(sizeof(std::int32_t));
  document.insert(document.end(), element.begin(), element.end());
  document.push_back(0);
  auto const size = static_cast<std::int32_t>(document.size());
  std::memcpy(document.data(), &size, sizeof size);
  return document;
}

} // namespace

ElementDocument::ElementDocument(std::span<std::uint8_t const> element)
    : octets_(around(element)), view_(octets_.data(), octets_.size())
{}

} // namespace mysync::mongo
