package org.headrace.web.origin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Set;
import org.headrace.web.Edge;
import org.headrace.web.Edge.Answer;
import org.junit.jupiter.api.Test;

class OriginFilterTest {

    private static final String SHOP = "https://shop.test";

    private final Edge edge =
            new Edge(Thing.class, new Thing(), new OriginFilter(new OriginPolicy(true, Set.of(), Set.of(SHOP))));

    @Path("thing")
    public static final class Thing {

        @GET
        public String read() {
            return "read";
        }

        @POST
        public String write(String body) {
            return "written";
        }
    }

    @Test
    void pagesOfListedOriginsReadAndWriteWithCredentials() throws Exception {
        assertAllowed(200, edge.get("thing", "Host", "localhost", "Origin", SHOP));
        assertAllowed(200, edge.post("thing", "x", "Host", "localhost", "Origin", SHOP));
        assertAllowed(404, edge.get("nothing", "Host", "localhost", "Origin", SHOP));
    }

    @Test
    void whatABrowserAsksFirstIsAnsweredForListedOrigins() throws Exception {
        Answer answer = ask(SHOP);

        assertAllowed(204, answer);
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("POST", "DELETE");
        assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("content-type,idempotency-key");
    }

    @Test
    void otherPagesReadNothingAndDoNotWrite() throws Exception {
        Answer read = edge.get("thing", "Host", "localhost", "Origin", "https://evil.test");
        Answer write = edge.post("thing", "x", "Host", "localhost", "Origin", "https://evil.test");

        assertThat(read.headers()).doesNotContainKey("Access-Control-Allow-Origin");
        assertThat(write.status()).isEqualTo(403);
        assertThat(write.headers()).doesNotContainKey("Access-Control-Allow-Origin");
        assertThat(ask("https://evil.test").headers())
                .doesNotContainKeys("Access-Control-Allow-Origin", "Access-Control-Allow-Headers");
    }

    @Test
    void whoIsNoPageOfAnotherOriginIsToldNothingOfThis() throws Exception {
        assertThat(edge.get("thing", "Host", "localhost").headers())
                .doesNotContainKeys("Access-Control-Allow-Origin", "Vary");
    }

    private Answer ask(String origin) throws Exception {
        return edge.call(
                "OPTIONS",
                "thing",
                null,
                new byte[0],
                "Host",
                "localhost",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "content-type,idempotency-key");
    }

    private static void assertAllowed(int status, Answer answer) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(SHOP);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(answer.header("Vary")).contains("Origin");
    }
}
