package org.headrace.openapi;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a test describes. */
@Path("things/{kind: big|small}")
@Produces("application/json")
public class ThingsResource {

    /** An answer. */
    public record Thing(
            String name,
            long size,
            @Nullable Instant seen,
            @JsonbNillable @Nullable String owner,
            List<Part> parts,
            Map<String, Integer> counts) {}

    /** A part of it. */
    public record Part(boolean whole) {}

    /** Colours. */
    public enum Colour {
        RED;

        public String label() {
            return "Red";
        }
    }

    /** Failures. */
    public enum Failure {
        GONE;

        public String urn() {
            return "urn:test:gone";
        }

        public int status() {
            return 410;
        }

        public String title() {
            return "Gone";
        }
    }

    @GET
    public Thing read(@PathParam("kind") String kind, @QueryParam("limit") @Nullable String limit) {
        throw new UnsupportedOperationException(kind + limit);
    }

    @POST
    @Path("parts")
    public Thing add(@PathParam("kind") String kind, String body) {
        throw new UnsupportedOperationException(kind + body);
    }

    @DELETE
    public void remove(@PathParam("kind") String kind) {
        throw new UnsupportedOperationException(kind);
    }
}
