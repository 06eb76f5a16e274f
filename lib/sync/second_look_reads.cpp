// What a second look reads: the row, its document, the row once more.

#include "mongo/id.hpp"
#include "sync/second_look.hpp"

#include <algorithm>
#include <unordered_map>

namespace mysync::sync {

namespace {

/// Shown of one document.
constexpr std::size_t most_fields = 10;

using Index = std::unordered_map<std::string, std::size_t>;

Index index_of(mongo::IdSpans const& ids)
{
  Index index;
  for (std::size_t i = 0; i < ids.size(); ++i) index.try_emplace(mongo::comparable(ids[i]), i);
  return index;
}

/// Encodes rows one by one: each becomes a document or a refusal of the batch.
class Encoded {
public:
  Encoded(convert::Plan& plan, Batch& batch) : plan_(&plan), batch_(&batch) {}
  /// The row's `_id` element; empty when it has none.
  std::span<std::uint8_t const> add(Row row)
  {
    auto const documents = batch_->documents.size();
    plan_->encode(row, *batch_);
    if (batch_->documents.size() > documents) return id_element(*batch_, batch_->documents.back());
    return batch_->refused.back().id;
  }

private:
  convert::Plan* plan_;
  Batch* batch_;
};

} // namespace

void SecondLook::read_rows(mongo::IdSpans const& ids, std::vector<Seen>& seen)
{
  auto const index = index_of(ids);
  Encoded encoded(*plan_, batch_);
  rows_.read(
      ids,
      [&] {
        batch_.clear();
        std::ranges::fill(seen, Seen{});
      },
      [&](Row row) {
        auto const refused = batch_.refused.size();
        auto const id = encoded.add(row);
        auto const mine = id.empty() ? index.end() : index.find(mongo::comparable(id));
        if (mine == index.end()) return;
        auto& one = seen[mine->second];
        one.refused = batch_.refused.size() > refused;
        if (!one.refused) one.row = static_cast<std::uint32_t>(batch_.documents.size() - 1);
        one.arrived = arrival_.of(row);
      });
}

void SecondLook::read_documents(mongo::IdSpans const& ids, std::vector<Seen>& seen)
{
  bool const full = result_->samples.size() >= most_samples;
  with_retries(retries_, [&] {
    for (auto& one : seen) one.document = one.equal = false;
    mongo::for_each_with_id(documents_, ids,
                            [&](std::size_t i, std::span<std::uint8_t const> found) {
                              auto& one = seen[i];
                              one.document = true;
                              if (!one.row) return;
                              auto const source = document(batch_, batch_.documents[*one.row]);
                              auto const order = parts_->request.order;
                              one.equal = mongo::same(source, found, order);
                              if (!one.equal && !full)
                                one.fields = mongo::differences(source, found, order, most_fields);
                            });
  });
}

/// What differs, once more: rows that changed since the first reading prove nothing. Those that
/// left the configured filter say when they did.
void SecondLook::read_again(mongo::IdSpans const& ids, std::vector<Seen>& seen)
{
  mongo::IdSpans differing;
  mongo::IdSpans without_row;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto& one = seen[i];
    if (one.equal || one.refused || (!one.row && !one.document)) continue;
    differing.push_back(ids[i]);
    one.changed = one.row.has_value(); // until it is found as it was
    if (!one.row) without_row.push_back(ids[i]);
  }
  if (differing.empty()) return;
  auto const index = index_of(ids);
  Batch again;
  Encoded encoded(*plan_, again);
  rows_.read(
      differing, [&] { again.clear(); },
      [&](Row row) {
        again.clear();
        auto const id = encoded.add(row);
        auto const mine = id.empty() ? index.end() : index.find(mongo::comparable(id));
        if (mine == index.end()) return;
        auto& one = seen[mine->second];
        bool const same_row = one.row && !again.documents.empty() &&
                              std::ranges::equal(document(again, again.documents.front()),
                                                 document(batch_, batch_.documents[*one.row]));
        one.changed = !same_row;
      });
  auto const recorded = with_retries(retries_, [&] { return quarantine_.recorded(differing); });
  for (auto const& id : recorded)
    if (auto const mine = index.find(mongo::comparable(id)); mine != index.end())
      seen[mine->second].recorded = true;
  if (choice_->filter.empty()) return;
  departed_rows_.read(
      without_row, [] {},
      [&](Row row) {
        again.clear();
        auto const id = encoded.add(row);
        auto const mine = id.empty() ? index.end() : index.find(mongo::comparable(id));
        if (mine != index.end()) seen[mine->second].arrived = arrival_.of(row);
      });
}

} // namespace mysync::sync
