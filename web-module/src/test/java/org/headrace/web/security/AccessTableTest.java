package org.headrace.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Servlet;
import jakarta.servlet.annotation.WebServlet;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.headrace.engine.security.Role;
import org.headrace.web.HeadraceApplication;
import org.headrace.web.security.AccessTable.Row;
import org.junit.jupiter.api.Test;

/** Holds the table against the endpoints that there are: it fails for one that is added without a row. */
class AccessTableTest {

    @Test
    void everyEndpointHasARowAndEveryRowAnEndpoint() throws Exception {
        Set<String> declared = new TreeSet<>();
        for (Class<?> type : classes()) {
            declared.addAll(endpoints(type));
        }

        assertThat(declared).contains("POST /api/streams/{name}/events", "GET /hubs/events", "GET /error");
        assertThat(AccessTable.ROWS.stream().map(row -> row.method() + " " + row.template()))
                .containsExactlyInAnyOrderElementsOf(declared);
    }

    @Test
    void allWritesNeedMoreThanAReader() {
        assertThat(AccessTable.ROWS.stream()
                        .filter(row -> !row.method().equals("GET"))
                        .filter(row -> row.role() == null || row.role() == Role.READER)
                        .map(Row::template))
                .containsExactly("/hubs/events/negotiate");
    }

    @Test
    void onlyHealthAndErrorsArePublic() {
        assertThat(AccessTable.ROWS.stream().filter(row -> row.role() == null).map(Row::template))
                .allMatch(template -> template.startsWith("/api/health/") || template.equals("/error"));
    }

    @Test
    void everyParameterThatNamesAStreamIsKnownAsOne() {
        assertThat(AccessTable.ROWS.stream().filter(row -> row.stream() != null).filter(row -> !row.template()
                        .contains("{" + row.stream() + "}")))
                .isEmpty();
        assertThat(AccessTable.ROWS.stream()
                        .filter(row -> row.template().startsWith("/api/streams/{name}")
                                || row.template().contains("dead-letters/{stream}"))
                        .filter(row -> row.stream() == null))
                .isEmpty();
    }

    private static List<String> endpoints(Class<?> type) {
        List<String> found = new ArrayList<>();
        if (type.isAnnotationPresent(Path.class)) {
            Stream.of(type.getMethods())
                    .map(method -> ResourceMethod.of(type, method).orElseThrow())
                    .forEach(
                            method -> method.httpMethod().ifPresent(verb -> found.add(verb + " " + method.template())));
            assertThat(found).as("%s answers to something", type).isNotEmpty();
        }
        WebServlet servlet = type.getAnnotation(WebServlet.class);
        if (servlet != null) {
            String verb = Stream.of(type.getDeclaredMethods())
                            .anyMatch(method -> method.getName().equals("doPost"))
                    ? "POST"
                    : "GET";
            Stream.of(servlet.urlPatterns()).forEach(path -> found.add(verb + " " + path));
        } else if (Servlet.class.isAssignableFrom(type)) {
            throw new AssertionError(type + " is a servlet without an annotation: this test does not know its path");
        }
        ServerEndpoint endpoint = type.getAnnotation(ServerEndpoint.class);
        if (endpoint != null) {
            found.add("GET " + endpoint.value());
        }
        return found;
    }

    private static List<Class<?>> classes() throws IOException, URISyntaxException, ClassNotFoundException {
        URI root = HeadraceApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        java.nio.file.Path directory = java.nio.file.Path.of(root);
        List<String> names;
        try (Stream<java.nio.file.Path> files = Files.walk(directory)) {
            names = files.map(file -> directory.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .collect(Collectors.toList());
        }
        assertThat(names).hasSizeGreaterThan(100);
        List<Class<?>> classes = new ArrayList<>();
        for (String name : names) {
            classes.add(Class.forName(name, false, AccessTableTest.class.getClassLoader()));
        }
        return classes;
    }
}
