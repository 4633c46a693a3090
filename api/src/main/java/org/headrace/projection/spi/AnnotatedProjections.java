package org.headrace.projection.spi;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessBean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.headrace.projection.StreamProjection;
import org.headrace.spi.DeploymentBeans;

/**
 * Finds the beans annotated with {@link StreamProjection} in all modules of the deployment, those of a WAR included,
 * which an injection point of another module would not see. Inject it.
 */
public class AnnotatedProjections implements Extension {

    private final Map<Class<?>, Bean<?>> beans = new LinkedHashMap<>();

    /** A projection and its annotation. */
    public record Found(StreamProjection annotation, Object handler) {}

    void found(@Observes ProcessBean<?> event) {
        if (event.getAnnotated().isAnnotationPresent(StreamProjection.class)) {
            beans.put(event.getBean().getBeanClass(), event.getBean());
        }
    }

    /** In order of name. Makes the beans that were not made yet. */
    public List<Found> all() {
        BeanManager manager = CDI.current().getBeanManager();
        List<Found> found = new ArrayList<>();
        for (Map.Entry<Class<?>, Bean<?>> entry : beans.entrySet()) {
            StreamProjection annotation = entry.getKey().getAnnotation(StreamProjection.class);
            found.add(new Found(annotation, DeploymentBeans.instanceOf(entry.getValue(), entry.getKey(), manager)));
        }
        found.sort(Comparator.comparing(f -> f.annotation().name()));
        return found;
    }
}
