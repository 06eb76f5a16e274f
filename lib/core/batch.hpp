#pragma once
// What crosses from the encoders to the writers: owned documents end to end, nothing of MySQL.

#include "core/position.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace mysync {

/// Why a row did not become a document, or its document was not accepted.
enum class Reason : std::uint8_t { value, text, size, rejected_by_target };
char const* reason_name(Reason reason) noexcept;

/// A row that was set aside. `id` is the BSON element `_id` (type byte, name, value) when the key
/// itself could be encoded, else empty.
struct Refusal {
  std::vector<std::uint8_t> id;
  std::string key; ///< the key as a person reads it
  Position row;    ///< the key's values, to look the row up again; empty: they do not find it
  Reason reason = Reason::value;
  std::string column;  ///< whose cell is at fault; empty: not known
  std::string message; ///< names the column and the value
  std::vector<std::pair<std::string, std::string>> cells; ///< column and cell as text
};

/// The octets of its texts.
std::size_t text_size(Refusal const& refusal) noexcept;

/// A document is `bytes[offset, offset + size)`: int32 size, the `_id` element of `id_size` bytes
/// at offset + 4, the other elements, 0.
struct DocumentSlice {
  std::size_t offset = 0;
  std::uint32_t size = 0;
  std::uint32_t id_size = 0;
};

/// The limits that make a batch full. MongoDB takes 48,000,000 bytes and 100,000 operations a
/// message; beyond 5,000 documents or 4 MB nothing is gained.
struct BatchLimits {
  std::size_t documents = 1000;
  std::size_t bytes = 4U << 20U;
};

struct Batch {
  std::vector<std::uint8_t> bytes;
  std::vector<DocumentSlice> documents;
  std::vector<Refusal> refused;
  std::size_t refused_bytes = 0; ///< about what the refusals' texts take
  Position position;             ///< of the last row in it
  std::uint64_t rows = 0;        ///< read into it: documents and refused

  bool empty() const noexcept { return rows == 0; }
  /// Its octets, as BatchLimits bounds them.
  std::size_t size() const noexcept { return bytes.size() + refused_bytes; }
  bool full(BatchLimits const& limits) const noexcept
  {
    return rows >= limits.documents || size() >= limits.bytes;
  }
  /// Empties it and keeps its memory for the next use.
  void clear() noexcept;
};

/// The document's octets, and its `_id` element's.
std::span<std::uint8_t const> document(Batch const& batch, DocumentSlice const& slice) noexcept;
std::span<std::uint8_t const> id_element(Batch const& batch, DocumentSlice const& slice) noexcept;

} // namespace mysync
