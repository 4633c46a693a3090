package org.headrace.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersFilterTest {

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/hubs/events"})
    void answersWithDataAreNoPages(String path) throws Exception {
        assertThat(headers(path))
                .isEqualTo(Map.of(
                        "X-Content-Type-Options", "nosniff",
                        "Referrer-Policy", "no-referrer",
                        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));
    }

    @Test
    void pagesUseWhatIsOursOnlyAndNobodyFramesThem() throws Exception {
        Map<String, String> headers = headers("/console/index.html");

        assertThat(headers).containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(headers).containsEntry("Referrer-Policy", "no-referrer");
        assertThat(headers.get("Content-Security-Policy"))
                .contains(
                        "default-src 'none'",
                        "script-src 'self';",
                        "connect-src 'self'",
                        "base-uri 'none'",
                        "form-action 'self'",
                        "frame-ancestors 'none'")
                .doesNotContain("*", "http:");
    }

    private static Map<String, String> headers(String path) throws Exception {
        Map<String, String> headers = new HashMap<>();
        new HeadersFilter()
                .doFilter(
                        only(HttpServletRequest.class, "getServletPath", arguments -> path),
                        only(HttpServletResponse.class, "setHeader", arguments -> {
                            headers.put((String) arguments[0], (String) arguments[1]);
                            return null;
                        }),
                        (request, response) ->
                                assertThat(headers).as("before all else").hasSize(3));
        return headers;
    }

    private interface Call {
        Object with(Object[] arguments);
    }

    /** With one method. */
    private static <T> T only(Class<T> type, String name, Call call) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo(name);
                    return call.with(arguments);
                }));
    }
}
