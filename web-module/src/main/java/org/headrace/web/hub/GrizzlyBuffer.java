package org.headrace.web.hub;

import org.glassfish.tyrus.spi.Writer;

/**
 * Payara's buffer for what a WebSocket sends (Grizzly's {@code OutputBuffer} as of Payara 6.2025.9). It takes 8 KiB for each
 * message that is shorter, and copies the message there; a longer one it hands on as it is.
 */
final class GrizzlyBuffer {

    private GrizzlyBuffer() {}

    /**
     * Has a connection's messages handed on as they are, whatever their length. Lasts as long as the connection: Grizzly
     * sets the length anew for the next one. What cannot be sent at once is copied by Grizzly before it is queued.
     *
     * @param writer that of the connection, which has written before
     * @throws ReflectiveOperationException when this server's buffer is another than those that are known
     */
    static void passBy(Writer writer) throws ReflectiveOperationException {
        Object stream = Fields.valueOf("servletOutputStream", writer);
        Object catalina = Fields.valueOf("ob", stream);
        Object grizzly = Fields.valueOf("grizzlyOutputBuffer", catalina);
        Fields.named("bufferSize", grizzly).setInt(grizzly, 1);
    }
}
