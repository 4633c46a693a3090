package org.headrace.it.security;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.headrace.it.Api;

/**
 * Calls a server as somebody.
 *
 * @param authorization the header; empty: none
 */
record SecureApi(Api api, String authorization) {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static SecureApi anonymous(Api api) {
        return new SecureApi(api, "");
    }

    static SecureApi basic(Api api, String name, String password) {
        byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new SecureApi(api, "Basic " + Base64.getEncoder().encodeToString(both));
    }

    static SecureApi bearer(Api api, String token) {
        return new SecureApi(api, "Bearer " + token);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return call("GET", path, "", headers);
    }

    HttpResponse<String> post(String path, String json, String... headers) throws IOException, InterruptedException {
        return call("POST", path, json, headers);
    }

    /** The body is JSON. */
    HttpResponse<String> call(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.base() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, method.equals("POST") ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
        if (method.equals("POST")) {
            request.header("Content-Type", "application/json");
        }
        headers().forEach(header -> request.header("Authorization", header));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private List<String> headers() {
        return authorization.isEmpty() ? List.of() : List.of(authorization);
    }
}
