#include "config/validate.hpp"

#include "drafts.hpp"

#include <catch2/catch.hpp>

using namespace mysync::config;
using namespace std::chrono_literals;

namespace {

Draft checked(std::string const& table)
{
  auto draft = parsed({"[[table]]\nname = 'a'\n" + table});
  validate(draft);
  return draft;
}

} // namespace

TEST_CASE("how rows that are gone are noticed is one of three ways, or not said")
{
  using How = Deletes::How;
  for (auto const& [text, deletes] : std::vector<std::pair<std::string, std::optional<Deletes>>>{
           {"", std::nullopt},
           {"deletes = 'ignore'", Deletes{How::ignore, {}}},
           {"deletes = 'reconcile'", Deletes{How::reconcile, {}}},
           {"deletes = 'soft:deleted_at'", Deletes{How::soft, "deleted_at"}},
           {"deletes = 'soft:a:b'", Deletes{How::soft, "a:b"}},
       }) {
    CAPTURE(text);
    auto const draft = checked(text);
    CHECK(draft.problems.text().empty());
    auto const& table = draft.config.tables.at(0);
    CHECK(table.deletes == deletes);
    CHECK(table.soft_column() == (deletes ? deletes->column : ""));
    CHECK(table.reconciles() == (deletes && deletes->how == How::reconcile));
  }
  auto const daily = checked("deletes = 'reconcile'\nreconcile_every = '1d'");
  CHECK(daily.problems.text().empty());
  CHECK(daily.config.tables.at(0).reconcile_every == Duration(24h));
}

TEST_CASE("another way, or one that does not go with the rest, is refused at its place")
{
  auto const hint = "write \"ignore\", \"soft:COLUMN\" or \"reconcile\"";
  for (auto const& [text, problem] : std::vector<std::pair<std::string, std::string>>{
           {"deletes = 'hard'", std::string("a.toml:3:11: deletes = \"hard\": ") + hint},
           {"deletes = 'soft:'", std::string("a.toml:3:11: deletes = \"soft:\": ") + hint},
           {"deletes = 'soft'", std::string("a.toml:3:11: deletes = \"soft\": ") + hint},
           {"mode = 'append'\ndeletes = 'soft:x'",
            "a.toml:4:11: [[table]] a: mode = \"append\" sees no updates, so no row that is marked "
            "as deleted; write \"reconcile\""},
           {"reconcile_every = '1d'",
            "a.toml:3:19: [[table]] a: reconcile_every needs deletes = \"reconcile\""},
           {"deletes = 'ignore'\nreconcile_every = '1d'",
            "a.toml:4:19: [[table]] a: reconcile_every needs deletes = \"reconcile\""},
       }) {
    CAPTURE(text);
    CHECK(checked(text).problems.text() == problem);
  }
}
