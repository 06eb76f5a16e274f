#pragma once
// Writes BSON straight into a growing vector: no intermediate value, no allocation per field.

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace mysync::bson {

enum class Type : std::uint8_t {
  real = 0x01,
  text = 0x02,
  document = 0x03,
  array = 0x04,
  binary = 0x05,
  boolean = 0x08,
  date = 0x09,
  null = 0x0A,
  int32 = 0x10,
  int64 = 0x12,
  decimal128 = 0x13,
};

enum class Subtype : std::uint8_t { generic = 0x00, uuid = 0x04 };

/// The 128 bits of an IEEE 754-2008 decimal in binary integer encoding.
struct Decimal128 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  bool operator==(Decimal128 const&) const = default;
};

/// A field's name as it stands in a document: a place for the type byte, the name, NUL. Made once
/// per column. Its first octets have a fixed length, so that copying them is two or three
/// instructions.
class Field {
public:
  /// `name` holds no NUL.
  explicit Field(std::string_view name);

private:
  friend class Writer;
  static constexpr std::size_t head_size = 32;
  std::array<std::uint8_t, head_size> head_{};
  std::vector<std::uint8_t> rest_; ///< what does not fit into the head; mostly nothing
  std::size_t size_;
};

/// Appends to a vector whose size means nothing until `finish`; destroyed without it, the vector is
/// as it was. Names are not checked, text neither. A document and a value are smaller than 2 GiB.
class Writer {
public:
  /// `room`: about how many octets will come; more is made as needed.
  Writer(std::vector<std::uint8_t>& out, std::size_t room);
  Writer(Writer const&) = delete;
  Writer& operator=(Writer const&) = delete;
  ~Writer();

  /// Octets written so far.
  std::size_t size() const noexcept { return used() - start_; }
  /// What was written since `from` octets were; valid until the next write.
  std::uint8_t const* data(std::size_t from) const noexcept { return out_.data() + start_ + from; }
  void finish();
  /// Moves what was written earlier towards the beginning, `to` being no greater than `from`; both
  /// as `size()` said them. It stays inside one open document or array.
  void move(std::size_t to, std::size_t from, std::size_t octets) noexcept
  {
    auto* const first = out_.data() + start_;
    std::memmove(first + to, first + from, octets);
  }
  /// Forgets what was written since `size()` was this.
  void cut(std::size_t size) noexcept { at_ = out_.data() + start_ + size; }

  /// Where a document or array began; `end` puts its size there.
  using Mark = std::size_t;
  Mark begin_document();
  template <class Name> Mark begin_document(Name const& name)
  {
    return begin(Type::document, name);
  }
  template <class Name> Mark begin_array(Name const& name) { return begin(Type::array, name); }
  void end(Mark mark);

  template <class Name> void null(Name const& name) { advance(header(Type::null, name, 0)); }
  template <class Name> void boolean(Name const& name, bool value)
  {
    scalar(Type::boolean, name, static_cast<std::uint8_t>(value ? 1 : 0));
  }
  template <class Name> void int32(Name const& name, std::int32_t value)
  {
    scalar(Type::int32, name, value);
  }
  template <class Name> void int64(Name const& name, std::int64_t value)
  {
    scalar(Type::int64, name, value);
  }
  template <class Name> void real(Name const& name, double value)
  {
    scalar(Type::real, name, value);
  }
  /// Milliseconds since 1970, UTC.
  template <class Name> void date(Name const& name, std::int64_t value)
  {
    scalar(Type::date, name, value);
  }
  template <class Name> void decimal(Name const& name, Decimal128 value)
  {
    scalar(Type::decimal128, name, value);
  }
  template <class Name> void text(Name const& name, std::string_view value);
  template <class Name> void binary(Name const& name, Subtype subtype, std::string_view value);

private:
  std::size_t used() const noexcept { return static_cast<std::size_t>(at_ - out_.data()); }
  void grow(std::size_t octets);
  std::uint8_t* claim(std::size_t octets)
  {
    if (static_cast<std::size_t>(end_ - at_) < octets) [[unlikely]]
      grow(octets);
    return at_;
  }
  void advance(std::uint8_t* to) noexcept { at_ = to; }

  // Both write the type and the name, make room for `payload` more octets and return where they
  // begin.
  std::uint8_t* header(Type type, Field const& name, std::size_t payload);
  std::uint8_t* header(Type type, std::string_view name, std::size_t payload);

  template <class Value> static std::uint8_t* store(std::uint8_t* at, Value value) noexcept
  {
    std::memcpy(at, &value, sizeof value);
    return at + sizeof value;
  }
  static std::uint8_t* store(std::uint8_t* at, std::string_view octets) noexcept
  {
    if (!octets.empty()) std::memcpy(at, octets.data(), octets.size());
    return at + octets.size();
  }
  template <class Name, class Value> void scalar(Type type, Name const& name, Value value)
  {
    advance(store(header(type, name, sizeof value), value));
  }
  template <class Name> Mark begin(Type type, Name const& name)
  {
    advance(header(type, name, 0));
    return begin_document();
  }

  std::vector<std::uint8_t>& out_;
  std::size_t const start_;
  std::uint8_t* at_ = nullptr;
  std::uint8_t* end_ = nullptr;
  bool finished_ = false;
};

inline std::uint8_t* Writer::header(Type type, Field const& name, std::size_t payload)
{
  auto* const at = claim(Field::head_size + name.size_ + payload);
  std::memcpy(at, name.head_.data(), Field::head_size);
  if (!name.rest_.empty()) [[unlikely]]
    std::memcpy(at + Field::head_size, name.rest_.data(), name.rest_.size());
  *at = static_cast<std::uint8_t>(type);
  return at + name.size_;
}

inline std::uint8_t* Writer::header(Type type, std::string_view name, std::size_t payload)
{
  auto* at = claim(name.size() + 2 + payload);
  *at++ = static_cast<std::uint8_t>(type);
  at = store(at, name);
  *at++ = 0;
  return at;
}

template <class Name> void Writer::text(Name const& name, std::string_view value)
{
  auto* at = header(Type::text, name, sizeof(std::int32_t) + value.size() + 1);
  at = store(at, static_cast<std::int32_t>(value.size() + 1));
  at = store(at, value);
  *at++ = 0;
  advance(at);
}

template <class Name> void Writer::binary(Name const& name, Subtype subtype, std::string_view value)
{
  auto* at = header(Type::binary, name, sizeof(std::int32_t) + 1 + value.size());
  at = store(at, static_cast<std::int32_t>(value.size()));
  *at++ = static_cast<std::uint8_t>(subtype);
  advance(store(at, value));
}

inline Writer::Mark Writer::begin_document()
{
  auto* const at = claim(sizeof(std::int32_t));
  Mark const mark = size();
  advance(at + sizeof(std::int32_t));
  return mark;
}

inline void Writer::end(Mark mark)
{
  *claim(1) = 0;
  ++at_;
  assert(size() - mark <= INT32_MAX);
  store(out_.data() + start_ + mark, static_cast<std::int32_t>(size() - mark));
}

} // namespace mysync::bson
