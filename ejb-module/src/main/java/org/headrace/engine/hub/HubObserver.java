package org.headrace.engine.hub;

/** Told what this node's hub does. It is called by many threads, returns at once and never throws. */
public interface HubObserver {

    HubObserver NOBODY = new HubObserver() {
        @Override
        public void refused(Refusal why) {
            // nobody
        }

        @Override
        public void shed(Shed why) {
            // nobody
        }
    };

    /** A connection was not taken. */
    void refused(Refusal why);

    /** A connection is closed, or detached until its client comes back, for what its client does or does not do. */
    void shed(Shed why);

    /** Why a connection is not taken. */
    enum Refusal {
        /** The node has all it may have. */
        FULL,
        /** The user or the address has. */
        QUOTA,
        STOPPING
    }

    /** Why a connection is closed. */
    enum Shed {
        /** A frame took too long to go out. */
        NOT_READING,
        /** A subscription is further behind than its client allows. */
        TOO_FAR_BEHIND,
        ANSWERS_NOT_READ,
        TOO_MANY_CALLS,
        NO_HANDSHAKE,
        SILENT,
        /** It was detached, and its client did not come back in time. */
        DID_NOT_COME_BACK,
        /** An operator closed it. */
        OPERATOR
    }
}
