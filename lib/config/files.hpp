#pragma once
// Reading the files that a configuration is made of, and the ones that hold a secret.

#include "config/rules.hpp"

#include <string>
#include <variant>

namespace mysync::config {

struct FileText {
  std::string text;
  bool others_can_read = false;
  bool others_can_write = false;
};

/// The whole of a configuration file; a pipe will do. The complaint says why it cannot be read.
std::variant<FileText, Complaint> read_file(std::string const& path);

/// The content of a secret file, without the end of its last line. It must be a regular file, not a
/// link to one, belong to root or to the user, and others must have no rights to it.
std::variant<Secret, Complaint> read_secret_file(std::string const& path);

} // namespace mysync::config
