#include "sync/row_lookup.hpp"

#include "mongo/key.hpp"
#include "mysql/reader.hpp"
#include "sync/read_specs.hpp"

#include <utility>

namespace mysync::sync {

RowLookup::RowLookup(TableChoice const& choice, convert::Plan& plan, Loan& session, Retries retries)
    : spec_(whole_table(choice, plan)), key_(plan.key()), key_columns_(plan.key_columns()),
      session_(&session), retries_(std::move(retries))
{}

void RowLookup::read(mongo::IdSpans const& ids, std::function<void()> const& begin,
                     std::function<void(Row)> const& each)
{
  std::vector<Position> keys;
  for (auto const& id : ids)
    if (auto key = mongo::key_of(id, key_columns_)) keys.push_back(*std::move(key));
  read(keys, begin, each);
}

void RowLookup::read(std::vector<Position> const& keys, std::function<void()> const& begin,
                     std::function<void(Row)> const& each)
{
  if (keys.empty()) return begin();
  with_retries(retries_, [&] {
    session_->repair();
    begin();
    mysql::for_each_row(**session_, mysql::lookup(spec_, key_, keys), spec_.columns, each);
  });
  retries_.succeeded();
}

} // namespace mysync::sync
