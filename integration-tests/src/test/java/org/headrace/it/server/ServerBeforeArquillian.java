package org.headrace.it.server;

import org.jboss.arquillian.core.spi.LoadableExtension;

/** Starts the server before Arquillian reads {@code arquillian.xml}, whose placeholders the server's ports are. */
public class ServerBeforeArquillian implements LoadableExtension {

    static {
        RunningServer.get();
    }

    @Override
    public void register(ExtensionBuilder builder) {
        // Being loaded is all there is to it.
    }
}
