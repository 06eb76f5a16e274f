#include "sync/comparison.hpp"

namespace mysync::sync {

void Comparison::compare(Batch const& batch)
{
  auto const unequal =
      with_retries(retries_, [&] { return mongo::unequal(documents_, batch, order_); });
  retries_.succeeded();
  for (auto const index : unequal) compared_->suspect(id_element(batch, batch.documents[index]));
  compared_->equal += batch.documents.size() - unequal.size();
  compared_->rows += batch.rows;
}

} // namespace mysync::sync
