// Processes that a runner leaves behind, in whatever session they hide.
#pragma once

#include <sys/types.h>

namespace pepbench {

/// From now on a process whose parent ends becomes a child of the driver instead of init's (prctl(2),
/// PR_SET_CHILD_SUBREAPER), so that one that has left its runner's process group is found all the same.
void adopt_orphans();

/// Whether there are processes that some runner has left behind.
bool has_orphans();

/// A child that the driver started itself, which is no orphan for as long as this object lives.
class OwnChild {
  public:
    explicit OwnChild(pid_t pid);
    ~OwnChild();
    OwnChild(const OwnChild&) = delete;
    OwnChild& operator=(const OwnChild&) = delete;

  private:
    pid_t pid_;
};

/// While any of these lives, so does a runner. The end of the last one ends all orphans at once: before it,
/// one could not tell whose they are.
class OrphansEnd {
  public:
    OrphansEnd();
    ~OrphansEnd();
    OrphansEnd(const OrphansEnd&) = delete;
    OrphansEnd& operator=(const OrphansEnd&) = delete;
};

}  // namespace pepbench
