// koor.h alone, as C++11.
#include "koor.h"

int main() {
    return koor_version()[0] == '\0';
}
