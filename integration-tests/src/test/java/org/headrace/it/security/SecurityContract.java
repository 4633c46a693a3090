package org.headrace.it.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.EventStream;
import org.headrace.it.HubListener;
import org.headrace.it.Login;
import org.headrace.it.hub.LoggedInClients;
import org.headrace.it.security.WalkedEndpoints.Needs;
import org.headrace.it.security.WalkedEndpoints.Walked;
import org.junit.jupiter.api.Test;

/**
 * What callers may do on a server in secure mode, whichever server it is. Its users are {@code reader}, {@code writer} and
 * {@code operator}, {@code victim}, a reader whose password is guessed, and who tries the installation.
 */
public abstract class SecurityContract extends InstallationContract {

    private static final int MAX_FAILURES = 5;
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final String EVENT = "{\"type\":\"T\",\"data\":{}}";
    private static final String TYPE = "urn:headrace:problem:";

    /** The settings that the server has beside the users. */
    protected static Map<String, String> settings() {
        return Map.of(
                "HEADRACE_SECURITY",
                "secure",
                "MP_JWT_VERIFY_PUBLICKEY",
                TOKENS.pem(),
                "MP_JWT_VERIFY_ISSUER",
                Tokens.ISSUER,
                "MP_JWT_VERIFY_AUDIENCES",
                Tokens.AUDIENCE,
                "HEADRACE_JWT_CLOCK_SKEW",
                "PT1S",
                "HEADRACE_RESTRICTED_STREAMS",
                "payroll-*:@clerks,payroll-*:paula,LoanApplications:@clerks",
                "HEADRACE_PROJECTION_LOAN_APPLICATIONS_ON_POISON",
                "dead-letter",
                "HEADRACE_PROJECTION_LOAN_APPLICATIONS_MAX_RETRIES",
                "0",
                "HEADRACE_LOGIN_MAX_FAILURES",
                Integer.toString(MAX_FAILURES),
                "HEADRACE_LOGIN_WINDOW",
                "PT15S");
    }

