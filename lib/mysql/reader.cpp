#include "mysql/reader.hpp"

#include "mysql/prepared.hpp"

#include <cassert>
#include <map>
#include <utility>

namespace mysync::mysql {

struct Reader::Parts {
  Parts(Session& on, ReadSpec what, std::optional<Position> const& after, std::uint64_t rows)
      : session(on), spec(std::move(what)), page_rows(rows), buffers(spec.columns),
        doing(fmt::format("reading {}.{} from {}", spec.schema, spec.table, on.where())),
        part(page(spec, after, page_rows))
  {
    assert(page_rows > 0);
  }

  Prepared& statement(std::string const& sql);
  void open();
  void close();

  Session& session;
  ReadSpec spec;
  std::uint64_t page_rows;
  RowBuffers buffers;
  std::string doing;
  std::map<std::string, Prepared> prepared; ///< by text: the pages of a table differ in values only
  std::vector<Statement> part;              ///< the statements of this page
  std::size_t next_part = 0;
  Prepared* open_part = nullptr;
  std::uint64_t rows_of_part = 0;
  bool has_row = false;
};

Prepared& Reader::Parts::statement(std::string const& sql)
{
  if (auto const found = prepared.find(sql); found != prepared.end()) return found->second;
  return prepared.emplace(sql, Prepared(session, sql, doing)).first->second;
}

void Reader::Parts::open()
{
  auto& next = statement(part[next_part].sql);
  next.execute(part[next_part].parameters, buffers);
  open_part = &next;
  rows_of_part = 0;
}

// A part that gave as many rows as it was allowed to may have more: the next page begins behind its
// last row. One that gave fewer is at its end, and the next part follows.
void Reader::Parts::close()
{
  open_part = nullptr;
  ++next_part;
  if (spec.paging == Paging::one_stream || rows_of_part < page_rows) return;
  part = page(spec, position_of(spec.columns, buffers.row(), spec.order), page_rows);
  next_part = 0;
}

Reader::Reader(Session& session, ReadSpec spec, std::optional<Position> const& after,
               std::uint64_t page_rows)
    : parts_(std::make_unique<Parts>(session, std::move(spec), after, page_rows))
{}

Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

std::optional<Row> Reader::next()
{
  auto& parts = *parts_;
  for (;;) {
    if (parts.open_part == nullptr) {
      if (parts.next_part == parts.part.size()) return std::nullopt;
      parts.open();
    }
    if (parts.open_part->fetch(parts.buffers)) {
      ++parts.rows_of_part;
      parts.has_row = true;
      return parts.buffers.row();
    }
    parts.close();
  }
}

std::optional<Position> Reader::position() const
{
  if (!parts_->has_row) return std::nullopt;
  return position_of(parts_->spec.columns, parts_->buffers.row(), parts_->spec.order);
}

void for_each_row(Session& session, Statement const& statement,
                  std::vector<Column const*> const& columns, std::function<void(Row)> const& each)
{
  RowBuffers buffers(columns);
  Prepared prepared(session, statement.sql, "asking " + session.where());
  prepared.execute(statement.parameters, buffers);
  while (prepared.fetch(buffers)) each(buffers.row());
}

std::optional<Position> find_cut(Session& session, ReadSpec const& spec,
                                 std::optional<Position> const& after, std::uint64_t rows)
{
  std::vector<Column const*> columns;
  std::vector<std::size_t> order;
  for (auto const index : spec.order) {
    order.push_back(columns.size());
    columns.push_back(spec.columns[index]);
  }
  std::optional<Position> found;
  for (auto const& statement : cut(spec, after, rows)) {
    for_each_row(session, statement, columns,
                 [&](Row row) { found = position_of(columns, row, order); });
    if (found) break;
  }
  return found;
}

} // namespace mysync::mysql
