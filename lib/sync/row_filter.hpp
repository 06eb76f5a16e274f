#pragma once
// Which rows of a table have a document: the configured filter and the column that marks deleted
// rows, as one condition.

#include "sync/choice.hpp"

#include <string>

namespace mysync::sync {

/// SQL that is true for the rows that have a document; empty: all. `where` and `soft` as the
/// configuration has them; the soft column is set when it is neither NULL nor zero: no number 0, no
/// zero date, no empty text and no text "0".
std::string live_rows(config::Table const& options, Table const& table);

/// Why the soft column cannot say whether a row is deleted, with what to do; empty: it can.
std::string soft_problem(config::Table const& options, Table const& table);

/// The same choice with the opposite filter: the rows that have no document. Of a choice without a
/// filter it takes none.
TableChoice departed(TableChoice choice);

} // namespace mysync::sync
