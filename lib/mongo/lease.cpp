#include "mongo/lease.hpp"

#include <algorithm>

namespace mysync::mongo {

namespace {

/// A batch that a sleeping or cut-off holder had in hand arrives within so many lease times.
constexpr int careful_leases = 10;
/// The lease may change hands between the question for the time and the answer's use.
constexpr int care_attempts = 5;

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
    auto const& document = found.document;
    view.token = number_at(document, "token").value_or(0);
    view.duration = std::chrono::milliseconds(number_at(document, "lease_ms").value_or(0));
    if (auto const run = text_at(document, "holder.run")) {
      view.holder = Holder{text_at(document, "holder.host").value_or("?"),
                           number_at(document, "holder.pid").value_or(0), *run};
    }
    view.renewed = time_at(document, "renewed");
    view.careful_until = time_at(document, "careful_until");
    view.careful_token = number_at(document, "careful_token").value_or(0);
    auto const asked = time_at(document, "asked");
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

std::int64_t LeaseDocument::create() const
{
  auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::system_clock::now().time_since_epoch());
  Bson const document = Builder().add("_id", pipeline_).add("token", seconds.count()).take();
  documents_.insert(*document.get());
  return seconds.count();
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
  set.add("token", token + 1).add("holder", owner).add("lease_ms", std::int64_t{duration.count()});
  if (from.holder && from.renewed) {
    set.add("careful_until",
            *from.renewed + from.age + careful_leases * std::max(duration, from.duration))
        .add("careful_token", token + 1);
  }
  Bson const update =
      Builder().add("$set", set.take()).add("$currentDate", now_in("renewed")).take();
  return documents_.update_one(*filter.get(), *update.get()) == 1;
}

bool LeaseDocument::renew(std::int64_t token) const
{
  Bson const filter = Builder().add("_id", pipeline_).add("token", token).take();
  Bson const update = Builder().add("$currentDate", now_in("renewed")).take();
  return documents_.update_one(*filter.get(), *update.get()) == 1;
}

void LeaseDocument::release(std::int64_t token) const
{
  Bson const filter = Builder().add("_id", pipeline_).add("token", token).take();
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
