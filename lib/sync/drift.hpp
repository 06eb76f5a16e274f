#pragma once
// What has changed about a table since it was last read: pure comparisons with its remembered
// record.

#include "mongo/state.hpp"
#include "sync/choice.hpp"

#include <string>
#include <vector>

namespace mysync::sync {

/// Every column's name and declared type, as remembered in the state.
std::string schema_fingerprint(Table const& table);

/// "new column x varchar(20)", "column y is gone", "column z was int, is bigint".
std::vector<std::string> schema_changes(std::string const& before, std::string const& now);

/// The columns that `now` has and `before` has not.
std::vector<std::string> new_columns(std::string const& before, std::string const& now);

/// Excludes the columns that came since `known` was remembered, as `drift = "ignore"` asks; not
/// those of the key or the cursor.
void leave_out_new(TableChoice& choice, std::string const& known);

/// "total was int, is bigint": of the changed columns those whose values have another form in
/// documents from now on. A VARCHAR that became longer is none of them.
std::vector<std::string> reformed_columns(std::string const& before, std::string const& now);

/// "number, string": what kind of value each key column makes of the `_id`. Of one kind, ids are
/// equal by value, whatever their BSON types: an INT may become a BIGINT.
std::string id_kinds(TableChoice const& choice);

/// Throws Error (Fault::config) when the record was made for another key, cursor, filter or
/// collection than now configured: its watermark would mean something else; or when the key's
/// values make other kinds of ids, so that every document would stand twice. Says how to start
/// anew.
void check_same_reading(mongo::TableRecord const& record, TableChoice const& choice);

/// The choice as `run` goes on with it after that record: checked by `check_same_reading`, and by
/// `drift = "ignore"` without the columns that came since.
TableChoice read_as_before(TableChoice choice, mongo::TableRecord const& record,
                           config::Drift policy);

/// The cursor columns as the state names them.
std::string cursor_names(TableChoice const& choice);

} // namespace mysync::sync
