package org.headrace.web.hub;

/**
 * Has a thread send with the platform's context class loader, and call back with its own.
 *
 * <p>Tyrus schedules a task for each message that it sends, also where there is no idle time-out (as of 2.1.5.payara-p2), and
 * for each task Payara looks through the whole class path of the context class loader: more than half of what the hub
 * takes of the processors. The platform's has next to nothing to look through.
 */
final class SendingLoaders implements AutoCloseable {

    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    /** Of the calling thread, until it is closed. */
    SendingLoaders() {
        Thread.currentThread().setContextClassLoader(PLATFORM);
    }

    /** On whichever thread the container calls back, the sending one among them. */
    void callBack(Runnable called) {
        Thread thread = Thread.currentThread();
        ClassLoader there = thread.getContextClassLoader();
        thread.setContextClassLoader(before);
        try {
            called.run();
        } finally {
            thread.setContextClassLoader(there);
        }
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
    }
}
