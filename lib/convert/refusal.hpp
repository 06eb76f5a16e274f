#pragma once
// A row that could not become a document, in words.

#include "convert/encoders.hpp"
#include "core/batch.hpp"
#include "core/row.hpp"
#include "core/schema.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace mysync::convert {

/// The cell as a person reads it, cut to `most` characters with a mark: `NULL`, digits, text;
/// octets that are not text as `0x…`. Always well-formed UTF-8.
std::string cell_text(Column const& column, Cell const& cell, std::size_t most);

/// `7`, or `order_id=7, line=2`, of the columns that `key` indexes.
std::string key_text(std::span<Column const* const> columns, Row row,
                     std::span<std::size_t const> key);

/// The key's values as they are bound to look the row up again; empty when they would not find it:
/// text that did not survive its way to UTF-8, or NULL.
Position key_values(std::span<Column const* const> columns, Row row,
                    std::span<std::size_t const> key);

/// The cells of the columns that `shown` indexes, by column, for a record that stays small whatever
/// the row holds: each cut as cell_text does, and when many together are too much the last ones to
/// the mark alone.
std::vector<std::pair<std::string, std::string>>
cell_texts(std::span<Column const* const> columns, Row row, std::span<std::size_t const> shown);

/// `column price: 1.5 is …`; for a document that is too large its largest cell.
std::string refusal_message(std::span<Column const* const> columns, Row row, Outcome outcome,
                            std::size_t at);

} // namespace mysync::convert
