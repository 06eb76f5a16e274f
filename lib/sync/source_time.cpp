#include "sync/source_time.hpp"

#include "core/text.hpp"

namespace mysync::sync {

namespace {

/// `a transaction open since 10:13:48 UTC (connection 8812, app@web3)`
std::string described(mysql::Writer const& writer, std::string const& owner)
{
  auto const since = iso8601(std::chrono::floor<std::chrono::seconds>(writer.since));
  bool const runs = writer.kind == mysql::Writer::Kind::statement;
  return fmt::format("{} since {} UTC (connection {}{})",
                     runs ? "a statement running" : "a transaction open", since.substr(11, 8),
                     writer.connection, owner.empty() ? "" : ", " + owner);
}

std::string unknown_because(mysql::Activity const& activity, Settled const& found)
{
  if (found.clock_was_set_back)
    return "a transaction that began before the source's clock was set back; it moves when that "
           "has ended";
  if (activity.fresh)
    return "a prepared XA transaction whose session is gone; XA RECOVER names it, XA COMMIT or XA "
           "ROLLBACK ends it";
  return "the list of open transactions cannot be had: somebody reads "
         "information_schema.innodb_trx all the time, and SHOW ENGINE INNODB STATUS is cut";
}

mysql::Activity read_activity(Sessions& sessions, mongo::Target const& target, SourceTime& time)
{
  mysql::Activity activity;
  {
    Loan session(sessions, "horizon");
    time.target_before = target.clock();
    activity = mysql::read_statements(*session);
    time.target_after = target.clock();
  }
  auto fresh = sessions.open("horizon");
  mysql::read_transactions(*fresh, activity);
  sessions.give(std::move(fresh));
  return activity;
}

} // namespace

SourceTime read_source_time(Sessions& sessions, mongo::Target const& target)
{
  SourceTime time;
  auto const activity = read_activity(sessions, target, time);
  auto const found = settled(activity);
  time.clock = time.settled = activity.clock;
  time.known = found.known;
  time.blind = activity.blind;
  if (!found.known) time.held_by = unknown_because(activity, found);
  if (!found.holder) return time;
  Loan session(sessions, "horizon");
  time.settled = mysql::read_clock(*session, found.instant);
  if (found.known && holds_back(time))
    time.held_by = described(*found.holder, mysql::owner(*session, found.holder->connection));
  return time;
}

} // namespace mysync::sync
