package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.Map;

/** Imports the loan log into a server and checks what comes of it; for any store. */
final class LoanChecks {

    private static final String STREAM = "/api/streams/LoanApplications/events";
    private static final Map<String, Integer> EXPECTED = Map.of(
            "A_SUBMITTED", 13_087,
            "A_DECLINED", 7_635,
            "A_APPROVED", 2_246,
            "A_ACTIVATED", 2_246,
            "A_REGISTERED", 2_246,
            "A_CANCELLED", 2_807);

    private LoanChecks() {}

    static void importAll(Api api) throws Exception {
        HttpResponse<String> answer =
                api.postFile(STREAM, "application/x-ndjson", LoanLog.file(), "Content-Encoding", "gzip");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonObject appended = Api.object(answer);
        assertThat(appended.getInt("count")).isEqualTo(LoanLog.EVENTS);
        assertThat(appended.getInt("firstOffset")).isZero();
        assertThat(appended.getInt("lastOffset")).isEqualTo(LoanLog.EVENTS - 1);
    }

    static void readModelHasTheKnownTotals(Api api) throws Exception {
        JsonObject status = Waiting.untilCaughtUp(api, "loan-applications", LoanLog.EVENTS - 1);
        assertThat(status.getInt("eventsProcessed")).isEqualTo(LoanLog.EVENTS);

        JsonObject summary = api.getObject("/api/loans/summary");

        assertThat(summary.getInt("applications")).isEqualTo(13_087);
        assertThat(summary.getJsonNumber("amountRequested").bigDecimalValue())
                .isEqualByComparingTo(new BigDecimal("177634511"));
        JsonObject events = summary.getJsonObject("events");
        assertThat(events).hasSize(24);
        EXPECTED.forEach(
                (type, count) -> assertThat(events.getInt(type)).as(type).isEqualTo(count));
        assertThat(events.values().stream()
                        .mapToInt(n -> ((JsonNumber) n).intValue())
                        .sum())
                .isEqualTo(LoanLog.EVENTS);
        JsonObject first = api.getObject("/api/loans/loan-173688");
        assertThat(first.getString("state")).isEqualTo("A_ACTIVATED");
        assertThat(first.getInt("amount")).isEqualTo(20_000);
        assertThat(first.getString("firstAt")).isEqualTo("2011-10-01T00:38:44.546+02:00");
        assertThat(first.getString("lastAt")).isEqualTo("2011-10-13T10:37:37.026+02:00");
    }

    /** Every event read back holds the very text of key, time and data that its line had. */
    static void everyEventComesBackAsItWentIn(Api api) throws Exception {
        try (BufferedReader lines = LoanLog.lines()) {
            long from = 0;
            while (from < LoanLog.EVENTS) {
                String page = api.get(STREAM + "?from=" + from + "&limit=1000").body();
                int at = 0;
                int count = (int) Math.min(1000, LoanLog.EVENTS - from);
                for (int i = 0; i < count; i++) {
                    String line = lines.readLine();
                    at = page.indexOf("\"offset\":" + (from + i) + ",", at);
                    assertThat(at).as("offset " + (from + i)).isPositive();
                    int end = page.indexOf("\"recordedAt\":", at);
                    String event = page.substring(at, end);
                    assertThat(event)
                            .contains("\"eventType\":" + field(line, "\"type\":", ",\"key\":"))
                            .contains("\"key\":" + field(line, "\"key\":", ",\"occurredAt\":"))
                            .contains("\"occurredAt\":" + field(line, "\"occurredAt\":", ",\"data\":"))
                            .contains("\"data\":" + line.substring(line.indexOf("\"data\":") + 7, line.length() - 1));
                }
                from += count;
            }
            assertThat(lines.readLine()).isNull();
        }
    }

    private static String field(String line, String from, String to) {
        return line.substring(line.indexOf(from) + from.length(), line.indexOf(to));
    }
}
