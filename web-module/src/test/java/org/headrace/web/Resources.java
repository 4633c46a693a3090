package org.headrace.web;

import jakarta.ws.rs.Path;
import java.util.List;

/** The resources that the application lists. */
public final class Resources {

    private Resources() {}

    public static List<Class<?>> ours() {
        return HeadraceApplication.OURS.stream()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .toList();
    }
}
