#pragma once
// Foreign keys and what they do to rows whose parent goes.

#include "core/schema.hpp"
#include "mysql/session.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mysync::mysql {

/// Adds the foreign keys of `tables`, which belong to `schema`.
void read_foreign_keys(Session& session, std::string_view schema, std::vector<Table>& tables);

/// `CASCADE`, `SET NULL`…: what follows `ON DELETE` or `ON UPDATE` (the `event`) for a constraint
/// in the text of SHOW CREATE TABLE; RESTRICT, the default, when nothing does.
std::string rule_of(std::string_view create_table, std::string_view constraint,
                    std::string_view event);

} // namespace mysync::mysql
