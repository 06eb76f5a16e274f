#pragma once
// A row that could not become a document, in words.

#include "convert/encoders.hpp"
#include "core/batch.hpp"
#include "core/row.hpp"
#include "core/schema.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace mysync::convert {

/// The cell as a person reads it, cut to `most` characters with a mark: `NULL`, digits, text;
/// octets that are not text as `0x…`. Always well-formed UTF-8.
std::string cell_text(Column const& column, Cell const& cell, std::size_t most);

/// `7`, or `order_id=7, line=2`, of the columns that `key` indexes.
std::string key_text(std::span<Column const* const> columns, Row row,
                     std::span<std::size_t const> key);

/// `column price: 1.5 is …`; for a document that is too large its largest cell.
std::string refusal_message(std::span<Column const* const> columns, Row row, Outcome outcome,
                            std::size_t at);

} // namespace mysync::convert
