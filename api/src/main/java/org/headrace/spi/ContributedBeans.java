package org.headrace.spi;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessBean;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.headrace.saga.SagaDefinition;
import org.headrace.stream.Upcaster;
import org.headrace.stream.spi.AppendListener;
import org.headrace.stream.spi.AppendObserver;
import org.headrace.stream.spi.CallerPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Finds what modules contribute to Headrace, wherever in the deployment they live. An injected {@code Instance} would
 * not do: in an EAR it sees what the injecting module sees, and a jar in {@code lib/} sees no ejb-jar, an ejb-jar no WAR.
 * Inject it.
 */
public class ContributedBeans implements Extension {

    private static final Set<Class<?>> CONTRACTS = Set.of(
            SchemaContribution.class,
            BeforeCheckpoint.class,
            AppendListener.class,
            AppendObserver.class,
            CallerPrincipal.class,
            SagaDefinition.class,
            Upcaster.class);

    private final List<Bean<?>> beans = new ArrayList<>();
    private @Nullable BeanManager manager;

    /**
     * A contribution.
     *
     * @param loader of the module that it comes from, and so of that module's resources; a proxy's own need not be
     */
    public record Found<T>(T bean, ClassLoader loader) {}

    void found(@Observes ProcessBean<?> event) {
        if (event.getBean().getTypes().stream().anyMatch(ContributedBeans::isContract)) {
            beans.add(event.getBean());
        }
    }

    void deployed(@Observes AfterDeploymentValidation event, BeanManager ofDeployment) {
        manager = ofDeployment;
    }

    /**
     * All beans of a contract; makes those of no normal scope anew.
     *
     * @throws IllegalArgumentException when the type is none of the contracts
     */
    public <T> List<Found<T>> of(Class<T> contract) {
        if (!isContract(contract)) {
            throw new IllegalArgumentException(contract + " is not among " + CONTRACTS);
        }
        BeanManager current = Objects.requireNonNull(manager, "The deployment is not complete yet");
        return beans.stream()
                .filter(bean -> bean.getTypes().contains(contract))
                .map(bean -> new Found<>(
                        contract.cast(DeploymentBeans.instanceOf(bean, contract, current)),
                        bean.getBeanClass().getClassLoader()))
                .toList();
    }

    private static boolean isContract(Type type) {
        return CONTRACTS.stream().anyMatch(type::equals);
    }
}