    @Test
    void everyEndpointLetsThoseInWhoMayCallIt() throws Exception {
        Map<String, SecureApi> callers = new LinkedHashMap<>();
        callers.put("anonymous", SecureApi.anonymous(api()));
        callers.put("bad password", SecureApi.basic(api(), "victim", "wrong-" + PASSWORD));
        callers.put("unknown user", SecureApi.basic(api(), "nobody", PASSWORD));
        callers.put("expired token", bearer("op", Duration.ofMinutes(-1), "headrace-operator"));
        callers.put("guest", bearer("guest", AN_HOUR, "guests"));
        for (String role : List.of("reader", "writer", "operator")) {
            callers.put(role, basic(role));
            callers.put(role + "'s token", bearer("t-" + role, AN_HOUR, "headrace-" + role));
        }
        List<String> wrong = new ArrayList<>();
        for (Walked walked : WalkedEndpoints.ALL) {
            for (Map.Entry<String, SecureApi> caller : callers.entrySet()) {
                HttpResponse<String> answer = caller.getValue().call(walked.method(), walked.path(), "{}");
                String expected = expected(walked.needs(), caller.getKey());
                if (!isAs(expected, answer)) {
                    wrong.add(walked + " as " + caller.getKey() + ": expected " + expected + ", was "
                            + answer.statusCode() + " " + answer.body());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String expected(Needs needs, String caller) {
        if (needs == Needs.NOTHING) {
            return "in";
        }
        return switch (caller) {
            case "anonymous" -> "unauthenticated";
            case "bad password", "unknown user" -> "invalid-credentials";
            case "expired token" -> "token-expired";
            case "guest" -> "forbidden";
            default ->
                needs == Needs.READER || caller.startsWith(needs.name().toLowerCase(Locale.ROOT)) ? "in" : "forbidden";
        };
    }

    private static boolean isAs(String expected, HttpResponse<String> answer) {
        int status = answer.statusCode();
        return switch (expected) {
            case "in" -> status != 401 && status != 403 && status < 500;
            case "forbidden" -> status == 403 && answer.body().contains(TYPE + expected);
            default ->
                (expected.equals("invalid-credentials") && isBraked(answer))
                        || (status == 401
                                && answer.body().contains(TYPE + expected)
                                && answer.headers().allValues("WWW-Authenticate").stream()
                                        .anyMatch(c -> c.startsWith("Basic "))
                                && answer.headers().allValues("WWW-Authenticate").stream()
                                        .anyMatch(c -> c.startsWith("Bearer ")));
        };
    }

    private static boolean isBraked(HttpResponse<String> answer) {
        return answer.statusCode() == 429
                && answer.body().contains(TYPE + "too-many-failed-logins")
                && answer.headers().firstValueAsLong("Retry-After").orElse(0) > 0;
    }

    @Test
    void whoGuessesPasswordsIsKeptOutForAWhileAndNobodyElseIs() throws Exception {
        SecureApi victim = SecureApi.basic(api(), "victim", PASSWORD);
        SecureApi guesser = SecureApi.basic(api(), "victim", "guess-" + PASSWORD);
        HttpResponse<String> answer = guesser.get("/api/streams");
        for (int i = 0; i < MAX_FAILURES && answer.statusCode() == 401; i++) {
            answer = guesser.get("/api/streams");
        }

        assertThat(isBraked(answer)).as(answer.body()).isTrue();
        assertThat(isBraked(victim.get("/api/streams")))
                .as("the right password is not looked at either")
                .isTrue();
        assertThat(SecureSocket.status(api(), "", "Authorization", victim.authorization()))
                .isEqualTo(429);
        assertThat(victim.get("/api/health/live").statusCode()).isEqualTo(200);
        assertThat(basic("reader").get("/api/streams").statusCode()).isEqualTo(200);
        assertThat(bearer("victim", AN_HOUR, "headrace-reader")
                        .get("/api/streams")
                        .statusCode())
                .isEqualTo(200);
        assertThat(basic("reader").get("/api/metrics").body())
                .containsPattern("headrace_login_failures_total\\{credential=\"password\"} [1-9]")
                .containsPattern("headrace_login_refusals_total [1-9]");
        Awaitility.await("the window is over")
                .atMost(Duration.ofMinutes(1))
                .until(() -> victim.get("/api/streams").statusCode() == 200);
    }

    @Test
    void clientsOfEveryKindLogIn() throws Exception {
        for (Login login : List.of(
                Login.basic("writer", PASSWORD), Login.bearer(TOKENS.token("wanda", AN_HOUR, "headrace-writer")))) {
            Api api = api().as(login);
            String stream = stream("logged-in");
            String path = "/api/streams/" + stream + "/events";
            assertThat(api.postJson(path, EVENT).statusCode()).isEqualTo(201);
            try (var events = new EventStream(api, path + "?from=0");
                    var hub = new HubListener(api)) {
                hub.subscribe(stream, 0);
                assertThat(hub.events(1)).hasSize(1);
                assertThat(events.events(1)).hasSize(1);
            }
            LoggedInClients.follow(api);
        }
    }

    @Test
    void whoWroteAndWhoOperatedIsKept() throws Exception {
        String stream = stream("kept");
        basic("writer").post("/api/streams/" + stream + "/events", EVENT);
        bearer("zoe", AN_HOUR, "headrace-writer").post("/api/streams/" + stream + "/events", EVENT);
        HttpResponse<String> closed =
                basic("operator").post("/api/streams/" + stream + "/close", "{\"reason\":\"done\"}");

        assertThat(closed.statusCode()).isEqualTo(200);
        List<JsonObject> events = Api.object(basic("reader").get("/api/streams/" + stream + "/events"))
                .getJsonArray("events")
                .getValuesAs(JsonObject.class);
        assertThat(events)
                .extracting(e -> e.getJsonObject("metadata").toString())
                .satisfiesExactly(first -> assertThat(first).contains("\"writer\""), second -> assertThat(second)
                        .contains("\"zoe\""));
        assertThat(basic("operator")
                        .get("/api/operator-actions?target=streams/" + stream)
                        .body())
                .contains("\"operator\"", "done");
    }

    @Test
    void aTokenInTheAddressIsTakenWhereBrowsersCannotSendHeadersOnly() throws Exception {
        String token = TOKENS.token("ann", AN_HOUR, "headrace-reader");
        SecureApi anonymous = SecureApi.anonymous(api());

        assertThat(SecureSocket.status(api(), "")).isEqualTo(401);
        assertThat(SecureSocket.status(api(), "?access_token=" + token)).isEqualTo(101);
        assertThat(SecureSocket.status(api(), "?access_token=wrong")).isEqualTo(401);
        assertThat(anonymous
                        .post("/hubs/events/negotiate?access_token=" + token, "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(anonymous.get("/api/streams?access_token=" + token).statusCode())
                .isEqualTo(401);
        assertThat(anonymous.get("/api/streams/S/events?access_token=" + token).statusCode())
                .isEqualTo(401);
        assertThat(anonymous
                        .get("/api/streams/S/events", "Accept", "text/event-stream")
                        .statusCode())
                .isEqualTo(401);
        try (var events = new EventStream(api(), "/api/streams/S/events?access_token=" + token)) {
            events.await(": subscribed to S");
        }
    }

    /** Containers differ in what they take for the same path; whoever is let in must have been asked who it is. */
    @Test
    void noSpellingOfThePathLeadsToTheHubWithoutALogin() throws Exception {
        for (String path : List.of(
                "/hubs/events/",
                "/hubs/events//",
                "/hubs//events",
                "//hubs/events",
                "/hubs/events;a=b",
                "/hubs;a=b/events",
                "/hubs/%65vents",
                "/hubs/./events",
                "/hubs/x/../events",
                "/api/../hubs/events",
                "/hubs/events/negotiate",
                "/HUBS/EVENTS")) {
            assertThat(SecureSocket.statusAt(api(), path)).as(path).isBetween(400, 499);
        }
    }

    @Test
    void connectionsEndWithTheirTokens() throws Exception {
        String token = TOKENS.token("ann", Duration.ofSeconds(4), "headrace-reader");
        try (var socket = SecureSocket.open(api(), "?access_token=" + token);
                var events = new EventStream(api(), "/api/streams/S/events?access_token=" + token)) {
            assertThat(socket.await("\"type\":7")).contains("token has expired", "\"allowReconnect\":true");
            events.await("event: end");
            assertThat(SecureSocket.status(api(), "?access_token=" + token)).isEqualTo(401);
        }
    }

    @Test
    void aConnectionIdIsGoodForWhomItWasGivenTo() throws Exception {
        String id = "?id=" + connectionToken(basic("reader"));
        String other = "?id=" + connectionToken(basic("reader"));

        assertThat(SecureSocket.status(
                        api(), other, "Authorization", basic("writer").authorization()))
                .isEqualTo(404);
        assertThat(SecureSocket.status(
                        api(), id, "Authorization", basic("reader").authorization()))
                .isEqualTo(101);
    }

    @Test
    void restrictedStreamsAreForThoseNamedAtEveryEdge() throws Exception {
        String stream = stream("payroll");
        String path = "/api/streams/" + stream + "/events";
        SecureApi clerk = bearer("cleo", AN_HOUR, "headrace-writer", "clerks");
        assertThat(clerk.post(path, EVENT).statusCode()).isEqualTo(201);
        assertThat(bearer("paula", AN_HOUR, "headrace-reader").get(path).statusCode())
                .isEqualTo(200);

        for (HttpResponse<String> answer : List.of(
                basic("writer").post(path, EVENT),
                basic("writer").get(path),
                basic("reader").get("/api/streams/" + stream),
                basic("reader").get(path, "Accept", "text/event-stream"),
                basic("reader").get("/api/streams/" + stream + "/archive"),
                basic("operator").post("/api/streams/" + stream + "/close", "{}"))) {
            assertThat(answer.statusCode()).as(answer.uri().toString()).isEqualTo(403);
            assertThat(answer.body()).contains(TYPE + "stream-restricted");
        }
        String before = stream.substring(0, stream.length() - 1);
        assertThat(clerk.get("/api/streams?after=" + before).body()).contains(stream);
        assertThat(basic("reader").get("/api/streams?after=" + before).body()).doesNotContain(stream);
        try (var reader = SecureSocket.open(
                        api(), "", "Authorization", basic("reader").authorization());
                var matching = SecureSocket.open(
                        api(), "", "Authorization", basic("reader").authorization());
                var entitled = SecureSocket.open(api(), "", "Authorization", clerk.authorization())) {
            reader.subscribe(stream).await("\"Error\"");
            entitled.subscribe(stream).await("\"EventReceived\"");
            matching.subscribe(before + "*").await("\"SubscriptionConfirmed\"");
            assertThat(matching.received()).noneMatch(message -> message.contains("EventReceived"));
        }
    }

    @Test
    void deadLettersOfRestrictedStreamsAreNeitherToldNorTouched() throws Exception {
        SecureApi clerk = bearer("cleo", AN_HOUR, "headrace-operator", "headrace-writer", "clerks");
        SecureApi operator = basic("operator");
        String projection = "/api/projections/loan-applications";
        String letters = projection + "/dead-letters";
        String event = "{\"type\":\"A_SUBMITTED\",\"key\":\"" + stream("loan")
                + "\",\"data\":{\"case\":{\"AMOUNT_REQ\":\"a lot\"}}}";
        assertThat(clerk.post("/api/streams/LoanApplications/events", event).statusCode())
                .isEqualTo(201);
        Awaitility.await("the dead letter")
                .atMost(Duration.ofMinutes(1))
                .until(() -> Api.object(clerk.get(projection + "/status")).getInt("deadLetters") == 1);

        JsonObject status = Api.object(operator.get(projection + "/status"));
        assertThat(status.getInt("deadLetters")).isZero();
        assertThat(status.getJsonArray("streams")).isEmpty();
        assertThat(Api.object(operator.get(letters)).getJsonArray("deadLetters"))
                .isEmpty();
        assertThat(Api.object(operator.get(letters + "/causes")).getJsonArray("causes"))
                .isEmpty();
        assertThat(Api.object(operator.get(projection + "/audit")).getJsonArray("streams"))
                .isEmpty();
        assertThat(operator.post(letters + "/retry", "{\"stream\":\"LoanApplications\"}")
                        .body())
                .contains(TYPE + "stream-restricted");
        assertThat(Api.object(operator.post(letters + "/skip", "{\"all\":true,\"dryRun\":true}"))
                        .getInt("letters"))
                .isZero();
        assertThat(operator.post(letters + "/skip", "{\"all\":true,\"reason\":\"not mine\"}")
                        .body())
                .contains("\"skipped\":0", "\"remaining\":0");

        assertThat(Api.object(clerk.get(letters)).getJsonArray("deadLetters")).hasSize(1);
        assertThat(clerk.post(letters + "/skip", "{\"all\":true,\"reason\":\"a test\"}")
                        .body())
                .contains("\"skipped\":1", "\"remaining\":0");
        String actions = "/api/operator-actions?target=projections/loan-applications";
        assertThat(clerk.get(actions).body()).contains("skip-dead-letter");
        assertThat(operator.get(actions).body()).doesNotContain("LoanApplications");
    }

    @Test
    void pagesOfOthersDoNotGetInWithAUsersCredentials() throws Exception {
        String evil = "https://evil.test";

        HttpResponse<String> write =
                basic("writer").post("/api/streams/" + stream("foreign") + "/events", EVENT, "Origin", evil);
        int socket = SecureSocket.status(
                api(), "", "Origin", evil, "Authorization", basic("reader").authorization());

        assertThat(write.statusCode()).isEqualTo(403);
        assertThat(write.body()).contains(TYPE + "foreign-origin");
        assertThat(socket).isEqualTo(403);
    }

    @Test
    void aCookieLogsNobodyIn() throws Exception {
        HttpResponse<String> loggedIn = basic("reader").get("/api/streams");
        assertThat(loggedIn.statusCode()).isEqualTo(200);
        assertThat(loggedIn.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void everyAnswerHasItsHeaders() throws Exception {
        for (String path :
                List.of("/api/streams", "/api/health/live", "/api/nothing", "/nothing", "/", "/hubs/events")) {
            for (SecureApi caller : List.of(basic("reader"), SecureApi.anonymous(api()))) {
                HttpResponse<String> answer = caller.get(path);
                assertThat(answer.headers().allValues("X-Content-Type-Options"))
                        .as(path)
                        .containsExactly("nosniff");
                assertThat(answer.headers().allValues("Referrer-Policy"))
                        .as(path)
                        .containsExactly("no-referrer");
                assertThat(answer.headers().firstValue("Content-Security-Policy"))
                        .as(path)
                        .hasValueSatisfying(
                                policy -> assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'"));
            }
        }
        for (String path : List.of("/api/streams", "/api/metrics", "/api/health/ready", "/api/nothing")) {
            assertThat(basic("reader").get(path).headers().allValues("Cache-Control"))
                    .as(path)
                    .containsExactly("no-store");
        }
    }

    private static String connectionToken(SecureApi caller) throws Exception {
        return Api.object(caller.post("/hubs/events/negotiate?negotiateVersion=1", ""))
                .getString("connectionToken");
    }

    private static String stream(String kind) {
        return kind + "-" + UUID.randomUUID();
    }

    private SecureApi basic(String role) {
        return SecureApi.basic(api(), role, PASSWORD);
    }

    private SecureApi bearer(String name, Duration valid, String... groups) {
        return SecureApi.bearer(api(), TOKENS.token(name, valid, groups));
    }
}
