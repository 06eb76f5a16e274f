#include "mongo/pauses.hpp"

#include "mongo/fields.hpp"
#include "mongo/table_record.hpp"

namespace mysync::mongo {

namespace {

Bson fields_of(Pause const& pause)
{
  Bson const paused =
      Builder().add("since", pause.since).add("by", pause.by).add("reason", pause.reason).take();
  return Builder().add("paused", paused).take();
}

} // namespace

std::optional<Pause> pause_at(bson_t const& document)
{
  Fields const fields(document, "end the pause: mysync resume [TABLE], and pause anew");
  if (!fields.has_document("paused")) return std::nullopt;
  auto const since = fields.time("paused.since");
  if (!since) fields.refuse("paused.since");
  return Pause{*since, fields.text("paused.by").value_or("?"),
               fields.text("paused.reason").value_or("")};
}

Pauses::Pauses(Target const& target, std::string const& state_collection, std::string pipeline)
    : pipeline_(pipeline), documents_(target, state_collection),
      lease_(target, state_collection, std::move(pipeline))
{}

std::optional<Pause> Pauses::of_pipeline() const
{
  std::optional<Pause> pause;
  Bson const filter = Builder().add("_id", pipeline_).take();
  documents_.find(*filter.get(), *Bson().get(), [&](Found found) {
    pause = pause_at(found.document);
    return false;
  });
  return pause;
}

std::map<std::string, Pause> Pauses::of_tables() const
{
  std::map<std::string, Pause> pauses;
  Bson const filter = Builder()
                          .add("pipeline", pipeline_)
                          .add("paused", Builder().add("$exists", true).take())
                          .take();
  documents_.find(*filter.get(), *Bson().get(), [&](Found found) {
    auto const pause = pause_at(found.document);
    if (pause) pauses.emplace(text_at(found.document, "table").value_or("?"), *pause);
    return true;
  });
  return pauses;
}

/// It stands in the lease's document.
void Pauses::pause_pipeline(Pause const& pause) const
{
  lease_.create();
  Bson const filter = Builder().add("_id", pipeline_).take();
  documents_.update_one(*filter.get(), *Builder().add("$set", fields_of(pause)).get());
}

void Pauses::pause_table(std::string const& table, Pause const& pause) const
{
  TableRecord const fresh;
  Bson const stub = Builder()
                        .add("version", state_version)
                        .add("pipeline", pipeline_)
                        .add("table", table)
                        .add("phase", fresh.phase)
                        .add("token", std::int64_t{0})
                        .take();
  Bson const filter = Builder().add("_id", pipeline_ + "/" + table).take();
  Bson const update = Builder().add("$set", fields_of(pause)).add("$setOnInsert", stub).take();
  Bson const upsert = Builder().add("upsert", true).take();
  documents_.update_one(*filter.get(), *update.get(), upsert.get());
}

void Pauses::resume_pipeline() const
{
  Bson const filter = Builder().add("_id", pipeline_).take();
  Bson const paused = Builder().add("paused", "").take();
  documents_.update_one(*filter.get(), *Builder().add("$unset", paused).get());
}

void Pauses::resume_table(std::string const& table) const
{
  auto const id = pipeline_ + "/" + table;
  // Of a table that was never synced there is nothing else to remember, and its name may be written
  // another way than the source does.
  Bson const stub = Builder().add("_id", id).add_null("collection").take();
  if (documents_.remove(*stub.get()) > 0) return;
  Bson const filter = Builder().add("_id", id).take();
  Bson const paused = Builder().add("paused", "").take();
  Bson const failures = Builder().add("failures", std::int64_t{0}).take();
  documents_.update_one(*filter.get(),
                        *Builder().add("$unset", paused).add("$set", failures).get());
}

} // namespace mysync::mongo
