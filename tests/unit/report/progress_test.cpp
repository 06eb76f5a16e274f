#include "report/progress.hpp"

#include "report/layout.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::report;
using sync::Phase;

TEST_CASE("progress shows rows, share, rate and time left")
{
  std::vector<Work> const works{{{"categories", Phase::snapshot, 412, 412, true}, 0, 0.02},
                                {{"orders", Phase::snapshot, 1'204'332, 1'771'000, false}, 0, 1.34},
                                {{"customers", Phase::steady, 1'911, 0, true}, 0, 0.05},
                                {{"inventory", Phase::snapshot, 0, 90, false}, 0, 0}};
  CHECK(progress_lines(works, 120) ==
        std::vector<std::string>{
            "categories  snapshot        412 rows                                 done    0.02 s",
            "orders      snapshot  1,204,332 rows  ━━━━━━━━━━━━━╸──────  68 %  0.9 M/s  1 s left",
            "customers   catch-up      1,911 rows                                 done    0.05 s",
            "inventory   waiting"});
}

TEST_CASE("without a total there is no share and no time left")
{
  std::vector<Work> const works{{{"orders", Phase::steady, 5'000, 0, false}, 0, 2}};
  CHECK(progress_lines(works, 80) ==
        std::vector<std::string>{"orders  catch-up  5,000 rows  2 k/s"});
}

TEST_CASE("an estimate that was too small never shows more than 99 percent")
{
  std::vector<Work> const works{{{"orders", Phase::snapshot, 700, 500, false}, 0, 1}};
  CHECK(progress_lines(works, 80) ==
        std::vector<std::string>{"orders  snapshot  700 rows  ━━━━━━━━━━━━━━━━━━━╸  99 %  700 /s"});
}

TEST_CASE("a resumed load is as fast as what it added, not as what was there")
{
  std::vector<Work> const works{
      {{"orders", Phase::snapshot, 1'000'000, 2'000'000, false}, 900'000, 100}};
  CHECK(progress_lines(works, 90) ==
        std::vector<std::string>{
            "orders  snapshot  1,000,000 rows  ━━━━━━━━━━──────────  50 %  1 k/s  16 min left"});
}

TEST_CASE("no line is wider than the terminal")
{
  std::vector<Work> const works{{{"orders", Phase::snapshot, 10, 20, false}, 0, 1}};
  for (std::size_t const width : {0U, 1U, 20U, 35U, 41U}) {
    auto const line = progress_lines(works, width).front();
    CHECK(display_width(line) <= width);
    CHECK((line.empty() || line.back() != '\xE2'));
  }
  CHECK(progress_lines(works, 31).front() == "orders  snapshot  10 rows  ━━━━");
}
