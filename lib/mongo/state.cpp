#include "mongo/state.hpp"

#include "core/error.hpp"

#include <atomic>

namespace mysync::mongo {

namespace {

std::string state_id(std::string const& pipeline, std::string const& table)
{
  return pipeline + "/" + table;
}

/// Of this process, which alone writes under its token: each message has a larger one.
std::int64_t next_number() noexcept
{
  static std::atomic<std::int64_t> last{0};
  return ++last;
}

} // namespace

State::State(Target const& target, std::string const& collection, std::string pipeline)
    : pipeline_(std::move(pipeline)), documents_(target, collection)
{}

std::optional<TableRecord> State::read(std::string const& table) const
{
  std::optional<TableRecord> record;
  Bson const filter = Builder().add("_id", state_id(pipeline_, table)).take();
  documents_.find(*filter.get(), *Bson().get(), [&](Found found) {
    record = from_document(found.document);
    return false;
  });
  return record;
}

std::vector<TableRecord> State::read_all() const
{
  std::vector<TableRecord> records;
  Bson const filter = Builder().add("pipeline", pipeline_).take();
  documents_.find(*filter.get(), *Bson().get(), [&](Found found) {
    records.push_back(from_document(found.document));
    return true;
  });
  return records;
}

std::vector<Claim> State::read_claims() const
{
  std::vector<Claim> claims;
  Bson const any = Builder().add("$exists", true).take();
  Bson const filter = Builder().add("collection", any).take();
  Bson const fields =
      Builder().add("pipeline", 1).add("table", 1).add("collection", 1).add("clocks", 1).take();
  Bson const options = Builder().add("projection", fields).take();
  documents_.find(*filter.get(), *options.get(), [&](Found found) {
    auto const text = [&](char const* name) { return text_at(found.document, name).value_or(""); };
    claims.push_back(
        {text("pipeline"), text("table"), text("collection"), clocks_at(found.document, "clocks")});
    return true;
  });
  return claims;
}

// Times of one column have one form: their texts sort as they do. Plain updates, since some servers
// that speak the protocol get more wrong.
void State::lower_reread(std::string const& table, std::string const& from) const
{
  auto const id = state_id(pipeline_, table);
  Bson const asked = Builder().add("reread_asked", 1).take();
  Bson const set = Builder().add("reread_from", from).take();
  Bson const update = Builder().add("$set", set).add("$inc", asked).take();
  Bson const any = Builder().add("_id", id).take();
  Bson const ask = Builder().add("$inc", asked).take();
  Bson const none = Builder().add("_id", id).add_null("reread_from").take(); // or absent
  Bson const later =
      Builder().add("_id", id).add("reread_from", Builder().add("$gt", from).take()).take();
  if (documents_.update_one(*none.get(), *update.get()) == 1) return;
  if (documents_.update_one(*later.get(), *update.get()) == 1) return;
  documents_.update_one(*any.get(), *ask.get()); // whoever reads from there may have passed the row
}

void State::reread_done(std::string const& table, std::int64_t asked) const
{
  Builder same;
  same.add("_id", state_id(pipeline_, table));
  if (asked == 0) // by a program that did not count
    same.add_null("reread_asked");
  else
    same.add("reread_asked", asked);
  Bson const update = Builder().add("$set", Builder().add_null("reread_from").take()).take();
  documents_.update_one(*same.take().get(), *update.get());
}

void State::write(TableRecord const& record, std::int64_t token) const
{
  write(record, token, next_number());
}

// Not `$lt` for the number: a driver that got no reply sends the message again as it was.
void State::write(TableRecord const& record, std::int64_t token, std::int64_t number) const
{
  auto const id = state_id(pipeline_, record.table);
  Bson const document = to_document(id, pipeline_, record, token);
  bson_append_int64(document.get(), "write", -1, number);
  Bson const earlier = Builder().add("$lt", token).take();
  Bson const not_later = Builder().add("$lte", number).take();
  Bson const of_earlier_holder = Builder().add("token", earlier).take();
  Bson const of_this_holder = Builder().add("token", token).add("write", not_later).take();
  Bson const either = Builder().add("0", of_earlier_holder).add("1", of_this_holder).take();
  Bson const filter = Builder().add("_id", id).add_array("$or", either).take();
  Bson const update = Builder().add("$set", document).take();
  // Once more after both: an earlier message of the first write may have arrived between them.
  if (documents_.update_one(*filter.get(), *update.get()) == 1) return;
  if (documents_.insert(*document.get())) return;
  if (documents_.update_one(*filter.get(), *update.get()) == 1) return;
  throw failure(Fault::busy, "table {}: another run took the lease; this one stops", record.table);
}

void State::write_verify(std::string const& table, VerifyRecord const& record) const
{
  Bson const filter = Builder().add("_id", state_id(pipeline_, table)).take();
  Bson const part = Builder().add("verify", verify_document(record)).take();
  Bson const update = Builder().add("$set", part).take();
  documents_.update_one(*filter.get(), *update.get());
}

} // namespace mysync::mongo
