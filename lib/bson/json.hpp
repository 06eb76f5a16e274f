#pragma once
// JSON text into native BSON.

#include "bson/writer.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace mysync::bson {

enum class JsonResult : std::uint8_t {
  written,
  malformed,
  not_utf8,
  bad_escape, ///< one that stands for no character: a lone surrogate, or none of JSON's
  too_deep,
  inexact_number,
  nul_in_key,
  too_large,
};

/// Keeps its memory from one text to the next, given back after a huge one. Not for two threads.
class Json {
public:
  Json();
  ~Json();
  Json(Json&&) noexcept;
  Json& operator=(Json&&) noexcept;

  /// Writes the text's value, be it a scalar, an array or an object, as the field `name` of the
  /// outermost document. Keys and text are taken as they are, so that `$date` is a key like any
  /// other; of equal keys the last stays, at its place. Numbers become what `json_number` says.
  /// Of anything but `written` a part of the value is left in `out`.
  JsonResult write(Field const& name, std::string_view text, Writer& out);

private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

} // namespace mysync::bson
