#include "config/load.hpp"

#include "drafts.hpp"

#include <catch2/catch.hpp>

using namespace mysync;
using namespace mysync::config;

namespace {

using Names = std::vector<std::string>;

char const* const minimal = "mysql.database = 'shop'\nmongodb.uri = 'mongodb://h'\n";

/// A request that sees nothing of this machine but `folder`.
LoadRequest request_in(Folder const& folder)
{
  LoadRequest request;
  request.here = folder.path("sync.toml");
  request.system_wide = folder.path("etc/mysync/sync.toml");
  request.environment["HOME"] = folder.path("home");
  return request;
}

} // namespace

TEST_CASE("the environment alone is a configuration")
{
  Folder const folder;
  auto request = request_in(folder);
  request.environment["MYSQL_DATABASE"] = "shop";
  request.environment["MONGODB_URI"] = "mongodb://h";
  request.environment["MYSQL_PASSWORD"] = "hunter2";
  auto const config = load(request);
  CHECK(config.mysql.host == "127.0.0.1");
  CHECK(config.mongodb.database == "shop");
  CHECK(config.sync.pipeline == "shop");
  CHECK(std::string(config.mysql.password.reveal()) == "hunter2");
  CHECK(config.mysql.password_source == "MYSQL_PASSWORD");
  CHECK(config.sources.empty());
  CHECK(config.warnings.empty());
}

TEST_CASE("without a file and without the environment both ways are named")
{
  Folder const folder;
  auto request = request_in(folder);
  CHECK(load_error(request) == "no configuration: write " + request.here + " or " +
                                   folder.path("home/.config/mysync/sync.toml") + " or " +
                                   request.system_wide +
                                   ", name a file with -c, or set MYSQL_DATABASE and MONGODB_URI");
  request.environment["MONGODB_URI"] = "mongodb://h";
  CHECK(load_error(request) ==
        "which MySQL database? write database = \"…\" in [mysql], or set MYSQL_DATABASE");
}

TEST_CASE("the first file of the default search that exists is read")
{
  Folder const folder;
  auto request = request_in(folder);
  auto const text = [](std::string const& name) {
    return "mysql.database = '" + name + "'\nmongodb.uri = 'mongodb://h'\n";
  };
  folder.write("etc/mysync/sync.toml", text("system"));
  CHECK(load(request).mysql.database == "system");
  folder.write("home/.config/mysync/sync.toml", text("home"));
  CHECK(load(request).mysql.database == "home");
  folder.write("xdg/mysync/sync.toml", text("xdg"));
  request.environment["XDG_CONFIG_HOME"] = folder.path("xdg");
  CHECK(load(request).mysql.database == "xdg");
  folder.write("sync.toml", text("here"));
  auto const config = load(request);
  CHECK(config.mysql.database == "here");
  CHECK(config.sources == Names{folder.path("sync.toml")});
}

TEST_CASE("files given by name are read in their order and must exist")
{
  Folder const folder;
  folder.write("sync.toml", "not even TOML");
  auto request = request_in(folder);
  request.files = {folder.write("base.toml", minimal),
                   folder.write("more.toml", "mysql.database = 'other'")};
  auto const config = load(request);
  CHECK(config.mysql.database == "other");
  CHECK(config.sources == request.files);
  request.files.push_back(folder.path("none.toml"));
  CHECK(load_error(request) ==
        "cannot read " + folder.path("none.toml") + ": No such file or directory");
}

TEST_CASE("the environment wins over the env file, that over the files")
{
  Folder const folder;
  auto request = request_in(folder);
  request.files = {folder.write("sync.toml", std::string(minimal) +
                                                 "mysql.host = 'file'\nmysql.user = 'file'\n"
                                                 "sync.pipeline = '${FROM_ENV_FILE}'\n")};
  request.env_file =
      folder.write(".env", "MYSQL_HOST=envfile\nMYSQL_USER=envfile\nFROM_ENV_FILE=p\n");
  request.environment["MYSQL_HOST"] = "environment";
  auto const config = load(request);
  CHECK(config.mysql.host == "environment");
  CHECK(config.mysql.user == "envfile");
  CHECK(config.sync.pipeline == "p");
  request.env_file = folder.path("none");
  CHECK_THAT(load_error(request), Catch::Contains("cannot read " + folder.path("none")));
}

TEST_CASE("everything that is wrong is said at once, a line each")
{
  Folder const folder;
  auto request = request_in(folder);
  auto const file =
      folder.write("sync.toml", "[mysql]\nprot = 1\npassword_file = 'none'\n"
                                "[[table]]\nname = 'a'\nmode = 'full'\ncursor = 'x'\n");
  request.environment["SYNC_BATCH_SIZE"] = "many";
  CHECK(load_error(request) ==
        file +
            ": which MySQL database? write database = \"…\" in [mysql], or set MYSQL_DATABASE\n" +
            file +
            ": where does MongoDB listen? write uri = \"mongodb://…\" in [mongodb], or set "
            "MONGODB_URI\n" +
            file + ":2:1: unknown key 'prot' in [mysql]; did you mean 'port'?\n" + file +
            ":3:17: password_file: cannot read " + folder.path("none") +
            ": No such file or directory\n" + file +
            ":7:10: [[table]] a: mode = \"full\" reads every row and takes no cursor\n"
            "SYNC_BATCH_SIZE: batch_size = \"many\": write a whole number from 1 to 100000");
}

