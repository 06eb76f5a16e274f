#include "config/files.hpp"

#include "drafts.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

using namespace mysync;
using namespace mysync::config;

namespace {

std::string complaint_about(std::string const& path)
{
  auto const result = read_secret_file(path);
  auto const* complaint = std::get_if<Complaint>(&result);
  return complaint == nullptr ? "" : complaint->hint;
}

} // namespace

TEST_CASE("a secret file's content is the secret, without the end of its line")
{
  struct Case {
    std::string text;
    char const* secret;
  };
  auto const c = GENERATE(values<Case>({{"hunter2", "hunter2"},
                                        {"hunter2\n", "hunter2"},
                                        {"hunter2\r\n", "hunter2"},
                                        {" hunter2 \n", " hunter2 "},
                                        {"hunter2\n\n", "hunter2\n"}}));
  Folder const folder;
  auto const result = read_secret_file(folder.write("secret", c.text));
  REQUIRE(std::holds_alternative<Secret>(result));
  CHECK(std::string(std::get<Secret>(result).reveal()) == c.secret);
}

TEST_CASE("a secret file that others have rights to is refused, with the command that mends it")
{
  Folder const folder;
  auto const mode = GENERATE(0644, 0604, 0602, 0601, 0666);
  auto const file = folder.write("secret", "hunter2", static_cast<mode_t>(mode));
  CHECK(complaint_about(file) == "others may read or write " + file + "; run: chmod 600 " + file);
}

TEST_CASE("a secret file that the user or a group can read is accepted")
{
  Folder const folder;
  auto const mode = GENERATE(0400, 0440, 0600, 0640);
  CHECK(complaint_about(folder.write("secret", "hunter2", static_cast<mode_t>(mode))).empty());
}

TEST_CASE("what is no regular file is no secret file")
{
  Folder const folder;
  auto const file = folder.write("secret", "hunter2");
  auto const link = folder.path("link");
  std::filesystem::create_symlink(file, link);
  auto const pipe = folder.path("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(complaint_about(link) == link + " is a symbolic link; name the file it leads to");
  CHECK(complaint_about(pipe) == pipe + " is not a regular file");
  CHECK(complaint_about(folder.path("")) == folder.path("") + " is not a regular file");
  CHECK(complaint_about("/dev/null") == "/dev/null is not a regular file");
  CHECK(complaint_about(folder.path("none")) ==
        "cannot read " + folder.path("none") + ": No such file or directory");
}

TEST_CASE("an empty secret file, and one with a NUL, hold no secret")
{
  Folder const folder;
  auto const empty = folder.write("empty", "\n");
  auto const binary = folder.write("binary", std::string("a\0b", 3));
  CHECK(complaint_about(empty) == empty + " is empty");
  CHECK(complaint_about(binary) == binary + " holds a NUL");
}

TEST_CASE("a secret file of another user is refused")
{
  if (::geteuid() != 0) return; // only root can give a file away
  Folder const folder;
  auto const file = folder.write("secret", "hunter2");
  REQUIRE(::chown(file.c_str(), 65534, 65534) == 0);
  CHECK_THAT(complaint_about(file), Catch::Contains("belongs to another user"));
}

TEST_CASE("a configuration file is read with the rights that others have")
{
  Folder const folder;
  auto const read = [&](mode_t mode) {
    return std::get<FileText>(read_file(folder.write("file", "text\n", mode)));
  };
  CHECK(read(0600).text == "text\n");
  CHECK_FALSE(read(0660).others_can_read);
  CHECK(read(0644).others_can_read);
  CHECK_FALSE(read(0644).others_can_write);
  CHECK(read(0666).others_can_write);
}

TEST_CASE("a configuration that cannot be read, or never ends, is a complaint")
{
  Folder const folder;
  CHECK(std::holds_alternative<Complaint>(read_file(folder.path("none"))));
  CHECK(std::holds_alternative<Complaint>(read_file(folder.path(""))));
  CHECK(std::get<Complaint>(read_file("/dev/zero")).hint == "/dev/zero is too large");
}
