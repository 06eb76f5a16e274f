#include "sync/reconcile.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::sync;
using namespace std::chrono_literals;
using config::Deletes;
using How = config::Deletes::How;
using config::Mode;

namespace {

constexpr std::chrono::system_clock::time_point now{1'800'000'000s};

TableChoice choice(Mode mode, std::optional<Deletes> deletes,
                   std::optional<config::Duration> every = std::nullopt)
{
  TableChoice made;
  made.mode = mode;
  made.options.deletes = std::move(deletes);
  made.options.reconcile_every = every;
  return made;
}

} // namespace

TEST_CASE("a table that is read whole is reconciled by every run, unless somebody wrote not to")
{
  for (auto const& [deletes, wanted] : std::vector<std::pair<std::optional<Deletes>, bool>>{
           {std::nullopt, true},
           {Deletes{How::ignore, {}}, false},
           {Deletes{How::reconcile, {}}, true},
           {Deletes{How::soft, "gone"}, true},
       }) {
    CHECK(reconcile_wanted(choice(Mode::full, deletes), {}, now, now) == wanted);
    CHECK(reconcile_wanted(choice(Mode::full, deletes), {.asked = true, .named = true}, now, now));
  }
}

TEST_CASE("other tables are reconciled when it is asked for and they are named or so configured")
{
  struct Example {
    std::optional<Deletes> deletes;
    ReconcileRequest request;
    bool wanted;
  };
  for (auto const mode : {Mode::timestamp, Mode::append}) {
    for (auto const& [deletes, request, wanted] : std::vector<Example>{
             {std::nullopt, {}, false},
             {std::nullopt, {.asked = true}, false},
             {std::nullopt, {.named = true}, false},
             {std::nullopt, {.asked = true, .named = true}, true},
             {Deletes{How::ignore, {}}, {.asked = true}, false},
             {Deletes{How::ignore, {}}, {.asked = true, .named = true}, true},
             {Deletes{How::soft, "gone"}, {.asked = true}, false},
             {Deletes{How::soft, "gone"}, {.asked = true, .named = true}, true},
             {Deletes{How::reconcile, {}}, {}, false},
             {Deletes{How::reconcile, {}}, {.named = true}, false},
             {Deletes{How::reconcile, {}}, {.asked = true}, true},
         })
      CHECK(reconcile_wanted(choice(mode, deletes), request, now, now) == wanted);
  }
}

TEST_CASE("a table is reconciled again when its time has passed, and at once when it never was")
{
  auto const daily = choice(Mode::timestamp, Deletes{How::reconcile, {}}, 24h);
  CHECK(reconcile_wanted(daily, {}, std::nullopt, now));
  CHECK(reconcile_wanted(daily, {}, now - 24h, now));
  CHECK_FALSE(reconcile_wanted(daily, {}, now - 24h + 1ms, now));
  CHECK(reconcile_wanted(daily, {.asked = true}, now, now));
}
