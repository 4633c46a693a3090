package org.headrace.web.security;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A method of a resource that answers requests.
 *
 * @param type as it was written, where it has a path: no subclass that a container made of it
 */
record ResourceMethod(Class<?> type, Method method) {

    /** The regular expression of a parameter says nothing to people. */
    private static final Pattern EXPRESSION = Pattern.compile("\\{\\s*([^:}\\s]+)\\s*:[^}]*}");

    private static final Pattern SLASHES = Pattern.compile("/{2,}");

    /** Nothing: the container answers without one. */
    static Optional<ResourceMethod> of(@Nullable Class<?> declared, @Nullable Method method) {
        if (declared == null || method == null) {
            return Optional.empty();
        }
        Class<?> type = declared;
        while (type != null && !type.isAnnotationPresent(Path.class)) {
            type = type.getSuperclass();
        }
        return Optional.of(new ResourceMethod(type == null ? declared : type, method));
    }

    /** GET for requests by HEAD as well, which are answered by it. Nothing: it is no end of a path. */
    Optional<String> httpMethod() {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(marked -> marked != null)
                .map(HttpMethod::value)
                .findFirst();
    }

    /** Its path in the application. */
    String template() {
        String path =
                "/api/" + valueOf(type.getAnnotation(Path.class)) + "/" + valueOf(method.getAnnotation(Path.class));
        String named = EXPRESSION.matcher(path).replaceAll("{$1}");
        String joined = SLASHES.matcher(named).replaceAll("/");
        return joined.endsWith("/") ? joined.substring(0, joined.length() - 1) : joined;
    }

    private static String valueOf(@Nullable Path path) {
        return path == null ? "" : path.value();
    }
}
