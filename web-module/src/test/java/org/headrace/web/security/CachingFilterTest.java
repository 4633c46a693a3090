package org.headrace.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.headrace.web.Edge;
import org.junit.jupiter.api.Test;

class CachingFilterTest {

    /** Says of one answer how it may be kept, of another nothing. */
    @Path("kept")
    public static final class Kept {

        @GET
        public String nothing() {
            return "";
        }

        @GET
        @Path("a-while")
        public Response something() {
            return Response.ok().header("Cache-Control", "no-cache").build();
        }
    }

    @Test
    void answersAreKeptOutOfCachesUnlessTheirResourcesSayOtherwise() throws Exception {
        var edge = new Edge(Kept.class, new Kept(), new CachingFilter());

        assertThat(edge.get("kept").header("Cache-Control")).isEqualTo("no-store");
        assertThat(edge.get("kept/a-while").header("Cache-Control")).isEqualTo("no-cache");
        assertThat(edge.get("nowhere").header("Cache-Control")).isEqualTo("no-store");
    }
}
