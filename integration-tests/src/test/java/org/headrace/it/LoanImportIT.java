package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real log of 262,200 events goes in, is projected, comes out as it was, and is projected again in segments. */
@ExtendWith(SharedServer.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoanImportIT {

    private static final String PROJECTION = "/api/projections/loan-applications";

    @Test
    @Order(1)
    void theLoanLogGoesInIsProjectedAndComesBackByteForByte(Api api) throws Exception {
        LoanChecks.importAll(api);
        LoanChecks.readModelHasTheKnownTotals(api);
        LoanChecks.everyEventComesBackAsItWentIn(api);
    }

    @Test
    @Order(2)
    void aRebuildInSegmentsWhoseNumberChangesMeanwhileHasTheSameTotals(Api api) throws Exception {
        split(api, 4);
        assertThat(api.postJson(PROJECTION + "/rebuild", "{\"reason\":\"in four segments\"}")
                        .statusCode())
                .isEqualTo(202);
        awaitSegments(api, 4);
        awaitProcessed(api, LoanLog.EVENTS / 4);
        split(api, 3);
        awaitSegments(api, 3);
        LoanChecks.readModelHasTheKnownTotals(api);
        assertThat(api.getObject(PROJECTION + "/audit").getBoolean("complete")).isTrue();

        split(api, 1);
        awaitSegments(api, 0);
        LoanChecks.readModelHasTheKnownTotals(api);
    }

    private static void split(Api api, int segments) throws Exception {
        assertThat(api.postJson(PROJECTION + "/split", "{\"segments\":" + segments + ",\"reason\":\"to see\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    private static void awaitSegments(Api api, int number) {
        Awaitility.await(number + " segments")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> segments(api.getObject(PROJECTION)) == number);
    }

    private static void awaitProcessed(Api api, int events) {
        Awaitility.await(events + " events")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> api.getObject(PROJECTION).getInt("eventsProcessed") >= events);
    }

    private static int segments(JsonObject projection) {
        JsonObject stream = projection.getJsonArray("streams").getJsonObject(0);
        return stream.containsKey("segments") ? stream.getJsonArray("segments").size() : 0;
    }
}
