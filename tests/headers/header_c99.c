/* koor.h alone, as C99 pedantic. */
#include "koor.h"

int main(void) {
    return koor_version()[0] == '\0';
}
