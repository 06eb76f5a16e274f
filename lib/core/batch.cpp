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

std::size_t text_size(Refusal const& refusal) noexcept
{
  std::size_t size = refusal.id.size() + refusal.key.size() + refusal.message.size();
  for (auto const& value : refusal.row) size += value.value.size();
  for (auto const& [column, cell] : refusal.cells) size += column.size() + cell.size();
  return size;
}

void Batch::clear() noexcept
{
  bytes.clear();
  documents.clear();
  refused.clear();
  refused_bytes = 0;
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