TEST_CASE("a file that is no TOML is the only thing said: what it lacks may stand in it")
{
  Folder const folder;
  auto const request = request_in(folder);
  folder.write("sync.toml", "[mysql\n");
  auto const error = load_error(request);
  CHECK_THAT(error, Catch::Contains("this is no TOML"));
  CHECK(error.find('\n') == std::string::npos);
}

TEST_CASE("the password is taken from where the configuration says, and its source is named")
{
  Folder const folder;
  auto request = request_in(folder);
  auto const secret = folder.write("secret", "from-file\n");
  auto const in_file = folder.path("sync.toml") + ":3:18";
  request.environment["PW"] = "from-variable";
  struct Case {
    std::string text, password, source;
  };
  for (auto const& c : std::vector<Case>{
           {"", "", ""},
           {"mysql.password = 'in-clear'\n", "in-clear", in_file},
           {"mysql.password = '${PW}'\n", "from-variable", in_file},
           {"mysql.password_file = '" + secret + "'\n", "from-file", secret},
           {"mysql.password_file = 'secret'\n", "from-file", secret},
           {"mysql.password_command = ['echo', 'printed']\n", "printed", "the command 'echo'"}}) {
    CAPTURE(c.text);
    folder.write("sync.toml", minimal + c.text);
    auto const config = load(request);
    CHECK(std::string(config.mysql.password.reveal()) == c.password);
    CHECK(config.mysql.password_source == c.source);
  }
}

TEST_CASE("the systemd credential is used when nothing else is said")
{
  Folder const folder;
  auto request = request_in(folder);
  folder.write("sync.toml", minimal);
  auto const credential = folder.write("credentials/mysql_password", "from-systemd\n", 0400);
  request.environment["CREDENTIALS_DIRECTORY"] = folder.path("credentials");
  CHECK(std::string(load(request).mysql.password.reveal()) == "from-systemd");
  CHECK(load(request).mysql.password_source == credential);
  request.environment["MYSQL_PASSWORD"] = "from-variable";
  CHECK(std::string(load(request).mysql.password.reveal()) == "from-variable");
  request.environment.erase("MYSQL_PASSWORD");
  request.environment["CREDENTIALS_DIRECTORY"] = folder.path("elsewhere");
  CHECK(load(request).mysql.password.empty());
}

TEST_CASE("a password that cannot be had is an error at its place")
{
  Folder const folder;
  auto const request = request_in(folder);
  auto const file = folder.write(
      "sync.toml", std::string(minimal) + "mysql.password_command = ['false', 'hunter2']\n");
  CHECK(load_error(request) == file + ":3:26: password_command: 'false' ended with status 1");
  auto const secret = folder.write("secret", "hunter2", 0644);
  folder.write("sync.toml", std::string(minimal) + "mysql.password_file = 'secret'\n");
  CHECK(load_error(request) == file + ":3:23: password_file: others may read or write " + secret +
                                   "; run: chmod 600 " + secret);
}

TEST_CASE("a password command is not run while something else is wrong")
{
  Folder const folder;
  auto const request = request_in(folder);
  auto const trace = folder.path("trace");
  folder.write("sync.toml", std::string(minimal) +
                                "mysql.prot = 1\nmysql.password_command = ['touch', '" + trace +
                                "']\n");
  CHECK_THAT(load_error(request), Catch::Contains("prot"));
  CHECK_FALSE(std::filesystem::exists(trace));
}

TEST_CASE("a file with a password that others can read is warned about")
{
  Folder const folder;
  auto request = request_in(folder);
  auto const password = std::string(minimal) + "mysql.password = 'hunter2'\n";
  auto const file = folder.write("sync.toml", password, 0644);
  CHECK(load(request).warnings ==
        Names{file + " holds a password and others can read it; run: chmod 600 " + file});
  folder.write("sync.toml", password, 0640);
  CHECK(load(request).warnings.empty());
  folder.write("sync.toml", minimal, 0644);
  CHECK(load(request).warnings.empty());
  auto const env = folder.write(".env", "MONGODB_URI=mongodb://a:hunter2@h\n", 0644);
  request.env_file = env;
  CHECK(load(request).warnings ==
        Names{env + " holds a password and others can read it; run: chmod 600 " + env});
}

TEST_CASE("a file that others can write is refused")
{
  Folder const folder;
  auto request = request_in(folder);
  auto const file = folder.write("sync.toml", minimal, 0606);
  CHECK(load_error(request) == file + ": others can write this file; run: chmod o-w " + file);
  folder.write("sync.toml", minimal);
  auto const env = folder.write(".env", "MYSQL_PASSWORD=hunter2\n", 0602);
  request.env_file = env;
  CHECK(load_error(request) == env + ": others can write this file; run: chmod o-w " + env);
}

TEST_CASE("the process's environment is read as it is")
{
  ::setenv("MYSYNC_TEST_VARIABLE", "a=b", 1);
  CHECK(process_environment().at("MYSYNC_TEST_VARIABLE") == "a=b");
  ::unsetenv("MYSYNC_TEST_VARIABLE");
}
