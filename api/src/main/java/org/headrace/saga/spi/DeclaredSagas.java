package org.headrace.saga.spi;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessBean;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.headrace.saga.SagaDefinition;
import org.headrace.spi.DeploymentBeans;

/**
 * Finds the beans of type {@link SagaDefinition} in all modules of the deployment, those of a WAR included, which an
 * injection point of another module would not see. Inject it.
 */
public class DeclaredSagas implements Extension {

    private final Set<Bean<?>> beans = new LinkedHashSet<>();

    void found(@Observes ProcessBean<?> event) {
        if (event.getBean().getTypes().contains(SagaDefinition.class)) {
            beans.add(event.getBean());
        }
    }

    /** In order of name and version. Makes the beans that were not made yet. */
    public List<SagaDefinition> all() {
        BeanManager manager = CDI.current().getBeanManager();
        return beans.stream()
                .map(bean -> (SagaDefinition) DeploymentBeans.instanceOf(bean, SagaDefinition.class, manager))
                .sorted(Comparator.comparing(SagaDefinition::name).thenComparing(SagaDefinition::version))
                .toList();
    }
}
