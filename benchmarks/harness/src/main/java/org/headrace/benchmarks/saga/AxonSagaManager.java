package org.headrace.benchmarks.saga;

import java.util.Set;
import org.axonframework.commandhandling.AnnotationCommandHandlerAdapter;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.repository.AnnotatedSagaRepository;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.headrace.benchmarks.axon.AxonParts;

/** Axon's own manager of {@link AxonSaga}, with a bus for its commands. What fails is rolled back and tried again. */
final class AxonSagaManager {

    private AxonSagaManager() {}

    static AnnotatedSagaManager<AxonSaga> of(AxonParts axon, SagaStore<Object> sagas, AxonEndings endings) {
        MultiParameterResolverFactory parameters = MultiParameterResolverFactory.ordered(
                ClasspathParameterResolverFactory.forClass(AxonSaga.class),
                new SimpleResourceParameterResolverFactory(Set.of(commands(axon), endings)));
        AnnotatedSagaRepository<AxonSaga> repository = AnnotatedSagaRepository.<AxonSaga>builder()
                .sagaType(AxonSaga.class)
                .parameterResolverFactory(parameters)
                .sagaStore(sagas)
                .build();
        return AnnotatedSagaManager.<AxonSaga>builder()
                .sagaType(AxonSaga.class)
                .sagaFactory(AxonSaga::new)
                .sagaRepository(repository)
                .parameterResolverFactory(parameters)
                .listenerInvocationErrorHandler(PropagatingErrorHandler.instance())
                .build();
    }

    private static CommandGateway commands(AxonParts axon) {
        SimpleCommandBus bus = SimpleCommandBus.builder()
                .transactionManager(axon.transactions())
                .build();
        new AnnotationCommandHandlerAdapter<>(new AxonSteps(axon)).subscribe(bus);
        return DefaultCommandGateway.builder().commandBus(bus).build();
    }
}
