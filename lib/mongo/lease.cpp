#include "mongo/lease.hpp"

#include "mongo/fields.hpp"

#include <algorithm>

namespace mysync::mongo {

namespace {

/// A batch that a sleeping or cut-off holder had in hand arrives within so many lease times.
constexpr int careful_leases = 10;
/// The lease may change hands between the question for the time and the answer's use.
constexpr int care_attempts = 5;

/// Tokens begin with the seconds since 1970 and grow by one: no run has written a smaller one (of
/// 2020) or a larger one.
constexpr std::int64_t smallest_token = 1'577'836'800;
constexpr std::int64_t largest_token = std::int64_t{1} << 40;

std::int64_t seconds_now()
{
  auto const now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

Holder holder_at(Fields const& fields)
{
  auto const run = fields.text("holder.run");
  if (!run) fields.refuse("holder.run");
  return {fields.text("holder.host").value_or("?"), fields.number("holder.pid").value_or(0), *run};
}

Bson now_in(char const* field) { return Builder().add(field, true).take(); }

} // namespace

LeaseDocument::LeaseDocument(Target const& target, std::string const& state_collection,
                             std::string pipeline)
    : documents_(target, state_collection), pipeline_(std::move(pipeline))
{}

LeaseView LeaseDocument::read() const
{
  LeaseView view;
  Bson const filter = Builder().add("_id", pipeline_).take();
  documents_.find(*filter.get(), *Bson().get(), [&](Found found) {
    Fields const fields(found.document, "when no run is on, remove it: the next one makes it anew");
    view.token = fields.number("token").value_or(0);
    if (view.token <= 0 || view.token > largest_token) fields.refuse("token");
    view.duration = std::chrono::milliseconds(fields.number("lease_ms").value_or(0));
    if (fields.has_document("holder")) view.holder = holder_at(fields);
    view.renewed = fields.time("renewed");
    view.careful_until = fields.time("careful_until");
    view.careful_token = fields.number("careful_token").value_or(0);
    auto const asked = fields.time("asked");
    if (view.holder && !view.renewed) fields.refuse("renewed");
    if (view.holder && view.duration.count() <= 0) fields.refuse("lease_ms");
    if (view.renewed && asked) {
      view.age = std::chrono::duration_cast<std::chrono::milliseconds>(*asked - *view.renewed);
    }
    return false;
  });
  return view;
}

LeaseView LeaseDocument::read_with_age() const
{
  Bson const filter = Builder().add("_id", pipeline_).take();
  Bson const update = Builder().add("$currentDate", now_in("asked")).take();
  documents_.update_one(*filter.get(), *update.get());
  return read();
}

std::int64_t LeaseDocument::unreached_token() const
{
  auto token = seconds_now();
  Bson const filter = Builder().add("pipeline", pipeline_).take();
  Bson const fields_of = Builder().add("token", 1).take();
  Bson const options = Builder().add("projection", fields_of).take();
  documents_.find(*filter.get(), *options.get(), [&](Found found) {
    auto const remembered = number_at(found.document, "token").value_or(0);
    if (remembered <= largest_token) token = std::max(token, remembered); // else see check_token
    return true;
  });
  return token;
}

std::int64_t LeaseDocument::create() const
{
  auto const token = unreached_token();
  Bson const document = Builder().add("_id", pipeline_).add("token", token).take();
  documents_.insert(*document.get());
  return token;
}

bool LeaseDocument::take(LeaseView const& from, Holder const& holder,
                         std::chrono::milliseconds duration) const
{
  auto const token = from.token == 0 ? create() : from.token;
  Builder filter;
  filter.add("_id", pipeline_).add("token", token);
  if (from.holder)
    filter.add("holder.run", from.holder->run);
  else
    filter.add_null("holder"); // null also matches an absent field
  if (from.holder && from.renewed) filter.add("renewed", *from.renewed);
  Bson const owner =
      Builder().add("host", holder.host).add("pid", holder.pid).add("run", holder.run).take();
  Builder set;
  // Should somebody have lowered it: above what the tables remember.
  auto const next = (token < smallest_token ? unreached_token() : token) + 1;
  set.add("token", next).add("holder", owner).add("lease_ms", std::int64_t{duration.count()});
  if (from.holder && from.renewed) {
    set.add("careful_until",
            *from.renewed + from.age + careful_leases * std::max(duration, from.duration))
        .add("careful_token", next);
  }
  Bson const update =
      Builder().add("$set", set.take()).add("$currentDate", now_in("renewed")).take();
  return documents_.update_one(*filter.get(), *update.get()) == 1;
}

Bson LeaseDocument::held_by(std::string const& run, std::int64_t token) const
{
  return Builder().add("_id", pipeline_).add("token", token).add("holder.run", run).take();
}

bool LeaseDocument::renew(std::string const& run, std::int64_t token) const
{
  Bson const filter = held_by(run, token);
  Bson const update = Builder().add("$currentDate", now_in("renewed")).take();
  return documents_.update_one(*filter.get(), *update.get()) == 1;
}

void LeaseDocument::release(std::string const& run, std::int64_t token) const
{
  Bson const filter = held_by(run, token);
  Bson const set = Builder().add_null("holder").take();
  Bson const update = Builder().add("$set", set).take();
  documents_.update_one(*filter.get(), *update.get());
}

void LeaseDocument::ask_for_care(std::chrono::milliseconds duration) const
{
  for (int attempt = 0; attempt < care_attempts; ++attempt) {
    auto const view = read_with_age();
    if (!view.renewed) return; // nobody ever held it
    Bson const filter = Builder().add("_id", pipeline_).add("token", view.token).take();
    Bson const set =
        Builder()
            .add("careful_until",
                 *view.renewed + view.age + careful_leases * std::max(duration, view.duration))
            .add("careful_token", view.token)
            .take();
    Bson const update = Builder().add("$set", set).take();
    if (documents_.update_one(*filter.get(), *update.get()) == 1) return;
  }
}

} // namespace mysync::mongo
