#include "mysql/schema_query.hpp"

#include "mysql/reader.hpp"

#include <fmt/ranges.h>

namespace mysync::mysql {

std::vector<TextRow> ask_schema(Session& session, std::string_view schema,
                                std::vector<std::string> const& expressions, std::string_view from)
{
  Column text;
  text.name = "information_schema";
  text.type = ColumnType::text;
  std::vector<std::string> as_text;
  as_text.reserve(expressions.size());
  for (auto const& expression : expressions)
    as_text.push_back(fmt::format("CAST({} AS CHAR)", expression));
  Statement const statement{
      fmt::format("SELECT {} FROM information_schema.{}", fmt::join(as_text, ", "), from),
      {{&text, {PositionValue::Kind::text, std::string(schema)}}}};
  std::vector<TextRow> rows;
  for_each_row(session, statement, std::vector<Column const*>(expressions.size(), &text),
               [&](Row row) {
                 TextRow cells(row.size());
                 for (std::size_t i = 0; i < row.size(); ++i)
                   if (row[i].kind == Cell::Kind::bytes) cells[i].emplace(row[i].bytes);
                 rows.push_back(std::move(cells));
               });
  return rows;
}

} // namespace mysync::mysql
