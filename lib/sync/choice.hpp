#pragma once
// What discovery decides about a table: pure functions from schema and configuration to a choice,
// shared by run, discover and status.

#include "config/config.hpp"
#include "convert/plan.hpp"
#include "core/schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mysync::sync {

/// Everything that is settled about a table before it is read.
struct TableChoice {
  Table table;
  config::Table options; ///< of its [[table]], or defaults
  std::string collection;
  std::vector<std::string> key;    ///< empty: it cannot be synced, `reason` says why
  std::vector<std::string> cursor; ///< empty: none; at most two
  config::Mode mode = config::Mode::full;
  std::string cursor_index;                  ///< the index that serves the cursor; empty: none
  bool cursor_index_gives_key_order = false; ///< (cursor, key) in that index's order
  std::string key_index;                     ///< the index of the key
  std::string filter;                        ///< SQL: the rows that have a document; empty: all
  std::string reason;  ///< why this key, cursor and mode: one clause for people
  std::string problem; ///< why it cannot be synced, with the next step; empty: it can
  convert::Mapping mapping;
};

/// The tables of the pipeline in the configuration's order: every [[table]] in the file's order,
/// then the discovered ones by name that `sync.tables` takes and `sync.exclude` does not. `only`:
/// the names on the command line; a name that is neither is an Error (Fault::usage) with the
/// nearest. A [[table]] that the source lacks is in the result with a problem; so is a discovered
/// table without a key when it is named in the file or on the command line, else it is left out and
/// named in `left_out`; so is a pattern that takes nothing. A name without a pattern in
/// `sync.tables` that the source lacks is a table with a problem.
struct Choices {
  std::vector<TableChoice> tables;
  std::vector<std::string>
      left_out; ///< "audit: no primary key and no unique key of NOT NULL columns"
};
Choices choose_tables(config::Config const& config, std::vector<Table> const& catalog,
                      std::vector<std::string> const& only);

/// Whether the configuration asks for a table of this name, as far as that alone tells.
bool is_chosen(config::Config const& config, std::string const& table);

} // namespace mysync::sync
