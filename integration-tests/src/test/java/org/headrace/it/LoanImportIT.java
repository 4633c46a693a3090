package org.headrace.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real log of 262,200 events goes in, is projected, and comes out as it was. */
@ExtendWith(SharedServer.class)
class LoanImportIT {

    @Test
    void theLoanLogGoesInIsProjectedAndComesBackByteForByte(Api api) throws Exception {
        LoanChecks.importAll(api);
        LoanChecks.readModelHasTheKnownTotals(api);
        LoanChecks.everyEventComesBackAsItWentIn(api);
    }
}
