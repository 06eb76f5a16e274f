#include "sync/cursor_choice.hpp"

#include <algorithm>
#include <array>

namespace mysync::sync {

namespace {

/// Names that applications give to the time of the last change, in the order they are preferred.
constexpr std::array usual_names{"updated_at",    "modified_at", "last_update", "last_modified",
                                 "last_updated",  "update_time", "updated_on",  "modified_on",
                                 "updated",       "modified",    "changed_at",  "date_updated",
                                 "date_modified", "mtime"};

bool is_time(Column const& column)
{
  return column.type == ColumnType::timestamp || column.type == ColumnType::date_time;
}

bool is_integer(Column const& column)
{
  switch (column.type) {
  case ColumnType::tiny_int:
  case ColumnType::small_int:
  case ColumnType::medium_int:
  case ColumnType::integer:
  case ColumnType::big_int: return true;
  default: return false;
  }
}

/// `updatedAt` is `updated_at`.
bool same_word(std::string_view name, std::string_view word)
{
  auto const letters = [](std::string_view text) {
    std::string kept;
    for (char const c : text)
      if (c != '_') kept += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return kept;
  };
  return letters(name) == letters(word);
}

bool is_indexed(Table const& table, Column const& column)
{
  return std::ranges::any_of(table.indexes, [&](Index const& index) {
    return index.usable && index.columns.front() == column.name;
  });
}

/// Filled by the server, the first that is indexed, else the first; else by the usual names in
/// their order.
Column const* default_cursor(Table const& table)
{
  Column const* touched = nullptr;
  for (auto const& column : table.columns) {
    if (!is_time(column) || !column.on_update_now) continue;
    if (is_indexed(table, column)) return &column;
    if (touched == nullptr) touched = &column;
  }
  if (touched != nullptr) return touched;
  for (auto const* const name : usual_names) {
    for (auto const& column : table.columns) {
      if (is_time(column) && same_word(column.name, name)) return &column;
    }
  }
  return nullptr;
}

/// Whether ORDER BY cursor, key follows the index: the columns behind the cursor are the key's, as
/// far as the index goes, and InnoDB ends every index with the primary key.
bool gives_key_order(Index const& index, TableChoice const& choice)
{
  std::vector<std::string> key;
  for (auto const& column : choice.key) {
    if (column != index.columns.front()) key.push_back(column);
  }
  std::vector<std::string> const rest(index.columns.begin() + 1, index.columns.end());
  auto const common = std::min(rest.size(), key.size());
  if (!std::equal(key.begin(), key.begin() + static_cast<std::ptrdiff_t>(common), rest.begin()))
    return false;
  auto const* const primary = choice.table.primary_key();
  bool const ends_with_key =
      choice.table.engine == "InnoDB" && primary != nullptr && primary->columns == choice.key;
  return common == key.size() || ends_with_key;
}

void find_index(TableChoice& choice)
{
  for (auto const& index : choice.table.indexes) {
    if (!index.usable || index.columns.front() != choice.cursor.front()) continue;
    bool const key_order = gives_key_order(index, choice);
    if (!choice.cursor_index.empty() && !key_order) continue;
    choice.cursor_index = index.name;
    choice.cursor_index_gives_key_order = key_order;
    if (key_order) return;
  }
}

/// An unset cursor in append mode: the key, when it is one growing number.
void append_cursor(TableChoice& choice)
{
  auto const* const key = choice.key.size() == 1 ? choice.table.find(choice.key.front()) : nullptr;
  if (key != nullptr && is_integer(*key)) {
    choice.cursor = {key->name};
    return;
  }
  choice.problem = "table " + choice.table.name +
                   ": mode append needs an increasing whole number; name it: cursor = \"…\"";
}

void check_configured(TableChoice& choice)
{
  bool const append = choice.mode == config::Mode::append;
  for (auto const& name : choice.cursor) {
    auto const* const column = choice.table.find(name);
    if (column == nullptr) {
      choice.problem =
          "table " + choice.table.name + ": the cursor column " + name + " does not exist";
    } else if (append && !is_integer(*column)) {
      choice.problem = "table " + choice.table.name +
                       ": mode append reads by an increasing whole number; " + name + " is " +
                       column->declared;
    } else if (!append && !is_time(*column) && column->type != ColumnType::date) {
      choice.problem =
          "table " + choice.table.name + ": the cursor " + name + " is " + column->declared +
          "; a cursor is a TIMESTAMP, DATETIME or DATE column, or, for rows that never "
          "change, a number with mode = \"append\"";
    }
  }
}

void describe(TableChoice& choice, std::string const& why)
{
  if (choice.mode == config::Mode::full) {
    choice.reason += ", no cursor: " + why;
    return;
  }
  choice.reason += ", cursor " + choice.cursor.front() + " (" + why + ")";
  if (choice.cursor_index.empty()) choice.reason += ", not indexed";
}

} // namespace

void choose_cursor(TableChoice& choice)
{
  auto const& options = choice.options;
  choice.cursor = options.cursor;
  std::string why = "configured";
  if (options.mode == config::Mode::full) {
    choice.cursor.clear();
    return describe(choice, "mode full is configured, every run reads every row");
  }
  if (options.mode == config::Mode::append) {
    choice.mode = config::Mode::append;
    if (choice.cursor.empty()) append_cursor(choice);
  } else {
    choice.mode = config::Mode::timestamp;
    if (choice.cursor.empty()) {
      auto const* const found = default_cursor(choice.table);
      if (found == nullptr && options.mode) {
        choice.problem = "table " + choice.table.name +
                         ": mode timestamp needs a cursor, and none was "
                         "found; name it: cursor = \"…\"";
        return;
      }
      if (found == nullptr) {
        choice.mode = config::Mode::full;
        return describe(choice,
                        "no TIMESTAMP or DATETIME column says when a row changed, every run "
                        "reads every row");
      }
      choice.cursor = {found->name};
      why = found->on_update_now ? "ON UPDATE CURRENT_TIMESTAMP" : "by its name";
    }
  }
  if (choice.problem.empty()) check_configured(choice);
  if (!choice.problem.empty()) return;
  find_index(choice);
  describe(choice, why);
}

} // namespace mysync::sync
