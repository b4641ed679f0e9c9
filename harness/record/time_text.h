// Times as people read them.
#pragma once

#include <string>

namespace pepbench {

/// `95.3 ms`: three significant digits with the unit that fits.
std::string time_text(double seconds);

}  // namespace pepbench
