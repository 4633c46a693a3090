package org.headrace.engine.hub;

/** Notes what goes out on a connection. */
interface Journal {

    /** For connections that end with their transport. */
    Journal NONE = new Journal() {
        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public boolean note(String text) {
            return true;
        }

        @Override
        public void note(SentEvent event) {}
    };

    /** Whether an event may go out now. */
    boolean hasRoom();

    /**
     * Notes messages that are not events.
     *
     * @return false: they are not noted, and must not go out now
     */
    boolean note(String text);

    void note(SentEvent event);
}
