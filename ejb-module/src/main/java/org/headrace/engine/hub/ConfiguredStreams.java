package org.headrace.engine.hub;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Which streams are restricted, read once for all who ask. */
@ApplicationScoped
public class ConfiguredStreams {

    /** @throws org.headrace.input.InvalidInputException when the setting is illegal */
    @Produces
    @Singleton
    StreamAccess access() {
        return RestrictedStreams.configured(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
    }
}
