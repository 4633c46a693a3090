package org.headrace.it;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.headrace.it.server.Places;

/**
 * What the HTTP API answers to.
 *
 * @param template below {@code /api/}, such as <code>streams/{name}</code>
 */
public record Endpoint(String method, String template) {

    private static final List<Class<? extends Annotation>> METHODS =
            List.of(GET.class, POST.class, PUT.class, DELETE.class);

    /** All, as the classes of the product declare them. */
    public static List<Endpoint> all() {
        var classes = new ClassFileImporter()
                .importPaths(List.of(
                        Places.ROOT.resolve("web-module/target/classes"),
                        Places.ROOT.resolve("sample/target/classes")));
        List<Endpoint> found = new ArrayList<>();
        for (JavaClass resource : classes) {
            if (resource.isAnnotatedWith(Path.class)) {
                String path = resource.getAnnotationOfType(Path.class).value();
                resource.getMethods().forEach(method -> of(method, path).ifPresent(found::add));
            }
        }
        return found;
    }

    private static Optional<Endpoint> of(JavaMethod method, String path) {
        return METHODS.stream()
                .filter(method::isAnnotatedWith)
                .map(verb -> new Endpoint(
                        verb.getSimpleName(),
                        method.tryGetAnnotationOfType(Path.class)
                                .map(own -> path + "/" + own.value())
                                .orElse(path)))
                .findFirst();
    }

    /** @param path below {@code /api/} */
    boolean answers(String requestMethod, String path) {
        return requestMethod.equals(method) && path.matches(template.replaceAll("\\{[^}]+}", "[^/]+"));
    }
}
