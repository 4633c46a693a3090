package org.headrace.engine.stream;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.headrace.stream.spi.CallerPrincipal;

/** The caller whom the container has authenticated. */
@ApplicationScoped
public class ContainersCaller implements CallerPrincipal {

    @EJB
    CallerIdentity identity;

    @Override
    public Optional<String> name() {
        return identity.name();
    }
}
