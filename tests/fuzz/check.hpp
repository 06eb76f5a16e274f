#pragma once
// How a fuzzer says that something is wrong, and what it looks at: the octets of one document.

#include "bson/writer.hpp"

#include <bson/bson.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace mysync::fuzz {

/// Ends the process, which libFuzzer takes for a finding, unless `right`.
inline void check(bool right, char const* what)
{
  if (right) return;
  static_cast<void>(std::fprintf(stderr, "fuzzer: %s\n", what));
  std::abort();
}

inline std::string_view view(std::uint8_t const* data, std::size_t size)
{
  return {reinterpret_cast<char const*>(data), size};
}

/// What `write(writer)` makes of an empty document; it is checked to be BSON, names being UTF-8 and
/// without NUL.
template <class Write> std::vector<std::uint8_t> document(Write const& write)
{
  std::vector<std::uint8_t> out;
  bson::Writer writer(out, 0);
  auto const mark = writer.begin_document();
  write(writer);
  writer.end(mark);
  writer.finish();
  return out;
}

/// The first field of a document, which is checked to be well-formed. `owner` keeps it readable.
inline bson_iter_t first_field(bson_t& owner, std::vector<std::uint8_t> const& octets)
{
  check(bson_init_static(&owner, octets.data(), octets.size()),
        "the size of the document is wrong");
  constexpr auto strict =
      static_cast<bson_validate_flags_t>(BSON_VALIDATE_UTF8 | BSON_VALIDATE_UTF8_ALLOW_NULL);
  check(bson_validate(&owner, strict, nullptr), "libbson refuses the document");
  bson_iter_t at;
  check(bson_iter_init(&at, &owner) && bson_iter_next(&at), "the document has no field");
  return at;
}

} // namespace mysync::fuzz
