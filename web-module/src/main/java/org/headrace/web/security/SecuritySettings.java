package org.headrace.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;
import org.headrace.engine.hub.StreamAccess;
import org.headrace.engine.security.LoginObserver;
import org.headrace.engine.security.Role;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.jspecify.annotations.Nullable;

/** How callers are told apart, as configured. What is wrong with it keeps the application from starting. */
@ApplicationScoped
public class SecuritySettings {

    private static final Log LOG = Log.of(SecuritySettings.class);

    private final SecurityMode mode;
    private final RoleGroups roles;
    private final BearerTokens tokens;
    private final @Nullable UsersFile users;
    private final LoginLimits limits;

    /** @throws org.headrace.input.InvalidInputException naming the setting that is illegal */
    public SecuritySettings() {
        this(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
    }

    SecuritySettings(Function<String, Optional<String>> configured) {
        mode = SecurityMode.configured(configured);
        roles = RoleGroups.configured(configured);
        tokens = BearerTokens.configured(configured, Clock.systemUTC());
        limits = LoginLimits.configured(configured);
        users = configured
                .apply(UsersFile.SETTING)
                .map(path -> UsersFile.at(Path.of(path)))
                .orElse(null);
    }

    void started(@Observes @Initialized(ApplicationScoped.class) Object application) {
        if (mode == SecurityMode.OPEN) {
            LOG.write(LogMessage.SECURITY_OPEN, SecurityMode.SETTING);
        }
    }

    /** The one that all edges ask. */
    @Produces
    @Singleton
    Gate gate(StreamAccess streams) {
        return new Gate(mode, roles, streams);
    }

    @Produces
    @Singleton
    LoginBrake brake(LoginObserver observer) {
        return new LoginBrake(limits, System::nanoTime, observer);
    }

    SecurityMode mode() {
        return mode;
    }

    BearerTokens tokens() {
        return tokens;
    }

    /** Null: the server knows its users. */
    @Nullable
    UsersFile users() {
        return users;
    }

    /** Of one who may do everything: the roles' groups, and the roles themselves for those who ask for these. */
    Set<String> allGroups() {
        Set<String> all = new HashSet<>(roles.all());
        for (Role role : Role.values()) {
            all.add(role.text());
        }
        return all;
    }
}
