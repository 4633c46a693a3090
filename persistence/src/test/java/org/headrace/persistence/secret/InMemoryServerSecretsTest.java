package org.headrace.persistence.secret;

import org.headrace.spi.ServerSecrets;

class InMemoryServerSecretsTest extends ServerSecretsContract {

    private final ServerSecrets secrets = new InMemoryServerSecrets();

    @Override
    ServerSecrets secrets() {
        return secrets;
    }
}
