#include "sync/checked_record.hpp"

namespace mysync::sync {

mongo::TableRecord const& checked(mongo::TableRecord const& record, Hold const& lease,
                                  std::string const& pipeline)
{
  if (record.token > lease.token()) lease.check(); // another run may have written it meanwhile
  mongo::check_token(record, pipeline, lease.token());
  return record;
}

} // namespace mysync::sync
