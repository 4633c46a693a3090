package org.headrace.web;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.Path;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The resources that users' modules bring: CDI beans whose class has a {@link Path}, wherever in the deployment they
 * live. An application that lists its classes is not scanned, and scanning would not look into an EAR's other modules.
 */
final class ResourcesOfModules {

    private ResourcesOfModules() {}

    static Set<Class<?>> visibleTo(BeanManager manager) {
        return manager.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(Bean::getBeanClass)
                .filter(beanClass -> beanClass.isAnnotationPresent(Path.class))
                .collect(Collectors.toUnmodifiableSet());
    }
}
