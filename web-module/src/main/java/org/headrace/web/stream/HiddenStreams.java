package org.headrace.web.stream;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import org.headrace.web.security.Gate;

/** Leaves out of lists of streams those that the caller may not know of; a page may be shorter for it. */
@Provider
public class HiddenStreams implements ContainerResponseFilter {

    private final Gate gate;

    /** For JAX-RS, whose providers are no beans. */
    public HiddenStreams() {
        this(CDI.current().select(Gate.class).get());
    }

    HiddenStreams(Gate gate) {
        this.gate = gate;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof StreamList list) {
            response.setEntity(new StreamList(
                    list.streams().stream()
                            .filter(stream -> gate.shows(request, stream.name()))
                            .toList(),
                    list.next()));
        }
    }
}
