#include "core/batch.hpp"

namespace mysync {

char const* reason_name(Reason reason) noexcept
{
  switch (reason) {
  case Reason::value: return "value";
  case Reason::text: return "text";
  case Reason::size: return "size";
  case Reason::rejected_by_target: return "rejected_by_target";
  }
  return "";
}

void Batch::clear() noexcept
{
  bytes.clear();
  documents.clear();
  refused.clear();
  position.clear();
  rows = 0;
}

std::span<std::uint8_t const> document(Batch const& batch, DocumentSlice const& slice) noexcept
{
  return std::span(batch.bytes).subspan(slice.offset, slice.size);
}

std::span<std::uint8_t const> id_element(Batch const& batch, DocumentSlice const& slice) noexcept
{
  return document(batch, slice).subspan(sizeof(std::int32_t), slice.id_size);
}

} // namespace mysync
