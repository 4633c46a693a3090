package org.headrace.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.headrace.web.Edge;
import org.headrace.web.Edge.Answer;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import users.module.Office;
import users.module.Shop;

class RoleFilterTest {

    private static final String TYPE = "urn:headrace:problem:";

    /** Ours by its package, with rows in the table for all of its methods but one. */
    @Path("streams")
    public static final class Streams {

        @GET
        @Path("{name}")
        public String one(@PathParam("name") String name, @Context SecurityContext caller) {
            return name + " " + caller.isUserInRole("headrace-writer");
        }

        @POST
        @Path("{name}/events")
        public String append() {
            return "appended";
        }

        @POST
        @Path("{name: [a-z]+}/close")
        public String close() {
            return "closed";
        }

        @POST
        @Path("{name}/forgotten")
        public String forgotten() {
            return "reached";
        }
    }

    @PreMatching
    private record Comes(Caller caller) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            request.setProperty(Caller.ATTRIBUTE, caller);
        }
    }

    @ParameterizedTest
    @CsvSource({
        ", 401, 401, 401",
        "guests, 403, 403, 403",
        "headrace-reader, 200, 403, 403",
        "headrace-writer, 200, 200, 403",
        "headrace-operator, 200, 403, 200",
    })
    void oursNeedWhatTheTableSays(String group, int read, int append, int close) throws Exception {
        Edge edge = streams(group == null ? Caller.NOBODY : member(group));

        assertThat(edge.get("streams/s").status()).isEqualTo(read);
        assertThat(edge.call("HEAD", "streams/s", null, new byte[0]).status()).isEqualTo(read);
        assertThat(edge.post("streams/s/events", "").status()).isEqualTo(append);
        assertThat(edge.post("streams/s/close", "").status()).isEqualTo(close);
    }

    @Test
    void anEndpointWithoutARowIsRefusedToEverybody() throws Exception {
        assertThat(streams(member("headrace-writer"))
                        .post("streams/s/forgotten", "")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whoIsNotKnownIsToldHowToLogIn() throws Exception {
        Answer answer = streams(Caller.NOBODY).get("streams/s");

        assertThat(answer.header("WWW-Authenticate")).contains("Basic realm=", "Bearer realm=");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains(TYPE + "unauthenticated");
        assertThat(streams(member("guests")).get("streams/s").body()).contains(TYPE + "forbidden", "headrace-reader");
    }

    @Test
    void whoseCredentialsWereNotTakenIsToldWhy() throws Exception {
        Answer answer = streams(Caller.refused(Problem.of(ProblemType.TOKEN_EXPIRED, "Too late")))
                .get("streams/s");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).contains(TYPE + "token-expired", "Too late");
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"headrace\", error=\"invalid_token\"");
    }

    @Test
    void groupsHaveTheRolesThatTheConfigurationSays() throws Exception {
        Edge edge = streams(member("staff"), Map.of("headrace.roles.writer", "boss, staff"));

        assertThat(edge.post("streams/s/events", "").status()).isEqualTo(200);
        assertThat(edge.post("streams/s/close", "").status()).isEqualTo(403);
        assertThat(edge.get("streams/s").body()).isEqualTo("s true");
    }

    @Test
    void restrictedStreamsAreForThoseNamed() throws Exception {
        var restricted = Map.of("headrace.restricted-streams", "pay-*:bob,pay-*:@clerks");
        Edge edge = streams(member("headrace-writer"), restricted);

        assertThat(edge.get("streams/pay-1").body()).contains(TYPE + "stream-restricted");
        assertThat(edge.get("streams/pay%2D1").status()).isEqualTo(403);
        assertThat(edge.post("streams/pay-1/events", "").status()).isEqualTo(403);
        assertThat(edge.get("streams/other").status()).isEqualTo(200);
        Caller clerk = new Caller("ada", Set.of("headrace-writer", "clerks"), null, null);
        assertThat(streams(clerk, restricted).post("streams/pay-1/events", "").status())
                .isEqualTo(200);
        Caller bob = new Caller("bob", Set.of("headrace-reader"), null, null);
        assertThat(streams(bob, restricted).get("streams/pay-1").status()).isEqualTo(200);
    }

    @Test
    void inOpenModeEverybodyMayDoEverything() throws Exception {
        Edge edge = streams(Caller.NOBODY, Map.of("headrace.security", "open"));

        assertThat(edge.post("streams/s/close", "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        ", 401, 401, 401, 401, 200, 403",
        "clerk, 403, 403, 200, 403, 200, 403",
        "headrace-reader, 200, 403, 403, 200, 200, 403",
        "headrace-writer, 200, 200, 403, 200, 200, 403",
    })
    void theResourcesOfUsersSayThemselvesWhoMayCallThem(
            String group, int plain, int write, int clerks, int readers, int everybody, int nobody) throws Exception {
        var edge = edge(Shop.class, new Shop(), group == null ? Caller.NOBODY : member(group), Map.of());

        assertThat(edge.get("shop").status()).isEqualTo(plain);
        assertThat(edge.post("shop", "").status()).isEqualTo(write);
        assertThat(edge.post("shop/clerks", "").status()).isEqualTo(clerks);
        assertThat(edge.get("shop/readers").status()).isEqualTo(readers);
        assertThat(edge.post("shop/everybody", "").status()).isEqualTo(everybody);
        assertThat(edge.get("shop/nobody").status()).isEqualTo(nobody);
    }

    @Test
    void whatAClassSaysGoesForMethodsThatSayNothing() throws Exception {
        var writer = edge(Office.class, new Office(), member("headrace-writer"), Map.of());

        assertThat(writer.get("office").status()).isEqualTo(403);
        assertThat(writer.get("office/door").status()).isEqualTo(200);
        assertThat(edge(Office.class, new Office(), member("clerk"), Map.of())
                        .get("office")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void optionsAreForReaders() throws Exception {
        assertThat(streams(Caller.NOBODY)
                        .call("OPTIONS", "streams/s", null, new byte[0])
                        .status())
                .isEqualTo(401);
        assertThat(streams(member("headrace-reader"))
                        .call("OPTIONS", "streams/s", null, new byte[0])
                        .status())
                .isEqualTo(200);
    }

    private static Caller member(String group) {
        return new Caller("ada", Set.of(group), null, null);
    }

    private static Edge streams(Caller caller) {
        return streams(caller, Map.of());
    }

    private static Edge streams(Caller caller, Map<String, String> settings) {
        return edge(Streams.class, new Streams(), caller, settings);
    }

    private static <R> Edge edge(Class<R> type, R resource, Caller caller, Map<String, String> settings) {
        Gate gate = Gate.configured(name -> Optional.ofNullable(settings.get(name)));
        return new Edge(type, resource, new Comes(caller), new RoleFilter(gate));
    }
}
