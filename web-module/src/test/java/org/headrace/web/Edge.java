package org.headrace.web;

import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;

/** A resource of ours in Jersey, with all our mappers, as Payara runs it; without a server around it. */
public final class Edge {

    private static final URI BASE = URI.create("http://localhost/api/");

    private final ApplicationHandler jersey;

    /**
     * @param resource with its parts set
     * @param filters to stand before it
     */
    public <R> Edge(Class<R> type, R resource, Object... filters) {
        var config = new ResourceConfig(type).addProperties(new HeadraceApplication().getProperties());
        HeadraceApplication.OURS.stream()
                .filter(ExceptionMapper.class::isAssignableFrom)
                .forEach(config::register);
        Stream.of(filters).forEach(config::register);
        this.jersey = new ApplicationHandler(config.register(new AbstractBinder() {
            @Override
            protected void configure() {
                // Before the one that Jersey would make itself.
                bind(resource).to(type).ranked(1);
            }
        }));
    }

    /** What came back. */
    public record Answer(int status, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    public Answer get(String path, String... headers) throws Exception {
        return call("GET", path, null, new byte[0], headers);
    }

    public Answer post(String path, String body, String... headers) throws Exception {
        return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Answer post(String path, byte[] body, String... headers) throws Exception {
        return call("POST", path, null, body, headers);
    }

    /**
     * Sends a request.
     *
     * @param path below {@code /api/}, with its query
     * @param caller null: nobody in particular
     * @param headers names and values in turn
     */
    public Answer call(String method, String path, @Nullable Principal caller, byte[] body, String... headers)
            throws Exception {
        var request = new ContainerRequest(
                BASE, BASE.resolve(path), method, new Caller(caller), new MapPropertiesDelegate(), null);
        for (int i = 0; i < headers.length; i += 2) {
            request.getHeaders().add(headers[i], headers[i + 1]);
        }
        request.setEntityStream(new ByteArrayInputStream(body));
        var out = new ByteArrayOutputStream();
        try {
            ContainerResponse response = jersey.apply(request, out).get();
            Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            response.getStringHeaders().forEach((name, values) -> sent.put(name, String.join(",", values)));
            return new Answer(response.getStatus(), sent, out.toString(StandardCharsets.UTF_8));
        } catch (ExecutionException e) {
            throw new AssertionError("No answer to " + method + " " + path, e);
        }
    }

    private record Caller(@Nullable Principal principal) implements SecurityContext {
        @Override
        public @Nullable Principal getUserPrincipal() {
            return principal;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public @Nullable String getAuthenticationScheme() {
            return null;
        }
    }
}
