#include "plans.hpp"

#include <array>

using namespace mysync;
using namespace mysync::test;
using namespace mysync::plan_tests;

TEST_CASE("a refused row leaves its id, its key, its reason and all its cells")
{
  Column const octets{.name = "octets", .type = ColumnType::binary};
  Plan plan(table_of({text("name"), integer("id"), octets, integer("gone"), text("hidden")}),
            {.key = {"id", "name"}, .order = {"hidden"}, .exclude = {"hidden"}});
  auto const batch = encoded(plan, {bytes_cell("key\n"), integer_cell(7), bytes_cell({"\0\xAB", 2}),
                                    integer_cell(1LL << 40U), bytes_cell("not shown")});
  CHECK(batch.rows == 1);
  CHECK(batch.documents.empty());
  CHECK(batch.bytes.empty());
  REQUIRE(batch.refused.size() == 1);
  auto const& refusal = batch.refused[0];
  CHECK(element_text(refusal.id) == R"("_id":{"id":{"$numberInt":"7"},"name":"key\u000a"})");
  CHECK(refusal.key == R"(id=7, name=key\n)");
  CHECK(refusal.reason == Reason::value);
  CHECK(refusal.message == "column gone: 1099511627776 is outside -2147483648 to 2147483647, the "
                           "range of a MongoDB int");
  CHECK(refusal.cells ==
        std::vector<std::pair<std::string, std::string>>{
            {"name", "key\n"}, {"id", "7"}, {"octets", "0x00ab"}, {"gone", "1099511627776"}});
}

TEST_CASE("a row whose key cannot be encoded has no id, but a key for people")
{
  Plan plan(table_of({text("name"), integer("n")}), {.key = {"name"}});
  auto const batch = encoded(plan, {bytes_cell("a\xFF"), integer_cell(1)});
  REQUIRE(batch.refused.size() == 1);
  CHECK(batch.refused[0].id.empty());
  CHECK(batch.refused[0].key == "0x61ff");
  CHECK(batch.refused[0].reason == Reason::text);
}

TEST_CASE("a refused row's cells are cut to 1,000 characters with a mark")
{
  Column const octets{.name = "octets", .type = ColumnType::binary};
  Plan plan(
      table_of({integer("id"), text("long"), text("just"), octets, text("wide"), integer("bad")}),
      {.key = {"id"}});
  std::string wide;
  for (int i = 0; i < 1001; ++i) wide += "🙂";
  auto const batch =
      encoded(plan, {integer_cell(1), bytes_cell(std::string(1001, 'a')),
                     bytes_cell(std::string(1000, 'b')), bytes_cell(std::string(501, '\1')),
                     bytes_cell(wide), integer_cell(1LL << 40U)});
  REQUIRE(batch.refused.size() == 1);
  auto const& cells = batch.refused[0].cells;
  CHECK(cells[1].second == std::string(1000, 'a') + "…");
  CHECK(cells[2].second == std::string(1000, 'b'));
  CHECK(cells[3].second.size() == 2 + 1000 + std::string("…").size());
  CHECK(cells[4].second == wide.substr(0, 4000) + "…");
}

TEST_CASE("a refused row of a wide table stays small, and every column is named")
{
  constexpr std::size_t many = 500;
  std::vector<Column> columns{integer("id"), integer("bad")};
  std::string const large(1000, 'x');
  std::vector<Cell> row{integer_cell(1), integer_cell(1LL << 40U)};
  for (std::size_t i = 0; i < many; ++i) {
    columns.push_back(text("c" + std::to_string(i)));
    row.push_back(bytes_cell(large));
  }
  Plan plan(table_of(std::move(columns)), {.key = {"id"}});
  auto const batch = encoded(plan, row);
  REQUIRE(batch.refused.size() == 1);
  auto const& refusal = batch.refused[0];
  CHECK(refusal.cells.size() == many + 2);
  CHECK(refusal.cells[2].second == large);
  CHECK(refusal.cells.back().second == "…");
  CHECK(text_size(refusal) < 100'000);
  CHECK(batch.refused_bytes == text_size(refusal));
}

TEST_CASE("a refused row tells its key's values only when they find it again")
{
  using Kind = PositionValue::Kind;
  Column const day{.name = "id", .type = ColumnType::date};
  Column const octets{.name = "id", .type = ColumnType::binary};
  Time const zero{};
  struct Row {
    Column key;
    Cell cell;
    Position expected;
  };
  for (auto const& [key, cell, expected] :
       {Row{integer("id"), integer_cell(7), {{Kind::text, "7"}}},
        Row{day, time_cell(zero), {{Kind::text, "0000-00-00"}}},
        Row{octets, bytes_cell("a\xFF"), {{Kind::bytes, "a\xFF"}}},
        Row{text("id"), bytes_cell("Zoë"), {{Kind::text, "Zoë"}}},
        Row{text("id"), bytes_cell("a\xFF"), {}}, Row{text("id"), bytes_cell("a?\xEF\xBF\xBD"), {}},
        Row{integer("id"), Cell{}, {}}}) {
    Plan plan(table_of({key, integer("bad")}), {.key = {"id"}});
    auto const batch = encoded(plan, {cell, integer_cell(1LL << 40U)});
    REQUIRE(batch.refused.size() == 1);
    CAPTURE(batch.refused[0].key);
    CHECK(batch.refused[0].row == expected);
  }
}

TEST_CASE("documents stand end to end around a refused row, each with its _id first")
{
  Plan plan(table_of({integer("id"), text("t")}), {.key = {"id"}});
  Batch batch;
  std::array<std::string, 3> const texts{"one", "\xFF", std::string(5000, 'z')};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::array<Cell, 2> const row{integer_cell(static_cast<std::int64_t>(i)), bytes_cell(texts[i])};
    plan.encode(row, batch);
  }
  CHECK(batch.rows == 3);
  REQUIRE(batch.documents.size() == 2);
  REQUIRE(batch.refused.size() == 1);
  CHECK(batch.documents[0].offset == 0);
  CHECK(batch.documents[1].offset == batch.documents[0].size);
  CHECK(batch.bytes.size() == batch.documents[0].size + batch.documents[1].size);
  CHECK(bson_text(document(batch, batch.documents[0])) ==
        R"({"_id":{"$numberInt":"0"},"t":"one"})");
  CHECK(bson_text(document(batch, batch.documents[1])) ==
        R"({"_id":{"$numberInt":"2"},"t":")" + texts[2] + "\"}");
  CHECK(element_text(id_element(batch, batch.documents[1])) == R"("_id":{"$numberInt":"2"})");
}

