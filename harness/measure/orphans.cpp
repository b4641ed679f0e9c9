#include "measure/orphans.h"

#include <sys/prctl.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <set>
#include <vector>

namespace pepbench {
namespace {

bool adopting = false;
int runners = 0;
std::set<pid_t> own_children;

/// Children of the driver that it did not start; none where the kernel does not list them
/// (CONFIG_PROC_CHILDREN).
std::vector<pid_t> orphans() {
    std::vector<pid_t> found;
    std::ifstream children("/proc/thread-self/children");
    for (pid_t pid = 0; children >> pid;) {
        if (!own_children.contains(pid)) {
            found.push_back(pid);
        }
    }
    return found;
}

/// Those that the orphans leave when they end are orphans, too.
void end_orphans() {
    constexpr int kMostGenerations = 1000;  // whoever forks faster than it is killed is not waited for
    std::vector<pid_t> left = orphans();
    for (int generation = 0; !left.empty() && generation < kMostGenerations; ++generation) {
        for (const pid_t pid : left) {
            ::kill(pid, SIGKILL);
        }
        for (const pid_t pid : left) {
            while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
            }
        }
        left = orphans();
    }
}

}  // namespace

void adopt_orphans() { adopting = ::prctl(PR_SET_CHILD_SUBREAPER, 1) == 0; }

bool has_orphans() { return adopting && !orphans().empty(); }

OwnChild::OwnChild(pid_t pid) : pid_(pid) { own_children.insert(pid); }

OwnChild::~OwnChild() { own_children.erase(pid_); }

OrphansEnd::OrphansEnd() { ++runners; }

OrphansEnd::~OrphansEnd() {
    if (--runners == 0 && adopting) {
        end_orphans();
    }
}

}  // namespace pepbench
