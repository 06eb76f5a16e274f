#pragma once
// Rows by the ids of their documents.

#include "convert/plan.hpp"
#include "core/batch.hpp"
#include "mongo/lookup.hpp"
#include "mysql/sql.hpp"
#include "sync/choice.hpp"
#include "sync/retry.hpp"
#include "sync/sessions.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace mysync::sync {

class RowLookup {
public:
  /// Of a table as it was chosen, by one of its plans; everything outlives this.
  RowLookup(TableChoice const& choice, convert::Plan& plan, Loan& session, Retries retries);

  /// Reads the rows whose keys compare equal to those of `ids` in the server's collations: maybe
  /// others than are meant, whose ids tell. Ids that no key of this table can have made are passed
  /// over. `begin` is called before the first row, again when the connection broke meanwhile.
  void read(mongo::IdSpans const& ids, std::function<void()> const& begin,
            std::function<void(Row)> const& each);
  /// The same by values as a person types them.
  void read(std::vector<Position> const& keys, std::function<void()> const& begin,
            std::function<void(Row)> const& each);

private:
  mysql::ReadSpec spec_;
  std::vector<std::size_t> key_;
  std::vector<Column const*> key_columns_;
  Loan* session_;
  Retries retries_;
};

} // namespace mysync::sync