TEST_CASE("encode_id takes the key's cells in key order and makes the document's own _id")
{
  Plan plan(table_of({text("b"), integer("x"), integer("a")}), {.key = {"a", "b"}});
  auto const batch = encoded(plan, {bytes_cell("k"), integer_cell(0), integer_cell(1)});
  REQUIRE(batch.documents.size() == 1);
  auto const id = id_element(batch, batch.documents[0]);
  std::vector<std::uint8_t> alone;
  std::array<Cell, 2> const key{integer_cell(1), bytes_cell("k")};
  CHECK(plan.encode_id(key, alone) == id.size());
  CHECK(alone == std::vector(id.begin(), id.end()));
  std::array<Cell, 2> const bad{integer_cell(1), bytes_cell("\xFF")};
  CHECK(plan.encode_id(bad, alone) == 0);
  CHECK(alone.size() == id.size());
}

TEST_CASE("a document of 16 MiB is kept, one octet more is refused")
{
  constexpr std::size_t limit = 16'777'216;
  Plan plan(table_of({integer("id"), text("a"), text("b")}), {.key = {"id"}});
  // 4 size + 9 _id + 8 + n for each text (type, name, length, NUL) + 1
  constexpr std::size_t framing = 4 + 9 + 2 * (1 + 2 + 4 + 1) + 1;
  std::string const half(limit / 2, 'h');
  auto const sized = [&](std::size_t size) {
    std::string const rest(size - framing - half.size(), 'r');
    return encoded(plan, {integer_cell(1), bytes_cell(half), bytes_cell(rest)});
  };
  auto const kept = sized(limit);
  REQUIRE(kept.documents.size() == 1);
  CHECK(kept.documents[0].size == limit);
  auto const refused = sized(limit + 1);
  CHECK(refused.documents.empty());
  CHECK(refused.bytes.empty());
  REQUIRE(refused.refused.size() == 1);
  CHECK(refused.refused[0].reason == Reason::size);
  CHECK(refused.refused[0].message ==
        "column a: with its 8,388,608 bytes the document would be above "
        "16,777,216 bytes, the most that MongoDB takes");
  CHECK(element_text(refused.refused[0].id) == R"("_id":{"$numberInt":"1"})");
}

TEST_CASE("a cell larger than any document is refused before it is copied")
{
  Plan plan(table_of({integer("id"), text("a")}), {.key = {"id"}});
  std::string const huge(16'777'217, 'h');
  auto const batch = encoded(plan, {integer_cell(1), bytes_cell(huge)});
  REQUIRE(batch.refused.size() == 1);
  CHECK(batch.refused[0].reason == Reason::size);
  CHECK(batch.bytes.capacity() < 1'000'000);
}

TEST_CASE("a plan that was moved goes on, and its notes with it")
{
  Column const zoned{.name = "at", .type = ColumnType::date_time};
  Plan first(table_of({integer("id"), zoned}), {.key = {"id"}, .datetime_zone = "Europe/Berlin"});
  Time const zero{};
  encoded(first, {integer_cell(1), time_cell(zero)});
  Plan second = std::move(first);
  encoded(second, {integer_cell(1), time_cell(zero)});
  CHECK(second.notes().zero_dates == std::map<std::string, std::uint64_t>{{"at", 2}});
}

TEST_CASE("a row of which only beginnings were fetched is too large, and names the largest cell")
{
  Plan plan(table_of({integer("id"), text("some"), text("most")}), {.key = {"id"}});
  auto const beginning = [](std::string_view octets, std::uint64_t in_all) {
    auto cell = bytes_cell(octets);
    cell.kind = Cell::Kind::beginning;
    cell.natural = in_all;
    return cell;
  };
  std::string const long_one(1100, 'b');
  auto const batch =
      encoded(plan, {integer_cell(1), beginning("all of it", 9), beginning(long_one, 20'000'000)});
  REQUIRE(batch.refused.size() == 1);
  auto const& refusal = batch.refused[0];
  CHECK(refusal.reason == Reason::size);
  CHECK(refusal.message == "column most: with its 20,000,000 bytes the document would be above "
                           "16,777,216 bytes, the most that MongoDB takes");
  CHECK(refusal.cells ==
        std::vector<std::pair<std::string, std::string>>{
            {"id", "1"}, {"some", "all of it"}, {"most", long_one.substr(0, 1000) + "…"}});
}
