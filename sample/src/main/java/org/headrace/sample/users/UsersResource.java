package org.headrace.sample.users;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.jspecify.annotations.Nullable;

/** The commands of the users example. */
@Path("users")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class UsersResource {

    private static final int MAX_LENGTH = 200;

    @Inject
    UserCommands users;

    /** What a client sends. */
    public record NewUser(@Nullable String name, @Nullable String email) {}

    /** What a client gets. */
    public record Added(String userId) {}

    @POST
    public Response add(@Nullable NewUser user, @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) {
        if (user == null) {
            throw new InvalidInputException("body", "must be a JSON object with name and email");
        }
        List<Violation> violations = new ArrayList<>();
        String name = required(violations, "name", user.name());
        String email = required(violations, "email", user.email());
        if (!email.isEmpty() && !email.matches("[^@\\s]+@[^@\\s]+")) {
            violations.add(new Violation("email", "must be an email address such as ada@example.org"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        String userId = users.add(name, email, Optional.ofNullable(idempotencyKey));
        return Response.status(Response.Status.CREATED)
                .entity(new Added(userId))
                .build();
    }

    @DELETE
    @Path("{userId}")
    public void remove(@PathParam("userId") String userId) {
        users.remove(userId);
    }

    private static String required(List<Violation> violations, String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            violations.add(new Violation(field, "must not be empty"));
            return "";
        }
        if (value.length() > MAX_LENGTH) {
            violations.add(new Violation(field, "must be at most " + MAX_LENGTH + " characters"));
        }
        return value.strip();
    }
}
