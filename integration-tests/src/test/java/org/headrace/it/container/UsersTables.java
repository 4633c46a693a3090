package org.headrace.it.container;

import jakarta.enterprise.context.ApplicationScoped;
import org.headrace.spi.SchemaContribution;

/** A user's tables. */
@ApplicationScoped
public class UsersTables implements SchemaContribution {

    static final String CHANGELOG = "org/headrace/it/container/users.sql";

    @Override
    public String changelog() {
        return CHANGELOG;
    }
}
