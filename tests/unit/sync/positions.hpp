#pragma once
// Positions and batches that stand for numbered rows.

#include "core/batch.hpp"

#include <string>

namespace mysync::test {

inline PositionValue text_value(std::string value)
{
  return {PositionValue::Kind::text, std::move(value)};
}

inline Position position_at(std::uint64_t row) { return {text_value(std::to_string(row))}; }

/// A batch of so many rows, the last of which stands at `position`.
inline Batch batch_at(std::uint64_t position, std::uint64_t rows = 1)
{
  Batch batch;
  batch.rows = rows;
  batch.position = position_at(position);
  return batch;
}

} // namespace mysync::test
